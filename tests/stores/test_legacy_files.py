"""The predecessor's files are found by their old path, and no others are."""

import pytest

from stores.legacy_files import find_legacy_file

OLD = "/srv/poppy/uploads/t1/d1/sales.csv"


def keep(folder, name, content=b"12345678"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "name", ["sales.csv", "d1/sales.csv", "uploads/t1/d1/sales.csv"]
)
def test_a_file_is_found_by_the_last_parts_of_its_path(tmp_path, name):
    kept = keep(tmp_path, name)
    assert find_legacy_file(tmp_path, OLD, 8) == kept


def test_more_parts_win_over_fewer(tmp_path):
    keep(tmp_path, "sales.csv")
    closer = keep(tmp_path, "d1/sales.csv")
    assert find_legacy_file(tmp_path, OLD, 8) == closer


def test_a_namesake_of_another_size_is_not_taken(tmp_path):
    keep(tmp_path, "sales.csv", b"other")
    assert find_legacy_file(tmp_path, OLD, 8) is None


def test_no_path_leads_out_of_the_folder(tmp_path):
    keep(tmp_path, "secret", b"12345678")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(tmp_path / "secret")
    assert find_legacy_file(inside, "../secret", 8) is None
    assert find_legacy_file(inside, "link", 8) is None


def test_a_windows_path_is_understood(tmp_path):
    kept = keep(tmp_path, "d1/sales.csv")
    assert find_legacy_file(tmp_path, r"C:\poppy\d1\sales.csv", 8) == kept
