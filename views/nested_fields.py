"""Fields that hold more than one value: lists and objects."""

from dataclasses import dataclass, field
from typing import ClassVar

from views.fields import Field, Verbatim, read, schema


@dataclass(frozen=True)
class Object(Field):
    """A JSON object; what is in it, the services judge."""

    kind: ClassVar[str] = "object"

    def read(self, value: object) -> dict:
        """Return the object."""
        if not isinstance(value, dict):
            raise self.wrong("Write this as an object.")
        return value


@dataclass(frozen=True)
class Texts(Field):
    """A list of texts, each kept exactly as it came."""

    kind: ClassVar[str] = "array"

    longest: int = 200
    most: int = 1_000

    def read(self, value: object) -> list[str]:
        """Return the texts."""
        if not isinstance(value, list) or len(value) > self.most:
            raise self.wrong(f"Write this as a list of at most {self.most:,} texts.")
        return [self._each().read(item) for item in value]

    def schema(self) -> dict:
        """Return the schema of the list and of its items."""
        items = self._each().schema()
        return super().schema() | {"items": items, "maxItems": self.most}

    def _each(self) -> Verbatim:
        return Verbatim(self.name, self.what, least=0, most=self.longest)


@dataclass(frozen=True)
class Group(Object):
    """A JSON object of these fields and no others."""

    fields: tuple[Field, ...] = ()

    def read(self, value: object) -> dict:
        """Return the checked values of the fields that are there."""
        given = super().read(value)
        for name in given.keys() - {each.name for each in self.fields}:
            raise self.wrong(f"There is no “{name[:50]}” in this.")
        return read(self.fields, given)

    def schema(self) -> dict:
        """Return the schema with that of each field."""
        return super().schema() | schema(self.fields) | {"additionalProperties": False}


@dataclass(frozen=True)
class Named(Object):
    """A JSON object whose names are free, and whose values are all of one kind."""

    each: Field = field(default_factory=lambda: Verbatim("each"))

    def read(self, value: object) -> dict:
        """Return the checked values by their names."""
        given = super().read(value)
        return {name: self.each.read(item) for name, item in given.items()}

    def schema(self) -> dict:
        """Return the schema with that of each value."""
        return super().schema() | {"additionalProperties": self.each.schema()}
