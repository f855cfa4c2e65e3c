"""Input to checked values, the same for forms and JSON; ValidationError otherwise."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from errors import ValidationError

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1_000
LARGEST_PLAN = 100_000
LAST_PAGE = 10**9


@dataclass(frozen=True)
class Registration:
    """What a newcomer tells."""

    name: str
    email: str
    password: str


@dataclass(frozen=True)
class Login:
    """What someone signs in with."""

    email: str
    password: str


@dataclass(frozen=True)
class DatasetDetails:
    """A dataset's name and what it is about."""

    name: str
    description: str | None


def registration(data: Mapping) -> Registration:
    """Check a registration: name 1-100, an e-mail address, password 8-1,000."""
    name = text(data, "name", "your name", most=100)
    address = email(data)
    password = _string(data, "password")
    if len(password) < SHORTEST_PASSWORD:
        raise ValidationError(
            f"Choose a password of at least {SHORTEST_PASSWORD} characters.",
            field="password",
        )
    if len(password) > LONGEST_PASSWORD:
        raise ValidationError(
            f"Choose a password of at most {LONGEST_PASSWORD:,} characters.",
            field="password",
        )
    return Registration(name, address, password)


def login(data: Mapping) -> Login:
    """Check that an e-mail address and a password were given."""
    address = text(data, "email", "your e-mail address", most=254)
    password = _string(data, "password")
    if not password:
        raise ValidationError("Type your password.", field="password")
    return Login(address, password[: LONGEST_PASSWORD + 1])


def email(data: Mapping) -> str:
    """Check an e-mail address; return it in lower case."""
    address = text(data, "email", "your e-mail address", most=254).lower()
    if not EMAIL.fullmatch(address):
        raise ValidationError(
            "That is not an e-mail address; it looks like name@example.com.",
            field="email",
        )
    return address


def dataset_details(data: Mapping) -> DatasetDetails:
    """Check a dataset's name (1-200) and description (at most 1,000)."""
    return DatasetDetails(
        name=text(data, "name", "a name", most=200),
        description=optional_text(data, "description", "The description", most=1_000),
    )


def title(data: Mapping) -> str:
    """Check a session's title (1-200)."""
    return text(data, "title", "a title", most=200)


def question(data: Mapping) -> str:
    """Return a question exactly as it was typed; what it may be, the service says."""
    return _string(data, "content")


def plan(data: Mapping) -> dict | None:
    """Return the plan that a pressed button carries, or None for typed words."""
    written = _string(data, "plan")
    if not written:
        return None
    try:
        value = json.loads(written) if len(written) <= LARGEST_PLAN else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ValidationError("That button is out of date. Type the question instead.")
    return value


def identifier(data: Mapping, field: str) -> str:
    """Check an id: a UUID, in the stores' spelling."""
    try:
        return str(uuid.UUID(_string(data, field)))
    except ValueError as error:
        raise ValidationError("This is not an id.", field=field) from error


def upload_id(data: Mapping) -> str | None:
    """Return the id under which the browser wants to follow its upload, if any."""
    return identifier(data, "upload") if data.get("upload") else None


def page_number(data: Mapping) -> int:
    """Return the page asked for, from 1; 1 when it is not a number."""
    written = data.get("page") or "1"
    known = written.isascii() and written.isdigit() and len(written) < 10
    return min(max(int(written), 1), LAST_PAGE) if known else 1


def text(data: Mapping, field: str, what: str, *, most: int) -> str:
    """Return a text without blanks around it, between 1 and `most` characters."""
    value = _string(data, field).strip()
    if not value:
        raise ValidationError(f"Type {what}.", field=field)
    if len(value) > most:
        raise ValidationError(
            f"Use at most {most:,} characters; this has {len(value):,}.", field=field
        )
    return value


def optional_text(data: Mapping, field: str, what: str, *, most: int) -> str | None:
    """Return a text of at most `most` characters, None when it is blank."""
    value = _string(data, field).strip()
    if len(value) > most:
        raise ValidationError(
            f"{what} has {len(value):,} characters; use at most {most:,}.", field=field
        )
    return value or None


def _string(data: Mapping, field: str) -> str:
    value = data.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError("Write this as text.", field=field)
    if "\0" in value:
        raise ValidationError("Remove the NUL character from this.", field=field)
    return value
