"""Imports go one way only: app -> views -> services -> stores and analysis."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OUTSIDE = {"tests", "bench", "build", "data", "samples", "static", "templates"}

# What each layer may import of ours, besides itself and errors.
MAY_IMPORT = {
    "app": {"config", "database", "schema.history", "services", "views"},
    "views": {"services", "stores.records", "stores.service_records"}
    | {"analysis.table", "analysis.quality", "analysis.reading.options"}
    | {"analysis.baseline.records", "analysis.compare", "analysis.versions.records"},
    "services": {
        "analysis",
        "columns",
        "config",
        "database",
        "llm",
        "schema",
        "stores",
    },
    "stores": {"columns", "database", "models", "service_models"},
    "models": {"columns", "database"},
    "service_models": {"columns", "models"},
    "columns": {"database"},
    "database": {"database_errors"},
    "database_errors": set(),
    "migrate": {"config", "database", "schema", "stores"},
    "schema": {
        "columns",
        "database",
        "database_errors",
        "models",
        "service_models",
        "stores",
    },
    "migrations": {"columns", "schema"},
    "analysis": set(),
    "llm": {"config"},
    "config": set(),
    "errors": set(),
}
# Where each library that must stay in one place may be imported.
KEPT_IN = {
    "flask": {"app", "views"},
    "flask_login": {"views"},
    "werkzeug": {"views"},
    "waitress": {"app"},
    "jinja2": {"app", "views"},
    "peewee": {
        "columns",
        "database",
        "database_errors",
        "migrate",
        "migrations",
        "models",
    }
    | {"schema", "service_models", "stores"},
    "playhouse": {
        "columns",
        "database",
        "database_errors",
        "migrate",
        "migrations",
        "models",
    }
    | {"schema", "stores"},
    "duckdb": {"analysis"},
    "python_calamine": {"analysis"},
}


def modules():
    """Return the Python files of the program, as paths from the root."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
    return sorted(
        path
        for path in found
        if path.parts[0] not in OUTSIDE and not path.parts[0].startswith(".")
    )


def layer_of(path):
    return path.parts[0].removesuffix(".py")


def imported(path):
    """Return the dotted names that a file imports."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports from the top"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name, allowed):
    return any(name == each or name.startswith(f"{each}.") for each in allowed)


def test_every_module_has_its_layer():
    layers = {layer_of(path) for path in modules()}
    assert layers <= set(MAY_IMPORT), "say in MAY_IMPORT what the new layer may import"


@pytest.mark.parametrize("path", modules(), ids=str)
def test_imports_go_one_way(path):
    layer = layer_of(path)
    allowed = MAY_IMPORT.get(layer, set()) | {layer, "errors"}
    ours = [name for name in imported(path) if name.split(".")[0] in MAY_IMPORT]
    assert [name for name in ours if not within(name, allowed)] == []


@pytest.mark.parametrize("path", modules(), ids=str)
def test_libraries_stay_where_they_belong(path):
    layer = layer_of(path)
    strays = [
        name
        for name in imported(path)
        if layer not in KEPT_IN.get(name.split(".")[0], {layer})
    ]
    assert strays == []


def test_no_name_of_ours_hides_one_of_the_standard_library():
    assert not {layer_of(path) for path in modules()} & set(sys.stdlib_module_names)
