"""JSON that somebody else may have written, as the types that records promise.

The predecessor kept what it was handed: anything may stand in its JSON columns.
"""

from collections.abc import Mapping


def result_of(value: object) -> dict:
    """Return an artifact's data; what is no object counts as the result itself."""
    if not isinstance(value, Mapping):
        return {"resultData": value}
    metadata = value.get("metadata")
    return {**value, "metadata": metadata if isinstance(metadata, Mapping) else {}}


def columns_of(value: object) -> list[dict]:
    """Return a profile's columns: the objects that have a name."""
    return [
        dict(each)
        for each in (value if isinstance(value, list) else ())
        if isinstance(each, Mapping) and isinstance(each.get("name"), str)
    ]


def sentences_of(value: object) -> list[str] | None:
    """Return a list of sentences; None where there is none."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        return None
    return [each for each in value if isinstance(each, str)]
