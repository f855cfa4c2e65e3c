"""The answers that are given again when a request is repeated with its key."""

from peewee import Database, Field, IntegerField, JSONField, Model, TextField


class Time(Field):
    field_type = "TIMESTAMP(3)"


def table(db: Database) -> type[Model]:
    """Return the model as it was when this migration was written."""

    class IdempotencyKey(Model):
        id = TextField(primary_key=True)
        fingerprint = TextField()
        resource_id = TextField(column_name="resourceId")
        owner = TextField()
        lease_until = Time(column_name="leaseUntil")
        status = IntegerField(null=True)
        answer = JSONField(null=True)
        created_at = Time(column_name="createdAt", index=True)

        class Meta:
            database = db
            table_name = "poppy_idempotency_keys"

    return IdempotencyKey


def up(migrator, db) -> None:
    """Make the table."""
    table(db).create_table()


def down(migrator, db) -> None:
    """Drop the table."""
    table(db).drop_table()
