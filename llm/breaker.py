"""A circuit breaker: a server that keeps failing is left alone for a while."""

import threading
import time
from collections.abc import Callable

FAILURES = 3
REST_SECONDS = 60.0


class Breaker:
    """Opens after some failures in a row; after a rest it lets one call try.

    Pattern: M. Nygard, Release It! (2007), "Circuit Breaker". Safe between threads.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        rest_seconds: float = REST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._allowed = failures
        self._rest = rest_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_from = 0.0

    def admits(self) -> bool:
        """Tell whether a call may be made; at the end of a rest only one may."""
        with self._lock:
            if self._failed < self._allowed:
                return True
            if self._clock() < self._closed_from:
                return False
            self._closed_from = self._clock() + self._rest
            return True

    def succeeded(self) -> None:
        """Note a call that went well."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Note a call that did not."""
        with self._lock:
            self._failed += 1
            self._closed_from = self._clock() + self._rest
