"""New names for what an archive brings and what is taken here: ids and e-mails."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from peewee import Database, Field, Model

from columns import Json
from errors import Conflict
from models import User
from schema.archive import archived_models, read_table
from schema.rows import column_names
from stores.statements import new_id

BATCH = 500


@dataclass(frozen=True)
class Changes:
    """What has to be called otherwise here: old to new."""

    ids: dict[str, str]
    emails: dict[str, str]

    def of(self, text: str) -> str:
        """Return an id under its new name."""
        return self.ids.get(text, text)

    def key(self, key: str) -> str:
        """Return a storage key with the ids in it changed."""
        return "/".join(self.of(part) for part in key.split("/"))

    def cell(self, column: Field, value: object) -> object:
        """Return the value of a column with the ids in it changed."""
        name = column.column_name
        if isinstance(column, Json):
            return self.inside(value)
        if name == "filePath":
            return self.key(value)
        if name == "email":
            return self.emails.get(value, value)
        return self.of(value) if name == "id" or name.endswith("Id") else value

    def inside(self, value: object) -> object:
        """Return JSON in which texts that are ids are changed."""
        if isinstance(value, dict):
            return {key: self.inside(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.inside(item) for item in value]
        return self.of(value) if isinstance(value, str) else value


def find_changes(db: Database, archive: zipfile.ZipFile, keep_ids: bool) -> Changes:
    """Return what is taken here, with its new name; Conflict if ids are to be kept."""
    ids: dict[str, str] = {}
    for model in archived_models():
        rows = read_table(archive, model)
        for key in _existing(db, model, "id", (row[0] for row in rows)):
            ids.setdefault(key, new_id())
    place = column_names(User).index("email")
    emails = {row[place] for row in read_table(archive, User)}
    taken = {
        email: _free(email, emails) for email in _existing(db, User, "email", emails)
    }
    if keep_ids and (ids or taken):
        clash = next(iter(taken or ids))
        raise Conflict(
            f"{clash} exists here already; nothing was imported. "
            "Leave out --keep-ids to give it a new name."
        )
    return Changes(ids, taken)


def _existing(
    db: Database, model: type[Model], column: str, values: Iterable[str]
) -> list[str]:
    wanted, found = list(values), []
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        places = ", ".join([db.param] * len(batch))
        found += db.execute_sql(
            f'SELECT "{column}" FROM "{model._meta.table_name}" '
            f'WHERE "{column}" IN ({places})',
            batch,
        ).fetchall()
    return [value for (value,) in found]


def _free(email: str, used: set[str]) -> str:
    """Return the first of name+2@..., name+3@... that nobody has; it is used now."""
    name, _, domain = email.partition("@")
    for number in count(2):
        candidate = f"{name}+{number}@{domain}"
        taken = User.select().where(User.email == candidate).exists()
        if candidate not in used and not taken:
            used.add(candidate)
            return candidate
