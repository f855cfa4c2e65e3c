"""What all tests share: the PostgreSQL server, and that nothing is skipped in CI."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.postgres"]

# Machines are shared and slow at times; in CI the examples are the same in every run,
# so that luck does not decide what lands.
settings.register_profile(
    "poppy",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("poppy")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure where POPPY_REQUIRE says that all is there."""
    report = yield
    if report.skipped and os.environ.get("POPPY_REQUIRE"):
        report.outcome = "failed"
        report.longrepr = f"skipped although POPPY_REQUIRE is set: {report.longrepr}"
    return report
