"""What the owner looks back on: who did what, and what language models cost."""

from flask import Blueprint, render_template, request

from services import model_usage, paging, usage
from views.access import actor

bp = Blueprint("admin", __name__)
LINES_A_PAGE = 100
IN_WORDS = {
    "login": "signed in",
    "logout": "signed out",
    "register": "registered",
    "dataset_created": "made a dataset",
    "dataset_uploaded": "uploaded a file",
    "dataset_renamed": "renamed a dataset",
    "dataset_deleted": "deleted a dataset",
    "session_created": "started a session",
    "session_renamed": "renamed a session",
    "session_deleted": "deleted a session",
    "message_created": "asked a question",
    "artifact_created": "got an answer",
    "token_created": "made an API token",
    "token_revoked": "revoked an API token",
    "llm_invocation": "called a language model",
    "llm_reply": "got a language model's reply",
    "never_send_changed": "marked columns as never to be sent",
    "answer_pinned": "pinned an answer",
    "answer_unpinned": "took a pin off",
    "answer_exported": "took an answer away",
    "rows_exported": "took rows away",
    "session_exported": "took a session away",
    "chart_changed": "drew an answer another way",
    "version_deleted": "deleted a version",
    "share_created": "made a link",
    "share_revoked": "took a link back",
    "share_opened": "had a link opened",
    "word_taught": "taught a word",
    "word_widened": "taught a word for every dataset",
    "word_forgotten": "removed a word",
}


@bp.get("/activity")
def activity() -> str:
    """Show the audit log, newest first."""
    person, before = actor(), request.args.get("before")
    found = paging.page(
        lambda number: usage.audit_log(person, limit=number, before=before),
        LINES_A_PAGE,
        lambda line: paging.cursor_of(line.log),
    )
    return render_template("admin/activity.html", found=found, in_words=IN_WORDS)


@bp.get("/usage")
def tokens() -> str:
    """Show the calls to language models and their cost."""
    person = actor()
    return render_template(
        "admin/usage.html",
        use=usage.token_usage(person),
        report=model_usage.report(person),
    )
