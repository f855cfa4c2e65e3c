"""Whatever is shown can be taken away, with the same numbers."""

import csv
import io
import json
import subprocess
import sys

import pytest
from python_calamine import CalamineWorkbook

from errors import NotFound, Unavailable, ValidationError
from services import exports, questions, reports, sessions
from services.rows import Narrowing, Spot
from stores import artifact_store, audit_store
from tests.services.house import SALES, upload_sales


@pytest.fixture
def session(alice):
    dataset = upload_sales(alice, SALES.replace("apple", "=1+1"))
    return sessions.start(alice, dataset.id, "Pricing / 2024")


@pytest.fixture
def artifact(alice, session):
    return questions.ask(alice, session.id, "total price by region").artifact


def table(download):
    text = download.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def numbers(artifact):
    return {row[0]: row[1] for row in artifact.data["resultData"]["rows"]}


def test_csv_xlsx_and_json_hold_the_numbers(alice, artifact):
    flat = table(exports.answer(alice, artifact.id, "csv"))
    book = exports.answer(alice, artifact.id, "xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    told = json.loads(exports.answer(alice, artifact.id, "json").content)

    assert {row[0]: float(row[1]) for row in flat[1:]} == numbers(artifact)
    cells = sheet.get_sheet_by_index(0).to_python()[1:]
    assert {row[0]: row[1] for row in cells} == numbers(artifact)
    assert len(told["rows"]) == 3 and told["sql"] and told["rowsUsed"] == 9


def test_files_are_named_after_the_answer(alice, artifact):
    download = exports.answer(alice, artifact.id, "csv")

    assert download.name == "Total-price-by-region.csv"
    assert exports.file_name("../../etc/passwd") == "etc-passwd"
    assert exports.file_name("…") == "answer"


def test_the_program_gives_the_numbers_from_the_original_file(
    alice, artifact, tmp_path
):
    program = tmp_path / "answer.py"
    program.write_bytes(exports.answer(alice, artifact.id, "py").content)
    original = tmp_path / "sales.csv"
    original.write_text(SALES.replace("apple", "=1+1"))

    done = subprocess.run(
        [sys.executable, program, original], capture_output=True, text=True, check=True
    )

    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    assert {row[0]: float(row[1]) for row in rows} == numbers(artifact)
    assert done.stderr == ""


def test_a_chart_is_its_vega_lite(alice, artifact, session):
    chart = json.loads(exports.answer(alice, artifact.id, "vega").content)
    single = questions.ask(alice, session.id, "total price").artifact

    assert "vega-lite" in chart["$schema"]
    with pytest.raises(NotFound, match="no chart"):
        exports.answer(alice, single.id, "vega")


def test_pictures_are_drawn_or_it_is_said_why_not(alice, artifact):
    try:
        import vl_convert  # noqa: F401
    except ImportError:
        with pytest.raises(Unavailable, match="vl-convert"):
            exports.answer(alice, artifact.id, "png")
        return
    assert exports.answer(alice, artifact.id, "png").content.startswith(b"\x89PNG")
    assert exports.answer(alice, artifact.id, "svg").content.startswith(b"<svg")


def test_rows_behind_a_number_are_safe_in_a_spreadsheet(alice, artifact):
    place = list(numbers(artifact)).index("north")

    found = table(exports.rows_behind(alice, artifact.id, Spot(place)))

    assert found[0] == ["region", "product", "day", "price", "units"]
    assert [row[1] for row in found[1:]] == ["'=1+1", "pear", "'=1+1"]


def test_narrowed_rows_are_taken_away_narrowed(alice, artifact):
    place = list(numbers(artifact)).index("north")
    keys = artifact.data["metadata"]["columnNames"]
    price = next(key for key, name in keys.items() if name == "price")

    narrowing = Narrowing(price, ">", "92")
    found = table(exports.rows_behind(alice, artifact.id, Spot(place), narrowing))

    assert [row[3] for row in found[1:]] == ["93.0"]


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_conversation_is_taken_away_whole(alice, artifact, session, form):
    questions.ask(alice, session.id, "what is the xyzzy of plugh?")

    download = reports.session(alice, session.id, form)

    text = download.content.decode()
    assert download.name == f"Pricing-2024.{form}"
    for piece in ("total price by region", "273", "xyzzy", "SELECT"):
        assert piece in text
    assert form == "md" or "<!doctype html>" in text


def test_an_answer_of_the_predecessor_has_its_numbers_but_no_receipt(alice, session):
    legacy = artifact_store.create_artifact(
        session.id,
        alice.tenant_id,
        {"resultType": "scalar", "resultData": 5, "metadata": None},
        "Total price",
    )

    table = exports.answer(alice, legacy.id, "csv").content.decode("utf-8-sig")
    taken = json.loads(exports.answer(alice, legacy.id, "json").content)

    assert table.splitlines() == ["Total price", "5"]
    assert taken["rows"] == [{"Total price": 5}]
    assert "rowsUsed" not in taken and "sql" not in taken
    assert reports.session(alice, session.id, "html").content
    with pytest.raises(ValidationError, match="earlier Poppy"):
        exports.answer(alice, legacy.id, "py")


def test_unknown_forms_and_strangers(alice, charlie, artifact, session):
    with pytest.raises(ValidationError):
        exports.answer(alice, artifact.id, "exe")
    with pytest.raises(ValidationError):
        reports.session(alice, session.id, "pdf")
    with pytest.raises(NotFound):
        exports.answer(charlie, artifact.id, "csv")
    with pytest.raises(NotFound):
        exports.rows_behind(charlie, artifact.id, Spot())
    with pytest.raises(NotFound):
        reports.session(charlie, session.id, "html")


def test_what_was_taken_away_is_in_the_audit_log(alice, artifact, session):
    exports.answer(alice, artifact.id, "csv")
    exports.rows_behind(alice, artifact.id, Spot())
    reports.session(alice, session.id, "md")

    logs = audit_store.get_audit_logs_by_tenant(alice.tenant_id)
    actions = [log.action for log in logs if log.action.endswith("_exported")]
    assert actions == ["session_exported", "rows_exported", "answer_exported"]
