"""Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html"""

import json
from collections import deque
from collections.abc import Callable, Iterator

from flask import Response, request, stream_with_context

from errors import PoppyError
from services import runtime
from views.serializers import answer_json, error_json

EVENTS = "text/event-stream"
Event = tuple[str, object]


def is_wanted() -> bool:
    """Tell whether the client would rather have events than one JSON answer."""
    return request.accept_mimetypes.best_match(["application/json", EVENTS]) == EVENTS


def stream(
    events: Iterator[Event],
    status: int,
    give_up: Callable[[PoppyError], None] = lambda error: None,
) -> Response:
    """Answer with events as they come; an error that comes late is the last of them.

    The first event is waited for, so that what is refused at once has its status.
    """
    first = next(events)
    lines = stream_with_context(_lines(first, events, give_up))
    # nginx would hold the events back until there are many of them.
    headers = {"X-Accel-Buffering": "no"}
    return Response(lines, status, headers, mimetype=EVENTS)


def _lines(
    first: Event, events: Iterator[Event], give_up: Callable[[PoppyError], None]
) -> Iterator[str]:
    with runtime.connection():
        try:
            yield _line(*first)
            for event in events:
                yield _line(*event)
        except PoppyError as error:
            give_up(error)
            yield _line("error", error_json(error))
        except GeneratorExit:
            # What was begun is brought to its end, even if nobody listens any more.
            deque(events, maxlen=0)
            raise


def _line(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(answer_json(data))}\n\n"
