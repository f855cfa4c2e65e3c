"""One declaration a route: Flask, the check of the input and the document read it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import Parameter, getdoc, getmodule, signature
from typing import get_type_hints

from flask import Blueprint, Response, jsonify, request

from errors import ValidationError
from services.permissions import require
from stores.records import UserRecord
from views import fields, uploading
from views.access import actor
from views.api import repeating
from views.serializers import answer_json, camel, snake

Handler = Callable[..., object]
NO_FIELDS: tuple[fields.Field, ...] = ()


@dataclass(frozen=True)
class Operation:
    """A route under /api: what it takes, what it answers, why it may refuse.

    `refusals` are the codes beyond those that follow from the rest (a missing login,
    a wrong field, an unknown id); `produces` are the content types of an answer that
    is a file. Where there is a `repeat`, an Idempotency-Key is honoured: the handler
    gets `once`, by which it keeps the ids of what it makes, and `repeat` answers from
    them. Where there are `events` (name to type), the answer can come as a stream of
    them, the last of which holds what the plain answer does.
    """

    method: str
    path: str
    handler: Handler
    body: tuple[fields.Field, ...] = NO_FIELDS
    query: tuple[fields.Field, ...] = NO_FIELDS
    takes_file: bool = False
    repeat: Handler | None = None
    events: Mapping[str, object] = field(default_factory=dict)
    status: int = 200
    needs: str | None = None
    public: bool = False
    produces: tuple[str, ...] = ()
    refusals: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The handler's name, which is unique."""
        return self.handler.__name__

    @property
    def summary(self) -> str:
        """What the route does: the first line of the handler's docstring."""
        return getdoc(self.handler).partition("\n")[0]

    @property
    def more(self) -> str:
        """The rest of the handler's docstring."""
        return getdoc(self.handler).partition("\n")[2].strip()

    @property
    def module_words(self) -> str:
        """What the handler's module says of itself."""
        return getdoc(getmodule(self.handler))

    @property
    def tag(self) -> str:
        """The module that the handler stands in."""
        return self.handler.__module__.rpartition(".")[2]

    @property
    def last_event(self) -> str | None:
        """The name of the event that holds the answer, if it can come as events."""
        return [*self.events][-1] if self.events else None

    def default(self, name: str) -> object:
        """Return what the handler takes where an input is not sent; None for nothing.

        An empty text is nothing as well.
        """
        parameter = signature(self.handler).parameters.get(snake(name))
        usual = Parameter.empty if parameter is None else parameter.default
        return None if usual in (Parameter.empty, "") else usual

    @property
    def answer(self) -> object:
        """The type of the answer."""
        return get_type_hints(self.handler, include_extras=True)["return"]


OPERATIONS: list[Operation] = []


def route(method: str, path: str, **declared: object) -> Callable[[Handler], Handler]:
    """Declare the decorated function as the route's handler.

    It is called with the signed-in person (unless the route is public) and with
    everything that was read from path, query and body by its name in snake_case.
    """

    def declare(handler: Handler) -> Handler:
        OPERATIONS.append(Operation(method, path, handler, **declared))
        return handler

    return declare


def install(bp: Blueprint) -> None:
    """Add the declared routes to the blueprint."""
    for operation in OPERATIONS:
        bp.add_url_rule(
            operation.path,
            endpoint=operation.name,
            view_func=_view(operation),
            methods=[operation.method],
        )


def _view(operation: Operation) -> Callable[..., Response]:
    def answer(**ids: str) -> Response:
        person = () if operation.public else (actor(),)
        if operation.needs:
            require(*person, operation.needs)
        values = _read(operation, ids)
        if operation.repeat:
            return _answer_once(operation, *person, values)
        return _response(operation, operation.handler(*person, **values))

    return answer


def _answer_once(
    operation: Operation, person: UserRecord, values: dict[str, object]
) -> Response:
    with repeating.once(person, values.get("file")) as once:
        if once.made is not None:
            found = operation.repeat(person, **once.made)
            return repeating.answer_again(found, operation.status, operation.last_event)
        return _response(operation, operation.handler(person, **values, once=once))


def _response(operation: Operation, found: object) -> Response:
    if isinstance(found, Response):
        return found
    response = jsonify(answer_json(found))
    response.status_code = operation.status
    return response


def _read(operation: Operation, ids: dict[str, str]) -> dict[str, object]:
    values: dict[str, object] = {
        name: fields.Id(camel(name)).read(value) for name, value in ids.items()
    }
    values |= fields.read(operation.query, request.args)
    values |= fields.read(operation.body, _body() if operation.body else {})
    if operation.takes_file:
        uploading.accept_file(request)
        values["file"] = uploading.file_of(request)
    return values


def _body() -> Mapping:
    written = request.get_data()
    try:
        given = json.loads(written or b"{}")
    except (ValueError, RecursionError) as error:
        raise ValidationError("Send a JSON object; this is not JSON.") from error
    if not isinstance(given, dict):
        raise ValidationError("Send a JSON object.")
    return given
