"""Versions read again, restored, deleted and taken away; what cannot be."""

import pytest

from errors import Forbidden, NotFound, ParseError, ValidationError
from services import changes, datasets, runtime, versions
from services.places import folder_of
from stores import dataset_store
from tests.services.house import SALES, upload_again, upload_sales

LONGER = SALES + "west,plum,2024-05-01,70,1\n"


@pytest.fixture
def dataset(alice):
    """A dataset with two versions: 10 rows, and before that 9."""
    made = upload_sales(alice)
    upload_again(alice, made, LONGER)
    return made


@pytest.fixture
def both(alice, dataset):
    """The versions, newest first."""
    return numbered(alice, dataset)


def numbered(person, dataset):
    return dataset_store.get_versions_by_dataset(dataset.id, person.tenant_id)


def test_a_file_is_read_again_in_another_way_and_says_so(alice, dataset, both):
    made = versions.read_again(
        alice, both[0].id, {"header_rows": "0", "types": {"c4": "text"}}
    )

    assert (made.version, made.row_count) == (3, 11)
    assert made.note == "read again: no header, c4 as text"
    assert made.file_hash == both[0].file_hash
    report = datasets.overview(alice, dataset.id).report
    assert report.options == {"header_rows": 0, "types": {"c4": "text"}}


def test_what_was_decided_comes_back_with_the_restored_version(alice, both):
    unnamed = versions.read_again(alice, both[0].id, {"header_rows": 0})
    versions.read_again(alice, both[0].id, {})

    restored = versions.restore(alice, unnamed.id)

    assert restored.row_count == 11
    assert restored.note == "restored from version 3"


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"encoding": "klingon"}, "encoding"),
        ({"skip_rows": -1}, "skip_rows"),
        ({"colour": "red"}, "colour"),
        ({"types": {"price": "colour"}}, "types"),
        ({"types": {"nothing": "text"}}, "types"),
    ],
)
def test_an_option_that_cannot_be_is_refused(alice, dataset, both, options, field):
    with pytest.raises(ValidationError) as refused:
        versions.read_again(alice, both[0].id, options)

    assert refused.value.details["field"] == field
    assert len(numbered(alice, dataset)) == 2
    assert not list(runtime.files().temporary.glob("*/*"))


def test_a_reading_that_finds_no_table_changes_nothing(alice, dataset, both):
    kept = sorted(each.key for each in runtime.files().files())

    with pytest.raises(ParseError):
        versions.read_again(alice, both[0].id, {"skip_rows": 500})

    assert len(numbered(alice, dataset)) == 2
    assert sorted(each.key for each in runtime.files().files()) == kept


def test_the_newest_cannot_be_restored(alice, both):
    with pytest.raises(ValidationError, match="Version 2 is the newest already"):
        versions.restore(alice, both[0].id)


def test_a_version_whose_file_is_gone_cannot_be_restored(alice, dataset, both):
    runtime.files().delete_prefix(folder_of(both[1]))

    with pytest.raises(NotFound, match="file of version 1 cannot be reached") as gone:
        versions.restore(alice, both[1].id)

    assert gone.value.code == "FILE_MISSING"
    assert len(numbered(alice, dataset)) == 2


def test_only_owners_delete_versions(alice, bob, dataset, both):
    with pytest.raises(Forbidden):
        versions.delete(bob, both[0].id)

    assert versions.delete(alice, both[0].id).id == dataset.id
    assert [each.version for each in numbered(alice, dataset)] == [1]
    assert not list(runtime.files().keys(folder_of(both[0])))
    assert list(runtime.files().keys(folder_of(both[1])))


def test_a_version_is_taken_away_as_csv_and_parquet(alice, both):
    csv = versions.csv(alice, both[1].id)
    with csv.content as file:
        lines = file.read().decode("utf-8-sig").splitlines()
    parquet = versions.parquet(alice, both[1].id)
    with parquet.content as file:
        content = file.read()

    assert (csv.name, parquet.name) == ("sales v1.csv", "sales v1.parquet")
    assert lines[0] == "region,product,day,price,units" and len(lines) == 10
    assert content.startswith(b"PAR1") and b"region" in content
    assert not list(runtime.files().temporary.glob("*/*"))


@pytest.mark.parametrize(
    "action",
    [
        versions.find,
        versions.sheets,
        versions.restore,
        versions.delete,
        versions.csv,
        versions.parquet,
        changes.others,
    ],
)
def test_a_stranger_finds_no_version(charlie, both, action):
    with pytest.raises(NotFound):
        action(charlie, both[1].id)


def test_two_versions_are_compared_the_older_as_before(alice, both):
    new, old = both

    for pair in ((new.id, old.id), (old.id, new.id)):
        found = changes.changes(alice, *pair)
        assert (found.old, found.new) == (old, new)
        assert (found.found.rows_before, found.found.rows_after) == (9, 10)
        assert (found.found.rows.added, found.found.rows.removed) == (1, 0)


def test_a_comparison_needs_two_versions_of_one_dataset(alice, both):
    elsewhere = numbered(alice, upload_sales(alice))[0]

    with pytest.raises(NotFound):
        changes.changes(alice, both[0].id, elsewhere.id)
    with pytest.raises(ValidationError):
        changes.changes(alice, both[0].id, both[0].id)
    with pytest.raises(ValidationError, match="do not tell the rows apart"):
        changes.changes(alice, both[0].id, both[1].id, ("region",))


def test_the_list_of_datasets_counts_what_the_quality_check_found(alice, dataset):
    listing = datasets.list_datasets(alice)[0]
    overview = datasets.overview(alice, dataset.id)

    assert listing.warnings == len(overview.warnings) > 0
    assert overview.warnings[0].keys() == {"code", "severity", "message"}
