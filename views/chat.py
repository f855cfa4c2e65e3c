"""Sessions: the list, the conversation, asking, and one answer by itself."""

from flask import Blueprint, flash, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from errors import NotFound, ValidationError
from services import paging, permissions, pins, questions, receipts, sessions
from stores.records import UserRecord
from views import forms
from views.access import actor
from views.reply import form_again, from_htmx, see_other

bp = Blueprint("chat", __name__)
SESSIONS_A_PAGE = 50
LONGEST_TITLE = 80


@bp.get("/sessions")
def list_sessions() -> str:
    """List the organization's sessions, last used first."""
    person, before = actor(), request.args.get("before")
    found = paging.page(
        lambda number: sessions.list_for(person, limit=number, before=before),
        SESSIONS_A_PAGE,
        paging.by_last_use,
    )
    return render_template("chat/list.html", found=found)


@bp.post("/sessions")
def start() -> Response:
    """Start a session on a dataset, with a first question if one is given."""
    person = actor()
    dataset_id = forms.identifier(request.form, "dataset")
    first_question = forms.question(request.form)
    title = first_question.strip()[:LONGEST_TITLE] or None
    session = sessions.start(person, dataset_id, title)
    if title:
        _ask(person, session.id)
    return see_other(url_for("chat.show", session_id=session.id))


@bp.get("/sessions/<id:session_id>")
def show(session_id: str) -> str:
    """Show the conversation with its answers."""
    person = actor()
    talk = sessions.conversation(person, session_id)
    return render_template(
        "chat/show.html", error=None, typed="", **_shown(person, talk)
    )


@bp.post("/sessions/<id:session_id>/messages")
def ask(session_id: str) -> str | Response:
    """Ask a question, or press a button that stands for one."""
    person = actor()
    try:
        exchange = _ask(person, session_id)
    except ValidationError as error:
        if from_htmx():
            raise
        talk = sessions.conversation(person, session_id)
        typed = request.form.get("content", "")
        return form_again("chat/show.html", error, typed=typed, **_shown(person, talk))
    if from_htmx():
        session = sessions.find(person, session_id)
        return render_template(
            "chat/_exchange.html", exchange=exchange, session=session
        )
    target = url_for("chat.show", session_id=session_id)
    return see_other(f"{target}#message-{exchange.message.id}")


@bp.get("/sessions/<id:session_id>/rename")
def title_form(session_id: str) -> str:
    """Show the form that gives a session another title."""
    person = actor()
    permissions.require(person, "run_analysis")
    session = sessions.find(person, session_id)
    return render_template(
        "chat/rename.html",
        session=session,
        error=None,
        values={"title": session.title or ""},
    )


@bp.post("/sessions/<id:session_id>/rename")
def rename(session_id: str) -> Response:
    """Give a session another title."""
    person = actor()
    try:
        sessions.rename(person, session_id, forms.title(request.form))
    except ValidationError as error:
        session = sessions.find(person, session_id)
        return form_again(
            "chat/rename.html", error, session=session, values=request.form
        )
    return see_other(url_for("chat.show", session_id=session_id))


@bp.get("/sessions/<id:session_id>/delete")
def confirm_delete(session_id: str) -> str:
    """Ask before deleting."""
    person = actor()
    permissions.require(person, "run_analysis")
    talk = sessions.conversation(person, session_id)
    return render_template("chat/delete.html", talk=talk)


@bp.post("/sessions/<id:session_id>/delete")
def delete(session_id: str) -> Response:
    """Delete a session with its messages and answers."""
    sessions.delete(actor(), session_id)
    flash("The session is deleted.")
    return see_other(url_for("chat.list_sessions"))


@bp.get("/sessions/<id:session_id>/answers/<id:artifact_id>")
def answer(session_id: str, artifact_id: str) -> str:
    """Show one answer by itself, with every row and its receipt."""
    person = actor()
    artifact, explanation = sessions.answer(person, session_id, artifact_id)
    return render_template(
        "chat/answer.html",
        artifact=artifact,
        explanation=explanation,
        outdated=receipts.outdated(person, [artifact]),
        pinned=pins.is_pinned(person, artifact_id),
    )


@bp.get("/sessions/<id:session_id>/answers/<id:artifact_id>/chart.json")
def chart(session_id: str, artifact_id: str) -> Response:
    """Return an answer's Vega-Lite chart."""
    artifact, _ = sessions.answer(actor(), session_id, artifact_id)
    drawn = (artifact.data.get("metadata") or {}).get("chart")
    if not drawn:
        raise NotFound("This answer has no chart.")
    return jsonify(drawn)


def _shown(person: UserRecord, talk: sessions.Conversation) -> dict:
    return {"talk": talk, "outdated": receipts.outdated(person, talk.artifacts)}


def _ask(person: UserRecord, session_id: str) -> questions.Exchange:
    content = forms.question(request.form)
    plan, asked_back = forms.plan(request.form), forms.asked_back(request.form)
    return questions.ask(person, session_id, content, plan, asked_back=asked_back)
