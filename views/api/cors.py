"""Pages of other sites that may call the API: an allow-list, empty by default.

Cookies are never sent along; such a page holds a personal API token.
See https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from flask import Response, request

from services import runtime
from views import access
from views.api.repeating import KEY, REPLAYED

ANSWER = {
    "Access-Control-Expose-Headers": f"Content-Disposition, Retry-After, {REPLAYED}"
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": f"Authorization, Content-Type, {KEY.name}",
    "Access-Control-Max-Age": "600",
}


def allow(response: Response) -> Response:
    """Tell the browser whether the page that asked may read the answer."""
    allowed = runtime.settings().cors_origins
    if not allowed or not access.is_api(request.path):
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin in allowed:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.update(PREFLIGHT if request.method == "OPTIONS" else ANSWER)
    return response
