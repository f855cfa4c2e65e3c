"""Counters in the database, so that limits hold across processes and restarts."""

from datetime import datetime, timedelta

from peewee import EXCLUDED, Case

from columns import utc_now
from models import RateLimit

EPOCH = datetime(1970, 1, 1)


def hit(key: str, window_seconds: int) -> int:
    """Count one more event in the running window; return how many there are."""
    start = _window_start(window_seconds)
    same = RateLimit.window_start == EXCLUDED.windowStart
    query = RateLimit.insert(key=key, window_start=start, count=1).on_conflict(
        conflict_target=[RateLimit.key],
        update={
            RateLimit.count: Case(None, [(same, RateLimit.count + 1)], 1),
            RateLimit.window_start: start,
        },
    )
    return query.returning(RateLimit.count).tuples().execute()[0][0]


def count(key: str, window_seconds: int) -> int:
    """Return how many events the running window has, without adding one."""
    query = RateLimit.select(RateLimit.count).where(
        RateLimit.key == key,
        RateLimit.window_start == _window_start(window_seconds),
    )
    return query.scalar() or 0


def clear(key: str) -> None:
    """Forget the events of a key."""
    RateLimit.delete().where(RateLimit.key == key).execute()


def _window_start(window_seconds: int) -> datetime:
    elapsed = int((utc_now() - EPOCH).total_seconds())
    return EPOCH + timedelta(seconds=elapsed - elapsed % window_seconds)
