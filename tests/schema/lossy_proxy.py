"""A line to PostgreSQL that breaks at the worst moment."""

import socket
import threading
from types import TracebackType


class LossyProxy:
    """Passes everything on; after a COMMIT the line is dead before the answer."""

    def __init__(self, server_port: int):
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self) -> "LossyProxy":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        try:
            while True:
                client, _ = self._listener.accept()
                threading.Thread(
                    target=self._serve, args=(client,), daemon=True
                ).start()
        except OSError:
            return

    def _serve(self, client: socket.socket) -> None:
        committing = threading.Event()
        with client, socket.create_connection(("127.0.0.1", self._server_port)) as far:
            back = threading.Thread(
                target=self._answer, args=(far, client, committing), daemon=True
            )
            back.start()
            while data := client.recv(1 << 16):
                if b"COMMIT" in data:
                    committing.set()
                far.sendall(data)
            far.shutdown(socket.SHUT_WR)
            back.join()

    def _answer(
        self, far: socket.socket, client: socket.socket, committing: threading.Event
    ) -> None:
        while data := far.recv(1 << 16):
            if committing.is_set():
                client.shutdown(socket.SHUT_RDWR)
                return
            client.sendall(data)
