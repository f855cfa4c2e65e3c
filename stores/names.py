"""The predecessor's camelCase names, so that its people feel at home."""

import re
import sys
from collections.abc import Callable, Mapping


def snake(name: str) -> str:
    """Return `tenant_id` for `tenantId`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def predecessor_names(module_name: str) -> Callable[[str], object]:
    """Return a module's `__getattr__` that finds `get_dataset` under `getDataset`."""

    def find(name: str) -> object:
        functions = vars(sys.modules[module_name])
        if snake(name) != name and snake(name) in functions:
            return functions[snake(name)]
        raise AttributeError(f"module '{module_name}' has no attribute '{name}'")

    return find


def snake_keys(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values under snake_case keys, whichever spelling they came in."""
    return {snake(key): value for key, value in values.items()}
