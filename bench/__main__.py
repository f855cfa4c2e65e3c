"""`python -m bench NAME [ARGUMENTS]` runs one benchmark; without a name, lists them."""

import importlib
import pkgutil
import sys

import bench


def main(argv: list[str]) -> int:
    """Run the benchmark that is named first and hand it the other arguments."""
    names = [m.name for m in pkgutil.iter_modules(bench.__path__) if m.name[0] != "_"]
    if not argv or argv[0] not in names:
        print("Usage: make bench ARGS='NAME [ARGUMENTS]'\nNames:", ", ".join(names))
        return 2
    return importlib.import_module(f"bench.{argv[0]}").main(argv[1:]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
