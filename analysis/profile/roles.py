"""What a column is for, judged by its values first and by its name second."""

import re
from dataclasses import dataclass

from analysis.table import NUMERIC, TEMPORAL


def words_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


IDENTIFIER_WORDS = words_set("id ids uuid guid key sku isbn issn ean upc iban vin ssn")
NUMBERING_WORDS = words_set("no nr num number code zip postcode postal phone")
GROUPING_WORDS = words_set(
    "class type kind group category cat level code status grade rank store region "
    "zone district ward cluster segment month day weekday dow hour quarter week "
    "season period zip postal"
)
YEAR_WORDS = words_set("year years yr fy jahr annee anno ano season vintage")
YES_NO = words_set(
    "yes no y n true false t f on off 0 1 ja nein oui non si active inactive"
)
UNIQUE_FROM = 10
FEW_GROUPS = 100
LONG_TEXT = 60


@dataclass(frozen=True)
class Facts:
    """What a role is judged by; `examples` are frequent values as text."""

    name: str
    type: str
    filled: int
    distinct: int
    minimum: object
    maximum: object
    examples: tuple[str, ...]
    characters: int = 0

    @property
    def unique(self) -> bool:
        """Whether every filled cell differs, in enough cells to mean something."""
        return self.distinct == self.filled >= UNIQUE_FROM


def role_of(facts: Facts) -> str:
    """Return one of analysis.table.ROLES."""
    if not facts.filled:
        return "text"
    if facts.type == "boolean" or _is_flag(facts):
        return "flag"
    if facts.type in TEMPORAL:
        return "date"
    if facts.type in NUMERIC:
        return _role_of_number(facts)
    return _role_of_text(facts)


def is_year(facts: Facts) -> bool:
    """Tell whether whole numbers are calendar years: all plausible, and so named."""
    return (
        facts.type == "integer"
        and facts.filled > 0
        and facts.minimum >= 1000
        and facts.maximum <= 2200
        and bool(YEAR_WORDS & set(words_of(facts.name)))
    )


def words_of(name: str) -> list[str]:
    """Split a column name into lower-case words: customerID -> customer, id."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W_]+", spaced.lower())


def _is_flag(facts: Facts) -> bool:
    if facts.type in NUMERIC:
        return facts.distinct <= 2 and facts.minimum >= 0 and facts.maximum <= 1
    values = {example.strip().lower() for example in facts.examples}
    return facts.distinct == 2 and values <= YES_NO


def _role_of_number(facts: Facts) -> str:
    if facts.type != "integer":
        return "measure"
    if is_year(facts):
        return "category"
    words = words_of(facts.name)
    if _numbers_the_rows(facts) or IDENTIFIER_WORDS & set(words):
        return "identifier"
    if facts.unique and NUMBERING_WORDS & set(words):
        return "identifier"
    if words and words[-1] in GROUPING_WORDS and facts.distinct <= FEW_GROUPS:
        return "category"
    if words and words[-1] in NUMBERING_WORDS and len(words) > 1:
        return "identifier"
    return "measure"


def _numbers_the_rows(facts: Facts) -> bool:
    """Every value once and next to no hole: a running number, whatever its name."""
    span = facts.maximum - facts.minimum + 1
    return facts.unique and facts.distinct >= 0.99 * span


def _role_of_text(facts: Facts) -> str:
    length = facts.characters / facts.filled
    spaced = sum(" " in example.strip() for example in facts.examples)
    wordy = spaced > len(facts.examples) / 2
    if length > LONG_TEXT:
        return "text"
    if facts.unique:
        return "text" if wordy else "identifier"
    if facts.distinct <= FEW_GROUPS / 2 or facts.distinct <= facts.filled / 2:
        return "category"
    if facts.distinct > 0.9 * facts.filled and wordy:
        return "text"
    return "identifier" if _looks_like_codes(facts) else "category"


def _looks_like_codes(facts: Facts) -> bool:
    coded = sum(any(c.isdigit() for c in example) for example in facts.examples)
    return coded > len(facts.examples) / 2
