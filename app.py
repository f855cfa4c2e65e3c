"""Poppy's web server: `create_app` wires it, `python app.py` serves it."""

import argparse
import json
import signal
import sys

import waitress
from flask import Flask, request
from jinja2 import StrictUndefined
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from config import Settings, load_settings
from database import connect_for_request, release_after_request
from errors import PoppyError
from schema.history import problem_at
from services import demo, runtime
from views import (
    access,
    admin,
    answers,
    api,
    auth,
    changes,
    chat,
    datasets,
    errors,
    headers,
    insight,
    openapi_page,
    pages,
    reading,
    shares,
    tokens,
    uploading,
    uploads,
    versions,
    vocabulary,
)
from views.filters import FILTERS
from views.serializers import error_json

SLACK = 64 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, wired to the database and files of the settings.

    Exits with the command to type when the database's schema is not the newest.
    """
    try:
        settings = settings or load_settings()
        runtime.configure(settings)
    except PoppyError as error:
        sys.exit(error.message)
    if problem := problem_at(settings.database_url):
        sys.exit(problem)
    runtime.claim_files()
    if settings.demo:
        demo.prepare()
    app = Flask(__name__)
    app.request_class = uploading.Request
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=uploading.FORM_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600,
        SESSION_COOKIE_NAME="poppy_notices",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
    )
    app.before_request(_connect)
    app.teardown_request(lambda _: release_after_request())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    for part in (access, errors, headers, pages):
        part.install(app)
    for part in (
        auth,
        datasets,
        versions,
        changes,
        reading,
        insight,
        uploads,
        chat,
        admin,
        api,
        openapi_page,
        tokens,
        answers,
        shares,
        vocabulary,
    ):
        app.register_blueprint(part.bp)
    return app


def main() -> None:
    """Serve with waitress until interrupted; print the address first."""
    arguments = _arguments()
    try:
        _serve(load_settings(), arguments)
    except PoppyError as error:
        sys.exit(error.message)


class Refusal(ErrorTask):
    """What waitress refuses before it asks us: in JSON under /api, as elsewhere."""

    def execute(self) -> None:
        """Write the answer and end the connection."""
        if not access.is_api(self.request.path):
            super().execute()
            return
        refused = self.request.error
        problem = errors.of_status(refused.code)
        body = json.dumps(error_json(problem)).encode()
        self.status = f"{refused.code} {refused.reason}"
        self.response_headers.append(("Content-Type", "application/json"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def _serve(settings: Settings, arguments: argparse.Namespace) -> None:
    application = create_app(settings)
    HTTPChannel.error_task_class = Refusal
    try:
        server = waitress.create_server(
            application,
            host=arguments.host,
            port=arguments.port,
            threads=arguments.threads,
            ident="Poppy",
            # Above our own limit, so that our page says that a file is too large.
            max_request_body_size=2 * settings.max_upload_bytes + SLACK,
        )
    except OSError as error:
        where = f"{arguments.host}:{arguments.port}"
        sys.exit(f"Poppy cannot listen on {where}: {error.strerror}. Try --port 5001.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    address = f"http://{arguments.host}:{server.effective_port}/"
    print(f"Poppy is at {address} (press Ctrl-C to stop)", flush=True)
    server.run()


def _connect() -> None:
    # Style sheets and scripts are served even while the database does not answer.
    if request.endpoint != "static":
        connect_for_request()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="app.py", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=5000, help="0 picks a free one")
    parser.add_argument("--threads", type=int, default=8, help="requests at a time")
    return parser.parse_args()


if __name__ == "__main__":
    main()
