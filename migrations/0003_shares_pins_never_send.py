"""Share links, pinned answers, and columns that no model is to be sent."""

from peewee import (
    Database,
    Field,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


class Time(Field):
    field_type = "TIMESTAMP(3)"


def table(db: Database) -> type[Model]:
    """Return the model as it was when this migration was written."""

    class Base(Model):
        id = TextField(primary_key=True)

        class Meta:
            database = db

    class Tenant(Base):
        class Meta:
            table_name = "poppy_tenants"

    class User(Base):
        class Meta:
            table_name = "poppy_users"

    def link(model: type[Model], name: str) -> ForeignKeyField:
        return ForeignKeyField(
            model, column_name=name, on_delete="CASCADE", on_update="CASCADE"
        )

    class ShareLink(Base):
        tenant = link(Tenant, "tenantId")
        user = link(User, "userId")
        kind = TextField()
        target_id = TextField(column_name="targetId", index=True)
        created_at = Time(column_name="createdAt")
        expires_at = Time(column_name="expiresAt")
        revoked_at = Time(column_name="revokedAt", null=True)
        opened = IntegerField()
        opened_at = Time(column_name="openedAt", null=True)

        class Meta:
            table_name = "poppy_share_links"
            legacy_table_names = False

    return ShareLink


def up(migrator, db) -> None:
    """Make the table and the two columns."""
    table(db).create_table()
    migrator.migrate(
        migrator.add_column("poppy_artifacts", "pin", JSONField(null=True)),
        migrator.add_column("poppy_datasets", "neverSend", JSONField(null=True)),
    )


def down(migrator, db) -> None:
    """Drop them."""
    migrator.migrate(
        migrator.drop_column("poppy_datasets", "neverSend"),
        migrator.drop_column("poppy_artifacts", "pin"),
    )
    table(db).drop_table()
