"""The twelve tables and the rate limits, made new or completed where they exist.

The models here are a frozen copy: later changes of models.py come as migrations.
"""

from peewee import (
    SQL,
    BigIntegerField,
    Database,
    DoubleField,
    Field,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    PostgresqlDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator
from playhouse.schema_diff import diff_models

ROLE_TYPE = """CREATE TYPE "PoppyUserRole" AS ENUM ('OWNER', 'MEMBER', 'VIEWER')"""


class Time(Field):
    field_type = "TIMESTAMP(3)"


class Role(Field):
    def __init__(self, field_type: str, **kwargs):
        self.field_type = field_type
        super().__init__(**kwargs)


def link(model: type[Model], name: str, on_delete: str, **kwargs) -> ForeignKeyField:
    return ForeignKeyField(
        model,
        column_name=name,
        object_id_name=f"{name}_value",
        backref="+",
        on_delete=on_delete,
        on_update="CASCADE",
        **kwargs,
    )


def tables(db: Database) -> list[type[Model]]:
    """Return the models as they were when this migration was written."""
    postgres = isinstance(db, PostgresqlDatabase)
    role_type = '"PoppyUserRole"' if postgres else "TEXT"

    class Base(Model):
        id = TextField(primary_key=True)

        class Meta:
            database = db
            legacy_table_names = False

    class Tenant(Base):
        name = TextField()
        createdAt = Time(index=True)
        updatedAt = Time()

        class Meta:
            table_name = "poppy_tenants"

    class User(Base):
        email = TextField(unique=True)
        name = TextField(null=True)
        passwordHash = TextField(null=True)
        tenantId = link(Tenant, "tenantId", "CASCADE")
        role = Role(role_type, constraints=[SQL("DEFAULT 'MEMBER'")])
        createdAt = Time(index=True)
        updatedAt = Time()

        class Meta:
            table_name = "poppy_users"

    class AuthSession(Base):
        userId = TextField(index=True)
        tenantId = TextField(index=True)
        role = Role(role_type)
        expiresAt = Time(index=True)
        createdAt = Time(index=True)
        name = TextField(null=True)

        class Meta:
            table_name = "poppy_auth_sessions"

    class Dataset(Base):
        tenantId = link(Tenant, "tenantId", "CASCADE")
        name = TextField()
        description = TextField(null=True)
        createdAt = Time(index=True)
        updatedAt = Time()

        class Meta:
            table_name = "poppy_datasets"
            indexes = ((("tenantId", "createdAt", "id"), False),)

    class DatasetVersion(Base):
        datasetId = link(Dataset, "datasetId", "CASCADE")
        tenantId = TextField(index=True)
        version = IntegerField()
        filePath = TextField()
        fileSize = BigIntegerField()
        rowCount = IntegerField(null=True)
        columnCount = IntegerField(null=True)
        uploadedAt = Time(index=True)
        createdAt = Time(index=True)
        fileHash = TextField(null=True)
        fileName = TextField(null=True)
        note = TextField(null=True)

        class Meta:
            table_name = "poppy_dataset_versions"
            indexes = ((("datasetId", "version"), True),)

    class DatasetProfile(Base):
        datasetVersionId = link(
            DatasetVersion, "datasetVersionId", "CASCADE", unique=True
        )
        rowCount = IntegerField()
        columnCount = IntegerField()
        columns = JSONField()
        createdAt = Time(index=True)
        details = JSONField(null=True)

        class Meta:
            table_name = "poppy_dataset_profiles"

    class AnalysisSession(Base):
        tenantId = link(Tenant, "tenantId", "CASCADE")
        datasetId = link(Dataset, "datasetId", "SET NULL", null=True)
        title = TextField(null=True)
        createdAt = Time(index=True)
        updatedAt = Time()

        class Meta:
            table_name = "poppy_analysis_sessions"
            indexes = (
                (("tenantId", "createdAt", "id"), False),
                (("tenantId", "updatedAt", "id"), False),
                (("datasetId", "createdAt", "id"), False),
                (("datasetId", "updatedAt"), False),
            )

    class ChatMessage(Base):
        sessionId = link(AnalysisSession, "sessionId", "CASCADE")
        tenantId = TextField(index=True)
        role = TextField()
        content = TextField()
        createdAt = Time(index=True)
        sequence = BigIntegerField(null=True)
        metadata = JSONField(null=True)

        class Meta:
            table_name = "poppy_chat_messages"
            indexes = ((("sessionId", "sequence"), True),)

    class Artifact(Base):
        sessionId = link(AnalysisSession, "sessionId", "CASCADE")
        tenantId = link(Tenant, "tenantId", "CASCADE")
        type = TextField()
        title = TextField()
        data = JSONField()
        metadata = JSONField(null=True)
        createdAt = Time(index=True)

        class Meta:
            table_name = "poppy_artifacts"
            indexes = ((("sessionId", "createdAt", "id"), False),)

    class Explanation(Base):
        sessionId = TextField(index=True)
        artifactId = link(Artifact, "artifactId", "CASCADE", unique=True)
        summary = TextField()
        implications = JSONField(null=True)
        caveats = JSONField(null=True)
        createdAt = Time(index=True)

        class Meta:
            table_name = "poppy_explanations"
            indexes = ((("sessionId", "createdAt", "id"), False),)

    class TokenUsage(Base):
        userId = link(User, "userId", "CASCADE")
        tenantId = link(Tenant, "tenantId", "CASCADE")
        sessionId = TextField(null=True, index=True)
        artifactId = link(Artifact, "artifactId", "SET NULL", null=True)
        promptTokens = IntegerField()
        completionTokens = IntegerField()
        totalTokens = IntegerField()
        estimatedCost = DoubleField()
        timestamp = Time(index=True)

        class Meta:
            table_name = "poppy_token_usage"
            indexes = (
                (("tenantId", "timestamp", "id"), False),
                (("userId", "timestamp", "id"), False),
            )

    class AuditLog(Base):
        userId = link(User, "userId", "CASCADE")
        tenantId = link(Tenant, "tenantId", "CASCADE")
        action = TextField()
        resourceType = TextField(index=True)
        resourceId = TextField(null=True)
        metadata = JSONField(null=True)
        timestamp = Time(index=True)

        class Meta:
            table_name = "poppy_audit_logs"
            indexes = (
                (("tenantId", "timestamp", "id"), False),
                (("userId", "timestamp", "id"), False),
            )

    class RateLimit(Model):
        key = TextField(primary_key=True)
        windowStart = Time()
        count = IntegerField()

        class Meta:
            database = db
            table_name = "poppy_rate_limits"

    return [
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
        RateLimit,
    ]


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make what is missing; what stands there already is left as it is."""
    postgres = isinstance(db, PostgresqlDatabase)
    if postgres and not _has_role_type(db):
        db.execute_sql(ROLE_TYPE)
    diff = diff_models(db, tables(db))
    db.create_tables(diff.create_tables)
    for field in diff.add_columns:
        table = field.model._meta.table_name
        migrator.migrate(migrator.add_column(table, field.column_name, field))
    for index in diff.add_indexes:
        migrator.migrate(migrator.add_index(index.table, index.columns, index.unique))
    if postgres and _is_narrow(db):
        migrator.migrate(
            migrator.alter_column_type(
                "poppy_dataset_versions", "fileSize", BigIntegerField()
            )
        )


def _has_role_type(db: Database) -> bool:
    query = "SELECT 1 FROM pg_type WHERE oid = to_regtype('\"PoppyUserRole\"')"
    return db.execute_sql(query).fetchone() is not None


def _is_narrow(db: Database) -> bool:
    columns = {c.name: c for c in db.get_columns("poppy_dataset_versions")}
    return columns["fileSize"].data_type == "integer"
