"""What the answers are made of, beside the stores' records."""

from dataclasses import dataclass
from typing import Annotated, Literal

from stores.records import ExplanationRecord, UserRecord

Role = Literal["owner", "member", "viewer"]

COLUMN = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "type": {"type": "string", "enum": ["string", "number", "boolean", "date"]},
        "nullCount": {"type": "integer", "minimum": 0},
        "nullRatio": {"type": "number", "minimum": 0, "maximum": 1},
        "distinctCount": {"type": "integer", "minimum": 0},
        "min": {"type": ["number", "string", "boolean"]},
        "max": {"type": ["number", "string", "boolean"]},
        "mean": {"type": "number"},
    },
    "required": ["name", "type", "nullCount", "nullRatio", "distinctCount"],
}
# The data of an artifact.
RESULT = {
    "type": "object",
    "properties": {
        "resultType": {"type": "string", "enum": ["scalar", "table", "series"]},
        "resultData": {"type": "object"},
        "metadata": {"type": "object"},
    },
    "required": ["resultType", "resultData", "metadata"],
}

ProfileColumn = Annotated[dict, COLUMN]


@dataclass(frozen=True)
class Person:
    """Somebody who signs in."""

    id: str
    email: str
    name: str | None
    tenant_id: str
    role: Role


@dataclass(frozen=True)
class OnePerson:
    """The signed-in person."""

    user: Person


@dataclass(frozen=True)
class Done:
    """A change that has nothing to show."""

    success: bool = True


@dataclass(frozen=True)
class Sentences:
    """What a result says, what follows from it, and what to be careful about."""

    summary: str
    implications: list[str] | None = None
    caveats: list[str] | None = None


def one_person(user: UserRecord) -> OnePerson:
    """Return a person as the API shows them."""
    return OnePerson(Person(user.id, user.email, user.name, user.tenant_id, user.role))


def sentences(explanation: ExplanationRecord | None) -> Sentences | None:
    """Return an explanation as the API shows it; empty lists are left out."""
    if explanation is None:
        return None
    return Sentences(
        explanation.summary,
        explanation.implications or None,
        explanation.caveats or None,
    )
