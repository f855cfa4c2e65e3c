"""Asking: a message, and what comes back."""

from dataclasses import dataclass

from flask import Response

from services import questions
from services.answers import result_data
from services.questions import Asked, Computed, Exchange, Stage, Understood
from stores.records import ArtifactRecord, MessageRecord, UserRecord
from views import forms
from views.api import streaming
from views.api.repeating import Repeatable
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


@dataclass(frozen=True)
class Reading:
    """How a question was understood: its plan, and the plan in words."""

    plan: dict
    reading: str


def asked_before(person: UserRecord, message_id: str, reply_id: str) -> Reply:
    """Return what a question got when it was sent before; NotFound if it is gone."""
    return reply(questions.kept(person, message_id, reply_id))


@route(
    "POST",
    f"{SESSION}/messages",
    body=forms.QUESTION,
    repeat=asked_before,
    events={
        "asked": MessageRecord,
        "read": Reading,
        "computed": dict,
        "explained": Reply,
    },
    status=201,
    needs="run_analysis",
)
def send_message(
    person: UserRecord,
    session_id: str,
    once: Repeatable,
    content: str,
    plan: dict | None = None,
    asked_back: str | None = None,
) -> Reply | Response:
    """Ask a question in a session, or press a button that stands for one.

    A button is sent as its `plan` (or its `question` as the content); with `askedBack`,
    the id of the message that offered it as a choice, what the choice `teaches` is
    remembered for the dataset. With `Accept: text/event-stream` the stages come
    as they are reached: "asked", "read", "computed", and at last "explained" with
    what the plain answer holds, or "error". There is no limit on questions: those of
    a language model are reached in silence, and Poppy's own words stand.
    """
    steps = questions.stages(
        person,
        session_id,
        content,
        plan,
        once.resource_id,
        also=lambda exchange: once.keep(
            message_id=exchange.message.id, reply_id=exchange.assistant.id
        ),
        asked_back=asked_back,
    )
    if streaming.is_wanted():
        return streaming.stream(map(_event, steps), 201, once.outlast)
    *_, exchange = steps
    return reply(exchange)


def _event(stage: Stage) -> tuple[str, object]:
    match stage:
        case Asked(message):
            return "asked", message
        case Understood(plan, reading):
            return "read", Reading(plan.to_json(), reading)
        case Computed(result):
            return "computed", result_data(result)
    return "explained", reply(stage)


def reply(exchange: Exchange) -> Reply:
    """Return an exchange as the API shows it."""
    return Reply(
        message=exchange.message,
        artifacts=[exchange.artifact] if exchange.artifact else None,
        explanation=sentences(exchange.explanation),
        assistant_message=exchange.assistant,
    )
