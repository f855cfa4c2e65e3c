"""A progress bar for long commands, on the error channel."""

import sys
from types import TracebackType

WIDTH = 24
STEP = 500


class Progress:
    """One table on its way: a bar on a terminal, a line at the end elsewhere."""

    def __init__(self, name: str, total: int | None = None):
        self._name = name
        self._total = total
        self._done = 0
        self._live = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._draw()
            print(file=sys.stderr)
        elif kind is None:
            print(f"{self._name}: {self._done:,}", file=sys.stderr)

    def advance(self) -> None:
        """Count one more."""
        self._done += 1
        if self._live and self._done % STEP == 0:
            self._draw()

    def _draw(self) -> None:
        print(
            f"\r{self._name:<26} {self._state()}", end="", file=sys.stderr, flush=True
        )

    def _state(self) -> str:
        if self._total is None:
            return f"{self._done:,}"
        share = self._done / self._total if self._total else 1.0
        bar = "#" * round(WIDTH * share)
        return f"[{bar:<{WIDTH}}] {share:>4.0%}  {self._done:,} of {self._total:,}"
