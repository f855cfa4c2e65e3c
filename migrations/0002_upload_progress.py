"""The progress of uploads, so that a page that was loaded anew still shows it."""

from peewee import BigIntegerField, Database, Field, Model, TextField


class Time(Field):
    field_type = "TIMESTAMP(3)"


def table(db: Database) -> type[Model]:
    """Return the model as it was when this migration was written."""

    class UploadProgress(Model):
        id = TextField(primary_key=True)
        tenant_id = TextField(column_name="tenantId", index=True)
        dataset_id = TextField(column_name="datasetId", null=True)
        file_name = TextField(column_name="fileName")
        phase = TextField()
        done = BigIntegerField()
        total = BigIntegerField(null=True)
        message = TextField(null=True)
        updated_at = Time(column_name="updatedAt")

        class Meta:
            database = db
            table_name = "poppy_upload_progress"

    return UploadProgress


def up(migrator, db) -> None:
    """Make the table."""
    table(db).create_table()


def down(migrator, db) -> None:
    """Drop the table."""
    table(db).drop_table()
