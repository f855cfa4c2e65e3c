"""JSON Schema from the type hints of the dataclasses that answers are made of."""

import re
import types
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

from flask import Response

from stores.records import ArtifactRecord
from views.api.shapes import RESULT
from views.serializers import camel, keeps_null

PLAIN: dict[type, dict] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dict: {"type": "object"},
    list: {"type": "array"},
    tuple: {"type": "array"},
    object: {},
    datetime: {"type": "string", "format": "date-time"},
}
# What is kept as JSON, by the record and the field that hold it.
KEPT_JSON = {(ArtifactRecord, "data"): RESULT}
# What a hint may name beside values: nothing, and an answer that is no JSON.
NO_VALUES = (types.NoneType, Response)


@dataclass(frozen=True)
class Schemas:
    """Schemas by name; each dataclass that is asked for is described once."""

    components: dict[str, dict] = field(default_factory=dict)

    def of(self, hint: object) -> dict:
        """Return the schema of a type hint, `$ref` for a dataclass."""
        if get_origin(hint) is Annotated:
            base, *extra = get_args(hint)
            return self.of(base) | extra[0]
        if is_dataclass(hint):
            return self._component(hint)
        if isinstance(hint, type):
            return PLAIN[hint]
        return self._composed(hint)

    def _composed(self, hint: object) -> dict:
        origin, inner = get_origin(hint), get_args(hint)
        if origin is Literal:
            return {"type": "string", "enum": list(inner)}
        if origin is tuple and inner[-1] is not Ellipsis:
            return {"type": "array", "prefixItems": [self.of(each) for each in inner]}
        if origin in (list, tuple):
            return {"type": "array", "items": self.of(inner[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        if origin in (Union, types.UnionType):
            return self._union([part for part in inner if part not in NO_VALUES])
        raise TypeError(f"no schema for {hint}")

    def _union(self, parts: list) -> dict:
        schemas = [self.of(part) for part in parts]
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}

    def _component(self, record: type) -> dict:
        name = record.__name__.removesuffix("Record")
        if name not in self.components:
            self.components[name] = {}  # first, so that a cycle ends here
            self.components[name] = self._object(record)
        return {"$ref": f"#/components/schemas/{name}"}

    def _object(self, record: type) -> dict:
        hints = get_type_hints(record, include_extras=True)
        properties, required = {}, []
        for each in fields(record):
            hint, key = hints[each.name], camel(each.name)
            optional = types.NoneType in get_args(hint)
            known = KEPT_JSON.get((record, each.name))
            properties[key] = known or self._property(each.name, hint)
            if keeps_null(each):
                properties[key] = {"anyOf": [properties[key], {"type": "null"}]}
            if keeps_null(each) or not optional:
                required.append(key)
        return {
            "type": "object",
            "description": _in_camel((record.__doc__ or "").split("\n")[0]),
            "properties": properties,
            "required": required,
        }

    def _property(self, name: str, hint: object) -> dict:
        schema = self.of(hint)
        is_id = name == "id" or name.endswith("_id")
        if is_id and schema == PLAIN[str]:
            return schema | {"format": "uuid"}
        return schema


def _in_camel(words: str) -> str:
    """Return the words with the names in them as the API writes them."""
    return re.sub(r"`(\w+)`", lambda found: f"`{camel(found[1])}`", words)
