"""First stage: neighbouring marks that are one thing are joined."""

from analysis.plan import Filter
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning

LABEL_COST, VERB_COST, NAMED_COST = 0.1, 0.2, 0.3
NAME_WORDS = ("name", "names", "id", "ids", "code", "codes")
VAGUE = ("kind", "kinds", "type", "types", "sort", "sorts", "form", "forms")
SILENT = frozenset({"fill"})
_THINGS = frozenset({"column", "row", "measure", "event", "value"})
_COUNTING = frozenset({"count", "number", "compare", "distinct", "after"})


def noun_phrases(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks without fillers, with lists of values and operations joined."""
    marks = [mark for mark in marks if mark.kind not in SILENT]
    return rewritten(marks, RULES, context)


def _owned_column(found: Found, context: Context) -> Mark | list[Mark] | None:
    """Join "employee salary" and "employee's salary" to the column."""
    if found.before and found.before[-1].kind in _COUNTING:
        return None
    link = found.one("link")
    if link is not None and link.words not in ("'s", "’s"):
        return None
    column = found.marks[-1]
    return spanning(found.marks, "column", column.payload)


def _labelled(found: Found, context: Context) -> Mark | None:
    """Read "model weights" as weights, where each row is a model."""
    label, column = found.marks
    names = context.name_columns()
    if names != (label.payload,) or column.payload == label.payload:
        return None
    if {"name", "title"} & set(context.name(label.payload).words):
        return None
    return spanning(found.marks, "column", column.payload, LABEL_COST)


def _value_list(found: Found, context: Context) -> Mark | None:
    """Join "France, Belgium or Spain" where all are values of one column."""
    values = [mark for mark in found.marks if mark.kind == "value"]
    columns = {mark.payload[0] for mark in values}
    if len(columns) != 1:
        return None
    texts = tuple(text for mark in values for text in mark.payload[1])
    return spanning(found.marks, "value", (columns.pop(), texts))


def _operations(found: Found, context: Context) -> Mark:
    """Join "average, lowest and highest" to one mark with three operations."""
    ops: list[str] = []
    for mark in found.marks:
        if mark.kind == "op":
            ops += mark.payload
        elif mark.kind == "top":
            ops.append("max" if mark.payload[0] == "desc" else "min")
    return spanning(found.marks, "op", tuple(dict.fromkeys(ops)))


def _names(found: Found, context: Context) -> list[Mark]:
    """Spell a person's name out as the columns that hold its parts."""
    mark = found.marks[0]
    cost = mark.cost / len(mark.payload)
    return [
        mark.becomes("column", key, cost=cost, words=context.column(key).name)
        for key in mark.payload
    ]


def _verb(found: Found, context: Context) -> list[Mark] | None:
    """Read "costing between 5 and 9" as the price, "earn" elsewhere as nothing."""
    verb, *rest = found.marks
    hinted = context.hinted(verb.payload[0])
    asked = any(mark.kind == "howmuch" for mark in found.before)
    following = found.after[0].kind if found.after else ""
    if rest and rest[-1].kind == "top" and following in _THINGS:
        return [verb.becomes("weak", None), *rest]
    if hinted is None or hinted[1]:
        # "earned a medal" says nothing of pay, but "cost" is always a price
        earned = verb.payload[0] == "salary"
        return [verb.becomes("weak", None), *rest] if earned else None
    if not (rest or asked):
        return None
    if asked and _of_all(found):
        spread = verb.becomes("distribution", None, words="")
        return [spread, verb.becomes("column", hinted[0], guessed=True, cost=VERB_COST)]
    return [verb.becomes("column", hinted[0], guessed=True, cost=VERB_COST), *rest]


def _of_all(found: Found) -> bool:
    """Tell whether "how much do cars weigh" asks of all rows, none of them named."""
    around = {mark.kind for mark in found.before + found.after}
    described = around & {"value", "number", "date", "quoted", "column", "relative"}
    return "row" in around and not described and len(found.marks) == 1


def _named(found: Found, context: Context) -> Mark | None:
    """Read "names of studios" as the studios, where a column holds their names."""
    column = found.one("column")
    if context.column(column.payload).type != "text":
        return None
    return spanning(found.marks, "column", column.payload, NAMED_COST)


def _of_another(found: Found, context: Context) -> Mark | None:
    """Refuse "name of the conductor" where only the rows themselves have a name."""
    first, other = found.marks[0], found.marks[-1]
    if first.words.lower() not in NAME_WORDS or other.payload == first.payload:
        return None
    if not context.is_noun(other.payload):
        return None
    return spanning(found.marks, "unknown", None)


def _kind_of(found: Found, context: Context) -> Mark | None:
    """Read "kind of result" as the result, where no column is called kind."""
    first, column = found.marks[0], found.marks[-1]
    if first.words.lower() not in VAGUE or not first.guessed:
        return None
    return column.becomes("column", column.payload, start=first.start)


def _kind_of_row(found: Found, context: Context) -> Mark | None:
    """Refuse "the type of the festivals": it asks for a column that there is not."""
    if found.after and found.after[0].kind in ("column", "value"):
        return None
    return found.marks[0].becomes("unknown", None, end=found.marks[-1].end)


def _related(found: Found, context: Context) -> list[Mark]:
    """Read "between price and weight" as their relation."""
    return [found.marks[0].becomes("relation", None), *found.marks[1:]]


def _true_or_false(found: Found, context: Context) -> Mark | None:
    """Read "smoker is yes" for a column of yes and no."""
    key = found.one("column").payload
    value = context.flag_value(key, found.one("truth").payload[0] == "yes")
    if value is None:
        return None
    negate = bool(found.all("not"))
    part = Filter(key, "!=" if negate else "=", (value,))
    return spanning(found.marks, "filter", part)


RULES = (
    Rule("column of column", _kind_of),
    Rule("vague row", _kind_of_row),
    Rule("names|column of|for column", _of_another),
    Rule("nameword of|for column:column", _named),
    Rule("names", _names),
    Rule("verb not? between|compare|number|top", _verb),
    Rule("verb", _verb),
    Rule("between column|op|count|row|top", _related),
    Rule(
        "column:column equals|of|for|prep* not?:not equals* truth:truth", _true_or_false
    ),
    Rule("op|top and|comma+ op|top and|comma+ op|top and|comma+ op|top", _operations),
    Rule("op|top and|comma+ op|top and|comma+ op|top", _operations),
    Rule("op|top and|comma+ op|top", _operations),
    Rule("row of:link column", _owned_column),
    Rule("row column", _owned_column),
    Rule("column column", _labelled),
    Rule(
        "value and|or|comma+ value and|or|comma+ value and|or|comma+ value", _value_list
    ),
    Rule("value and|or|comma+ value and|or|comma+ value", _value_list),
    Rule("value and|or|comma+ value", _value_list),
)
