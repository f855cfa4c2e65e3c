"""Plans from JSON: a posted chip or button, a stored receipt, a model's proposal."""

from collections.abc import Callable, Mapping

from analysis.plan import (
    CHARTS,
    COMPARISONS,
    CYCLES,
    GRAINS,
    KINDS,
    OPS,
    OTHER_TESTS,
    Dimension,
    Filter,
    Group,
    Having,
    Inner,
    Measure,
    Order,
    Plan,
)
from analysis.table import TEMPORAL, TableProfile
from errors import ValidationError

MOST_PARTS = 50
LONGEST_TEXT = 1000
DEEPEST = 5
HAVING_TESTS = (*COMPARISONS, "between")


def plan_from_json(data: object, profile: TableProfile) -> Plan:
    """Return the Plan that `data` describes, or raise ValidationError naming the field.

    Everything is checked: unknown keys, columns that the table lacks, operations and
    tests that do not exist, values of another type than the column's.
    """
    return _Reader(profile).plan(data)


class _Reader:
    def __init__(self, profile: TableProfile):
        self.columns = {column.key: column for column in profile.columns}

    def plan(self, data: object) -> Plan:
        found = _object(data, "plan", Plan)
        return Plan(
            kind=_one_of(found.get("kind", "aggregate"), KINDS, "kind"),
            measures=self._many(found, "measures", self.measure),
            dimensions=self._many(found, "dimensions", self.dimension),
            columns=self._many(found, "columns", self.column),
            where=self._maybe(found, "where", self.condition),
            having=self._many(found, "having", self.having),
            order=self._many(found, "order", self.order),
            limit=_whole(found.get("limit"), "limit", 1, 1_000_000),
            distinct=_switch(found.get("distinct", False), "distinct"),
            chart=_one_of(found.get("chart"), (*CHARTS, None), "chart"),
        )

    def measure(self, data: object) -> Measure:
        found = _object(data, "measures", Measure)
        return Measure(
            op=_one_of(found.get("op"), OPS, "op"),
            column=self._maybe(found, "column", self.column),
            argument=_number(found.get("argument"), "argument", 0, 100),
            base=_one_of(found.get("base"), (*OPS, None), "base"),
        )

    def dimension(self, data: object) -> Dimension:
        found = _object(data, "dimensions", Dimension)
        column = self.column(found.get("column"))
        grain = _one_of(found.get("grain"), (*GRAINS, *CYCLES, None), "grain")
        if grain and self.columns[column].type not in TEMPORAL:
            raise _wrong("grain", "only dates can be grouped by a period")
        bins = _whole(found.get("bins"), "bins", 1, 1000)
        width = _number(found.get("width"), "width", 1e-12, 1e15)
        return Dimension(column, grain, bins, width)

    def condition(self, data: object, depth: int = 0) -> Filter | Group:
        if depth > DEEPEST:
            raise _wrong("where", "it is nested too deeply")
        if isinstance(data, Mapping) and "join" in data:
            found = _object(data, "where", Group)
            parts = _list(found.get("parts"), "parts")
            if not parts:
                raise _wrong("parts", "it is empty")
            return Group(
                _one_of(found["join"], ("and", "or"), "join"),
                tuple(self.condition(part, depth + 1) for part in parts),
            )
        return self._filter(_object(data, "where", Filter), depth)

    def _filter(self, found: Mapping, depth: int) -> Filter:
        column = self.column(found.get("column"))
        test = _one_of(found.get("test"), (*COMPARISONS, *OTHER_TESTS), "test")
        values = _list(found.get("values", []), "values")
        other = self._maybe(found, "other", self.column)
        _check_count(test, len(values), other)
        return Filter(
            column,
            test,
            tuple(self._value(value, depth) for value in values),
            _switch(found.get("negate", False), "negate"),
            other,
        )

    def _value(self, value: object, depth: int) -> object:
        if isinstance(value, Mapping):
            found = _object(value, "values", Inner)
            return Inner(
                _one_of(found.get("op"), (*OPS, "value"), "op"),
                self.column(found.get("column")),
                None
                if found.get("where") is None
                else self.condition(found["where"], depth + 1),
            )
        return _plain_value(value)

    def having(self, data: object) -> Having:
        found = _object(data, "having", Having)
        test = _one_of(found.get("test"), HAVING_TESTS, "test")
        values = tuple(
            _number(value, "values", -1e300, 1e300)
            for value in _list(found.get("values"), "values")
        )
        _check_count(test, len(values), None)
        return Having(self.measure(found.get("measure")), test, values)

    def order(self, data: object) -> Order:
        found = _object(data, "order", Order)
        by = _one_of(found.get("by"), ("measure", "dimension", "column"), "by")
        return Order(
            by,
            _whole(found.get("index", 0), "index", 0, MOST_PARTS),
            self._maybe(found, "column", self.column),
            _switch(found.get("descending", True), "descending"),
        )

    def column(self, data: object) -> str:
        if not isinstance(data, str) or data not in self.columns:
            raise _wrong("column", "the table has no such column")
        return data

    def _many(self, found: Mapping, field: str, read: Callable) -> tuple:
        return tuple(read(item) for item in _list(found.get(field, []), field))

    def _maybe(self, found: Mapping, field: str, read: Callable) -> object:
        return None if found.get(field) is None else read(found[field])


def _object(data: object, field: str, kind: type) -> Mapping:
    if not isinstance(data, Mapping):
        raise _wrong(field, "it must be an object")
    unknown = sorted(set(map(str, data)) - set(kind.__dataclass_fields__))
    if unknown:
        raise _wrong(field, f"it has an unknown part '{unknown[0][:50]}'")
    return data


def _list(data: object, field: str) -> list | tuple:
    if not isinstance(data, list | tuple):
        raise _wrong(field, "it must be a list")
    if len(data) > MOST_PARTS:
        raise _wrong(field, f"it has more than {MOST_PARTS} parts")
    return data


def _one_of(value: object, allowed: tuple, field: str) -> str | None:
    if isinstance(value, list | dict) or value not in allowed:
        raise _wrong(field, f"'{str(value)[:50]}' is not known")
    return value


def _number(value: object, field: str, least: float, most: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(field, "it must be a number")
    if not least <= value <= most:
        raise _wrong(field, f"it must lie between {least:g} and {most:g}")
    return value


def _whole(value: object, field: str, least: int, most: int) -> int | None:
    if isinstance(value, float):
        raise _wrong(field, "it must be a whole number")
    return _number(value, field, least, most)


def _switch(value: object, field: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field, "it must be true or false")
    return value


def _plain_value(value: object) -> object:
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        return value
    if isinstance(value, bool) or value is None:
        return value
    return _number(value, "values", -1e300, 1e300)


def _check_count(test: str, count: int, other: str | None) -> None:
    wanted = {"between": count == 2, "blank": count == 0}
    listed = test in ("in", "not in") and count >= 1
    single = test not in ("between", "blank", "in", "not in")
    fits = wanted.get(test, listed or (single and count == (0 if other else 1)))
    if not fits:
        raise _wrong("values", f"'{test}' has the wrong number of values")


def _wrong(field: str, why: str) -> ValidationError:
    return ValidationError(f"This plan cannot be used: {field}: {why}.", field=field)
