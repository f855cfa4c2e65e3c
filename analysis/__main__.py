"""`python -m analysis read|ask ...`: the engine on the command line."""

import sys


def main(argv: list[str]) -> int:
    """Run the command that the first word names; returns the exit status."""
    command, rest = (argv[0] if argv else ""), argv[1:]
    # Each command imports what it needs only when it is the one that runs.
    if command == "read":
        from analysis import read_command

        return read_command.main(rest)
    if command == "ask":
        from analysis import ask_command

        return ask_command.main(rest)
    print("usage: python -m analysis read|ask ...", file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
