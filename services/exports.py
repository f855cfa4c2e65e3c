"""Answers, and the rows behind them, as files to take away."""

import json
from collections.abc import Callable

from analysis.behind import Behind
from analysis.export import (
    Original,
    to_csv,
    to_json,
    to_markdown,
    to_png,
    to_python,
    to_svg,
    to_xlsx,
)
from analysis.profile import report_from_json
from analysis.result import Result, ResultColumn
from analysis.result_columns import kind_of
from analysis.table import TableProfile
from errors import NotFound, ValidationError
from services import rows, uploads
from services.answers import kept_result
from services.downloads import Download
from services.kept import open_kept
from services.permissions import require
from services.predecessor import in_our_shape
from services.rows import Narrowing, Spot
from stores import artifact_store, audit_store, dataset_store
from stores.records import ArtifactRecord, UserRecord

MOST_ROWS = 100_000
LONGEST_NAME = 80
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(actor: UserRecord, artifact_id: str, form: str) -> Download:
    """Return an answer as csv, xlsx, json, md, png, svg, vega or py.

    Raises NotFound, ValidationError (an unknown form, a chart of an answer without
    one) and Unavailable (pictures where nothing can draw them).
    """
    require(actor, "view_artifacts")
    artifact = in_our_shape(artifact_store.get_artifact(artifact_id, actor.tenant_id))
    if form not in ANSWER_FORMS:
        raise ValidationError(f"Choose one of {', '.join(ANSWER_FORMS)}.", field="form")
    ending, media_type, make = ANSWER_FORMS[form]
    content = make(actor, artifact)
    audit(actor, "answer_exported", "artifact", artifact_id, form)
    return Download(f"{file_name(artifact.title)}.{ending}", media_type, content)


def rows_behind(
    actor: UserRecord,
    artifact_id: str,
    spot: Spot,
    narrowing: Narrowing | None = None,
) -> Download:
    """Return the rows behind a number as CSV, the first 100,000 of them."""
    require(actor, "view_artifacts")
    found = rows.behind(actor, artifact_id, spot, narrowing, size=MOST_ROWS)
    content = to_csv(_as_result(found.behind, found.kept.table.profile))
    audit(actor, "rows_exported", "artifact", artifact_id, "csv")
    name = file_name(f"{found.kept.artifact.title} rows")
    return Download(f"{name}.csv", "text/csv; charset=utf-8", content)


def _csv(_: UserRecord, artifact: ArtifactRecord) -> bytes:
    return to_csv(kept_result(artifact.data))


def _xlsx(_: UserRecord, artifact: ArtifactRecord) -> bytes:
    return to_xlsx(kept_result(artifact.data), artifact.title)


def _json(_: UserRecord, artifact: ArtifactRecord) -> bytes:
    reading = artifact.data["metadata"].get("reading", "")
    return to_json(kept_result(artifact.data), artifact.title, reading)


def _markdown(_: UserRecord, artifact: ArtifactRecord) -> bytes:
    return to_markdown(kept_result(artifact.data)).encode()


def _png(_: UserRecord, artifact: ArtifactRecord) -> bytes:
    return to_png(_chart(artifact))


def _svg(_: UserRecord, artifact: ArtifactRecord) -> bytes:
    return to_svg(_chart(artifact)).encode()


def _vega(_: UserRecord, artifact: ArtifactRecord) -> bytes:
    return json.dumps(_chart(artifact), ensure_ascii=False, indent=2).encode()


def _python(actor: UserRecord, artifact: ArtifactRecord) -> bytes:
    kept = open_kept(artifact.id, actor.tenant_id)
    stored = uploads.original(actor, kept.version.id)
    details = dataset_store.get_profile(kept.version.id, actor.tenant_id).details
    original = Original(
        stored.content,
        stored.name,
        kept.version.file_hash,
        report_from_json(details["report"]),
    )
    return to_python(artifact.title, kept.plan, kept.table, original).encode()


ANSWER_FORMS: dict[str, tuple[str, str, Callable]] = {
    "csv": ("csv", "text/csv; charset=utf-8", _csv),
    "xlsx": ("xlsx", EXCEL, _xlsx),
    "json": ("json", "application/json", _json),
    "md": ("md", "text/markdown; charset=utf-8", _markdown),
    "png": ("png", "image/png", _png),
    "svg": ("svg", "image/svg+xml", _svg),
    "vega": ("vl.json", "application/json", _vega),
    "py": ("py", "text/x-python; charset=utf-8", _python),
}


def _chart(artifact: ArtifactRecord) -> dict:
    chart = artifact.data["metadata"].get("chart")
    if not chart:
        raise NotFound("This answer has no chart.")
    return chart


def _as_result(behind: Behind, profile: TableProfile) -> Result:
    columns = tuple(
        ResultColumn(column.name, kind_of(column), "value")
        for column in profile.columns
    )
    return Result(columns, tuple(behind.rows), behind.total, "", (), behind.total)


def file_name(title: str) -> str:
    """Return a title as a file name that every system takes, without its ending."""
    kept = "".join(c if c.isalnum() or c in " -_" else " " for c in title)
    return "-".join(kept.split())[:LONGEST_NAME].strip("-") or "answer"


def audit(actor: UserRecord, action: str, kind: str, resource: str, form: str) -> None:
    """Add the audit line of something that was taken away."""
    audit_store.create_audit_log(
        actor.id, actor.tenant_id, action, kind, resource, {"form": form}
    )
