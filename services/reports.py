"""A whole conversation as one file: HTML that needs nothing else, or Markdown."""

from dataclasses import replace
from pathlib import Path

from analysis.export import Part, report_html, report_markdown, to_svg
from errors import Unavailable, ValidationError
from services.answers import kept_result
from services.downloads import Download
from services.exports import audit, file_name
from services.permissions import require
from services.sessions import Conversation, Turn, conversation
from stores.records import UserRecord

FORMS = ("html", "md")
VENDOR = Path(__file__).parent.parent / "static" / "vendor"


def session(actor: UserRecord, session_id: str, form: str) -> Download:
    """Return a conversation as html or md, with its charts, numbers and receipts."""
    require(actor, "view_artifacts")
    if form not in FORMS:
        raise ValidationError(f"Choose {' or '.join(FORMS)}.", field="form")
    talk = conversation(actor, session_id)
    title, about, parts = _title(talk), _about(talk), _parts(talk)
    if form == "html":
        parts = [replace(part, picture=_picture(part.spec)) for part in parts]
        text, media_type = report_html(title, about, parts, VENDOR), "text/html"
    else:
        text, media_type = report_markdown(title, about, parts), "text/markdown"
    audit(actor, "session_exported", "session", session_id, form)
    return Download(
        f"{file_name(title)}.{form}", f"{media_type}; charset=utf-8", text.encode()
    )


def _title(talk: Conversation) -> str:
    about = talk.dataset.name if talk.dataset else "Conversation"
    return talk.session.title or about


def _about(talk: Conversation) -> str:
    day = f"{talk.session.created_at:%Y-%m-%d}"
    return f"{talk.dataset.name} · begun {day}" if talk.dataset else f"Begun {day}"


def _parts(talk: Conversation) -> list[Part]:
    """Return a part for each reply; the question is the person's message before it."""
    parts, asked = [], ""
    for turn in talk.turns:
        if turn.message.role == "user":
            asked = turn.message.content
        else:
            parts.append(_part(asked, turn))
    return parts


def _part(asked: str, turn: Turn) -> Part:
    if turn.artifact is None:
        return Part(asked, asked, [turn.message.content])
    told = turn.explanation
    sentences = [turn.message.content]
    if told is not None:
        sentences = [told.summary, *(told.implications or ()), *(told.caveats or ())]
    about = turn.artifact.data["metadata"]
    return Part(
        asked=asked,
        title=turn.artifact.title,
        sentences=sentences,
        result=kept_result(turn.artifact.data),
        spec=about.get("chart"),
        receipt=_receipt(about) if about.get("plan") else (),
    )


def _picture(chart: dict | None) -> str | None:
    """Return the chart drawn; None leaves it to the scripts inside the report."""
    if chart is None:
        return None
    try:
        return to_svg(chart)
    except Unavailable:
        return None


def _receipt(about: dict) -> list[tuple[str, str]]:
    left_out = [f"{each['rows']:,}: {each['reason']}" for each in about["leftOut"]]
    lines = {
        "Read as": about.get("reading"),
        "Data": f"version {about['version']}",
        "SHA-256": about.get("fileHash"),
        "Rows used": f"{about['rowsUsed']:,}",
        "Left out": "; ".join(left_out),
        "SQL": about["sql"],
        "Parameters": ", ".join(map(str, about["parameters"])),
    }
    return [(name, text) for name, text in lines.items() if text]
