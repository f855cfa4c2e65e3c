"""What the language model was used for, by whom, and what is left."""

from dataclasses import dataclass

from services import limits, runtime
from services.limits import Left
from services.permissions import require
from stores import auth_store, session_store, token_usage_store
from stores.records import Used, UserRecord


@dataclass(frozen=True)
class UsageReport:
    """The use of one organization; `names` gives words for people's and sessions' ids.

    `priced` tells whether a price is set: without one every cost is 0.
    """

    days: list[Used]
    people: list[Used]
    sessions: list[Used]
    names: dict[str, str]
    left: Left
    model: str
    enabled: bool
    priced: bool


def report(actor: UserRecord) -> UsageReport:
    """Return the organization's use of the model; for those who may see activity."""
    require(actor, "view_activity")
    settings = runtime.settings()
    return UsageReport(
        days=token_usage_store.used_by_day(actor.tenant_id),
        people=token_usage_store.used_by_person(actor.tenant_id),
        sessions=token_usage_store.used_by_session(actor.tenant_id),
        names=_names(actor),
        left=limits.left(actor.id, actor.tenant_id),
        model=settings.llm_model,
        enabled=bool(settings.llm_key or settings.llm_base_url),
        priced=bool(settings.llm_price_in or settings.llm_price_out),
    )


def _names(actor: UserRecord) -> dict[str, str]:
    users = auth_store.get_users_by_tenant(actor.tenant_id)
    sessions = session_store.get_sessions_by_tenant(actor.tenant_id, limit=500)
    titles = {session.id: session.title or "Untitled" for session in sessions}
    return {**titles, **{user.id: user.name or user.email for user in users}}
