"""Requests that may be sent twice: the Idempotency-Key header."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Response, jsonify, request
from werkzeug.datastructures import FileStorage

from errors import PoppyError
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
    """A request at work, and the status that its answer will have."""

    request: Once
    status: int

    @property
    def answered(self) -> tuple[int, dict] | None:
        """The status and answer that it got before, if it did."""
        return self.request.answered

    @property
    def resource_id(self) -> str | None:
        """The id that what it makes gets, when it is sent with a key."""
        return self.request.resource_id

    def give_up(self, error: PoppyError) -> None:
        """Let the request be sent again: what it was to make did not come to be."""
        self.request.give_up(error)

    def keep(self, answer: object) -> None:
        """Keep the answer; to be called in the transaction that makes the thing."""
        self.request.keep(self.status, answer_json(answer))


@contextmanager
def once(
    person: UserRecord, status: int, file: FileStorage | None
) -> Iterator[Repeatable]:
    """Lend the current request, claimed by its key if it has one."""
    sent = request.headers.get(KEY.name)
    key = None if sent is None else KEY.read(sent)
    route = f"{request.method} {request.path}"
    fingerprint = _fingerprint(file) if key else ""
    with idempotency.once(person, route, key, fingerprint) as claimed:
        yield Repeatable(claimed, status)


def answer_again(status: int, answer: dict, event: str | None) -> Response:
    """Return an answer that was kept, marked as one; as `event` where it is wanted."""
    if event and streaming.is_wanted():
        response = streaming.stream(iter([(event, answer)]), status)
    else:
        response = jsonify(answer)
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
