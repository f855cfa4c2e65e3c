"""Requests that may be sent twice: the Idempotency-Key header."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from flask import Response, jsonify, request
from werkzeug.datastructures import FileStorage

from services import idempotency
from services.idempotency import Once
from stores.records import UserRecord
from views.api import streaming
from views.fields import Word
from views.serializers import answer_json

KEY = Word(
    "Idempotency-Key",
    required=False,
    note="a fresh word for each thing to make; a repeat with it makes nothing twice",
)
REPLAYED = "Idempotent-Replayed"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Repeatable:
    """A request at work, and the hold that one has on it until its handler returns."""

    request: Once
    hold: ExitStack

    @property
    def made(self) -> dict[str, str] | None:
        """The ids of what it made before, if it did."""
        return self.request.made

    @property
    def resource_id(self) -> str | None:
        """The id that what it makes gets, when it is sent with a key."""
        return self.request.resource_id

    def keep(self, **made: str) -> None:
        """Keep the ids of what is made; to be called in the transaction that does."""
        self.request.keep(**made)

    def outlast(self) -> ExitStack:
        """Return the hold for a block that goes on after the handler has returned."""
        return self.hold.pop_all()


@contextmanager
def once(person: UserRecord, file: FileStorage | None) -> Iterator[Repeatable]:
    """Lend the current request, claimed by its key if it has one."""
    sent = request.headers.get(KEY.name)
    key = None if sent is None else KEY.read(sent)
    route = f"{request.method} {request.path}"
    fingerprint = _fingerprint(file) if key else ""
    with ExitStack() as hold:
        claim = idempotency.once(person, route, key, fingerprint)
        yield Repeatable(hold.enter_context(claim), hold)


def answer_again(answer: object, status: int, event: str | None) -> Response:
    """Return what was made before, marked as such; as `event` where it is wanted."""
    if event and streaming.is_wanted():
        response = streaming.stream(iter([(event, answer)]), status)
    else:
        response = jsonify(answer_json(answer))
        response.status_code = status
    response.headers[REPLAYED] = "true"
    return response


def _fingerprint(file: FileStorage | None) -> str:
    if file is None:
        return idempotency.fingerprint_of(request.get_data())
    digest = hashlib.sha256()
    while chunk := file.stream.read(CHUNK):
        digest.update(chunk)
    file.stream.seek(0)
    name = (file.filename or "").encode("utf-8", "surrogatepass")
    return idempotency.fingerprint_of(name, digest.digest())
