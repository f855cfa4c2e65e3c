"""Requests that may be repeated keep the ids of what they made, not its content.

What was deleted is then gone from there as well. Answers that are kept already are
given up: they are a day old at most.
"""

from peewee import IntegerField

TABLE = "poppy_idempotency_keys"


def up(migrator, db) -> None:
    """Empty the table, and let ids take the place of answers."""
    db.execute_sql(f'DELETE FROM "{TABLE}"')
    migrator.migrate(
        migrator.drop_column(TABLE, "status"),
        migrator.rename_column(TABLE, "answer", "made"),
    )


def down(migrator, db) -> None:
    """Empty the table, and let answers take the place of ids."""
    db.execute_sql(f'DELETE FROM "{TABLE}"')
    migrator.migrate(
        migrator.rename_column(TABLE, "made", "answer"),
        migrator.add_column(TABLE, "status", IntegerField(null=True)),
    )
