"""Column names and table names as words, weighed by how much they say."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.question.vocabulary import abbreviations, word_set
from analysis.question.words import singular, stem
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile

# Words that a person leaves out: a department is meant by "department_name".
LEFT_OUT = word_set("left_out")
# Words of a name that say in what unit, or that something was done.
UNITS = word_set("units")
# Units of measurement, which end the names of columns of numbers: "delay_min".
MEASURED_UNITS = word_set("measured_units")
IDENTIFYING = frozenset(
    {"id", "identifier", "code", "key", "number", "no", "reference"}
)
# Nouns that are the thing itself: "amount" of "transaction_amount".
HEADS = word_set("heads")
_EMPTY_NOUNS = word_set("empty_nouns")
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+|\d+")
_FORMULA = re.compile(r"[A-Za-z]{1,3}\d{1,2}")  # co2, pm10, h1
_GLUED = ("name", "type", "code", "number", "date", "count", "time", "year", "id")
_SHORTEST_STUB = 3
_COMMON_PREFIX = 0.5


@dataclass(frozen=True, eq=False)
class ColumnName:
    """A column as its words: singulars, stems, and how much each one weighs.

    `bare` is the name in one word, without its unit.
    """

    column: ColumnProfile
    raw: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    bare: str
    rows: int = 0
    place: int = 0

    @property
    def key(self) -> str:
        """Return the key of the column."""
        return self.column.key

    @property
    def is_number(self) -> bool:
        """Tell whether the column holds numbers."""
        return self.column.type in NUMERIC

    @property
    def is_date(self) -> bool:
        """Tell whether the column holds dates or moments."""
        return self.column.type in TEMPORAL


@dataclass(frozen=True, eq=False)
class Names:
    """The names of a table: its columns, and what one of its rows is called."""

    profile: TableProfile
    columns: tuple[ColumnName, ...]
    nouns: tuple[tuple[str, ...], ...]

    def column(self, key: str) -> ColumnName:
        """Return the name of the column with this key."""
        return next(c for c in self.columns if c.key == key)


@lru_cache(maxsize=256)
def names_of(profile: TableProfile, table_name: str = "") -> Names:
    """Return the words of all columns and of the table's name."""
    nouns = row_nouns(table_name)
    split = [name_words(column.name) for column in profile.columns]
    free = set(_table_words(table_name)) | _common_prefix(split)
    own = _identified(profile, split, nouns)
    free |= {word for noun in own for word in noun}
    columns = tuple(
        replace(
            _column_name(column, raw, free, _units_at(raw, column, split)),
            rows=profile.rows,
            place=place,
        )
        for place, (column, raw) in enumerate(zip(profile.columns, split, strict=True))
    )
    return Names(profile, columns, (*nouns, *own))


def _identified(
    profile: TableProfile,
    split: list[tuple[str, ...]],
    nouns: tuple[tuple[str, ...], ...],
) -> tuple[tuple[str, ...], ...]:
    """Return what rows are called by their identifier, the first column: "loan_id"."""
    for column, raw in zip(profile.columns[:1], split, strict=False):
        words = tuple(singular(word) for word in _expanded(raw))
        own = (
            column.distinct >= profile.rows and words[-1:] and words[-1] in IDENTIFYING
        )
        noun = words[:-1]
        if own and noun and noun not in nouns and noun[-1] not in LEFT_OUT | UNITS:
            return (noun,)
    return ()


def _units_at(
    raw: tuple[str, ...], column: ColumnProfile, split: list[tuple[str, ...]]
) -> int:
    """Return where the unit begins that ends a name: 1 in ("delay", "min").

    "min" is a minimum, not minutes, where another column has the maximum.
    """
    place = len(raw)
    if column.type not in NUMERIC:
        return place
    while place > 1 and raw[place - 1] in MEASURED_UNITS | {"per"}:
        place -= 1
    paired = raw[-1:] == ("min",) and {(*raw[:-1], "max"), ("max", *raw[:-1])} & set(
        split
    )
    return len(raw) if paired else place


def name_words(name: str) -> tuple[str, ...]:
    """Cut a name into lower-case words: at signs, capitals and known endings."""
    found: list[str] = []
    for token in re.split(r"[^\w]+|_+", name):
        if token.lower() in abbreviations() or _FORMULA.fullmatch(token):
            found.append(token.lower())
            continue
        pieces = (piece.lower() for piece in _PIECES.findall(token))
        found += [word for piece in pieces for word in _unglued(piece)]
    return tuple(found)


def row_nouns(table_name: str) -> tuple[tuple[str, ...], ...]:
    """Return what a row of the table may be called, the longest phrase first.

    Of "shop__sales__Customer_orders" the last part counts: ("customer", "order"),
    and ("order",) alone; words such as "data" or "list" name nothing.
    """
    words = [w for w in _table_words(table_name) if w not in _EMPTY_NOUNS]
    words = [w for w in words if not w.isdigit()]
    words = [w for w in words if len(w) > 1]
    return tuple(tuple(words[i:]) for i in range(len(words)))


def _table_words(table_name: str) -> list[str]:
    last = re.split(r"__+|[/\\]", table_name)[-1]
    return [singular(word) for word in _expanded(name_words(last))]


def _column_name(
    column: ColumnProfile, raw: tuple[str, ...], free: set[str], end: int
) -> ColumnName:
    """Make a name of raw words, of which those from `end` on are units."""
    named = _expanded(raw[:end])
    words = tuple(singular(word) for word in (*named, *_units(raw[end:])))
    weights = tuple(
        0.0 if place >= len(named) else _weight(word, words, free)
        for place, word in enumerate(words)
    )
    if not any(weights):
        weights = tuple(1.0 for _ in words)
    bare = "".join(raw[:end])
    return ColumnName(column, raw, words, tuple(map(stem, words)), weights, bare)


def _weight(word: str, words: tuple[str, ...], free: set[str]) -> float:
    alone = len(words) == 1
    if alone:
        return 1.0
    if word in UNITS:
        return 0.0
    if word in LEFT_OUT:
        return 0.25
    return 0.0 if word in free else 1.0


def _common_prefix(split: list[tuple[str, ...]]) -> set[str]:
    """Return the first word that half of the columns share, as in emp_name, emp_age."""
    firsts = [words[0] for words in split if len(words) > 1]
    common = {
        w for w in firsts if firsts.count(w) >= max(3, _COMMON_PREFIX * len(split))
    }
    return {singular(word) for word in _expanded(tuple(common))}


def _expanded(words: tuple[str, ...]) -> list[str]:
    return [long for word in words for long in abbreviations().get(word, (word,))]


def _units(words: tuple[str, ...]) -> list[str]:
    return ["minute" if word == "min" else word for word in words]


def _unglued(piece: str) -> list[str]:
    """Cut "sportname" into "sport", "name"; a short rest is no word of its own."""
    if piece in abbreviations():
        return [piece]
    for ending in _GLUED:
        rest = piece.removesuffix(ending)
        if rest != piece and len(rest) >= _SHORTEST_STUB and _can_end(ending, rest):
            return [rest, ending]
    return [piece]


def _can_end(ending: str, rest: str) -> bool:
    """Tell "circuitid" from words that merely end so, such as "paid" or "candidate"."""
    english = {"candi", "up", "lif", "account", "dis", "over", "pass", "some", "half"}
    ends_in_consonant = rest[-1] not in "aeiou"
    if ending == "id":
        return len(rest) > _SHORTEST_STUB and ends_in_consonant
    return rest not in english
