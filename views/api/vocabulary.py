"""What words mean, as people explained them by choosing: listed, widened, removed."""

from dataclasses import dataclass
from datetime import datetime

from services import vocabulary
from stores.records import UserRecord
from stores.service_records import VocabularyListing
from views.api.routing import route
from views.api.shapes import Done
from views.fields import Id

VOCABULARY = "/poppy/vocabulary"
WORD = f"{VOCABULARY}/<word_id>"
DATASET = Id("datasetId", required=False, note="only words that hold for this dataset")


@dataclass(frozen=True)
class Word:
    """A word and the column that it means; without a dataset, in every dataset."""

    id: str
    word: str
    column_name: str
    dataset_id: str | None
    dataset_name: str | None
    taught_by: str | None
    created_at: datetime


@dataclass(frozen=True)
class WordList:
    """Words, the last taught first."""

    words: list[Word]


@route("GET", VOCABULARY, query=(DATASET,))
def list_words(person: UserRecord, dataset_id: str | None = None) -> WordList:
    """List the organization's words, at most 500.

    A word is taught by sending a choice with the `askedBack` of the message that
    offered it.
    """
    return WordList([_word(each) for each in vocabulary.list_for(person, dataset_id)])


@route("POST", f"{WORD}/widen", needs="change_vocabulary")
def widen_word(person: UserRecord, word_id: str) -> Done:
    """Let a word hold for every dataset that has a column of that name."""
    vocabulary.widen(person, word_id)
    return Done()


@route("DELETE", WORD, needs="change_vocabulary")
def forget_word(person: UserRecord, word_id: str) -> Done:
    """Remove a word, so that it is asked back about again."""
    vocabulary.forget(person, word_id)
    return Done()


def _word(listed: VocabularyListing) -> Word:
    entry = listed.entry
    return Word(
        id=entry.id,
        word=entry.phrase,
        column_name=entry.column_name,
        dataset_id=entry.dataset_id,
        dataset_name=listed.dataset_name,
        taught_by=listed.taught_by,
        created_at=entry.created_at,
    )
