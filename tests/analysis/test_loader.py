from pathlib import Path

import duckdb
import pytest

from analysis import duck
from analysis.loader import loader


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch) -> Path:
    """A folder of everything, with one file outside of it."""
    monkeypatch.setattr(duck, "_sandboxes", set())
    (tmp_path / "outside.csv").write_text("a\n1\n")
    inside = tmp_path / "inside"
    (inside / "work").mkdir(parents=True)
    (inside / "work" / "in.csv").write_text("a\n1\n2\n")
    duck.use_sandbox(inside)
    return inside


def count_of(loading, path: Path) -> int:
    return loading.rows(f"SELECT count(*) FROM read_csv('{path}')")[0][0]


def test_one_file_after_the_other_is_loaded(sandbox):
    for _ in range(2):
        with loader([sandbox / "work"]) as loading:
            assert count_of(loading, sandbox / "work" / "in.csv") == 2


def test_what_failed_does_not_harm_the_next_file(sandbox):
    with pytest.raises(duckdb.Error), loader([sandbox / "work"]) as loading:
        loading.rows("SELECT error('no')")
    with loader([sandbox / "work"]) as loading:
        assert count_of(loading, sandbox / "work" / "in.csv") == 2


def test_nothing_outside_is_opened(sandbox, tmp_path):
    with (
        pytest.raises(duckdb.PermissionException),
        loader([sandbox / "work"]) as loading,
    ):
        count_of(loading, tmp_path / "outside.csv")


def test_two_files_are_loaded_at_a_time(sandbox):
    with loader([sandbox]) as one, loader([sandbox / "work"]) as other:
        for loading in (one, other):
            assert count_of(loading, sandbox / "work" / "in.csv") == 2


def test_a_file_apart_is_loaded_from_its_own_folder_only(sandbox, tmp_path):
    apart = tmp_path / "apart"
    apart.mkdir()
    (apart / "in.csv").write_text("a\n1\n")
    with loader([apart]) as loading:
        assert count_of(loading, apart / "in.csv") == 1
        with pytest.raises(duckdb.PermissionException):
            count_of(loading, sandbox / "work" / "in.csv")
