"""Columns that a language model never gets to see."""

from dataclasses import dataclass

from services import privacy
from stores.records import UserRecord
from views import forms
from views.api.datasets import DATASET
from views.api.routing import route

NEVER_SEND = f"{DATASET}/never-send"


@dataclass(frozen=True)
class NeverSend:
    """The names of the columns that are marked, sorted."""

    columns: list[str]


@route("GET", NEVER_SEND)
def list_never_send(person: UserRecord, dataset_id: str) -> NeverSend:
    """List the columns of a dataset that are marked "never send"."""
    return NeverSend(sorted(privacy.never_send(person, dataset_id)))


@route("PUT", NEVER_SEND, body=forms.NEVER_SEND, needs="change_dataset")
def set_never_send(
    person: UserRecord, dataset_id: str, columns: list[str]
) -> NeverSend:
    """Mark exactly these columns of the newest version "never send".

    Names that the table does not have are left out; marks of columns that only
    older versions had stay.
    """
    privacy.set_never_send(person, dataset_id, columns)
    return list_never_send(person, dataset_id)
