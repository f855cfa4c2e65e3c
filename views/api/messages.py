"""Asking: a message, and what comes back."""

from dataclasses import dataclass

from services import questions
from services.questions import Exchange
from stores.records import ArtifactRecord, MessageRecord, UserRecord
from views import forms
from views.api.routing import route
from views.api.sessions import SESSION
from views.api.shapes import Sentences, sentences


@dataclass(frozen=True)
class Reply:
    """A question and what came back; without artifacts, nothing was computed."""

    message: MessageRecord
    artifacts: list[ArtifactRecord] | None = None
    explanation: Sentences | None = None
    assistant_message: MessageRecord | None = None


@route(
    "POST",
    f"{SESSION}/messages",
    body=forms.QUESTION,
    status=201,
    needs="run_analysis",
    refusals={429: ("USAGE_LIMIT_EXCEEDED",)},
)
def send_message(
    person: UserRecord, session_id: str, content: str, plan: dict | None = None
) -> Reply:
    """Ask a question in a session, or press a button (`plan`) that stands for one."""
    return reply(questions.ask(person, session_id, content, plan))


def reply(exchange: Exchange) -> Reply:
    """Return an exchange as the API shows it."""
    return Reply(
        message=exchange.message,
        artifacts=[exchange.artifact] if exchange.artifact else None,
        explanation=sentences(exchange.explanation),
        assistant_message=exchange.assistant,
    )
