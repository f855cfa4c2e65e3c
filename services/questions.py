"""The whole way of a question: kept, read, computed, explained, kept again."""

import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from analysis import engine
from analysis.plan import Plan
from analysis.plan_json import plan_from_json
from analysis.question.readings import Reading
from analysis.question.told import taught_chip, told_chips
from analysis.result import Answer, Result
from analysis.table import Table
from database import transaction
from errors import NotFound, PoppyError, ValidationError
from services import proposals, replies, sessions, vocabulary, wording
from services.earlier import Earlier, earlier_answers
from services.permissions import require
from services.tables import open_newest
from services.vocabulary import Sent
from stores import (
    exchange_store,
    session_store,
)
from stores.records import (
    ArtifactRecord,
    ExplanationRecord,
    MessageRecord,
    SessionRecord,
    UserRecord,
)
from stores.service_records import VocabularyRecord

LONGEST_QUESTION = 4_000
LONGEST_TITLE = 80
FAILED = (
    "I could not compute this, so no number is shown. The reason is in the server's "
    "log; another wording may work."
)
log = logging.getLogger("poppy.questions")


@dataclass(frozen=True)
class Asked:
    """First stage: the question is kept."""

    message: MessageRecord


@dataclass(frozen=True)
class Understood:
    """Second stage, where the question could be read: the plan, and it in words."""

    plan: Plan
    reading: str


@dataclass(frozen=True)
class Computed:
    """Third stage, where there is a plan: what came out of it."""

    result: Result


@dataclass(frozen=True)
class Exchange:
    """Last stage: a question and what came back, kept."""

    message: MessageRecord
    assistant: MessageRecord
    artifact: ArtifactRecord | None = None
    explanation: ExplanationRecord | None = None


Stage = Asked | Understood | Computed | Exchange
# What takes part in the commit of an exchange: when it raises, no answer is kept.
Also = Callable[[Exchange], None]


def ask(
    actor: UserRecord,
    session_id: str,
    content: str,
    plan: dict | None = None,
    message_id: str | None = None,
    also: Also | None = None,
    asked_back: str | None = None,
) -> Exchange:
    """Keep the question verbatim, answer it, and keep the answer with its receipt.

    `plan` is the Plan of a button that the person pressed instead of typing; it is
    validated like any other input. A question of this `message_id` that was kept, but
    not answered, is answered. `asked_back` is the id of the reply that offered the
    button as a choice: what the choice explains is remembered for the dataset. Raises
    NotFound, Forbidden or ValidationError.
    """
    *_, exchange = stages(
        actor, session_id, content, plan, message_id, also, asked_back
    )
    return exchange


def stages(
    actor: UserRecord,
    session_id: str,
    content: str,
    plan: dict | None = None,
    message_id: str | None = None,
    also: Also | None = None,
    asked_back: str | None = None,
) -> Iterator[Stage]:
    """Answer as `ask` does, and yield each stage as soon as it is reached.

    The answer is kept only when the last stage is taken.
    """
    require(actor, "run_analysis")
    session = session_store.get_session(session_id, actor.tenant_id)
    _check_length(content)
    message = _kept_question(actor, session, content, message_id)
    yield Asked(message)
    try:
        sent = Sent(content, plan, asked_back)
        answer, parts = yield from _worked_out(actor, session, sent)
    except PoppyError as error:
        answer, parts = None, _refusal(error.message)
    except Exception:  # the question is kept, so it gets its reply whatever happens
        log.exception("question %s could not be answered", message.id)
        answer, parts = None, _refusal(FAILED)
    exchange = _keep(actor, message, parts, also)
    if exchange.artifact is not None:
        wording.later(actor, exchange.artifact)
    elif answer is not None and answer.status == "declined":
        proposals.later(actor, message)
    yield exchange


def kept(actor: UserRecord, message_id: str, reply_id: str) -> Exchange:
    """Return an exchange that was kept; NotFound when any of it is gone."""
    message = session_store.get_message(message_id, actor.tenant_id)
    reply = session_store.get_message(reply_id, actor.tenant_id)
    artifact_id = (reply.metadata or {}).get("artifactId")
    if artifact_id is None:
        return Exchange(message, reply)
    return Exchange(message, reply, *sessions.artifact(actor, artifact_id))


def _worked_out(
    actor: UserRecord, session: SessionRecord, sent: Sent
) -> Generator[Stage, None, tuple[Answer, dict]]:
    """Yield the stages between question and reply; return the answer and its parts."""
    table, version = open_newest(session)
    learned = vocabulary.learn(actor, session, sent, table.profile)
    earlier = earlier_answers(session, table.profile)
    found = _read(session, sent, table, earlier)
    if isinstance(found, Reading):
        yield Understood(found.plan, engine.describe(found.plan, table.profile))
        chips = told_chips(found, table.profile) if sent.plan is None else ()
        found = engine.answer(found.plan, table, chips)
    if learned:
        found = _told(found, learned)
    if found.result is None:
        return found, replies.in_words(found)
    yield Computed(found.result)
    return found, replies.with_result(found, table, version, earlier)


def _told(answer: Answer, learned: VocabularyRecord) -> Answer:
    """Say on the answer to a choice what was learned from it."""
    chip = taught_chip(learned.phrase, learned.column_name)
    return replace(answer, chips=(*answer.chips, chip))


def _refusal(sentence: str) -> dict:
    return replies.in_words(Answer(status="declined", message=sentence))


def _kept_question(
    actor: UserRecord, session: SessionRecord, content: str, message_id: str | None
) -> MessageRecord:
    """Keep the question; a conversation without a title gets it as its title."""
    if message_id is not None:
        with suppress(NotFound):
            return session_store.get_message(message_id, actor.tenant_id)
    with transaction():
        if session.title is None:
            title = " ".join(content.split())[:LONGEST_TITLE]
            session_store.rename_session(session.id, actor.tenant_id, title)
        return session_store.create_message(
            session.id, actor.tenant_id, "user", content, message_id=message_id
        )


def _check_length(content: str) -> None:
    if not content.strip():
        raise ValidationError("Type a question.", field="content")
    if len(content) > LONGEST_QUESTION:
        raise ValidationError(
            f"A question has at most {LONGEST_QUESTION:,} characters; "
            f"this one has {len(content):,}.",
            field="content",
        )


def _read(
    session: SessionRecord, sent: Sent, table: Table, earlier: Earlier
) -> Reading | Answer:
    if sent.plan is not None:
        return Reading(plan_from_json(sent.plan, table.profile), (), 0.0)
    previous = earlier[0][0] if earlier else None
    words = vocabulary.known(session)
    return engine.understand(sent.content, table, previous, vocabulary=words)


def _keep(
    actor: UserRecord, message: MessageRecord, parts: dict, also: Also | None
) -> Exchange:
    with transaction():
        kept = exchange_store.save_exchange(
            message.session_id, actor.tenant_id, actor.id, **parts
        )
        exchange = Exchange(message, kept.message, kept.artifact, kept.explanation)
        if also:
            also(exchange)
    return exchange
