"""The twelve tables, their keys and indexes, as the predecessor named them.

The tables of ours beside them are in service_models.py.
"""

from peewee import (
    SQL,
    BigIntegerField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
)

from columns import Json, Role, Text, Utc
from database import database


class Base(Model):
    """What all tables share: the database and the names the predecessor gave."""

    class Meta:
        database = database
        legacy_table_names = False


def primary_key() -> Text:
    """Return the column of a row's id."""
    return Text(primary_key=True)


def foreign_key(
    model: type[Model], column: str, on_delete: str, **kwargs: object
) -> ForeignKeyField:
    """Return the column `<column>Id` that points to a row of the model."""
    return ForeignKeyField(
        model,
        column_name=f"{column}Id",
        object_id_name=f"{_snake(column)}_id",
        backref="+",
        on_delete=on_delete,
        on_update="CASCADE",
        **kwargs,
    )


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)


class Tenant(Base):
    """An organization; everything else belongs to one."""

    id = primary_key()
    name = Text()
    created_at = Utc(column_name="createdAt", index=True)
    updated_at = Utc(column_name="updatedAt")

    class Meta:
        table_name = "poppy_tenants"


class User(Base):
    """A person who signs in; one e-mail is one person."""

    id = primary_key()
    email = Text(unique=True)
    name = Text(null=True)
    password_hash = Text(column_name="passwordHash", null=True)
    tenant = foreign_key(Tenant, "tenant", "CASCADE")
    role = Role(constraints=[SQL("DEFAULT 'MEMBER'")])
    created_at = Utc(column_name="createdAt", index=True)
    updated_at = Utc(column_name="updatedAt")

    class Meta:
        table_name = "poppy_users"


class AuthSession(Base):
    """A signed-in browser; the id is the hash of its token."""

    id = primary_key()
    user_id = Text(column_name="userId", index=True)
    tenant_id = Text(column_name="tenantId", index=True)
    role = Role()
    expires_at = Utc(column_name="expiresAt", index=True)
    created_at = Utc(column_name="createdAt", index=True)
    name = Text(null=True)

    class Meta:
        table_name = "poppy_auth_sessions"


class Dataset(Base):
    """A table that is uploaded again and again, as versions."""

    id = primary_key()
    tenant = foreign_key(Tenant, "tenant", "CASCADE")
    name = Text()
    description = Text(null=True)
    created_at = Utc(column_name="createdAt", index=True)
    updated_at = Utc(column_name="updatedAt")
    never_send = Json(column_name="neverSend", null=True)

    class Meta:
        table_name = "poppy_datasets"


class DatasetVersion(Base):
    """One uploaded file; `filePath` is a key of the file store."""

    id = primary_key()
    dataset = foreign_key(Dataset, "dataset", "CASCADE")
    tenant_id = Text(column_name="tenantId", index=True)
    version = IntegerField()
    file_path = Text(column_name="filePath")
    file_size = BigIntegerField(column_name="fileSize")
    row_count = IntegerField(column_name="rowCount", null=True)
    column_count = IntegerField(column_name="columnCount", null=True)
    uploaded_at = Utc(column_name="uploadedAt", index=True)
    created_at = Utc(column_name="createdAt", index=True)
    file_hash = Text(column_name="fileHash", null=True)
    file_name = Text(column_name="fileName", null=True)
    note = Text(null=True)

    class Meta:
        table_name = "poppy_dataset_versions"


class DatasetProfile(Base):
    """What was found out about the columns of a version."""

    id = primary_key()
    dataset_version = foreign_key(
        DatasetVersion, "datasetVersion", "CASCADE", unique=True
    )
    row_count = IntegerField(column_name="rowCount")
    column_count = IntegerField(column_name="columnCount")
    columns = Json()
    created_at = Utc(column_name="createdAt", index=True)
    details = Json(null=True)

    class Meta:
        table_name = "poppy_dataset_profiles"


class AnalysisSession(Base):
    """A conversation, usually about a dataset."""

    id = primary_key()
    tenant = foreign_key(Tenant, "tenant", "CASCADE")
    dataset = foreign_key(Dataset, "dataset", "SET NULL", null=True)
    title = Text(null=True)
    created_at = Utc(column_name="createdAt", index=True)
    updated_at = Utc(column_name="updatedAt")

    class Meta:
        table_name = "poppy_analysis_sessions"


class ChatMessage(Base):
    """One message, verbatim; `sequence` orders those of a session."""

    id = primary_key()
    session = foreign_key(AnalysisSession, "session", "CASCADE")
    tenant_id = Text(column_name="tenantId", index=True)
    role = Text()
    content = Text()
    created_at = Utc(column_name="createdAt", index=True)
    sequence = BigIntegerField(null=True)
    metadata = Json(null=True)

    class Meta:
        table_name = "poppy_chat_messages"


class Artifact(Base):
    """A kept result with its receipt."""

    id = primary_key()
    session = foreign_key(AnalysisSession, "session", "CASCADE")
    tenant = foreign_key(Tenant, "tenant", "CASCADE")
    type = Text()
    title = Text()
    data = Json()
    metadata = Json(null=True)
    created_at = Utc(column_name="createdAt", index=True)
    pin = Json(null=True)

    class Meta:
        table_name = "poppy_artifacts"


class Explanation(Base):
    """The sentences that go with an artifact."""

    id = primary_key()
    session_id = Text(column_name="sessionId", index=True)
    artifact = foreign_key(Artifact, "artifact", "CASCADE", unique=True)
    summary = Text()
    implications = Json(null=True)
    caveats = Json(null=True)
    created_at = Utc(column_name="createdAt", index=True)

    class Meta:
        table_name = "poppy_explanations"


class TokenUsage(Base):
    """What one call to a language model cost."""

    id = primary_key()
    user = foreign_key(User, "user", "CASCADE")
    tenant = foreign_key(Tenant, "tenant", "CASCADE")
    session_id = Text(column_name="sessionId", null=True, index=True)
    artifact = foreign_key(Artifact, "artifact", "SET NULL", null=True)
    prompt_tokens = IntegerField(column_name="promptTokens")
    completion_tokens = IntegerField(column_name="completionTokens")
    total_tokens = IntegerField(column_name="totalTokens")
    estimated_cost = DoubleField(column_name="estimatedCost")
    timestamp = Utc(index=True)

    class Meta:
        table_name = "poppy_token_usage"


class AuditLog(Base):
    """Who did what, and when."""

    id = primary_key()
    user = foreign_key(User, "user", "CASCADE")
    tenant = foreign_key(Tenant, "tenant", "CASCADE")
    action = Text()
    resource_type = Text(column_name="resourceType", index=True)
    resource_id = Text(column_name="resourceId", null=True)
    metadata = Json(null=True)
    timestamp = Utc(index=True)

    class Meta:
        table_name = "poppy_audit_logs"


TWELVE = (
    Tenant,
    User,
    AuthSession,
    Dataset,
    DatasetVersion,
    DatasetProfile,
    AnalysisSession,
    ChatMessage,
    Artifact,
    Explanation,
    TokenUsage,
    AuditLog,
)

# Each list page reads one of these backwards, so it costs the same at any size.
for _model, _fields in (
    (Dataset, "tenant created_at id"),
    (AnalysisSession, "tenant created_at id"),
    (AnalysisSession, "tenant updated_at id"),
    (AnalysisSession, "dataset created_at id"),
    (AnalysisSession, "dataset updated_at"),
    (Artifact, "session created_at id"),
    (Explanation, "session_id created_at id"),
    (TokenUsage, "tenant timestamp id"),
    (TokenUsage, "user timestamp id"),
    (AuditLog, "tenant timestamp id"),
    (AuditLog, "user timestamp id"),
):
    _model.add_index(*(getattr(_model, field) for field in _fields.split()))
DatasetVersion.add_index(DatasetVersion.dataset, DatasetVersion.version, unique=True)
ChatMessage.add_index(ChatMessage.session, ChatMessage.sequence, unique=True)
