"""Fields that hold a number: any, or a whole one between two bounds."""

import math
from dataclasses import dataclass
from typing import ClassVar

from views.fields import Field


@dataclass(frozen=True)
class Number(Field):
    """A finite number."""

    kind: ClassVar[str] = "number"

    def read(self, value: object) -> float:
        """Return the number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong("Write this as a number.")
        try:
            finite = math.isfinite(value)
        except OverflowError:
            finite = False
        if not finite:
            raise self.wrong("This number is too large.")
        return value


@dataclass(frozen=True)
class Count(Field):
    """A whole number between `least` and `most`."""

    kind: ClassVar[str] = "integer"

    least: int = 1
    most: int = 1_000

    def read(self, value: object) -> int:
        """Return the number."""
        whole = isinstance(value, int) or (
            isinstance(value, float) and value.is_integer()
        )
        if isinstance(value, bool) or not whole or not self._fits(value):
            raise self.wrong(
                f"Write a whole number from {self.least:,} to {self.most:,}."
            )
        return int(value)

    def schema(self) -> dict:
        """Return the schema with its bounds."""
        bounds = {"minimum": self.least, "maximum": self.most}
        return super().schema() | bounds

    def _fits(self, value: float) -> bool:
        return self.least <= value <= self.most


@dataclass(frozen=True)
class Whole(Count):
    """A whole number in the address (`?limit=20`)."""

    def read(self, value: object) -> int:
        """Return the number that the text spells."""
        text = str(value)
        spelled = text.isascii() and text.isdigit() and len(text) <= len(str(self.most))
        return super().read(int(text) if spelled else None)
