"""What words mean to a tenant, as its people explained them."""

from peewee import JOIN, ModelSelect

from columns import utc_now
from database import transaction
from models import Dataset, User
from service_models import VocabularyEntry
from stores.audit_store import audit
from stores.dataset_store import get_dataset
from stores.service_records import VocabularyListing, VocabularyRecord
from stores.statements import (
    Reader,
    Records,
    found,
    insert,
    new_id,
    record_fields,
    slot,
)
from stores.token_usage_store import lock_tenant

MOST_ENTRIES = 500
LONGEST_PHRASE = 100
NO_WORD = "No such word."


def _of_tenant(query: ModelSelect) -> ModelSelect:
    return query.where(VocabularyEntry.tenant == slot("tenant_id"))


def _holding_for(query: ModelSelect) -> ModelSelect:
    here = VocabularyEntry.dataset == slot("dataset_id")
    return _of_tenant(query).where(here | VocabularyEntry.dataset.is_null())


def _with_names(query: ModelSelect) -> ModelSelect:
    return (
        query.join(Dataset, JOIN.LEFT_OUTER)
        .switch(VocabularyEntry)
        .join(User, JOIN.LEFT_OUTER)
        .order_by(VocabularyEntry.created_at.desc(), VocabularyEntry.id)
    )


def _listing(*cells) -> VocabularyListing:
    entry, (dataset_name, name, email) = cells[:-3], cells[-3:]
    return VocabularyListing(VocabularyRecord(*entry), dataset_name, name or email)


_reader = Reader(
    [
        *record_fields(VocabularyEntry, VocabularyRecord),
        *(Dataset.name, User.name, User.email),
    ],
    _listing,
)
_entry = Records(
    VocabularyEntry,
    VocabularyRecord,
    lambda query: _of_tenant(query).where(VocabularyEntry.id == slot("entry_id")),
)
_listings = Records(
    VocabularyEntry, _reader, lambda query: _with_names(_of_tenant(query))
)
_listings_for = Records(
    VocabularyEntry, _reader, lambda query: _with_names(_holding_for(query))
)
_known = Records(
    VocabularyEntry,
    VocabularyRecord,
    lambda query: _holding_for(query).order_by(
        VocabularyEntry.created_at, VocabularyEntry.id
    ),
)


def teach(
    tenant_id: str,
    dataset_id: str,
    user_id: str,
    phrase: str,
    base: str,
    column_name: str,
) -> VocabularyRecord | None:
    """Keep what a phrase means in a dataset, in the place of what it meant before.

    `base` is the same for all spellings of the phrase. None, and nothing is kept,
    when the phrase is longer than LONGEST_PHRASE or the tenant has MOST_ENTRIES.
    """
    if not base or len(phrase) > LONGEST_PHRASE:
        return None
    with transaction():
        lock_tenant(tenant_id)
        get_dataset(dataset_id, tenant_id)
        before = _same(tenant_id, dataset_id, base)
        if before is not None and before.column_name == column_name:
            return before
        if before is None and _count(tenant_id) >= MOST_ENTRIES:
            return None
        if before is not None:
            _delete(before)
        entry = VocabularyRecord(
            id=new_id(),
            tenant_id=tenant_id,
            dataset_id=dataset_id,
            user_id=user_id,
            phrase=phrase,
            base=base,
            column_name=column_name,
            created_at=utc_now(),
        )
        _audit(entry, user_id, "word_taught")
        return insert(VocabularyEntry, entry)


def get_entry(entry_id: str, tenant_id: str) -> VocabularyRecord:
    """Return one word of the tenant."""
    return found(_entry.first(entry_id=entry_id, tenant_id=tenant_id), NO_WORD)


def get_listings(
    tenant_id: str, dataset_id: str | None = None
) -> list[VocabularyListing]:
    """Return the tenant's words, newest first; or those that hold for a dataset."""
    if dataset_id is None:
        return _listings.all(tenant_id=tenant_id)
    return _listings_for.all(tenant_id=tenant_id, dataset_id=dataset_id)


def get_known(tenant_id: str, dataset_id: str) -> list[VocabularyRecord]:
    """Return the words that hold for a dataset, oldest first."""
    return _known.all(tenant_id=tenant_id, dataset_id=dataset_id)


def widen(entry_id: str, tenant_id: str, actor_user_id: str) -> VocabularyRecord:
    """Let a word hold for every dataset, in the place of one that did so before."""
    with transaction():
        lock_tenant(tenant_id)
        entry = get_entry(entry_id, tenant_id)
        if entry.dataset_id is None:
            return entry
        before = _same(tenant_id, None, entry.base)
        if before is not None:
            _delete(before)
        VocabularyEntry.update(dataset=None).where(
            VocabularyEntry.id == entry_id, VocabularyEntry.tenant == tenant_id
        ).execute()
        _audit(entry, actor_user_id, "word_widened")
        return get_entry(entry_id, tenant_id)


def forget(entry_id: str, tenant_id: str, actor_user_id: str) -> VocabularyRecord:
    """Remove a word; return what it was."""
    with transaction():
        entry = get_entry(entry_id, tenant_id)
        _delete(entry)
        _audit(entry, actor_user_id, "word_forgotten")
        return entry


def _same(tenant_id: str, dataset_id: str | None, base: str) -> VocabularyRecord | None:
    """Return the word of this base; without a dataset, the one for every dataset."""
    place = VocabularyEntry.dataset
    here = place.is_null() if dataset_id is None else place == dataset_id
    query = VocabularyEntry.select(VocabularyEntry.id).where(
        VocabularyEntry.tenant == tenant_id, VocabularyEntry.base == base, here
    )
    entry_id = query.scalar()
    return get_entry(entry_id, tenant_id) if entry_id else None


def _count(tenant_id: str) -> int:
    return VocabularyEntry.select().where(VocabularyEntry.tenant == tenant_id).count()


def _delete(entry: VocabularyRecord) -> None:
    VocabularyEntry.delete().where(
        VocabularyEntry.id == entry.id, VocabularyEntry.tenant == entry.tenant_id
    ).execute()


def _audit(entry: VocabularyRecord, user_id: str, action: str) -> None:
    about = {"word": entry.phrase, "column": entry.column_name}
    kind = "dataset" if entry.dataset_id else "tenant"
    place = entry.dataset_id or entry.tenant_id
    audit(user_id, entry.tenant_id, action, kind, place, about)
