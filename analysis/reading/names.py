"""Column names that a person can read and that are told apart."""

import unicodedata


def unique_names(names: list[str]) -> list[str]:
    """Return the names cleaned, blanks named by their place, repeats numbered."""
    taken: set[str] = set()
    result = []
    for place, name in enumerate(names, start=1):
        base = _clean(name) or f"column {place}"
        unique, number = base, 1
        while unique in taken:
            number += 1
            unique = f"{base} ({number})"
        taken.add(unique)
        result.append(unique)
    return result


def _clean(name: str) -> str:
    """Drop control characters and runs of spaces; a name is one line."""
    kept = "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in name)
    return " ".join(unicodedata.normalize("NFC", kept).split())
