"""The JSON API: one module a resource, each route declared once (see routing)."""

from flask import Blueprint

from views.api import (
    activity,
    artifacts,
    auth,
    datasets,
    document,
    messages,
    privacy,
    reports,
    sessions,
    shares,
    uploads,
    versions,
    vocabulary,
)
from views.api.cors import allow
from views.api.routing import install

__all__ = [
    "activity",
    "artifacts",
    "auth",
    "bp",
    "datasets",
    "document",
    "messages",
    "privacy",
    "reports",
    "sessions",
    "shares",
    "uploads",
    "versions",
    "vocabulary",
]

bp = Blueprint("api", __name__, url_prefix="/api")
bp.after_app_request(allow)
install(bp)
