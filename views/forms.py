"""Input to checked values, the same for forms and JSON; ValidationError otherwise."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from analysis.reading.options import DECIMAL_MARKS, ESCAPES, MOST_LINES
from analysis.table import TYPES
from errors import ValidationError
from services.questions import LONGEST_QUESTION
from services.shares import KINDS, MOST_DAYS
from views.fields import (
    Choice,
    Email,
    Flag,
    Id,
    NewPassword,
    Text,
    Verbatim,
    read,
)
from views.nested_fields import Group, Named, Object, Texts
from views.number_fields import Count, Number

TOKEN_DAYS = ("7", "30", "90", "365")
LONGEST_NAME = 10_000
LARGEST_PLAN = 100_000
LAST_PAGE = 10**9

REGISTRATION = (
    Text("name", "your name", most=100),
    Email("email"),
    NewPassword("password"),
)
LOGIN = (
    Text("email", "your e-mail address", example=Email.example, most=254),
    Verbatim("password", "your password", example=NewPassword.example, most=1_000),
)
DESCRIPTION = Text("description", required=False, least=0, most=1_000)
DATASET = (Text("name", "a name"), DESCRIPTION)
DATASET_CHANGES = (Text("name", "a name", required=False), DESCRIPTION)
SESSION = (Id("datasetId", required=False), Text("title", "a title", required=False))
SESSION_TITLE = (Text("title", "a title"),)
CONTENT = Verbatim(
    "content", "a question", example="how many rows are there?", most=LONGEST_QUESTION
)
ASKED_BACK = Id(
    "askedBack",
    required=False,
    note="the id of the message whose choice this is, so that it is remembered",
)
QUESTION = (
    CONTENT,
    Object("plan", required=False, note="the plan of a chip or choice, to press it"),
    ASKED_BACK,
)
API_TOKEN = (
    Text("name", "a name for the token", most=100),
    Choice("days", words=TOKEN_DAYS),
)
SHARED = (
    Choice("kind", words=KINDS),
    Id("targetId", "the id of what to share"),
)
SHARE = (
    *SHARED,
    Count("days", required=False, most=MOST_DAYS),
)
NEVER_SEND = (
    Texts("columns", "the names of the columns", longest=LONGEST_NAME, most=2_000),
)
UPLOAD_ID = Id("uploadId", required=False, note="a fresh UUID to follow it by")
# What analysis/reading/options takes: encodings and the like are judged there.
READING = (
    Verbatim("encoding", required=False, least=0, most=40),
    Verbatim("delimiter", required=False, least=0, most=10),
    Verbatim("quote", required=False, least=0, most=10),
    Choice("escape", required=False, words=ESCAPES),
    Count("skipRows", required=False, least=0, most=MOST_LINES),
    Count("headerRows", required=False, least=0, most=MOST_LINES),
    Choice("decimalMark", required=False, words=DECIMAL_MARKS),
    Flag("dayFirst", required=False),
    Verbatim("sheet", required=False, least=0, most=LONGEST_NAME),
    Flag("keepTotals", required=False),
    Flag("fillMerged", required=False),
    Named("types", required=False, each=Choice("types", words=TYPES)),
)
READ_AGAIN = (
    Group("options", "the options", example={"headerRows": 1}, fields=READING),
)
DRILL_DOWN = (
    Id("datasetId", "the dataset's id"),
    Verbatim("metricColumn", "a column", example="amount", most=LONGEST_NAME),
)
DIFFERENCE = (
    Verbatim("metricName", "a metric", most=LONGEST_NAME),
    Verbatim("groupALabel", "group A", most=LONGEST_NAME),
    Verbatim("groupBLabel", "group B", most=LONGEST_NAME),
    Number("groupAAverage", "group A's average"),
    Number("groupBAverage", "group B's average"),
    Number("absoluteDifference", "the difference"),
    Number("relativeDifference", required=False),
)


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


@dataclass(frozen=True)
class ApiToken:
    """What a token is called, and how many days it lives."""

    name: str
    days: int


def registration(data: Mapping) -> Registration:
    """Check a registration: name 1-100, an e-mail address, password 8-1,000."""
    return Registration(**read(REGISTRATION, data))


def login(data: Mapping) -> Login:
    """Check that an e-mail address and a password were given."""
    return Login(**read(LOGIN, data))


def dataset_details(data: Mapping) -> DatasetDetails:
    """Check a dataset's name (1-200) and description (at most 1,000)."""
    given = read(DATASET, data)
    return DatasetDetails(given["name"], given.get("description") or None)


def api_token(data: Mapping) -> ApiToken:
    """Check a token's name (1-100) and lifetime (one of TOKEN_DAYS)."""
    given = read(API_TOKEN, data)
    return ApiToken(given["name"], int(given["days"]))


def title(data: Mapping) -> str:
    """Check a session's title (1-200)."""
    return read(SESSION_TITLE, data)["title"]


def question(data: Mapping) -> str:
    """Return a question exactly as it was typed; what it may be, the service says."""
    return CONTENT.plain(data.get("content", ""))


def plan(data: Mapping) -> dict | None:
    """Return the plan that a pressed button carries, or None for typed words."""
    written = data.get("plan")
    if not written:
        return None
    try:
        value = json.loads(written) if len(written) <= LARGEST_PLAN else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ValidationError("That button is out of date. Type the question instead.")
    return value


def asked_back(data: Mapping) -> str | None:
    """Return the id of the message whose choice was pressed, if one was."""
    return read((ASKED_BACK,), data).get("asked_back")


def identifier(data: Mapping, field: str) -> str:
    """Check an id: a UUID, in the stores' spelling."""
    return Id(field).read(data.get(field))


def upload_id(data: Mapping) -> str | None:
    """Return the id under which the browser wants to follow its upload, if any."""
    return identifier(data, "upload") if data.get("upload") else None


class ColumnsWanted(NamedTuple):
    """Which columns of a profile to show: part of a name, an order, all of them."""

    q: str
    sort: str
    every: bool


def columns_wanted(data: Mapping) -> ColumnsWanted:
    """Return what is searched for; an unknown order is the file's."""
    return ColumnsWanted(
        data.get("q", "").strip(), data.get("sort", "file"), "all" in data
    )


def key(data: Mapping) -> tuple[str, ...] | None:
    """Return the columns that tell rows apart (?key=A&and=B).

    None where Poppy shall find them, () where whole rows are compared (?whole=on).
    """
    if "whole" in data:
        return ()
    names = tuple(data.get(name, "") for name in ("key", "and"))
    return tuple(dict.fromkeys(filter(None, names))) or None


def page_number(data: Mapping) -> int:
    """Return the page asked for, from 1; 1 when it is not a number."""
    written = data.get("page") or "1"
    known = written.isascii() and written.isdigit() and len(written) < 10
    return min(max(int(written), 1), LAST_PAGE) if known else 1


def optional_text(data: Mapping, field: str, *, most: int) -> str | None:
    """Return a text of at most `most` characters, None when it is blank."""
    given = read((Text(field, required=False, least=0, most=most),), data)
    return given.get(field) or None
