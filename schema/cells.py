"""What each cell must hold; SQLite keeps whatever it is given."""

from collections import Counter
from collections.abc import Iterator

from peewee import Database, Field, Model

from columns import Json
from schema.fitness import expected, fits
from schema.rows import NO_VALUE, as_text, fields_of, portable

PAGE = 1_000


def wrong_cells(db: Database, model: type[Model]) -> Iterator[str]:
    """Go through the columns of a table that hold what they must not, a sentence each.

    Every row is read once.
    """
    fields, table = fields_of(model), model._meta.table_name
    wrong: Counter[Field] = Counter()
    first: dict[Field, object] = {}
    for key, *row in _rows(db, model):
        for field, value in zip(fields, row, strict=True):
            if not _holds_its_own(field, value):
                wrong[field] += 1
                first.setdefault(field, key)
    for field, number in wrong.items():
        yield (
            f"{table}.{field.column_name}: {number:,} rows hold no "
            f"{expected(field)} (the first has the id '{first[field]}')."
        )


def _rows(db: Database, model: type[Model]) -> Iterator[tuple]:
    """Go through the rows as the driver gives them, each behind its key."""
    selected = (model._meta.primary_key, *fields_of(model))
    columns = ", ".join(as_text(db, field) for field in selected)
    cursor = db.execute_sql(f'SELECT {columns} FROM "{model._meta.table_name}"')
    while page := cursor.fetchmany(PAGE):
        yield from page


def _holds_its_own(field: Field, value: object) -> bool:
    try:
        plain = portable(field, value)
    except NO_VALUE:
        return False
    if plain is None and isinstance(field, Json):
        return field.null
    return fits(field, plain)
