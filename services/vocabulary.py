"""What words mean here: learned when a person chooses, listed, widened, removed."""

from dataclasses import dataclass

from analysis.plan_json import plan_from_json
from analysis.question.words import bases_of
from analysis.table import TableProfile
from errors import NotFound, ValidationError
from services.permissions import require
from stores import dataset_store, session_store, vocabulary_store
from stores.records import SessionRecord, UserRecord
from stores.service_records import VocabularyListing, VocabularyRecord

MOST_WORDS = vocabulary_store.MOST_ENTRIES


@dataclass(frozen=True)
class Sent:
    """What a person sent: typed words, or the plan of a button.

    `asked_back` is the id of the message that offered the button as a choice.
    """

    content: str
    plan: dict | None = None
    asked_back: str | None = None


def known(session: SessionRecord) -> dict[str, str]:
    """Return {word: column name} for a session; a dataset's own words go first."""
    entries = vocabulary_store.get_known(session.tenant_id, session.dataset_id)
    entries.sort(key=lambda entry: entry.dataset_id is not None)
    latest = {entry.base: entry for entry in entries}
    return {entry.phrase: entry.column_name for entry in latest.values()}


def learn(
    actor: UserRecord, session: SessionRecord, sent: Sent, profile: TableProfile
) -> VocabularyRecord | None:
    """Remember what a choice explains; None where it explains nothing.

    Only what the message that asked back kept teaches: a plan that it did not offer
    says nothing about its words.
    """
    for choice in _choices(session, sent.asked_back):
        if choice.get("teaches") and _is_pressed(choice, sent, profile):
            return _teach(actor, session, *choice["teaches"])
    return None


def list_for(
    actor: UserRecord, dataset_id: str | None = None
) -> list[VocabularyListing]:
    """Return what was learned, newest first: everything, or what holds for a dataset.

    NotFound when the dataset is not the actor's.
    """
    if dataset_id is not None:
        dataset_store.get_dataset(dataset_id, actor.tenant_id)
    return vocabulary_store.get_listings(actor.tenant_id, dataset_id)


def widen(actor: UserRecord, entry_id: str) -> VocabularyRecord:
    """Let a word hold for every dataset that has a column of that name."""
    require(actor, "change_vocabulary")
    return vocabulary_store.widen(entry_id, actor.tenant_id, actor.id)


def forget(actor: UserRecord, entry_id: str) -> VocabularyRecord:
    """Remove a word, so that it is asked back about again; return what it was."""
    require(actor, "change_vocabulary")
    return vocabulary_store.forget(entry_id, actor.tenant_id, actor.id)


def _choices(session: SessionRecord, message_id: str | None) -> list[dict]:
    """Return what a message of the session offered; nothing where it is no such."""
    if message_id is None:
        return []
    try:
        message = session_store.get_message(message_id, session.tenant_id)
    except NotFound:
        return []
    ours = message.session_id == session.id and message.role == "assistant"
    return ((message.metadata or {}).get("choices") or []) if ours else []


def _is_pressed(choice: dict, sent: Sent, profile: TableProfile) -> bool:
    """Tell whether what was sent is this choice: the same plan or the same words."""
    offered = choice.get("plan")
    if sent.plan is None or offered is None:
        asked = choice.get("question") or ""
        return sent.plan is offered and asked.split() == sent.content.split()
    try:
        return plan_from_json(offered, profile) == plan_from_json(sent.plan, profile)
    except ValidationError:
        return False


def _teach(
    actor: UserRecord, session: SessionRecord, word: str, column: str
) -> VocabularyRecord | None:
    return vocabulary_store.teach(
        session.tenant_id,
        session.dataset_id,
        actor.id,
        word,
        " ".join(bases_of(word)),
        column,
    )
