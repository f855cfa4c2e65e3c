import pytest

from tests.analysis.question.flights import flights


@pytest.fixture(scope="session")
def table(tmp_path_factory):
    return flights(tmp_path_factory.mktemp("flights"))
