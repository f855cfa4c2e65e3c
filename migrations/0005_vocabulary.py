"""What words mean to an organization, as its people explained them."""

from peewee import Database, Field, ForeignKeyField, Model, TextField


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

    class Dataset(Base):
        class Meta:
            table_name = "poppy_datasets"

    class User(Base):
        class Meta:
            table_name = "poppy_users"

    def link(model: type[Model], name: str, on_delete: str, **kwargs):
        return ForeignKeyField(
            model, column_name=name, on_delete=on_delete, on_update="CASCADE", **kwargs
        )

    class VocabularyEntry(Base):
        tenant = link(Tenant, "tenantId", "CASCADE")
        dataset = link(Dataset, "datasetId", "CASCADE", null=True)
        user = link(User, "userId", "SET NULL", null=True)
        phrase = TextField()
        base = TextField()
        column_name = TextField(column_name="columnName")
        created_at = Time(column_name="createdAt")

        class Meta:
            table_name = "poppy_vocabulary"
            legacy_table_names = False

    entry = VocabularyEntry
    everywhere = entry.dataset.is_null()
    entry.add_index(entry.dataset, entry.base, unique=True)
    entry.add_index(entry.tenant, entry.base, unique=True, where=everywhere)
    return entry


def up(migrator, db) -> None:
    """Make the table."""
    table(db).create_table()


def down(migrator, db) -> None:
    """Drop the table."""
    table(db).drop_table()
