"""The pages of one answer: again, its rows, away with it, pinned, shared."""

import dataclasses
import re

import pytest

from services import runtime
from tests.views.addresses import ids_of
from tests.views.visitor import SALES, csv_file


@pytest.fixture
def ids(alice):
    return ids_of(alice)


def shared_link(visitor, path, **form):
    page = visitor.post(path, form).text
    return re.search(r'value="http://[^/]+(/shared/[\w-]+)"', page).group(1)


def take_back_addresses(visitor):
    """Return where the rows of the list of links send, newest link first."""
    return re.findall(r'action="(/shares/\w+/revoke)"', visitor.get("/shares").text)


def test_running_again_says_that_the_numbers_are_the_same(alice, ids):
    page = alice.get(f"/answers/{ids.artifact}/again").text

    assert "The same numbers came out again" in page
    assert re.search(r"<h1>[^<]+, run again</h1>", page)


def test_the_newest_version_shows_old_and_new(alice, ids):
    lines = "region,amount,day\nnorth,1,2024-01-15\nsouth,2,2024-02-15\n"
    form = {"file": csv_file(lines)}
    alice.post(f"/datasets/{ids.dataset}/versions", form)

    page = alice.get(f"/answers/{ids.artifact}/again?version=newest").text

    assert "Old" in page and "Gone: east" in page


def test_rows_of_a_group_are_shown_filtered_and_taken_away(alice, ids):
    page = alice.get(f"/answers/{ids.artifact}/rows?row=0").text
    narrowed = alice.get(
        f"/answers/{ids.artifact}/rows?row=0&column=c1&test=%3E&value=30"
    ).text
    away = alice.get(f"/answers/{ids.artifact}/rows.csv?row=0")

    assert "20 rows behind this number" in page
    assert "20 rows" not in narrowed and "rows behind" in narrowed
    assert away.text.count("\n") == 21
    assert "attachment" in away.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("row=999", 404, "This answer has no such row."),
        ("row=x", 404, "This answer has no such row."),
        ("measure=7", 400, "This answer has no such number."),
        ("column=c1&test=%3E&value=x", 200, "“amount” has no value like “x”."),
        ("column=&test=%3D&value=x", 200, "Choose a column to filter by."),
        ("column=&test=blank&value=", 200, "Choose a column to filter by."),
    ],
)
def test_rows_that_make_no_sense_are_said(alice, ids, query, status, sentence):
    answer = alice.get(f"/answers/{ids.artifact}/rows?{query}")

    assert answer.status_code == status
    assert sentence in answer.text


def test_a_filter_that_was_left_empty_is_none(alice, ids):
    page = alice.get(f"/answers/{ids.artifact}/rows?row=0&column=&test=%3D&value=")

    assert "20 rows behind this number" in page.text
    assert 'class="error"' not in page.text


def test_numbers_among_the_rows_stand_right(alice, ids):
    page = alice.get(f"/answers/{ids.artifact}/rows?row=0").text

    assert '<th scope="col" class="right">amount</th>' in page
    assert '<th scope="col" class="">region</th>' in page


def test_rows_are_led_to_where_a_result_has_one_row_only(alice, ids):
    alice.ask(ids.session, "total amount")
    page = alice.get(f"/sessions/{ids.session}").text
    found = re.findall(r"/answers/([\w-]+)/rows\?row=0\">Rows<", page)

    assert len(found) == 1 and found != [ids.artifact]
    of_groups, of_one = (
        alice.get(f"/sessions/{ids.session}/answers/{each}").text
        for each in (ids.artifact, found[0])
    )
    assert ">Rows</a>" in of_one and ">Rows</a>" not in of_groups


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "md", "vega", "py"])
def test_an_answer_is_taken_away(alice, ids, form):
    answer = alice.get(f"/answers/{ids.artifact}/file?form={form}")

    assert answer.status_code == 200 and answer.data
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_form_that_is_none_is_refused(alice, ids):
    assert alice.get(f"/answers/{ids.artifact}/file?form=exe").status_code == 400


def test_a_conversation_is_taken_away(alice, ids):
    answer = alice.get(f"/sessions/{ids.session}/report?form=html")

    assert "<!doctype html>" in answer.text
    assert "attachment" in answer.headers["Content-Disposition"]


def test_pinned_answers_are_listed(alice, ids):
    alice.post(f"/answers/{ids.artifact}/pin")

    assert "No newer version yet" in alice.get(f"/datasets/{ids.dataset}/pins").text


def test_a_link_is_open_to_anybody_until_it_is_taken_back(alice, nobody, ids):
    link = shared_link(alice, f"/answers/{ids.artifact}/share", days="7")

    page = nobody.get(link)
    assert page.status_code == 200 and "north" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    chart = re.search(r'data-chart="([^"]+)"', page.text)
    assert nobody.get(chart.group(1)).json["$schema"]

    (address,) = take_back_addresses(alice)
    assert alice.post(address).status_code == 303
    gone = nobody.get(link)
    assert gone.status_code == 404 and "does not work" in gone.text


def test_taking_one_link_back_leaves_the_other_open(alice, nobody, ids):
    path = f"/answers/{ids.artifact}/share"
    older, newer = shared_link(alice, path), shared_link(alice, path)
    addresses = take_back_addresses(alice)

    alice.post(addresses[0])

    assert take_back_addresses(alice) == addresses[1:]
    assert nobody.get(newer).status_code == 404
    assert nobody.get(older).status_code == 200


def test_nobody_takes_back_the_link_of_another_person(alice, bob, charlie, nobody, ids):
    link = shared_link(alice, f"/answers/{ids.artifact}/share")
    (address,) = take_back_addresses(alice)

    assert bob.post(address).status_code == 403
    assert charlie.post(address).status_code == 404
    assert nobody.get(link).status_code == 200


def test_a_link_leads_nowhere_else(alice, nobody, ids):
    link = shared_link(alice, f"/sessions/{ids.session}/share")

    page = nobody.get(link).text
    assert "total amount by region" in page
    assert ids.session not in page
    assert nobody.get(f"/sessions/{ids.session}").status_code == 303


def test_a_link_that_was_never_made_is_not_found(nobody):
    assert nobody.get("/shared/never-made").status_code == 404


def test_columns_are_marked_as_never_to_be_sent(alice, ids):
    alice.post(f"/datasets/{ids.dataset}/never-send", {"column": "region"})

    page = alice.get(f"/datasets/{ids.dataset}/settings").text
    assert re.search(r'value="region"\s+checked', page)


def test_without_a_model_the_page_waits_for_nothing(alice, ids):
    page = alice.get(f"/sessions/{ids.session}").text

    assert "hx-get" not in page.split('id="turns"')[1].split("composer")[0]


def test_a_page_waits_for_no_proposal_where_no_model_is_set_up(alice, charlie, ids):
    asked = alice.ask(ids.session, "what is the grubblewick?")
    page = alice.get(f"/sessions/{ids.session}").text
    last = re.findall(r'id="message-([0-9a-f-]{36})"', page)[-1]

    assert asked.status_code == 303
    waiting = alice.get(f"/messages/{last}/proposal")
    assert waiting.status_code == 200 and not waiting.text.strip()
    assert charlie.get(f"/messages/{last}/proposal").status_code == 404


def test_a_chart_is_drawn_another_way_and_stays_so(alice, ids):
    path = f"/sessions/{ids.session}/answers/{ids.artifact}"
    assert 'value="pie" aria-pressed="false"' in alice.get(path).text

    answer = alice.post(f"/answers/{ids.artifact}/chart", {"type": "pie"})

    assert answer.location == path
    assert 'value="pie" aria-pressed="true"' in alice.get(path).text
    assert alice.get(f"{path}/chart.json").json["mark"]["type"] == "arc"


def test_with_scripts_only_the_chart_is_sent_again(alice, ids):
    path = f"/answers/{ids.artifact}/chart"
    answer = alice.post(path, {"type": "pie"}, HX_Request="true")

    assert answer.text.count("data-chart=") == 1 and "<html" not in answer.text


def test_a_chart_that_does_not_fit_is_neither_offered_nor_drawn(alice, ids):
    page = alice.get(f"/sessions/{ids.session}").text
    refused = alice.post(f"/answers/{ids.artifact}/chart", {"type": "line"})

    assert 'value="line"' not in page
    assert refused.status_code == 400 and "does not fit" in refused.text


def test_a_viewer_sees_the_chart_without_the_choice(vera, ids):
    page = vera.get(f"/sessions/{ids.session}").text
    assert "data-chart=" in page and "aria-pressed" not in page.split("<main")[1]


def test_answers_of_an_older_version_are_marked(alice, vera, ids):
    paths = [
        f"/sessions/{ids.session}",
        f"/sessions/{ids.session}/answers/{ids.artifact}",
    ]
    assert not any("older data" in alice.get(path).text for path in paths)
    assert "On the newest version" not in alice.get(paths[1]).text

    alice.post(f"/datasets/{ids.dataset}/versions", {"file": csv_file(SALES)})

    for path in paths:
        assert "From version 2; version 3 is the newest." in alice.get(path).text
        assert f"/answers/{ids.artifact}/again?version=newest" in alice.get(path).text
        assert "See what moved" not in vera.get(path).text
    assert "On the newest version" in alice.get(paths[1]).text


@pytest.mark.parametrize(
    "path",
    ["/datasets/{dataset}/pins", "/sessions/{session}/report", "/shares"],
)
def test_the_conversation_leads_to_what_can_be_done_with_it(alice, vera, ids, path):
    address = path.format(dataset=ids.dataset, session=ids.session)
    for person in (alice, vera):
        assert f'href="{address}"' in person.get(f"/sessions/{ids.session}").text


def test_a_session_is_shared_from_its_menu_by_those_who_may(alice, vera, ids):
    form = f'action="/sessions/{ids.session}/share"'
    assert form in alice.get(f"/sessions/{ids.session}").text
    assert form not in vera.get(f"/sessions/{ids.session}").text


def test_a_pinned_answer_offers_to_take_the_pin_off(alice, ids):
    path = f"/sessions/{ids.session}/answers/{ids.artifact}"
    alice.post(f"/answers/{ids.artifact}/pin")

    assert f"/answers/{ids.artifact}/unpin" in alice.get(path).text
    assert f"/answers/{ids.artifact}/pin" not in alice.get(path).text


def test_another_wording_is_offered_only_where_a_model_is_set_up(alice, ids):
    path = f"/sessions/{ids.session}/answers/{ids.artifact}"
    assert "Word this anew" not in alice.get(path).text

    runtime._settings = dataclasses.replace(runtime.settings(), llm_key="k")
    assert "Word this anew" in alice.get(path).text
