"""Counters in the database, so that limits hold across processes and restarts."""

from datetime import datetime, timedelta

from peewee import EXCLUDED, Case

from columns import utc_now
from service_models import RateLimit
from stores.statements import Statement, slot

EPOCH = datetime(1970, 1, 1)


_hit = Statement(
    lambda: (
        RateLimit.insert(
            {
                RateLimit.key: slot("key"),
                RateLimit.window_start: slot("start"),
                RateLimit.count: 1,
            }
        )
        .on_conflict(
            conflict_target=[RateLimit.key],
            update={
                RateLimit.count: Case(
                    None,
                    [
                        (
                            RateLimit.window_start == EXCLUDED.windowStart,
                            RateLimit.count + 1,
                        )
                    ],
                    1,
                ),
                RateLimit.window_start: EXCLUDED.windowStart,
            },
        )
        .returning(RateLimit.count)
    )
)


def hit(key: str, window_seconds: int) -> int:
    """Count one more event in the running window; return how many there are."""
    start = RateLimit.window_start.db_value(_window_start(window_seconds))
    return _hit.run(key=key, start=start).fetchone()[0]


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
