"""What all tests share: the PostgreSQL server, and that nothing is skipped in CI."""

import os

import pytest

pytest_plugins = ["tests.postgres"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure where POPPY_REQUIRE says that all is there."""
    report = yield
    if report.skipped and os.environ.get("POPPY_REQUIRE"):
        report.outcome = "failed"
        report.longrepr = f"skipped although POPPY_REQUIRE is set: {report.longrepr}"
    return report
