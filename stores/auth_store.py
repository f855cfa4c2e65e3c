"""Tenants, people and their sign-ins; usage and audit lines by the same door."""

import hashlib
import secrets
from datetime import timedelta

from peewee import IntegrityError, fn

from columns import utc_now
from database import database, transaction
from errors import Conflict, NotFound, ValidationError
from models import AuthSession, Tenant, User
from stores.audit_store import (
    create_audit_log,
    get_audit_logs_by_tenant,
    get_audit_logs_by_user,
)
from stores.names import predecessor_names
from stores.passwords import hash_password, verify_password
from stores.records import AuthSessionRecord, TenantRecord, UserRecord
from stores.statements import Records, found, insert, new_id, slot
from stores.token_usage_store import (
    get_tenant_token_usage,
    get_token_usage,
    track_token_usage,
)

__all__ = [
    "create_audit_log",
    "get_audit_logs_by_tenant",
    "get_audit_logs_by_user",
    "get_tenant_token_usage",
    "get_token_usage",
    "track_token_usage",
]

ROLES = ("owner", "member", "viewer")
LIFETIME = timedelta(hours=24)
DEMO_TENANT = "Demo Organization"
DEMO_EMAIL = "demo@example.com"
DEMO_PASSWORD = "poppy-demo-2026"

_tenant = Records(
    Tenant, TenantRecord, lambda query: query.where(Tenant.id == slot("tenant_id"))
)
_user = Records(
    User,
    UserRecord,
    lambda query: query.where(
        User.id == slot("user_id"), User.tenant == slot("tenant_id")
    ),
)
_user_by_email = Records(
    User, UserRecord, lambda query: query.where(User.email == slot("email"))
)
# The predecessor kept e-mails as they were typed; ours are in lower case.
_user_by_old_email = Records(
    User,
    UserRecord,
    lambda query: (
        query.where(fn.LOWER(User.email) == slot("email"))
        .order_by(User.created_at, User.id)
        .limit(1)
    ),
)
_users = Records(
    User,
    UserRecord,
    lambda query: query.where(User.tenant == slot("tenant_id")).order_by(
        User.created_at, User.id
    ),
)
_session = Records(
    AuthSession,
    AuthSessionRecord,
    lambda query: query.where(AuthSession.id == slot("id")),
)


def create_tenant(name: str) -> TenantRecord:
    """Make an organization."""
    now = utc_now()
    return insert(Tenant, TenantRecord(new_id(), name, now, now))


def get_tenant(tenant_id: str) -> TenantRecord:
    """Return an organization; NotFound when there is none."""
    return found(_tenant.first(tenant_id=tenant_id), "No such organization.")


def create_user(
    email: str,
    password: str,
    tenant_id: str,
    name: str | None = None,
    role: str = "member",
) -> UserRecord:
    """Add a person to a tenant; Conflict EMAIL_EXISTS when the e-mail is taken."""
    user = _new_user(email, tenant_id, name, role)
    return _insert_user(user, hash_password(password))


def register_owner(name: str, email: str, password: str) -> UserRecord:
    """Make a person and their organization, both or none."""
    return _create_owner(f"{name}'s Organization", name, email, password)


def _create_owner(tenant_name: str, name: str, email: str, password: str) -> UserRecord:
    # Hashed before the transaction, which keeps others waiting while it is open.
    password_hash = hash_password(password)
    with transaction():
        tenant = create_tenant(tenant_name)
        return _insert_user(_new_user(email, tenant.id, name, "owner"), password_hash)


def _new_user(email: str, tenant_id: str, name: str | None, role: str) -> UserRecord:
    now = utc_now()
    return UserRecord(new_id(), _email(email), name, tenant_id, _role(role), now, now)


def _insert_user(user: UserRecord, password_hash: str) -> UserRecord:
    if get_user_by_email(user.email):
        raise _email_exists()
    try:
        # A savepoint of its own: after the failure there is still a question to ask.
        with database.atomic():
            return insert(User, user, password_hash=password_hash)
    except IntegrityError as error:
        if get_user_by_email(user.email) is None:
            raise NotFound("No such organization.") from error
        raise _email_exists() from error


def _email_exists() -> Conflict:
    return Conflict(
        "There is already an account with this e-mail.",
        code="EMAIL_EXISTS",
        field="email",
    )


def get_user(user_id: str, tenant_id: str) -> UserRecord:
    """Return a person of the tenant."""
    user = _user.first(user_id=user_id, tenant_id=tenant_id)
    return found(user, "No such person.")


def get_user_by_email(email: str) -> UserRecord | None:
    """Return the person with this e-mail, in any case of letters."""
    spelled = _email(email)
    return _user_by_email.first(email=spelled) or _user_by_old_email.first(
        email=spelled
    )


def get_users_by_tenant(tenant_id: str) -> list[UserRecord]:
    """Return the people of a tenant, in the order in which they came."""
    return _users.all(tenant_id=tenant_id)


def authenticate_user(email: str, password: str) -> UserRecord | None:
    """Return the person if the password fits; an old hash is renewed in passing."""
    user = get_user_by_email(email)
    fits, better = verify_password(password, _hash_of(user) if user else None)
    if not fits:
        return None
    if better:
        _keep_hash(user.id, better)
    return user


def set_password(user_id: str, tenant_id: str, password: str) -> None:
    """Change a person's password and end all of their sessions."""
    get_user(user_id, tenant_id)
    better = hash_password(password)
    with transaction():
        _keep_hash(user_id, better)
        delete_sessions_of_user(user_id, tenant_id)


def set_role(user_id: str, tenant_id: str, role: str) -> UserRecord:
    """Change a person's role, also in the sessions that are open."""
    with transaction():
        get_user(user_id, tenant_id)
        User.update(role=_role(role), updated_at=utc_now()).where(
            User.id == user_id
        ).execute()
        AuthSession.update(role=role).where(AuthSession.user_id == user_id).execute()
        return get_user(user_id, tenant_id)


def create_session(
    user_id: str,
    tenant_id: str,
    role: str,
    *,
    name: str | None = None,
    lifetime: timedelta = LIFETIME,
) -> str:
    """Sign a person in; return the token, of which only the hash is kept."""
    token, now = secrets.token_urlsafe(32), utc_now()
    record = AuthSessionRecord(
        id=hash_token(token),
        user_id=user_id,
        tenant_id=tenant_id,
        role=_role(role),
        expires_at=now + lifetime,
        created_at=now,
        name=name,
    )
    insert(AuthSession, record)
    return token


def get_session(token: str) -> AuthSessionRecord | None:
    """Return the session of a token; one that has expired is deleted."""
    session = _session.first(id=hash_token(token))
    if session is not None and session.expires_at <= utc_now():
        delete_session(token)
        return None
    return session


def delete_session(token: str) -> None:
    """Sign a browser out, everywhere at once."""
    AuthSession.delete().where(AuthSession.id == hash_token(token)).execute()


def delete_sessions_of_user(user_id: str, tenant_id: str) -> int:
    """Sign a person out of every browser; return of how many."""
    return (
        AuthSession.delete()
        .where(AuthSession.user_id == user_id, AuthSession.tenant_id == tenant_id)
        .execute()
    )


def initialize_demo_tenant() -> UserRecord:
    """Make the demo's tenant and owner, or return the owner who is there already."""
    there = get_user_by_email(DEMO_EMAIL)
    return there or _create_owner(DEMO_TENANT, "Demo", DEMO_EMAIL, DEMO_PASSWORD)


def hash_token(token: str) -> str:
    """Return what is kept of a token: SHA-256 in hex."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _email(email: str) -> str:
    return email.strip().lower()


def _role(role: str) -> str:
    if role not in ROLES:
        raise ValidationError("A role is owner, member or viewer.", field="role")
    return role


def _hash_of(user: UserRecord) -> str | None:
    return User.select(User.password_hash).where(User.id == user.id).scalar()


def _keep_hash(user_id: str, password_hash: str) -> None:
    User.update(password_hash=password_hash, updated_at=utc_now()).where(
        User.id == user_id
    ).execute()


__getattr__ = predecessor_names(__name__)
