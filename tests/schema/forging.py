"""Archives as somebody who knows the format could make them."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from schema.archive import archived_models
from schema.rows import TableHash, column_names


@dataclass
class Contents:
    """What is in an archive: rows by table, bytes by key."""

    tables: dict[str, list[dict]]
    files: dict[str, bytes]


def rewritten(archive: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Return a copy of the archive in which one entry is changed."""
    path = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.endswith(name) else content)
    return path


def forged(archive: Path, change: Callable[[Contents], object]) -> Path:
    """Return a copy with changed contents whose manifest agrees with them."""
    path = archive.with_name("forged.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        contents = _contents(old, manifest)
        change(contents)
        for model in archived_models():
            name = model._meta.table_name
            rows, table = contents.tables[name], TableHash()
            for row in rows:
                table.add([row.get(column) for column in column_names(model)])
            manifest["tables"][name] = {"rows": table.rows, "hash": table.hexdigest()}
            lines = "".join(f"{json.dumps(row)}\n" for row in rows)
            new.writestr(f"tables/{name}.jsonl", lines)
        manifest["files"] = [
            {"key": key, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for key, data in contents.files.items()
        ]
        for key, data in contents.files.items():
            new.writestr(f"files/{key}", data)
        new.writestr("manifest.json", json.dumps(manifest))
    return path


def _contents(archive: zipfile.ZipFile, manifest: dict) -> Contents:
    tables = {
        name: [
            json.loads(line)
            for line in archive.read(f"tables/{name}.jsonl").split(b"\n")[:-1]
        ]
        for name in manifest["tables"]
    }
    keys = [file["key"] for file in manifest["files"]]
    return Contents(tables, {key: archive.read(f"files/{key}") for key in keys})
