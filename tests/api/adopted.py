"""Rows as the TypeScript Poppy wrote them, in the organization of a person."""

from columns import utc_now
from database import connected
from models import (
    AnalysisSession,
    Artifact,
    AuditLog,
    ChatMessage,
    Dataset,
    DatasetProfile,
    DatasetVersion,
    Explanation,
    TokenUsage,
)
from stores import auth_store
from stores.statements import new_id

OLD_PATH = "/srv/poppy/uploads/t1/d1/sales.csv"
COLUMNS = [
    {"name": "region", "type": "string", "nullCount": 0, "nullRatio": 0}
    | {"distinctCount": 2, "min": None, "max": None, "mean": None},
    {"name": "amount", "type": "number", "nullCount": 0, "nullRatio": 0}
    | {"distinctCount": 2, "min": 0, "max": 12.5, "mean": 6.25},
]
# What it kept as the data of an artifact, by a name for a test.
RESULTS = {
    "objects": {
        "resultType": "series",
        "resultData": [
            {"region": "north", "value": 12.5},
            {"region": "south", "value": 0},
        ],
        "metadata": {"operation": "sum", "metric": "amount", "dimension": None},
    },
    "lists": {
        "resultType": "table",
        "resultData": {"columns": ["region", "value"], "rows": [["north", 12.5]]},
        "metadata": None,
    },
    "value": {
        "resultType": "scalar",
        "resultData": {"value": 5},
        "metadata": {"rowCount": 1},
    },
    "number": {"resultType": "scalar", "resultData": 5},
    "nothing": {"resultType": None, "resultData": None, "metadata": None},
}


def adopt(email: str) -> dict[str, str]:
    """Write one of everything; return the ids, an artifact's under its result's name.

    The dataset's file is nowhere: its rows hold the path that it had on a server.
    """
    with connected():
        user = auth_store.get_user_by_email(email)
        ids = {name: new_id() for name in ("dataset", "version", "session", "question")}
        _write_dataset(ids, user.tenant_id)
        _write_session(ids, user.tenant_id)
        for name, data in RESULTS.items():
            ids[name] = _write_answer(ids["session"], user.tenant_id, data)
        who = {"id": new_id(), "user": user.id, "tenant": user.tenant_id}
        used = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
        _insert(TokenUsage, **who, **used, estimated_cost=0.01, timestamp=utc_now())
        _insert(
            AuditLog,
            **who,
            action="login",
            resource_type="user",
            metadata={"ip": "::1", "agent": None},
            timestamp=utc_now(),
        )
    return ids


def _write_dataset(ids: dict[str, str], tenant_id: str) -> None:
    now = utc_now()
    _insert(
        Dataset,
        id=ids["dataset"],
        tenant=tenant_id,
        name="Sales",
        created_at=now,
        updated_at=now,
    )
    _insert(
        DatasetVersion,
        id=ids["version"],
        dataset=ids["dataset"],
        tenant_id=tenant_id,
        version=1,
        file_path=OLD_PATH,
        file_size=33,
        row_count=2,
        column_count=2,
        uploaded_at=now,
        created_at=now,
    )
    _insert(
        DatasetProfile,
        id=new_id(),
        dataset_version=ids["version"],
        row_count=2,
        column_count=2,
        columns=COLUMNS,
        created_at=now,
    )


def _write_session(ids: dict[str, str], tenant_id: str) -> None:
    now = utc_now()
    _insert(
        AnalysisSession,
        id=ids["session"],
        tenant=tenant_id,
        dataset=ids["dataset"],
        title="Talk",
        created_at=now,
        updated_at=now,
    )
    said = {"user": "total by region?", "assistant": "12.5"}
    for message_id, (role, content) in zip(
        (ids["question"], new_id()), said.items(), strict=True
    ):
        _insert(
            ChatMessage,
            id=message_id,
            session=ids["session"],
            tenant_id=tenant_id,
            role=role,
            content=content,
            created_at=utc_now(),
        )


def _write_answer(session_id: str, tenant_id: str, data: dict) -> str:
    artifact_id = new_id()
    kinds = {"series": "chart", "scalar": "insight"}
    _insert(
        Artifact,
        id=artifact_id,
        session=session_id,
        tenant=tenant_id,
        type=kinds.get(data["resultType"], "table"),
        title="amount by region",
        data=data,
        metadata=None,
        created_at=utc_now(),
    )
    _insert(
        Explanation,
        id=new_id(),
        session_id=session_id,
        artifact=artifact_id,
        summary="North leads.",
        implications=["Sell north."],
        caveats=None,
        created_at=utc_now(),
    )
    return artifact_id


def _insert(model: type, **values: object) -> None:
    model.insert(**values).execute()
