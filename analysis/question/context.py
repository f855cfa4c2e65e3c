"""What every stage may look at: the table's names, types and links between them."""

from dataclasses import dataclass

from analysis.question.names import IDENTIFYING, ColumnName, Names
from analysis.question.vocabulary import word_set
from analysis.table import ColumnProfile, TableProfile

# What an adjective speaks of: groups of words of a column's name, the surest first.
# "-" before a word turns the order round: the oldest has the least birth date.
HINTS = {
    "age": ("age", "-birth -birthday -birthdate -born"),
    "height": ("height tall", "elevation altitude"),
    "length": ("length duration runtime", "time distance"),
    "weight": ("weight mass",),
    "price": ("price cost fee fare charge rent", "rate amount"),
    "salary": ("salary wage pay", "income earning compensation"),
    "speed": ("speed velocity", "-time -duration -lap"),
    "wealth": ("worth wealth", "income balance asset"),
    "area": ("area width breadth", "size"),
    "population": ("population inhabitant",),
    "temperature": ("temperature",),
    "precipitation": ("precipitation rain rainfall",),
    "wind": ("wind",),
    "depth": ("depth",),
    "distance": ("distance",),
    "rating": ("rating score star", "grade rank"),
}
NO_MEASURES = frozenset({"code", "id", "identifier", "type", "class", "category"})
# Words of columns that say when a thing came to be.
BEGINNINGS = word_set("beginnings")
YES = frozenset({"y", "yes", "true", "t", "1"})
FLAG_VALUES = YES | {"n", "no", "false", "f", "0"}
_YEARS = (1000, 2999)
LABEL_SHARE, FEW_KINDS, REPEATS = 0.75, 12, 5


@dataclass
class Context:
    """The table as the stages see it.

    `torn` holds the columns among which a stage could not choose, for a time without
    a name or for an adjective; `preferred` is the one to take in such a case.
    """

    names: Names
    preferred: str | None = None
    torn: tuple[str, ...] = ()

    @property
    def profile(self) -> TableProfile:
        """Return the profile of the table."""
        return self.names.profile

    def column(self, key: str) -> ColumnProfile:
        """Return a column's profile."""
        return self.profile.column(key)

    def name(self, key: str) -> ColumnName:
        """Return a column's name as words."""
        return self.names.column(key)

    def is_unique(self, key: str) -> bool:
        """Tell whether every row has its own value in this column."""
        column = self.column(key)
        return column.distinct + column.blanks >= self.profile.rows

    def is_year(self, key: str) -> bool:
        """Tell whether a column of whole numbers holds years, by its values."""
        column = self.column(key)
        if not self.name(key).is_number or column.minimum is None:
            return False
        return (
            _YEARS[0] <= column.minimum
            and column.maximum <= _YEARS[1]
            and ("year" in self.name(key).words or _looks_like_year(column))
        )

    def is_time(self, key: str) -> bool:
        """Tell whether a column says when: a date, or years as numbers."""
        named = "year" in self.name(key).words and self.name(key).is_number
        return self.name(key).is_date or self.is_year(key) or named

    def time_columns(self) -> list[str]:
        """Return the keys of the columns that say when."""
        return [c.key for c in self.names.columns if self.is_time(c.key)]

    def only_time(self, years: tuple[int, ...] = ()) -> str | None:
        """Return the one column that says when; for `years`, one that holds them.

        For bare years a column of years goes before dates.
        """
        times = self.time_columns()
        dates = [key for key in times if self.name(key).is_date]
        numbers = [key for key in times if key not in dates]
        if not years:
            return self.one_of(dates or numbers)
        holding = [key for key in times if self._holds(key, years)]
        return self.one_of(holding or numbers or dates)

    def one_of(self, keys: list[str]) -> str | None:
        """Return the only key, or the preferred one; remember that several fit."""
        if self.preferred in keys:
            return self.preferred
        if len(keys) > 1:
            self.torn = tuple(keys)
        return keys[0] if len(keys) == 1 else None

    def _holds(self, key: str, years: tuple[int, ...]) -> bool:
        """Tell whether the times of a column reach to any of some years."""
        column = self.column(key)
        if column.minimum is None:
            return False
        low, high = (int(str(edge)[:4]) for edge in (column.minimum, column.maximum))
        return any(low <= year <= high for year in years)

    def hinted(self, hint: str) -> tuple[str, bool] | None:
        """Return (key, turned round) of the one column an adjective speaks of."""
        if hint == "date":
            time = self.only_time()
            return (time, False) if time else None
        for group in HINTS[hint]:
            words = {word.lstrip("-") for word in group.split()}
            keys = [c.key for c in self.names.columns if self._measures(c, words)]
            if keys:
                key = self.one_of(keys)
                return (key, group.startswith("-")) if key else None
        return self._oldest() if hint == "age" else None

    def _oldest(self) -> tuple[str, bool] | None:
        """Return when things came to be, which is least for the oldest.

        People have ages instead; where no column says "built" or the like, any time
        may be meant.
        """
        if any(self._is_person_part(column) for column in self.names.columns):
            return None
        times = self.time_columns()
        begun = [key for key in times if BEGINNINGS & set(self.name(key).words)]
        time = self.one_of(begun or times)
        return (time, True) if time else None

    def _measures(self, column: ColumnName, words: set[str]) -> bool:
        ordered = column.is_number or column.is_date
        coded = column.column.role == "identifier" or NO_MEASURES & set(column.words)
        return ordered and not coded and bool(words & set(column.words))

    def is_noun(self, key: str) -> bool:
        """Tell whether a column names things: its values are texts or identifiers."""
        return self.column(key).type == "text" or self.is_identifier(key)

    def is_identifier(self, key: str) -> bool:
        """Tell whether a column tells things apart, by its values or as an id."""
        named = self.name(key).words[-1:] in (("id",), ("identifier",))
        return self.column(key).role == "identifier" or (named and self.is_unique(key))

    def is_measured(self, key: str) -> bool:
        """Tell whether a column holds numbers that measure, not identify."""
        return self.name(key).is_number and not self.is_identifier(key)

    def is_amount(self, key: str) -> bool:
        """Tell whether a column measures, so that no groups are made of its numbers."""
        measured = self.is_measured(key) and not self.is_category(key)
        return measured and not self.is_time(key)

    def is_category(self, key: str) -> bool:
        """Tell whether a column holds a few numbers that are rather kinds."""
        column = self.column(key)
        if not self.name(key).is_number or column.role == "identifier":
            return False
        repeats = self.profile.rows - column.blanks >= REPEATS * column.distinct
        return column.type == "integer" and column.distinct <= FEW_KINDS and repeats

    def label(self) -> str | None:
        """Return the column that names a row for people: its name or title."""
        texts = [c for c in self.names.columns if c.column.type == "text"]
        for wanted in ("name", "title", "model"):
            named = [c for c in texts if wanted in c.words]
            if len(named) == 1 and self._tells_apart(named[0]):
                return named[0].key
            if named and all(self._is_person_part(c) for c in named):
                return named[0].key
        unique = [c for c in texts if self.is_unique(c.key) and _is_worded(c.column)]
        return unique[0].key if unique else None

    def _tells_apart(self, column: ColumnName) -> bool:
        return column.column.distinct >= LABEL_SHARE * self.profile.rows

    def own_identifier(self) -> list[str]:
        """Return the first column if it numbers the rows or codes them."""
        first = self.names.columns[0]
        named = first.column.role == "identifier" or first.words[-1] in IDENTIFYING
        return [first.key] if named and self.is_unique(first.key) else []

    def name_columns(self) -> tuple[str, ...]:
        """Return the columns that make up a row's name: first and last name, or one."""
        parts = [c.key for c in self.names.columns if self._is_person_part(c)]
        if parts:
            return tuple(parts)
        label = self.label()
        return (label,) if label else ()

    def _is_person_part(self, column: ColumnName) -> bool:
        words = set(column.words)
        return "name" in words and bool(words & {"first", "last"})

    def flag_value(self, key: str, yes: bool) -> object | None:
        """Return the value of a yes/no column that means yes (or no), if it is one."""
        column = self.column(key)
        if column.type == "boolean":
            return yes
        values = [text for text, _ in column.top]
        if column.distinct > 2 or not values:
            return None
        if not {v.strip().lower() for v in values} <= FLAG_VALUES:
            return None
        wanted = [v for v in values if (v.strip().lower() in YES) is yes]
        return wanted[0] if len(wanted) == 1 else None


def _is_worded(column: ColumnProfile) -> bool:
    """Tell whether cells are words rather than dates, codes or scores."""
    texts = "".join(text for text, _ in column.top)
    digits = sum(c.isdigit() for c in texts)
    return 2 * digits < sum(c.isalnum() for c in texts)


def _looks_like_year(column: ColumnProfile) -> bool:
    return column.type == "integer" and 1500 <= column.minimum <= column.maximum <= 2100
