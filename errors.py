"""The one family of errors that a person may see, with code and HTTP status."""

DISK_FULL = "The disk is full; nothing was saved."


class PoppyError(Exception):
    """Base of every expected failure; `message` is a sentence for a person."""

    code = "INTERNAL_ERROR"
    status = 500

    def __init__(self, message: str, *, code: str | None = None, **details: object):
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.details = details


class ValidationError(PoppyError):
    """Input that cannot be accepted; `details["field"]` names the field, if one."""

    code = "VALIDATION_ERROR"
    status = 400


class ParseError(PoppyError):
    """A file that cannot be read as a table."""

    code = "PARSE_ERROR"
    status = 400


class AuthError(PoppyError):
    """A wrong e-mail or password."""

    code = "AUTH_ERROR"
    status = 401


class Unauthorized(PoppyError):
    """Nobody is signed in."""

    code = "UNAUTHORIZED"
    status = 401


class Forbidden(PoppyError):
    """The role does not allow the action."""

    code = "FORBIDDEN"
    status = 403


class NotFound(PoppyError):
    """No such record, or one of another tenant: the two are not told apart."""

    code = "NOT_FOUND"
    status = 404


class Conflict(PoppyError):
    """The action collides with what exists (an e-mail that is taken, say)."""

    code = "CONFLICT"
    status = 409


class TooManyRequests(PoppyError):
    """A limit is reached; `details["retryAfter"]` is in seconds."""

    code = "USAGE_LIMIT_EXCEEDED"
    status = 429


class Unavailable(PoppyError):
    """The database or the file store does not answer; trying again may help."""

    code = "UNAVAILABLE"
    status = 503
