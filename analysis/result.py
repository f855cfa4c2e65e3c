"""What came out of a question: the computed table, its receipt, or what to ask."""

from dataclasses import dataclass

from analysis.plan import Plan


@dataclass(frozen=True)
class ResultColumn:
    """A column of a result.

    `kind` is number/text/date/datetime/boolean; `role` is dimension/measure/value
    (value: a plain cell of a row listing). `op` names what a measure computed.
    """

    name: str
    kind: str
    role: str
    unit: str | None = None
    op: str | None = None
    grain: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class LeftOut:
    """Rows that took no part, and why, in words."""

    reason: str
    rows: int


@dataclass(frozen=True)
class Check:
    """Whether the groups add up to the whole, and what makes the difference."""

    ok: bool
    sentence: str


@dataclass(frozen=True)
class Result:
    """A computed table with its receipt.

    `rows` are tuples of str, int, float, bool or None (dates as ISO text), capped;
    `total_rows` counts them before the cap. `seconds` is the time in DuckDB.
    `ties` counts rows shown beyond the limit because they equal the last one.
    `facts` are single numbers beside the table: ("correlation", -0.68), say.
    """

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple, ...]
    total_rows: int
    sql: str
    parameters: tuple
    rows_used: int
    left_out: tuple[LeftOut, ...] = ()
    check: Check | None = None
    ties: int = 0
    seconds: float = 0.0
    facts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Chip:
    """One part of a reading, as shown: 'average', 'price', 'by region'.

    `part` is measure/column/dimension/filter/order/limit/chart/table/taught/unused;
    `words` are the words of the question it came from; `guessed` marks what was
    not said outright. `alternatives` are (label, Plan) that change this part only.
    """

    part: str
    label: str
    words: str = ""
    guessed: bool = False
    alternatives: tuple[tuple[str, Plan], ...] = ()


@dataclass(frozen=True)
class Choice:
    """One way on that is offered as a button.

    `teaches` is (word, column name) when pressing it explains what a word means here.
    """

    label: str
    plan: Plan | None = None
    question: str | None = None
    teaches: tuple[str, str] | None = None


@dataclass(frozen=True)
class Answer:
    """The engine's whole reply to one question.

    `status` is answered (plan and result are set), clarify (choices are set) or
    declined. `message` is a sentence: what was read, asked back, or is missing.
    """

    status: str
    message: str
    chips: tuple[Chip, ...] = ()
    plan: Plan | None = None
    result: Result | None = None
    choices: tuple[Choice, ...] = ()
