"""Work that nobody waits for, in a few threads that end with the process.

The queue is bounded and kept in memory only: whatever is put here must be something
that may as well never happen.
"""

import logging
import queue
import threading
from collections.abc import Callable

from errors import PoppyError

log = logging.getLogger("poppy.background")
Job = Callable[[], None]


class Worker:
    """Runs jobs in daemon threads, which are started when they are needed."""

    def __init__(self, threads: int = 2, waiting: int = 64):
        self._most = threads
        self._jobs: queue.Queue[Job] = queue.Queue(waiting)
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def offer(self, job: Job) -> bool:
        """Run the job soon; False, and it is forgotten, where too many wait."""
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return False
        self._staff()
        return True

    def is_idle(self) -> bool:
        """Tell whether nothing waits and nothing runs."""
        return self._jobs.unfinished_tasks == 0

    def _staff(self) -> None:
        with self._lock:
            self._threads = [each for each in self._threads if each.is_alive()]
            if len(self._threads) < self._most:
                name = f"background-{len(self._threads)}"
                thread = threading.Thread(target=self._work, name=name, daemon=True)
                self._threads.append(thread)
                thread.start()

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job()
            except PoppyError as error:
                log.warning("background work was given up: %s", error.message)
            finally:
                self._jobs.task_done()


worker = Worker()
