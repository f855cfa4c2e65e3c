"""The demo account: a tenant, a sample dataset and a first session, made once."""

from pathlib import Path

from services import datasets, questions, sessions, uploads
from stores import auth_store, dataset_store
from stores.records import UserRecord

SAMPLE = Path(__file__).parent.parent / "samples" / "seattle-weather.csv"
DATASET_NAME = "Seattle weather"
SESSION_TITLE = "A first look"
FIRST_QUESTIONS = 3


def prepare_demo() -> UserRecord:
    """Make the demo account with something to look at, unless it is there."""
    owner = auth_store.initialize_demo_tenant()
    if not dataset_store.get_datasets_by_tenant(owner.tenant_id):
        _fill(owner)
    return owner


def _fill(owner: UserRecord) -> None:
    with SAMPLE.open("rb") as file:
        dataset, _ = uploads.create_and_upload(owner, file, SAMPLE.name, DATASET_NAME)
    session = sessions.start(owner, dataset.id, SESSION_TITLE)
    for question in datasets.overview(owner, dataset.id).suggestions[:FIRST_QUESTIONS]:
        questions.ask(owner, session.id, question)
