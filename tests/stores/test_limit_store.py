"""Counters run in windows and are shared by all processes."""

from datetime import datetime

from service_models import RateLimit
from stores import limit_store


def test_hits_are_counted_until_the_window_ends(db):
    assert [limit_store.hit("login:a", 3600) for _ in range(3)] == [1, 2, 3]
    assert limit_store.hit("login:b", 3600) == 1
    assert limit_store.count("login:a", 3600) == 3

    RateLimit.update(window_start=datetime(2001, 1, 1)).execute()

    assert limit_store.count("login:a", 3600) == 0
    assert limit_store.hit("login:a", 3600) == 1


def test_a_cleared_key_starts_again(db):
    limit_store.hit("login:a", 3600)
    limit_store.clear("login:a")
    assert limit_store.count("login:a", 3600) == 0
