"""A command for each route of the document, that runs as it stands in a shell.

Ids are variables of the shell ($DATASET_ID), as is the token; other values are the
document's own examples, or made up from the schema.
"""

import json
import re
from urllib.parse import urlencode

MADE_UP = {"object": {}, "array": [], "number": 1.5, "integer": 1, "boolean": True}


def curl(method: str, path: str, operation: dict, host: str) -> str:
    """Return a command that calls the route of `host` (http://127.0.0.1:5000)."""
    parts = [f'curl "{host}{_filled(path)}{_query(operation)}"']
    if method != "GET":
        parts[0] = f"{parts[0]} -X {method}"
    if "security" not in operation:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        parts.append("-F file=@table.csv")
    elif content:
        body = json.dumps(_example(content["application/json"]["schema"]))
        parts += ["-H 'Content-Type: application/json'", f"-d '{_unquoted(body)}'"]
    return " \\\n  ".join(parts)


def _filled(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: _variable(found[1]), path)


def _query(operation: dict) -> str:
    values = {
        each["name"]: _value(each["name"], each["schema"])
        for each in operation["parameters"]
        if each["in"] == "query" and each["required"]
    }
    return f"?{urlencode(values, safe='$')}" if values else ""


def _variable(name: str) -> str:
    return "$" + re.sub(r"(?=[A-Z])", "_", name).upper()


def _unquoted(body: str) -> str:
    # Within single quotes a shell puts nothing in the place of a variable.
    return re.sub(r"(?<=\")([$][A-Z_]+)(?=\")", r"'\1'", body)


def _example(schema: dict) -> dict:
    return {
        name: _value(name, schema["properties"][name])
        for name in schema.get("required", ())
    }


def _value(name: str, schema: dict) -> object:
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "uuid":
        return _variable(name)
    return MADE_UP.get(schema["type"], f"my {name}")
