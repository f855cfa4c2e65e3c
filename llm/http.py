"""One POST of JSON, bounded in time and in size, that follows no redirect."""

import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

MOST_BYTES = 1 << 20
CHUNK = 1 << 16


@dataclass(frozen=True)
class Post:
    """A request; `deadline` is a moment of time.monotonic()."""

    url: str
    headers: dict[str, str]
    body: bytes
    deadline: float


class Refused(Exception):
    """The server said no (`status`), or could not be reached (`status` None).

    `option` names the field that an OpenAI-like error complains about; `retry_after`
    is in seconds.
    """

    def __init__(
        self,
        status: int | None,
        detail: str,
        option: str | None = None,
        retry_after: float | None = None,
    ):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.option = option
        self.retry_after = retry_after

    def sentence(self) -> str:
        """Return the refusal in words, without the server's own text."""
        if self.status is None:
            return f"The model's server cannot be reached ({self.detail})."
        return f"The model's server refused the request (HTTP {self.status})."


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key goes to the address that was set, and nowhere else."""

    def redirect_request(self, *_) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def post(request: Post) -> bytes:
    """Return the body of a successful reply.

    Raises Refused, TimeoutError, or http.client.HTTPException for what is no HTTP.
    """
    prepared = urllib.request.Request(
        request.url,
        data=request.body,
        headers={"Content-Type": "application/json", **request.headers},
    )
    try:
        with _opener.open(prepared, timeout=_left(request.deadline)) as response:
            return _read(response, request.deadline)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error, _read(error, request.deadline)) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise TimeoutError from error
        raise Refused(None, _why(error.reason)) from error
    except ConnectionError as error:
        raise Refused(None, _why(error)) from error


def _read(response: http.client.HTTPResponse, deadline: float) -> bytes:
    parts, size = [], 0
    try:
        while part := response.read1(CHUNK):
            parts.append(part)
            size += len(part)
            _left(deadline)
            if size > MOST_BYTES:
                raise http.client.HTTPException("the reply is too large")
    except ConnectionError as error:
        raise http.client.HTTPException("the reply was cut off") from error
    return b"".join(parts)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _refusal(error: urllib.error.HTTPError, body: bytes) -> Refused:
    try:
        told = json.loads(body)["error"]
        option = told.get("param")
    except (ValueError, LookupError, TypeError, AttributeError):
        option = None
    return Refused(
        error.code,
        str(error.reason),
        option if isinstance(option, str) else None,
        _seconds(error.headers.get("Retry-After")),
    )


def _seconds(value: str | None) -> float | None:
    return float(value) if value and value.isascii() and value.isdigit() else None


def _why(reason: object) -> str:
    return getattr(reason, "strerror", None) or type(reason).__name__
