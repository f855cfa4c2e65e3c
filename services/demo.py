"""The demo account: a tenant, a sample dataset and a first session, made once."""

from pathlib import Path

from database import connected, database
from schema.history import migration_lock
from services import datasets, questions, runtime, sessions, uploads
from stores import auth_store, dataset_store
from stores.records import UserRecord

SAMPLE = Path(__file__).parent.parent / "samples" / "seattle-weather.csv"
DATASET_NAME = "Seattle weather"
SESSION_TITLE = "A first look"
FIRST_QUESTIONS = 3


def credentials() -> tuple[str, str] | None:
    """Return the demo account's e-mail and password; None where there is no demo."""
    if not runtime.settings().demo:
        return None
    return auth_store.DEMO_EMAIL, auth_store.DEMO_PASSWORD


def prepare() -> None:
    """Make the demo account with something to look at, unless it is there.

    One process at a time, so that two that start together make one sample.
    """
    with connected(), migration_lock(database):
        owner = auth_store.initialize_demo_tenant()
        if not dataset_store.get_datasets_by_tenant(owner.tenant_id, limit=1):
            _fill(owner)


def _fill(owner: UserRecord) -> None:
    with SAMPLE.open("rb") as file:
        dataset, _ = uploads.create_and_upload(owner, file, SAMPLE.name, DATASET_NAME)
    session = sessions.start(owner, dataset.id, SESSION_TITLE)
    for question in datasets.overview(owner, dataset.id).suggestions[:FIRST_QUESTIONS]:
        questions.ask(owner, session.id, question)
