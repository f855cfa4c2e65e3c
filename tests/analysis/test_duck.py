import pytest

from analysis import duck
from analysis.duck import EngineFailure, QueryTimeout


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_parquet('{folder}/gone.parquet')",
        "SELECT len(list(i)) FROM range(100000000) rows(i)",
    ],
    ids=["the file is gone", "too large for the memory"],
)
def test_what_cannot_be_finished_is_said_and_the_next_task_goes_on(tmp_path, sql):
    with (
        pytest.raises(EngineFailure, match=r"memory|could not be read"),
        duck.cursor(tmp_path) as task,
    ):
        task.execute(sql.format(folder=tmp_path)).fetchall()
    with duck.cursor(tmp_path) as task:
        assert task.execute("SELECT 1").fetchall() == [(1,)]


def test_what_takes_too_long_is_stopped(tmp_path):
    with (
        pytest.raises(QueryTimeout, match="0.2 seconds"),
        duck.cursor(tmp_path, seconds=0.2) as task,
    ):
        task.execute(
            "SELECT sum(a.i * b.i) FROM range(1e6::INT) a(i), range(1e6::INT) b(i)"
        ).fetchall()


def test_what_does_not_fit_in_memory_goes_to_the_folder_of_the_tables(tmp_path):
    with duck.cursor(tmp_path) as task:
        [(place,)] = task.execute("SELECT current_setting('temp_directory')").fetchall()
    assert place == str(tmp_path / "tmp")
