"""Limits of a language model: exact, across threads and processes, and in words."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from database import connected
from errors import Forbidden, TooManyRequests
from models import TokenUsage
from services import limits, model_usage
from services.limits import Caller
from stores import session_store, token_usage_store

ROOT = Path(__file__).resolve().parents[2]

TRIES_IN_A_PROCESS = """
import sys
from pathlib import Path
from config import Settings
from database import connected
from errors import TooManyRequests
from services import limits, runtime

url, folder, user_id, tenant_id = sys.argv[1:]
runtime.configure(Settings(url, Path(folder), "secret", llm_calls_a_minute=7))
done = 0
with connected():
    for _ in range(5):
        try:
            limits.reserve(limits.Caller(user_id, tenant_id), 10, 10)
            done += 1
        except TooManyRequests:
            pass
print(done)
"""


def caller(user, **more):
    return Caller(user.id, user.tenant_id, **more)


def backdate(usage_id, **age):
    usage = TokenUsage.get_by_id(usage_id)
    usage.timestamp -= timedelta(**age)
    usage.save()


def test_a_reservation_counts_at_once_and_settles_to_what_was_used(alice, set_to):
    set_to(llm_price_in=1.0, llm_price_out=2.0)
    usage_id = limits.reserve(caller(alice), 5_000, 1_000)
    assert limits.left(alice.id, alice.tenant_id).tokens_today == 10_000_000 - 6_000

    limits.settle(caller(alice), usage_id, 700, 50)

    [usage] = token_usage_store.get_tenant_token_usage(alice.tenant_id)
    assert (usage.prompt_tokens, usage.completion_tokens) == (700, 50)
    assert usage.total_tokens == 750
    assert usage.estimated_cost == pytest.approx((700 * 1 + 50 * 2) / 1e6)


def test_a_request_that_is_too_large_is_refused_before_anything_is_counted(alice):
    with pytest.raises(TooManyRequests, match="100,000") as caught:
        limits.reserve(caller(alice), 99_000, 1_001)

    assert caught.value.status == 429 and caught.value.code == "USAGE_LIMIT_EXCEEDED"
    assert token_usage_store.get_tenant_token_usage(alice.tenant_id) == []


def test_calls_of_a_person_within_a_minute_are_limited(alice, bob, set_to):
    set_to(llm_calls_a_minute=2)
    first = limits.reserve(caller(alice), 1, 1)
    limits.reserve(caller(alice), 1, 1)
    backdate(first, seconds=45)

    with pytest.raises(TooManyRequests, match="2 times a minute") as caught:
        limits.reserve(caller(alice), 1, 1)
    assert 10 <= caught.value.details["retryAfter"] <= 16
    limits.reserve(caller(bob), 1, 1)

    backdate(first, seconds=20)
    limits.reserve(caller(alice), 1, 1)


def test_calls_of_an_organization_within_a_day_are_limited(alice, bob, charlie, set_to):
    set_to(llm_calls_a_day=2)
    limits.reserve(caller(alice), 1, 1)
    limits.reserve(caller(bob), 1, 1)

    with pytest.raises(TooManyRequests, match="2 times a day") as caught:
        limits.reserve(caller(bob), 1, 1)

    assert 0 < caught.value.details["retryAfter"] <= 86_400
    limits.reserve(caller(charlie), 1, 1)


def test_yesterday_does_not_count_today(alice, set_to):
    set_to(llm_calls_a_day=1)
    backdate(limits.reserve(caller(alice), 1, 1), days=1)

    limits.reserve(caller(alice), 1, 1)


def test_tokens_of_a_day_are_limited_by_what_a_call_might_use(alice, set_to):
    set_to(llm_tokens_a_day=1_000)
    limits.reserve(caller(alice), 500, 100)

    with pytest.raises(TooManyRequests, match="1,000 tokens"):
        limits.reserve(caller(alice), 300, 101)
    limits.reserve(caller(alice), 300, 100)


def test_a_limit_of_zero_refuses_every_call(alice, set_to):
    set_to(llm_calls_a_minute=0)

    with pytest.raises(TooManyRequests) as caught:
        limits.reserve(caller(alice), 1, 1)
    assert caught.value.details["retryAfter"] == 60


def test_threads_that_call_at_once_get_exactly_what_is_left(alice, set_to):
    set_to(llm_calls_a_day=5)
    together = threading.Barrier(12)

    def attempt(_):
        together.wait()
        with connected():
            try:
                limits.reserve(caller(alice), 10, 10)
            except TooManyRequests:
                return False
        return True

    with ThreadPoolExecutor(12) as pool:
        done = list(pool.map(attempt, range(12)))

    assert sum(done) == 5
    assert len(token_usage_store.get_tenant_token_usage(alice.tenant_id)) == 5


def test_processes_that_call_at_once_get_exactly_what_is_left(
    alice, database_url, tmp_path
):
    arguments = [database_url, str(tmp_path), alice.id, alice.tenant_id]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", TRIES_IN_A_PROCESS, *arguments],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        for _ in range(3)
    ]

    assert sum(int(each.communicate(timeout=60)[0]) for each in running) == 7


def test_the_bound_of_a_text_holds_for_any_script():
    assert limits.most_tokens_of("abc") == 3 + limits.FRAME_TOKENS
    assert limits.most_tokens_of("日本", "") == 6 + 2 * limits.FRAME_TOKENS


def test_the_report_adds_up_by_day_person_and_session(alice, bob, set_to):
    set_to(llm_price_in=10.0, llm_price_out=10.0)
    session = session_store.create_session(alice.tenant_id, None, "Pricing")
    limits.reserve(caller(alice, session_id=session.id), 100, 50)
    limits.reserve(caller(alice), 10, 5)
    backdate(limits.reserve(caller(bob, session_id=session.id), 7, 3), days=1)

    report = model_usage.report(alice)

    assert [(day.calls, day.prompt_tokens) for day in report.days] == [(2, 110), (1, 7)]
    assert report.days[0].key > report.days[1].key
    people = {report.names[each.key]: each.calls for each in report.people}
    assert people == {"Alice": 2, "Bob": 1}
    by_session = {each.key: each.completion_tokens for each in report.sessions}
    assert by_session == {session.id: 53, None: 5}
    assert sum(day.estimated_cost for day in report.days) == pytest.approx(175e-5)
    assert report.left.calls_today == 998 and report.priced


def test_the_report_shows_nothing_of_strangers_and_not_to_members(alice, bob, charlie):
    limits.reserve(caller(alice), 10, 5)

    assert model_usage.report(charlie).days == []
    with pytest.raises(Forbidden):
        model_usage.report(bob)
