"""Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html"""

import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from flask import Response, request

from services import runtime
from views.errors import in_our_words
from views.serializers import answer_json, error_json

EVENTS = "text/event-stream"
BEGUN = ""
Event = tuple[str, object]


def is_wanted() -> bool:
    """Tell whether the client names events, and would rather have them than JSON."""
    accepted = request.accept_mimetypes
    best = accepted.best_match(["application/json", EVENTS])
    return best == EVENTS and EVENTS in [*accepted.values()]


def stream(
    events: Iterator[Event], status: int, hold: Callable[[], ExitStack] = ExitStack
) -> Response:
    """Answer with events as they come; an error that comes late is the last of them.

    The first event is waited for, so that what is refused at once has its status.
    `hold` returns what has to be let go when the last one is there.
    """
    first = next(events)
    lines = _lines(_to_the_end(first, events, hold()))
    next(lines)  # begun, so that it is closed even if nobody takes a line of it
    # nginx would hold the events back until there are many of them.
    headers = {"X-Accel-Buffering": "no"}
    return Response(lines, status, headers, mimetype=EVENTS)


def _lines(events: Iterator[Event]) -> Iterator[str]:
    try:
        yield BEGUN
        for name, data in events:
            yield f"event: {name}\ndata: {json.dumps(answer_json(data))}\n\n"
    except GeneratorExit:
        # What was begun is brought to its end, even if nobody listens any more.
        deque(events, maxlen=0)
        raise


def _to_the_end(
    first: Event, events: Iterator[Event], hold: ExitStack
) -> Iterator[Event]:
    try:
        with runtime.connection(), hold:
            yield first
            yield from events
    except Exception as error:  # the headers are sent, so it can only be told here
        yield "error", error_json(in_our_words(error))
    finally:
        hold.close()  # where there was no connection to be had
