"""What every template may use, and the addresses' `id` part."""

import uuid
from functools import lru_cache
from pathlib import Path

from flask import Flask, request, url_for
from werkzeug.routing import UUIDConverter

from services import permissions, runtime
from views.access import actor_or_none

THEMES = ("light", "dark")
THEME_COOKIE = "poppy_theme"


class IdConverter(UUIDConverter):
    """An id in an address: a UUID, handed on as text."""

    def to_python(self, value: str) -> str:
        """Return the id as the stores write it."""
        return value.lower()

    def to_url(self, value: str) -> str:
        """Return the id as it stands."""
        return value


def install(app: Flask) -> None:
    """Give templates the person, the theme, permissions and versioned assets."""
    app.url_map.converters["id"] = IdConverter
    app.context_processor(_globals)


def asset(name: str) -> str:
    """Return the address of a static file that changes when the file does."""
    return url_for("static", filename=name, v=_stamp(name))


def theme() -> str:
    """Return the chosen theme, or "system"."""
    chosen = request.cookies.get(THEME_COOKIE)
    return chosen if chosen in THEMES else "system"


def _globals() -> dict:
    person = actor_or_none()
    return {
        "actor": person,
        "asset": asset,
        "fresh_id": lambda: str(uuid.uuid4()),
        "theme": theme(),
        "may": lambda action: person is not None and permissions.may(person, action),
        "max_upload_bytes": runtime.settings().max_upload_bytes,
    }


@lru_cache(maxsize=256)
def _stamp(name: str) -> str:
    path = Path(__file__).parent.parent / "static" / name
    return f"{path.stat().st_mtime_ns // 1_000_000:x}"
