"""The list of datasets, and the pages of one."""

import re

import pytest

from tests.views.visitor import SALES, csv_file


def files_kept(settings):
    return [path for path in settings.data_dir.rglob("original*") if path.is_file()]


def test_a_newcomer_is_told_what_to_do_first(alice):
    page = alice.get("/datasets").text
    assert "Upload a table" in page
    assert 'type="file"' in page


def test_a_viewer_of_an_empty_workspace_is_told_who_can_help(vera):
    page = vera.get("/datasets").text
    assert "An owner or a member" in page
    assert 'type="file"' not in page


def test_an_upload_becomes_a_dataset_named_after_its_file(alice):
    dataset = alice.upload(name="sales_2024.csv")
    home = alice.get("/datasets").text
    assert f'href="/datasets/{dataset}"' in home
    assert "sales 2024" in home
    assert ">60</td>" in home


def test_a_dataset_can_be_made_with_a_name_of_its_own(alice):
    form = {"name": "My <b>sales</b>", "file": csv_file(SALES)}
    answer = alice.post("/datasets", form)
    assert "My &lt;b&gt;sales&lt;/b&gt;" in alice.get(answer.location).text


def test_a_dataset_without_a_file_says_the_next_step(alice):
    page = alice.get(alice.post("/datasets", {"name": "later"}).location).text
    assert "This dataset has no file yet." in page
    assert "Upload a file" in page


def test_the_profile_shows_every_column_with_its_facts(alice):
    page = alice.get(f"/datasets/{alice.upload()}").text
    for name in ("region", "amount", "day"):
        assert f"<h3>{name}" in page
    amount = page.split("<h3>amount")[1].split("</li>")[0]
    facts = " ".join(re.sub(r"<[^>]+>", " ", amount).split())
    for fact in ("min 10", "max 37.5", "mean 23.75", "distinct 12", "blank 0"):
        assert fact in facts
    assert "<svg" in amount
    region = page.split("<h3>region")[1].split("</li>\n<li class")[0]
    assert "33.3 %" in region


def test_the_page_says_how_the_file_was_read_in_words(alice, vera):
    dataset = alice.upload(
        "Sales of 2024\nregion;price;day\n"
        + "".join(f"r{i % 3};{i},50;{i}.03.2024\n" for i in range(1, 31))
    )
    page = alice.get(f"/datasets/{dataset}").text
    said = "UTF-8, semicolon, header in line 2, decimal comma, day first"
    assert said in " ".join(page.split())
    assert ">change</a>" in page
    assert ">change</a>" not in vera.get(f"/datasets/{dataset}").text


def test_what_to_know_stands_at_the_top_and_in_the_list(alice):
    rows = "".join(f"{i},{i if i % 5 < 2 else ''}\n" for i in range(60))
    page = alice.get(f"/datasets/{alice.upload('id,price' + chr(10) + rows)}").text
    assert "1 thing to know" in page
    assert "60% of price is blank." in page
    home = alice.get("/datasets").text
    assert "● 1 note" in home
    alice.upload("a,b\n" + "".join(f"{i},{i * i % 7}\n" for i in range(60)), "fine.csv")
    assert "● good" in alice.get("/datasets").text


def test_columns_are_found_by_name_and_sorted(alice):
    names = [f"c{i}" for i in range(70)] + ["price", "list price"]
    rows = [",".join(str(i * n % 50) for n in range(72)) for i in range(1, 9)]
    dataset = alice.upload("\n".join([",".join(names), *rows]) + "\n")
    path = f"/datasets/{dataset}"
    assert re.findall(r"<h3>(\w+)", alice.get(path).text) == names[:60]
    assert "Show all 72 columns" in alice.get(path).text
    assert alice.get(f"{path}?all=1").text.count("<h3>") == 72
    assert re.findall(r"<h3>([\w ]+)", alice.get(f"{path}?q=PRICE&sort=name").text) == [
        "list price",
        "price",
    ]
    nothing = alice.get(f"{path}?q=<b>&sort=?").text
    assert "No column is called “&lt;b&gt;”." in nothing


def test_rows_that_repeat_and_numbers_that_move_together_are_told(alice):
    rows = "".join(f"{i},{3 * i + 1},{i * 7919 % 101}\n" for i in range(60))
    page = alice.get(
        f"/datasets/{alice.upload('a,b,c' + chr(10) + rows + '0,1,0' + chr(10))}"
    ).text
    assert "1 row repeats an earlier row in every cell." in page
    assert ">1.00</span>" in page


def test_what_to_know_before_believing_a_number_stands_above(alice):
    blanks = "region,amount\n" + "north,1\n,2\n,3\n,4\n" * 10
    page = alice.get(f"/datasets/{alice.upload(blanks)}").text
    known = page.split("to know</strong>")[1].split("</section>")[0]
    assert "region" in known
    assert "40 rows" in known or "50 rows" in known


def test_cells_that_did_not_fit_are_listed_with_their_line(alice):
    rows = "".join(f"{i % 9}.5,a\n" for i in range(99)) + "oops,b\n"
    dataset = alice.upload("amount,name\n" + rows)
    page = alice.get(f"/datasets/{dataset}").text
    assert "line 101, amount: <code>oops</code>" in page


def originals(settings):
    """Return the files as they were uploaded."""
    return settings.data_dir.rglob("original.*")


def test_a_profile_is_shown_though_its_file_is_gone(alice, settings):
    dataset = alice.upload()
    for part in (*settings.data_dir.rglob("table.parquet"), *originals(settings)):
        part.unlink()
    page = alice.get(f"/datasets/{dataset}")
    assert page.status_code == 200
    assert "cannot be reached" in page.text
    assert "<h3>amount" in page.text


def test_suggested_questions_start_a_session_that_answers_them(alice):
    dataset = alice.upload()
    page = alice.get(f"/datasets/{dataset}").text
    question = re.search(r'name="content" value="([^"]+)"', page).group(1)
    answer = alice.post("/sessions", {"dataset": dataset, "content": question})
    talk = alice.get(answer.location).text
    assert question in talk
    assert 'data-status="answered"' in talk


def test_rows_are_shown_a_page_at_a_time(alice):
    rows = "".join(f"{i},word{i}\n" for i in range(250))
    dataset = alice.upload("number,word\n" + rows)
    first = alice.get(f"/datasets/{dataset}/data").text
    assert "Rows 1 to 100 of 250" in first
    assert "word99" in first
    assert "word100" not in first
    last = alice.get(f"/datasets/{dataset}/data?page=3").text
    assert "Rows 201 to 250 of 250" in last
    assert 'rel="next"' not in last
    beyond = alice.get(f"/datasets/{dataset}/data?page=99999999999999999999")
    assert beyond.status_code == 200
    assert "no rows this far down" in alice.get(f"/datasets/{dataset}/data?page=9").text


def test_pages_of_very_wide_tables_hold_fewer_rows(alice):
    names = ",".join(f"c{i}" for i in range(300))
    dataset = alice.upload(names + "\n" + (",".join("7" * 300) + "\n") * 60)
    assert "Rows 1 to 50 of 60" in alice.get(f"/datasets/{dataset}/data").text
    later = alice.get(f"/datasets/{dataset}/data?page=2").text
    assert "Rows 51 to 60 of 60" in later


def test_a_number_is_told_with_its_deviation_and_quartiles(alice):
    rows = "".join(f"{n}\n" for n in (1.5, 2, 3, 4, 10) * 3)
    page = alice.get(f"/datasets/{alice.upload('price' + chr(10) + rows)}").text
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page))
    quartiles = [facts[name] for name in ("25 % below", "median", "75 % below")]
    assert quartiles == ["2", "3", "4"]
    assert facts["deviation"] == "3.18"


def test_a_cell_is_shown_as_text_never_as_markup(alice):
    dataset = alice.upload('name,n\n"<script>alert(1)</script>",1\nbob,2\n')
    for tab in ("", "/data"):
        page = alice.get(f"/datasets/{dataset}{tab}").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", "", "The file is empty."),
        ("notes.pdf", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    ],
)
def test_what_is_no_table_is_refused_beside_the_field(
    alice, settings, name, content, sentence
):
    for path in ("/datasets", f"/datasets/{alice.upload()}/versions"):
        kept = files_kept(settings)
        answer = alice.post(path, {"file": csv_file(content, name)})
        assert answer.status_code == 400
        help_text = answer.text.split('id="file-help"')[1][:400]
        assert sentence in help_text
        assert files_kept(settings) == kept
    assert alice.get("/datasets").text.count('<th scope="row">') == 1


def test_no_file_chosen_is_said_beside_the_field(alice):
    for form in ({}, {"file": csv_file("", "")}):
        answer = alice.post("/datasets", form)
        assert answer.status_code == 400
        assert "Choose a file to upload." in answer.text.split('id="file-help"')[1]


@pytest.mark.parametrize("size", [64 * 1024 + 4, 400 * 1024])
def test_a_file_that_is_too_large_is_refused_and_nothing_stays(alice, settings, size):
    dataset = alice.upload()
    before = sorted(settings.data_dir.rglob("*"))
    for path in ("/datasets", f"/datasets/{dataset}/versions"):
        content = "a,b\n" + "1,2\n" * (size // 4)
        answer = alice.post(path, {"file": csv_file(content)})
        assert answer.status_code == 400
        assert "larger than" in answer.text.split('id="file-help"')[1][:300]
    assert sorted(settings.data_dir.rglob("*")) == before
    assert "version 1 of 1" in alice.get(f"/datasets/{dataset}").text


def test_a_form_without_a_file_may_not_be_large(alice):
    answer = alice.post("/theme", {"theme": "x" * 2_000_000})
    assert answer.status_code == 413


def test_htmx_gets_the_form_again_and_then_the_way_on(alice):
    wrong = alice.post("/datasets", {"file": csv_file("")}, HX_Request="true")
    assert wrong.status_code == 400
    assert 'id="upload"' in wrong.text
    right = alice.post("/datasets", {"file": csv_file(SALES)}, HX_Request="true")
    assert right.status_code == 204
    assert right.headers["HX-Redirect"].startswith("/datasets/")


def test_renaming_shows_everywhere_and_bad_names_stay_in_the_form(alice):
    dataset = alice.upload()
    path = f"/datasets/{dataset}/settings"
    assert (
        alice.post(path, {"name": "Renamed", "description": "About"}).location == path
    )
    assert "Saved." in alice.get(path).text
    assert "Renamed" in alice.get("/datasets").text
    wrong = alice.post(path, {"name": "x" * 201, "description": "kept words"})
    assert wrong.status_code == 400
    assert "at most 200" in wrong.text.split('id="name-help"')[1][:100]
    assert "kept words" in wrong.text


def test_deleting_asks_first_and_keeps_the_answers(alice):
    dataset = alice.upload()
    session = alice.start(dataset)
    alice.ask(session, "how many rows are there?")
    asked = alice.get(f"/datasets/{dataset}/delete").text
    assert "1 version" in asked
    assert alice.get(f"/datasets/{dataset}").status_code == 200

    assert alice.post(f"/datasets/{dataset}/delete").location == "/datasets"

    assert alice.get(f"/datasets/{dataset}").status_code == 404
    talk = alice.get(f"/sessions/{session}")
    assert "how many rows are there?" in talk.text
    assert "was deleted" in talk.text


def test_marks_and_the_order_of_dates_are_told_with_their_evidence(alice):
    rows = "".join(f"x;{n},50;{n}.01.2024\n" for n in range(11, 29))
    page = alice.get(f"/datasets/{alice.upload('k;price;day' + chr(10) + rows)}").text
    told = re.findall(
        r"<dt>(.*?)</dt>\s*<dd><strong>(.*?)</strong>.*?– (.*?)</span>", page
    )
    assert ("decimal mark", ",", "cells such as &#39;11,50&#39;") in told
    assert ("day before month", "yes", "dates such as &#39;13.01.2024&#39;") in told
    assert "decimal comma, day first (dates such as" in page
