"""The store functions that are measured, over one tenant with some content."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from stores import (
    artifact_store,
    auth_store,
    dataset_store,
    explanation_store,
    limit_store,
    session_store,
)
from stores.exchange_store import save_exchange
from stores.records import ArtifactRecord, MessageRecord, UserRecord, VersionRecord

PAGE = 100
ROWS = 250
RESULT = {
    "resultType": "series",
    "resultData": {"columns": [{"name": "region"}], "rows": [["north", 1.5]] * 20},
    "metadata": {"sql": "SELECT 1", "rowsUsed": 20},
}
PROFILE = [{"name": f"c{number}", "type": "number", "mean": 1.5} for number in range(8)]
_names = itertools.count()


@dataclass
class World:
    """What the calls are about."""

    user: UserRecord
    token: str
    dataset_id: str
    version: VersionRecord
    session_id: str
    message: MessageRecord
    artifact: ArtifactRecord
    explanation_id: str

    @property
    def tenant(self) -> str:
        """Return the tenant's id."""
        return self.user.tenant_id


Call = tuple[str, Callable[[World], object]]


def make_world() -> World:
    """Make a tenant whose lists are all longer than a page."""
    user = auth_store.register_owner("Alice", "alice@example.com", "password")
    tenant = user.tenant_id
    dataset = dataset_store.create_dataset(tenant, "Sales")
    session = session_store.create_session(tenant, dataset.id, "Talk")
    world = World(user, "", dataset.id, None, session.id, None, None, "")
    for _ in range(ROWS):
        dataset_store.create_dataset(tenant, "Another", "with a description")
        session_store.create_session(tenant, dataset.id, "Another")
        world.version = _add_version(world)
        kept = _exchange(world)
        world.message, world.artifact = kept.message, kept.artifact
        world.explanation_id = kept.explanation.id
    world.token = auth_store.create_session(user.id, tenant, "owner")
    return world


def _add_version(world: World) -> VersionRecord:
    version_id = f"00000000-0000-4000-8000-{next(_names):012}"
    return dataset_store.add_version(
        world.dataset_id,
        world.tenant,
        version_id=version_id,
        file_path=f"{world.tenant}/{world.dataset_id}/{version_id}/original.csv",
        file_size=1_000,
        file_hash="ab" * 32,
        file_name="sales.csv",
        rows=20,
        columns=8,
        profile_columns=PROFILE,
        profile_details={"notes": ["none"]},
        actor_user_id=world.user.id,
    )


def _exchange(world: World):
    return save_exchange(
        world.session_id,
        world.tenant,
        world.user.id,
        content="North is highest.",
        message_metadata={"status": "answered", "chips": ["total", "amount"]},
        result=RESULT,
        title="Total amount by region",
        explanation={"summary": "North is highest.", "caveats": ["few rows"]},
        usage={"prompt_tokens": 10, "completion_tokens": 5},
    )


READS: list[Call] = [
    ("get_tenant", lambda w: auth_store.get_tenant(w.tenant)),
    ("get_user", lambda w: auth_store.get_user(w.user.id, w.tenant)),
    ("get_user_by_email", lambda w: auth_store.get_user_by_email(w.user.email)),
    ("auth get_session", lambda w: auth_store.get_session(w.token)),
    ("get_dataset", lambda w: dataset_store.get_dataset(w.dataset_id, w.tenant)),
    (
        "get_dataset_version",
        lambda w: dataset_store.get_dataset_version(w.version.id, w.tenant),
    ),
    (
        "get_latest_version",
        lambda w: dataset_store.get_latest_version(w.dataset_id, w.tenant),
    ),
    ("get_profile", lambda w: dataset_store.get_profile(w.version.id, w.tenant)),
    (
        "get_latest_profile",
        lambda w: dataset_store.get_latest_profile(w.dataset_id, w.tenant),
    ),
    ("get_session", lambda w: session_store.get_session(w.session_id, w.tenant)),
    ("get_message", lambda w: session_store.get_message(w.message.id, w.tenant)),
    ("get_artifact", lambda w: artifact_store.get_artifact(w.artifact.id, w.tenant)),
    (
        "get_explanation",
        lambda w: explanation_store.get_explanation(w.explanation_id, w.tenant),
    ),
    (
        "get_explanation_by_artifact",
        lambda w: explanation_store.get_explanation_by_artifact(
            w.artifact.id, w.tenant
        ),
    ),
]

LISTS: list[Call] = [
    (
        "100 get_datasets_by_tenant",
        lambda w: dataset_store.get_datasets_by_tenant(w.tenant, limit=PAGE),
    ),
    (
        "100 get_dataset_listings",
        lambda w: dataset_store.get_dataset_listings(w.tenant, limit=PAGE),
    ),
    (
        "100 get_versions_by_dataset",
        lambda w: dataset_store.get_versions_by_dataset(
            w.dataset_id, w.tenant, limit=PAGE
        ),
    ),
    (
        "100 get_sessions_by_tenant",
        lambda w: session_store.get_sessions_by_tenant(w.tenant, limit=PAGE),
    ),
    (
        "100 get_sessions_by_dataset",
        lambda w: session_store.get_sessions_by_dataset(
            w.dataset_id, w.tenant, limit=PAGE
        ),
    ),
    (
        "100 get_recent_sessions",
        lambda w: session_store.get_recent_sessions(w.tenant, limit=PAGE),
    ),
    (
        "100 get_messages_by_session",
        lambda w: session_store.get_messages_by_session(
            w.session_id, w.tenant, limit=PAGE
        ),
    ),
    (
        "100 get_artifacts_by_session",
        lambda w: artifact_store.get_artifacts_by_session(
            w.session_id, w.tenant, limit=PAGE
        ),
    ),
    (
        "100 get_explanations_by_session",
        lambda w: explanation_store.get_explanations_by_session(
            w.session_id, w.tenant, limit=PAGE
        ),
    ),
    (
        "100 get_token_usage",
        lambda w: auth_store.get_token_usage(w.user.id, w.tenant, PAGE),
    ),
    (
        "100 get_tenant_token_usage",
        lambda w: auth_store.get_tenant_token_usage(w.tenant, PAGE),
    ),
    (
        "100 get_audit_logs_by_tenant",
        lambda w: auth_store.get_audit_logs_by_tenant(w.tenant, PAGE),
    ),
    (
        "100 get_audit_logs_by_user",
        lambda w: auth_store.get_audit_logs_by_user(w.user.id, w.tenant, PAGE),
    ),
]

# Making people is left out: the password hash is 30 ms by intention.
WRITES: list[Call] = [
    ("create_tenant", lambda w: auth_store.create_tenant("Other")),
    (
        "auth create_session",
        lambda w: auth_store.create_session(w.user.id, w.tenant, "owner"),
    ),
    (
        "create_audit_log",
        lambda w: auth_store.create_audit_log(
            w.user.id, w.tenant, "login", "user", w.user.id, {"ip": "::1"}
        ),
    ),
    (
        "track_token_usage",
        lambda w: auth_store.track_token_usage(
            {
                "user_id": w.user.id,
                "tenant_id": w.tenant,
                "prompt_tokens": 10,
                "completion_tokens": 5,
            }
        ),
    ),
    ("create_dataset", lambda w: dataset_store.create_dataset(w.tenant, "Sales")),
    (
        "create_dataset_version",
        lambda w: dataset_store.create_dataset_version(w.dataset_id, w.tenant, "k", 1),
    ),
    ("add_version (with profile)", _add_version),
    (
        "create_session",
        lambda w: session_store.create_session(w.tenant, w.dataset_id, "Talk"),
    ),
    (
        "create_message",
        lambda w: session_store.create_message(
            w.session_id, w.tenant, "user", "total amount by region"
        ),
    ),
    (
        "create_artifact",
        lambda w: artifact_store.create_artifact(w.session_id, w.tenant, RESULT),
    ),
    (
        "update_artifact",
        lambda w: artifact_store.update_artifact(
            w.artifact.id, {"title": f"Better {next(_names)}"}, w.tenant
        ),
    ),
    (
        "store_explanation",
        lambda w: explanation_store.store_explanation(
            w.session_id, w.artifact.id, {"summary": "All of it."}
        ),
    ),
    ("save_exchange (whole answer)", _exchange),
    ("limit hit", lambda w: limit_store.hit("bench", 3600)),
]
