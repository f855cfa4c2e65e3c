"""Fields: what an input must look like, for the check and for the API document.

A table of fields reads a form or a JSON object into checked values, and writes the
JSON Schema of exactly what it accepts: there is no second description of an input.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from errors import ValidationError
from views.serializers import snake

# No blanks and no control characters; the rest is the business of who delivers.
EMAIL = (
    r"[^@\s\x00-\x1f\x7f-\x9f]+@[^@\s.\x00-\x1f\x7f-\x9f]+"
    r"(?:\.[^@\s.\x00-\x1f\x7f-\x9f]+)+"
)
UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
VISIBLE = r"[!-~]+"


@dataclass(frozen=True)
class Field:
    """One named value; `what` is how a sentence calls it ("your name").

    The `example` is for those who read the document, and for its examples.
    """

    kind: ClassVar[str] = "string"

    name: str
    what: str = "this"
    required: bool = True
    note: str | None = None
    example: object = None

    def read(self, value: object) -> object:
        """Return the checked value, or raise ValidationError naming the field."""
        raise NotImplementedError

    def schema(self) -> dict:
        """Return the JSON Schema of the values that `read` accepts."""
        noted = {"description": self.note} if self.note else {}
        shown = {"examples": [self.example]} if self.example is not None else {}
        return {"type": self.kind, **noted, **shown}

    def wrong(self, sentence: str) -> ValidationError:
        """Return the error that names this field."""
        return ValidationError(sentence, field=self.name)

    def missing(self) -> ValidationError:
        """Return the error that asks for this field."""
        return self.wrong(f"Send {self.what}.")


@dataclass(frozen=True)
class Text(Field):
    """Text of `least` to `most` characters, without the blanks around it."""

    least: int = 1
    most: int = 200

    def read(self, value: object) -> str:
        """Return the text, stripped."""
        text = self.plain(value)
        if len(text) > self.most:
            raise self.wrong(
                f"Use at most {self.most:,} characters; this has {len(text):,}."
            )
        if self.least and not text.strip():
            raise self.missing()
        return text.strip()

    def schema(self) -> dict:
        """Return the schema: not blank where something must be typed."""
        filled = {"minLength": self.least, "pattern": r"\S"} if self.least else {}
        return super().schema() | {"maxLength": self.most} | filled

    def missing(self) -> ValidationError:
        """Return the error that asks for the text."""
        return self.wrong(f"Type {self.what}.")

    def plain(self, value: object) -> str:
        """Return the value if it is text that can be stored as it stands."""
        if not isinstance(value, str):
            raise self.wrong("Write this as text.")
        if "\0" in value:
            raise self.wrong("Remove the NUL character from this.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self.wrong("Remove the broken character from this.")
        return value


@dataclass(frozen=True)
class Verbatim(Text):
    """Text that is kept exactly as it came, blanks included."""

    def read(self, value: object) -> str:
        """Return the text as it stands."""
        super().read(value)
        return self.plain(value)


@dataclass(frozen=True)
class Email(Text):
    """An e-mail address, in lower case."""

    what: str = "your e-mail address"
    example: object = "ann@example.com"
    most: int = 254

    def read(self, value: object) -> str:
        """Return the address in lower case."""
        address = super().read(value).lower()
        if not re.fullmatch(EMAIL, address):
            raise self.wrong(
                "That is not an e-mail address; it looks like name@example.com."
            )
        return address

    def schema(self) -> dict:
        """Return the schema with the pattern that the check uses."""
        return super().schema() | {"pattern": rf"^\s*{EMAIL}\s*$"}


@dataclass(frozen=True)
class NewPassword(Text):
    """A password to keep: nothing is stripped from it."""

    what: str = "a password"
    example: object = "correct horse battery"
    least: int = 8
    most: int = 1_000

    def read(self, value: object) -> str:
        """Return the password as it stands."""
        password = self.plain(value)
        if len(password) < self.least:
            raise self.wrong(f"Choose a password of at least {self.least} characters.")
        if len(password) > self.most:
            raise self.wrong(f"Choose a password of at most {self.most:,} characters.")
        return password

    def schema(self) -> dict:
        """Return the schema; blanks are characters like any other."""
        lengths = {"minLength": self.least, "maxLength": self.most}
        return Field.schema(self) | lengths | {"format": "password"}


@dataclass(frozen=True)
class Id(Field):
    """An id: a UUID, read into the stores' spelling."""

    def read(self, value: object) -> str:
        """Return the id in lower case."""
        if not isinstance(value, str) or not re.fullmatch(UUID, value):
            raise self.wrong("This is not an id. Send a UUID, as Poppy gave it.")
        return value.lower()

    def schema(self) -> dict:
        """Return the schema of a UUID."""
        return super().schema() | {"format": "uuid", "pattern": f"^{UUID}$"}


@dataclass(frozen=True)
class Choice(Field):
    """One of a few words."""

    words: tuple[str, ...] = ()

    def read(self, value: object) -> str:
        """Return the word."""
        if not isinstance(value, str) or value not in self.words:
            raise self.missing()
        return value

    def missing(self) -> ValidationError:
        """Return the error that lists the words."""
        return self.wrong(f"Write one of: {', '.join(self.words)}.")

    def schema(self) -> dict:
        """Return the schema that lists the words."""
        return super().schema() | {"enum": list(self.words)}


@dataclass(frozen=True)
class Word(Field):
    """Visible ASCII characters without a blank."""

    most: int = 255

    def read(self, value: object) -> str:
        """Return the word."""
        known = isinstance(value, str) and re.fullmatch(VISIBLE, value)
        if not known or len(value) > self.most:
            raise self.wrong(f"Send 1 to {self.most} visible ASCII characters.")
        return value

    def schema(self) -> dict:
        """Return the schema with the pattern that the check uses."""
        bounds = {"minLength": 1, "maxLength": self.most}
        return super().schema() | bounds | {"pattern": f"^{VISIBLE}$"}


@dataclass(frozen=True)
class Flag(Field):
    """Yes or no."""

    kind: ClassVar[str] = "boolean"

    def read(self, value: object) -> bool:
        """Return the flag."""
        if not isinstance(value, bool):
            raise self.wrong("Write true or false.")
        return value


def read(table: Iterable[Field], data: Mapping) -> dict[str, object]:
    """Return the checked values of the fields that are there, keyed in snake_case.

    A field that is not in `data` is left out, or named in a ValidationError when it
    is required; values that no field describes are ignored.
    """
    values = {}
    for field in table:
        if field.name in data:
            values[snake(field.name)] = field.read(data[field.name])
        elif field.required:
            raise field.missing()
    return values


def schema(table: Iterable[Field]) -> dict:
    """Return the JSON Schema of an object with these fields."""
    fields = tuple(table)
    required = [field.name for field in fields if field.required]
    return {
        "type": "object",
        "properties": {field.name: field.schema() for field in fields},
        **({"required": required} if required else {}),
    }
