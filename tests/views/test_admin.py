"""What the owner looks back on."""

import ast
import html
import re
from pathlib import Path

from database import connected
from stores import auth_store
from views.admin import IN_WORDS

ROOT = Path(__file__).parent.parent.parent


def test_the_owner_reads_who_did_what_newest_first(alice, bob):
    bob.upload()
    page = alice.get("/activity").text
    uploaded, registered = page.index("uploaded a file"), page.index("registered")
    assert uploaded < registered
    assert "bob@example.com" in page


def test_the_log_is_the_organizations_own(alice, charlie):
    charlie.upload()
    assert "charlie@example.com" not in alice.get("/activity").text


def test_older_lines_are_a_page_away(alice, monkeypatch):
    alice.upload()
    monkeypatch.setattr("views.admin.LINES_A_PAGE", 1)
    page = alice.get("/activity").text
    older = re.search(r'rel="next" href="([^"]+)"', page).group(1)
    assert "registered" not in page
    assert alice.get(html.unescape(older)).status_code == 200


def test_without_a_language_model_the_page_says_so(alice):
    assert "No language model has been called." in alice.get("/usage").text


def test_calls_to_a_language_model_are_counted_and_priced(alice):
    with connected():
        user = auth_store.get_user_by_email("alice@example.com")
        use = {"prompt_tokens": 1000, "completion_tokens": 500, "estimated_cost": 0.25}
        auth_store.track_token_usage(
            {"user_id": user.id, "tenant_id": user.tenant_id, **use}
        )
    page = alice.get("/usage").text
    assert "1,500 tokens in 1 call, about $0.25" in page


def test_a_call_that_cost_next_to_nothing_is_not_shown_as_free(alice):
    with connected():
        user = auth_store.get_user_by_email("alice@example.com")
        use = {"prompt_tokens": 50, "completion_tokens": 20, "estimated_cost": 1.95e-5}
        auth_store.track_token_usage(
            {"user_id": user.id, "tenant_id": user.tenant_id, **use}
        )
    page = alice.get("/usage").text
    assert page.count("$0.0000195") == 5


def test_every_action_of_the_log_is_told_in_words():
    files = [*(ROOT / "stores").glob("*.py"), *(ROOT / "services").glob("*.py")]
    written = {action for file in files for action in actions_in(file)}

    assert "dataset_created" in written
    assert written <= set(IN_WORDS)


def actions_in(file):
    """Return the actions that a module's calls put into the audit log."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and "audit" in ast.unparse(node.func):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            yield from (text for text in texts if "_" in str(text))
