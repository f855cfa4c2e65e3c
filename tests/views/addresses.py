"""Every address of the pages, with what its form sends; ids stand in braces."""

import re
from dataclasses import asdict, dataclass

from tests.views.visitor import SALES, Visitor, csv_file, id_in

UNKNOWN = "00000000-0000-4000-8000-000000000000"
OPEN = ["/login", "/register"]
PAGES = [
    "/uploads",
    "/datasets",
    "/datasets/new",
    "/datasets/{dataset}",
    "/datasets/{dataset}/data",
    "/datasets/{dataset}/quality",
    "/datasets/{dataset}/first-look",
    "/datasets/{dataset}/first-look/{column}",
    "/datasets/{dataset}/versions",
    "/datasets/{dataset}/sessions",
    "/datasets/{dataset}/settings",
    "/datasets/{dataset}/delete",
    "/versions/{version}/file",
    "/versions/{version}/csv",
    "/versions/{version}/parquet",
    "/versions/{version}/reading",
    "/versions/{version}/changes",
    "/versions/{version}/delete",
    "/sessions",
    "/sessions/{session}",
    "/sessions/{session}/rename",
    "/sessions/{session}/delete",
    "/sessions/{session}/answers/{artifact}",
    "/sessions/{session}/answers/{artifact}/chart.json",
    "/activity",
    "/usage",
    "/tokens",
    "/answers/{artifact}/again",
    "/answers/{artifact}/rows",
    "/answers/{artifact}/rows.csv",
    "/answers/{artifact}/file",
    "/answers/{artifact}/wording",
    "/sessions/{session}/report",
    "/datasets/{dataset}/pins",
    "/shares",
    "/vocabulary",
]
FORMS = {
    "/datasets": {"name": "another"},
    "/datasets/{dataset}/versions": {"file": "CSV"},
    "/datasets/{dataset}/settings": {"name": "renamed"},
    "/datasets/{dataset}/delete": {},
    "/versions/{version}/reading": {"header_rows": "0"},
    "/versions/{older}/restore": {},
    "/versions/{older}/delete": {},
    "/sessions": {"dataset": "{dataset}"},
    "/sessions/{session}/messages": {"content": "how many rows are there?"},
    "/sessions/{session}/rename": {"title": "renamed"},
    "/sessions/{session}/delete": {},
    "/answers/{artifact}/pin": {},
    "/answers/{artifact}/unpin": {},
    "/answers/{artifact}/wording": {},
    "/answers/{artifact}/share": {"days": "30"},
    "/sessions/{session}/share": {},
    "/answers/{artifact}/chart": {"type": "pie"},
    "/datasets/{dataset}/never-send": {"column": "region"},
}
OPEN_FORMS = {
    "/login": {"email": "alice@example.com", "password": "correct horse battery"},
    "/register": {"name": "Eve", "email": "eve@example.com", "password": "long enough"},
    "/logout": {},
    "/theme": {"theme": "dark"},
}
# These need an upload under way: tests/views/test_uploads.py.
OF_UPLOADS = ["/uploads/{upload}", "/uploads/{upload}/cancel"]
# This needs a question that was declined: tests/views/test_answers.py.
OF_PROPOSALS = ["/messages/{message}/proposal"]
# These need a choice that was pressed: tests/views/test_vocabulary.py.
OF_VOCABULARY = ["/vocabulary/{word}/forget", "/vocabulary/{word}/widen"]
# Everybody has tokens of their own: tests/views/test_api_tokens.py.
OF_TOKENS = ["/tokens", "/tokens/{token}/revoke"]
# This needs a link that was made: tests/views/test_answers.py.
OF_SHARES = ["/shares/{share}/revoke"]
# What a colleague may not do, by the permissions of the contract.
OWNERS_ONLY = {
    "/datasets/{dataset}/settings",
    "/datasets/{dataset}/delete",
    "/datasets/{dataset}/never-send",
    "/versions/{version}/delete",
    "/versions/{older}/delete",
    "/activity",
    "/usage",
}
# These answer with a page of their own: the link is shown once.
SHOWN_ONCE = {"/answers/{artifact}/share", "/sessions/{session}/share"}
# Pages that are only a way to what a viewer may not do.
NOT_FOR_VIEWERS = {
    "/datasets/new",
    "/datasets/{dataset}/delete",
    "/datasets/{dataset}/first-look/{column}",
    "/versions/{version}/reading",
    "/versions/{version}/delete",
    "/sessions/{session}/rename",
    "/sessions/{session}/delete",
    "/answers/{artifact}/again",
    "/activity",
    "/usage",
}


@dataclass(frozen=True)
class Ids:
    """The ids of somebody's dataset, its two versions, a session and an answer."""

    dataset: str
    version: str
    older: str
    session: str
    artifact: str
    column: str = "c1"


def ids_of(owner: Visitor) -> Ids:
    """Let the owner upload and ask; return the ids of what came of it."""
    dataset = owner.upload()
    owner.post(f"/datasets/{dataset}/versions", {"file": csv_file(SALES)})
    session = owner.start(dataset)
    owner.ask(session, "total amount by region")
    page = owner.get(f"/sessions/{session}").text
    artifact = re.search(rf"/sessions/{session}/answers/([0-9a-f-]{{36}})", page)
    versions = owner.get(f"/datasets/{dataset}/versions").text
    newest, older = re.findall(r"/versions/[^/]+/file", versions)
    return Ids(dataset, id_in(newest), id_in(older), session, artifact.group(1))


def filled(template: str, ids: Ids) -> str:
    """Return a path with the ids in their places."""
    return template.format(**asdict(ids))


def with_unknown(template: str, other: str = UNKNOWN) -> str:
    """Return a path with the id of nothing in its places."""
    return re.sub(r"\{\w+\}", other, template)


def given(form: dict, ids: Ids) -> dict:
    """Return a form's values with the ids, and a file, in their places."""
    return {
        name: csv_file("a,b\n1,2\n3,4\n") if value == "CSV" else filled(value, ids)
        for name, value in form.items()
    }
