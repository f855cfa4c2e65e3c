"""Which role may do what."""

from errors import Forbidden
from stores.records import UserRecord

ALLOWED = {
    "upload_dataset": frozenset({"owner", "member"}),
    "run_analysis": frozenset({"owner", "member"}),
    "change_vocabulary": frozenset({"owner", "member"}),
    "view_artifacts": frozenset({"owner", "member", "viewer"}),
    "change_dataset": frozenset({"owner"}),
    "delete_dataset": frozenset({"owner"}),
    "view_activity": frozenset({"owner"}),
}
IN_WORDS = {
    "upload_dataset": "add or change datasets",
    "run_analysis": "ask questions",
    "change_vocabulary": "change what words mean",
    "view_artifacts": "see answers",
    "change_dataset": "rename datasets or mark their columns",
    "delete_dataset": "delete datasets",
    "view_activity": "see the activity of everybody",
}


def may(actor: UserRecord, action: str) -> bool:
    """Return whether the actor's role allows the action."""
    return actor.role in ALLOWED[action]


def require(actor: UserRecord, action: str) -> None:
    """Raise Forbidden, in words, unless the actor's role allows the action."""
    if not may(actor, action):
        raise Forbidden(
            f"As a {actor.role} you cannot {IN_WORDS[action]}. "
            "An owner of your organization can."
        )
