"""The forms of numbers: decimal and thousands marks, signs, currencies, units."""

import re
from collections import Counter
from collections.abc import Iterable

from analysis.reading.kinds import Rule
from analysis.reading.vocabulary import CURRENCIES, UNITS

_MINUS = "\\-\u2212"
_SPACES = " \u00a0\u202f\u2009"
_GROUPS = {",": ",", ".": r"\.", " ": f"[{_SPACES}]", "'": "['’]"}
# (decimal mark, thousands mark), plainest first.
STYLES = (
    (".", ""),
    (",", ""),
    (".", ","),
    (",", "."),
    (".", " "),
    (",", " "),
    (".", "'"),
    (",", "'"),
)
_CELL = re.compile(
    rf"\(?[+{_MINUS}]?\s?(?P<before>[^\d\s.,()+{_MINUS}]{{0,4}}?)\s?[+{_MINUS}]?"
    rf"(?P<body>[\d.,][\d.,'’{_SPACES}]*(?:[eE][+-]?\d+)?)"
    rf"(?P<gap>\s?)(?P<after>[^\d\s.,()+{_MINUS}][^\d\s()]{{0,9}})?\)?"
)
# Two marks of a kind part thousands; three of them could be an address.
_COMMA_SHOWN = re.compile(
    r"\d{1,3}(\.\d{3})+,\d+|\d+,(\d{1,2}|\d{4,})|0,\d+|\d{1,3}(\.\d{3}){2}"
)
_POINT_SHOWN = re.compile(
    r"\d{1,3}(,\d{3})+\.\d+|\d+\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3}){2}"
)
PLAIN_INTEGER = Rule(
    "integer",
    r"-?(?:0|[1-9]\d{0,14})",
    "TRY_CAST({x} AS BIGINT)",
    "whole numbers",
    slips="{v}::VARCHAR <> {x} OR strlen({x}) > 15",
)
_BEGINS_UNLIKE_NUMBER = (
    "{x} < '-' OR {x} >= ':' OR ({x} >= '00' AND {x} < '0:') "
    "OR ({x} >= '-00' AND {x} < '-0:')"
)
PLAIN_DECIMAL = Rule(
    "decimal",
    r"-?(?:(?:0|[1-9]\d{0,14})(?:\.\d*)?|\d\.\d*[eE][+-]?\d{1,3}|\d[eE][+-]\d{1,3})",
    "TRY_CAST({x} AS DOUBLE)",
    "numbers with '.' as decimal mark",
    slips=(
        f"abs({{v}}) >= 1e15 OR {_BEGINS_UNLIKE_NUMBER} "
        "OR (strlen({x}) > 16 AND {v}::VARCHAR <> {x})"
    ),
    exact_double=True,
)
_AROUND = re.compile(r"^[^\d.,]+|[^\d.,]+$")


def plain_rule(cells: Iterable[str]) -> Rule | None:
    """Return the rule for plain numbers such as 12 or -0.5, if all cells are such."""
    if all(map(PLAIN_INTEGER.matches, cells)):
        return PLAIN_INTEGER
    return PLAIN_DECIMAL if all(map(PLAIN_DECIMAL.matches, cells)) else None


def number_rules(cells: list[str], decimal_mark: str | None) -> list[Rule]:
    """Return the number forms worth trying for the cells, plainest first.

    `decimal_mark` is what a person said or what the rest of the file shows.
    """
    before, after = _affixes(cells)
    if before is None or after is None:
        return []
    rules: list[Rule] = []
    for decimal, group in _styles(cells, decimal_mark):
        rules += _style_rules(cells, decimal, group, before, after)
    return rules


def decimal_mark_shown(cells: list[str]) -> str | None:
    """Return the decimal mark that the cells prove, if they prove one."""
    bodies = [_AROUND.sub("", cell) for cell in cells]
    comma = any(_COMMA_SHOWN.fullmatch(body) for body in bodies)
    point = any(_POINT_SHOWN.fullmatch(body) for body in bodies)
    if comma == point:
        return None
    return "," if comma else "."


def _affixes(cells: list[str]) -> tuple[str | None, str | None]:
    """Return the one text before and the one after the numbers ("" for none).

    None where the cells disagree: "12 kg" and "15 lb" are not one measure.
    """
    before: Counter = Counter()
    after: Counter = Counter()
    for cell in cells:
        match = _CELL.fullmatch(cell)
        # A bare zero needs no unit, so it says nothing about the unit.
        if match and match["body"].strip("0., "):
            before[match["before"]] += 1
            after[_suffix(match)] += 1
    sign = _only(before)
    return sign if sign in ("", *CURRENCIES) else None, _only(after)


def _suffix(match: re.Match) -> str:
    suffix = match["after"] or ""
    known = suffix in UNITS or suffix in CURRENCIES
    return suffix if known or not suffix or match["gap"] else "\0" + suffix


def _only(found: Counter) -> str | None:
    """Return the affix that at least 98 % of the cells share, if it can be a unit."""
    if not found:
        return ""
    affix, count = found.most_common(1)[0]
    if count < 0.98 * found.total() or affix.startswith("\0"):
        return None
    known = affix in UNITS or affix in CURRENCIES
    return affix if known or affix.isalpha() or not affix else None


def _styles(cells: list[str], mark: str | None) -> list[tuple[str, str]]:
    """Return the styles to try, without those that contradict a known mark."""
    text = "".join(cells)
    shown = decimal_mark_shown(cells) or mark
    present = [style for style in STYLES if _occurs(style, text, shown)]
    if shown and ("," in text or "." in text):
        return [style for style in present if style[0] == shown]
    if _grouped_by(cells, ","):
        present.sort(key=lambda style: style != (".", ","))
    return present


def _occurs(style: tuple[str, str], text: str, shown: str | None) -> bool:
    decimal, group = style
    marks = _SPACES if group == " " else "'’" if group == "'" else group
    grouped = not group or any(mark in text for mark in marks)
    return grouped and (decimal in (".", shown) or "," in text)


def _grouped_by(cells: list[str], mark: str) -> bool:
    """Whether the mark always stands before exactly three digits, as thousands do."""
    marked = [cell for cell in cells if mark in cell]
    whole = re.compile(rf"\D*[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+\D*")
    return bool(marked) and all(whole.fullmatch(cell) for cell in marked)


def _style_rules(
    cells: list[str], decimal: str, group: str, before: str, after: str
) -> list[Rule]:
    unit = before or after or None
    named = f" with the unit {unit}" if unit else ""
    grouped = f", '{group}' between thousands" if group else ""
    wrap = _Wrapping(cells, before, after, group)
    rules = []
    if decimal == "." or group:
        rules.append(_integer(wrap, 14, f"whole numbers{grouped}{named}", unit))
        if _lengths_differ(cells):
            rules.append(_integer(wrap, 17, f"whole numbers{grouped}{named}", unit))
    reason = f"numbers with '{decimal}' as decimal mark{grouped}{named}"
    return rules + _decimals(wrap, cells, decimal, reason, unit)


def _lengths_differ(cells: list[str]) -> bool:
    """Whether long numbers come in several lengths; codes all have the same."""
    lengths = {len(cell.lstrip("+-")) for cell in cells}
    return max(lengths) - min(lengths) >= 4


class _Wrapping:
    """What surrounds the digits in a column: signs, brackets, affixes, groups."""

    def __init__(self, cells: list[str], before: str, after: str, group: str):
        text = "".join(cells)
        self.before, self.after, self.group = before, after, group
        self.brackets = "(" in text
        self.behind = any(cell.endswith("-") for cell in cells)
        self.minus = "\u2212" in text

    def pattern(self, body: str) -> str:
        """Return the pattern of a whole cell around the pattern of its digits."""
        sign = rf"[+{_MINUS}]?"
        before = rf"(?:{re.escape(self.before)}\s?)" if self.before else ""
        after = rf"(?:\s?{re.escape(self.after)})" if self.after else ""
        options = [rf"{sign}{before}{sign if before else ''}(?:{body}){after}"]
        if self.brackets:
            options.append(rf"\({before}(?:{body}){after}\)")
        if self.behind:
            options.append(rf"{before}(?:{body}){after}-")
        if self.before or self.after:
            options.append("0")
        return "|".join(options)

    def whole(self, digits: int) -> str:
        """Return the pattern of the digits before the decimal mark."""
        plain = rf"0|[1-9]\d{{0,{digits}}}"
        if not self.group:
            return rf"(?:{plain})"
        return rf"(?:{plain}|[1-9]\d{{0,2}}(?:{_GROUPS[self.group]}\d{{3}}){{1,4}})"

    def digits_sql(self, decimal: str) -> str:
        """Return SQL that leaves a plain number of {x}."""
        x = "{x}"
        for affix in (self.before, self.after):
            if affix:
                x = f"replace({x}, '{affix}', '')"
        if self.brackets:
            x = rf"regexp_replace({x}, '^\((.*)\)$', '-\1')"
        if self.behind:
            x = rf"regexp_replace({x}, '^(.*\d)\s?-$', '-\1')"
        if self.minus:
            x = f"replace({x}, '\u2212', '-')"
        if self.group or self.before or self.after:
            marks = "''’" if self.group == "'" else re.escape(self.group)
            spaces = r"\s\x{a0}\x{202f}\x{2009}"
            x = f"regexp_replace({x}, '[{spaces}{marks}]', '', 'g')"
        return f"replace({x}, ',', '.')" if decimal == "," else x


def _integer(wrap: _Wrapping, digits: int, reason: str, unit: str | None) -> Rule:
    return Rule(
        "integer",
        wrap.pattern(wrap.whole(digits)),
        f"TRY_CAST({wrap.digits_sql('.')} AS BIGINT)",
        reason,
        unit,
    )


def _decimals(
    wrap: _Wrapping, cells: list[str], decimal: str, reason: str, unit: str | None
) -> list[Rule]:
    """Return the forms of decimals: as doubles where that is exact, else decimals."""
    point, whole = re.escape(decimal), wrap.whole(30)
    # Without a fraction more than 15 digits are a code.
    body = rf"{wrap.whole(14)}{point}?|{whole}{point}\d+|{point}\d+"
    exponent = rf"|\d{point}\d*[eE][+-]?\d{{1,3}}|\d[eE][+-]\d{{1,3}}"
    pattern = wrap.pattern(body + exponent)
    number = wrap.digits_sql(decimal)
    double = f"TRY_CAST({number} AS DOUBLE)"
    exact = f"CASE WHEN {_same_digits(number)} THEN {double} END"
    extra = len((wrap.before + wrap.after).encode()) + 4 * bool(wrap.group)
    # Up to 15 digits a double always gives back what was written.
    short = Rule("decimal", pattern, double, reason, unit, max_bytes=16 + extra)
    long = Rule("decimal", pattern, exact, reason, unit)
    if number == "{x}":
        long = Rule("decimal", pattern, double, reason, unit, exact_double=True)
    scale = max((_scale(cell, decimal) for cell in cells), default=0)
    if not 0 < scale <= 30:
        return [short, long]
    tail = rf"{wrap.whole(14)}{point}?|{whole}?{point}\d{{1,{scale}}}"
    fixed = f"TRY_CAST({number} AS DECIMAL(38,{scale}))"
    return [short, long, Rule("decimal", wrap.pattern(tail), fixed, reason, unit)]


def _same_digits(number: str) -> str:
    """Return SQL: the double nearest to the number is written with its digits."""
    shown = f"CAST(TRY_CAST({number} AS DOUBLE) AS VARCHAR)"
    canon = r"regexp_replace(lower({0}), '^\+|(\.0*|(\.\d*?)0+)(e|$)', '\2\3', 'g')"
    return f"(strlen({number}) <= 16 OR {canon.format(shown)} = {canon.format(number)})"


def _scale(cell: str, decimal: str) -> int:
    tail = re.sub(r"\D+$", "", cell).rpartition(decimal)
    return len(tail[2]) if tail[1] and tail[2].isdigit() else 0
