"""Answers: look at one, its receipt, run it again, its rows, take it away, pin it."""

from dataclasses import dataclass
from typing import Literal

from flask import Response

from analysis.compare import Comparison
from services import exports, pins, receipts, reports, rows, sessions
from services.answers import result_data
from services.paging import page
from services.rows import Spot
from stores.records import ArtifactRecord, UserRecord, VersionRecord
from views.api.datasets import DATASET
from views.api.paging import MOST, NUMBERED, PAGING
from views.api.routing import route
from views.api.sessions import SESSION
from views.api.shapes import Done, Sentences, sentences
from views.downloads import attached
from views.fields import Choice
from views.number_fields import Whole

ARTIFACT = "/poppy/artifacts/<artifact_id>"
MISSING = {404: ("FILE_MISSING",)}
ON = Choice("on", required=False, words=("same", "newest"), note="which version")
FORM = Choice("form", words=tuple(exports.ANSWER_FORMS))
SESSION_FORM = Choice("form", words=reports.FORMS)
SPOT = (
    Whole("row", required=False, least=0, most=1_000_000),
    Whole("measure", required=False, least=0, most=100),
)
EXPORTED = tuple(
    sorted({kind.partition(";")[0] for _, kind, _ in exports.ANSWER_FORMS.values()})
)


@dataclass(frozen=True)
class OneArtifact:
    """An answer; `newer_version` is the number of a version that came after it."""

    artifact: ArtifactRecord
    explanation: Sentences | None = None
    newer_version: int | None = None


@dataclass(frozen=True)
class ArtifactList:
    """Answers, newest first."""

    artifacts: list[ArtifactRecord]
    next_cursor: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What an answer was computed from, and how: version, plan, SQL, rows, time."""

    artifact_id: str
    receipt: dict


@dataclass(frozen=True)
class RerunAnswer:
    """An answer computed again: whether it is the same, and what moved."""

    same: bool
    version: VersionRecord
    result_data: dict
    comparison: Comparison


@dataclass(frozen=True)
class RowsBehindAnswer:
    """Rows behind a number; `row_numbers` are their places in the table, from 1."""

    columns: list[str]
    rows: list[list]
    row_numbers: list[int]
    total_rows: int
    next_cursor: str | None = None


@dataclass(frozen=True)
class PinnedArtifact:
    """A pinned answer, and what the newest version moved in it."""

    artifact: ArtifactRecord
    moved: dict | None = None


@dataclass(frozen=True)
class PinList:
    """The pinned answers of a dataset."""

    pins: list[PinnedArtifact]


@route("GET", f"{SESSION}/artifacts", query=PAGING)
def list_artifacts(
    person: UserRecord, session_id: str, limit: int = MOST, cursor: str | None = None
) -> ArtifactList:
    """List the answers of a session, newest first."""
    found = page(
        lambda number: sessions.artifacts(person, session_id, number, cursor), limit
    )
    return ArtifactList(found.items, found.next_cursor)


@route(
    "GET",
    f"{SESSION}/export",
    query=(SESSION_FORM,),
    produces=("text/html", "text/markdown"),
)
def export_session(person: UserRecord, session_id: str, form: str) -> Response:
    """Return a whole session as one file, with its charts, numbers and receipts."""
    return attached(reports.session(person, session_id, form))


@route("GET", ARTIFACT)
def get_artifact(person: UserRecord, artifact_id: str) -> OneArtifact:
    """Return an answer with its explanation."""
    artifact, explanation = sessions.artifact(person, artifact_id)
    newer = receipts.outdated(person, [artifact])
    return OneArtifact(artifact, sentences(explanation), newer.get(artifact.id))


@route("GET", f"{ARTIFACT}/receipt")
def get_receipt(person: UserRecord, artifact_id: str) -> Receipt:
    """Return what an answer was computed from, and how."""
    return Receipt(artifact_id, receipts.of(person, artifact_id))


@route("POST", f"{ARTIFACT}/rerun", body=(ON,), needs="run_analysis", refusals=MISSING)
def rerun_artifact(
    person: UserRecord, artifact_id: str, on: Literal["same", "newest"] = "same"
) -> RerunAnswer:
    """Compute an answer again, from its own version or from the newest one."""
    run = receipts.run_on_newest if on == "newest" else receipts.run_again
    found = run(person, artifact_id)
    return RerunAnswer(
        found.same, found.version, result_data(found.result), found.comparison
    )


@route("GET", f"{ARTIFACT}/rows", query=(*SPOT, *NUMBERED), refusals=MISSING)
def list_rows_behind(
    person: UserRecord,
    artifact_id: str,
    row: int = 0,
    measure: int = 0,
    limit: int = MOST,
    cursor: str | None = None,
) -> RowsBehindAnswer:
    """List the rows behind one number of an answer: its row and measure, from 0.

    The `limit` has to stay the same from page to page. Cells are typed: numbers are
    numbers.
    """
    spot, number = Spot(row, measure), int(cursor or 1)
    found = rows.behind(person, artifact_id, spot, page=number, size=limit)
    behind = found.behind
    return RowsBehindAnswer(
        list(behind.columns),
        [list(each) for each in behind.rows],
        behind.numbers,
        behind.total,
        str(number + 1) if number < found.pages else None,
    )


@route(
    "GET",
    f"{ARTIFACT}/export",
    query=(FORM,),
    produces=EXPORTED,
    refusals={404: ("NOT_FOUND", *MISSING[404])},
)
def export_artifact(person: UserRecord, artifact_id: str, form: str) -> Response:
    """Return an answer as a file: table, picture, chart, or a Python program."""
    return attached(exports.answer(person, artifact_id, form))


@route("POST", f"{ARTIFACT}/pin", needs="run_analysis", refusals=MISSING)
def pin_artifact(person: UserRecord, artifact_id: str) -> Done:
    """Pin an answer: it is computed anew after each upload."""
    pins.pin(person, artifact_id)
    return Done()


@route("DELETE", f"{ARTIFACT}/pin", needs="run_analysis")
def unpin_artifact(person: UserRecord, artifact_id: str) -> Done:
    """Take the pin off an answer."""
    pins.unpin(person, artifact_id)
    return Done()


@route("GET", f"{DATASET}/pins")
def list_pins(person: UserRecord, dataset_id: str) -> PinList:
    """List a dataset's pinned answers, and what its newest version moved in them."""
    found = pins.list_pins(person, dataset_id)
    return PinList([PinnedArtifact(each.artifact, each.moved) for each in found])
