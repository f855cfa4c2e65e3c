"""The newest fifty of a list, in tables that grow to a million rows."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from peewee import Database, Model

from columns import utc_now
from database import database, opened
from models import AnalysisSession, Artifact, AuditLog, ChatMessage
from schema.history import apply_migrations
from schema.rows import column_names, write_rows
from stores import artifact_store, auth_store, session_store

NEWEST = 50
TIMES = 60


def measure(name: str, url: str, sizes: list[int]) -> None:
    """Print the milliseconds of each list at each size."""
    with opened(url) as db:
        apply_migrations(db)
        database.initialize(db)
        user = auth_store.register_owner("Alice", "alice@example.com", "password")
        session = session_store.create_session(user.tenant_id, None)
        lists = _lists(user, session.id)
        print(f"\n{name}: the newest {NEWEST}, milliseconds, by rows in the table")
        print(f"{'':12}" + "".join(f"{size:>12,}" for size in sizes) + f"{'ratio':>8}")
        times: dict[str, list[float]] = {kind: [] for kind in lists}
        filled = 0
        for size in sizes:
            _grow(db, user, session.id, filled, size)
            filled = size
            for kind, call in lists.items():
                times[kind].append(_milliseconds(call))
        for kind, found in times.items():
            cells = "".join(f"{each:>12.3f}" for each in found)
            print(f"{kind:12}{cells}{found[-1] / found[0]:>8.2f}")


def _lists(user, session_id: str) -> dict[str, Callable[[], list]]:
    tenant = user.tenant_id
    return {
        "sessions": lambda: session_store.get_recent_sessions(tenant, limit=NEWEST),
        "messages": lambda: session_store.get_messages_by_session(
            session_id, tenant, limit=NEWEST
        ),
        "artifacts": lambda: artifact_store.get_artifacts_by_session(
            session_id, tenant, limit=NEWEST
        ),
        "audit": lambda: auth_store.get_audit_logs_by_tenant(tenant, NEWEST),
    }


def _milliseconds(call: Callable[[], list]) -> float:
    assert len(call()) == NEWEST
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        call()
        found.append((time.perf_counter() - start) * 1000)
    # The lower quartile: other work on the machine only ever makes it slower.
    return statistics.quantiles(found, n=4)[0]


def _grow(db: Database, user, session_id: str, first: int, last: int) -> None:
    for model in (AnalysisSession, ChatMessage, Artifact, AuditLog):
        with db.atomic():
            rows = _rows(model, user, session_id, first, last)
            for _ in write_rows(db, model, rows):
                pass
    db.execute_sql("ANALYZE")


def _rows(
    model: type[Model], user, session_id: str, first: int, last: int
) -> Iterator[list]:
    start = utc_now() - timedelta(days=30)
    common = {
        "tenantId": user.tenant_id,
        "userId": user.id,
        "sessionId": session_id,
        "title": "Total amount by region",
        "role": "user",
        "content": "total amount by region",
        "type": "table",
        "data": {"resultType": "table", "resultData": {"rows": [["north", 1.5]]}},
        "action": "login",
        "resourceType": "user",
    }
    names = column_names(model)
    for number in range(first, last):
        then = start + timedelta(milliseconds=2 * number)
        moment = then.isoformat(sep=" ", timespec="milliseconds")
        own = {
            "id": f"{model.__name__}-{number:012}",
            "sequence": number + 1,
            "createdAt": moment,
            "updatedAt": moment,
            "timestamp": moment,
        }
        values = {**common, **own}
        yield [values.get(name) for name in names]
