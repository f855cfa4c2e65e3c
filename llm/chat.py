"""The chat-completions call of OpenAI-compatible servers.

Written over urllib, not the openai package, because Poppy needs one request and two
things that package does not give: a limit on the whole call (its time-outs count from
byte to byte, and several servers send blank lines for minutes to keep a connection
alive) and a limit on the size of a reply. It would also be an optional dependency of
30 MB that takes a second to import, missing on the machine of whoever only sets a key.
Reference: https://platform.openai.com/docs/api-reference/chat/create
"""

import http.client
import json
import time

from llm.breaker import Breaker
from llm.http import Post, Refused, post
from llm.records import ModelError, ModelOff, Reply

TRIES = 3
FIRST_PAUSE = 0.5
# What reading a reply raises that is not what was agreed on.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
FOR_THE_MOMENT = frozenset({429, 500, 502, 503, 504})


class ChatClient:
    """A model behind an OpenAI-compatible address."""

    enabled = True

    def __init__(
        self,
        address: str,
        key: str | None,
        model: str,
        seconds: float,
        breaker: Breaker,
        first_pause: float = FIRST_PAUSE,
    ):
        self.name = model
        self._url = f"{address.rstrip('/')}/chat/completions"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._seconds = seconds
        self._breaker = breaker
        self._pause = first_pause
        self._limit_name = "max_tokens"
        self._tone = {"temperature": 0}

    def complete(self, system: str, user: str, most_tokens: int) -> Reply:
        """Return the reply to a system and a user message, within the time allowed.

        Tries again, after growing pauses, what a server refused for the moment.
        Raises ModelError, and ModelOff while the server rests after failures.
        """
        if not self._breaker.admits():
            raise ModelOff("The model failed several times and is left alone a while.")
        deadline = time.monotonic() + self._seconds
        try:
            reply = _read(self._send(system, user, most_tokens, deadline), self.name)
        except ModelError:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return reply

    def _send(self, system: str, user: str, most_tokens: int, deadline: float) -> bytes:
        tries = 0
        while True:
            body = self._body(system, user, most_tokens)
            try:
                return self._once(body, deadline)
            except Refused as refusal:
                if self._adapts_to(refusal, body):
                    continue
                tries += 1
                pause = refusal.retry_after or self._pause * 2 ** (tries - 1)
                if tries == TRIES or not _worth_waiting(refusal, pause, deadline):
                    raise ModelError(refusal.sentence()) from refusal
                time.sleep(pause)

    def _once(self, body: dict, deadline: float) -> bytes:
        sent = json.dumps(body).encode()
        try:
            return post(Post(self._url, self._headers, sent, deadline))
        except TimeoutError as error:
            raise ModelError(
                f"The model did not answer in {self._seconds:g} seconds.",
                billable=True,
            ) from error
        except http.client.HTTPException as error:
            raise ModelError(
                "The model's reply was cut off, or is no HTTP.", billable=True
            ) from error

    def _body(self, system: str, user: str, most_tokens: int) -> dict:
        messages = [
            {"role": "system", "content": system},
            {"role": "user", "content": user},
        ]
        return {
            "model": self.name,
            "messages": messages,
            self._limit_name: most_tokens,
            **self._tone,
        }

    def _adapts_to(self, refusal: Refused, body: dict) -> bool:
        """Drop what a server does not support: reasoning models know no temperature,
        and want the limit under another name.
        """
        if refusal.status != 400 or refusal.option not in body:
            return False
        if refusal.option == "max_tokens":
            self._limit_name = "max_completion_tokens"
        elif refusal.option == "temperature":
            self._tone = {}
        return refusal.option in ("max_tokens", "temperature")


def _worth_waiting(refusal: Refused, pause: float, deadline: float) -> bool:
    in_time = time.monotonic() + pause < deadline
    return in_time and (refusal.status is None or refusal.status in FOR_THE_MOMENT)


def _read(raw: bytes, model: str) -> Reply:
    try:
        data = json.loads(raw)
        text = data["choices"][0]["message"]["content"]
        usage = data.get("usage") or {}
        counts = [_count(usage.get(k)) for k in ("prompt_tokens", "completion_tokens")]
    except UNREADABLE as error:
        raise ModelError(
            "The model's reply is not in the expected form.", billable=True
        ) from error
    if not isinstance(text, str) or not text.strip():
        raise ModelError("The model's reply is empty.", billable=True)
    return Reply(text, model, *counts)


def _count(value: object) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < 2**31 else None
