"""A question cut into words: numbers, quoted text and codes are kept whole."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

import snowballstemmer

_TOKENS = re.compile(
    r"""
      "(?P<double>[^"]+)" | “(?P<curly>[^”]+)” | «(?P<guillemet>[^»]+)»
    | (?<![\w'’])['‘](?P<single>[^'’]*(?:['’](?=\w)[^'’]*)*)['’](?!\w)
    | (?P<date>\d{4}-\d{1,2}-\d{1,2}(?:[T\ ]\d{1,2}:\d{2}(?::\d{2})?)?
             | \d{1,2}[/.]\d{1,2}[/.]\d{4})(?!\w)
    | (?P<open>(?<![\w.,])\d+,\d{1,2}(?![\d,]))
    | (?P<number>(?<![\w.])[-+]?[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?
                 (?:st|nd|rd|th|[kKmM]|bn)?(?:%|(?![\w])))
    | (?P<compare><=|>=|!=|<>|==|=>|=<|<|>|=)
    | (?P<word>[^\W\d_](?:\.[^\W\d_])+\.? | \w+(?:(?:['’.&/+-])\w+)*(?:'s\b)?)
    | (?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
_SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9}
_SCALE_WORDS = frozenset({"thousand", "million", "billion"})
_ORDINAL = re.compile(r"(st|nd|rd|th)$")
_stemmer = snowballstemmer.stemmer("english")
_stemming = Lock()

NUMBER_WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
}


@dataclass(frozen=True)
class Word:
    """One word as typed.

    `kind` is word, number, date, quoted or mark; `value` is a number's value;
    `base` is the lower-case singular and `stem` the Snowball stem. `ordinal` marks
    "3rd", `percent` "15%".
    """

    text: str
    kind: str
    start: int
    end: int
    lower: str
    base: str
    stem: str
    value: float | int | None = None
    ordinal: bool = False
    percent: bool = False


def words_of(question: str) -> tuple[Word, ...]:
    """Return the words of a question in order; nothing but white space is lost."""
    found: list[Word] = []
    for match in _TOKENS.finditer(question):
        for word in _cut(match):
            if found and word.lower in _SCALE_WORDS and found[-1].kind == "number":
                word = _scaled(found.pop(), word)
            found.append(word)
    return tuple(found)


@lru_cache(maxsize=20_000)
def bases_of(phrase: str) -> tuple[str, ...]:
    """Return what two phrases share that differ in case and number only."""
    return tuple(word.base for word in words_of(phrase))


def _scaled(number: Word, scale: Word) -> Word:
    """Join "100 million" to one number."""
    text = f"{number.text} {scale.text}"
    value = number.value * NUMBER_WORDS.get(scale.lower, 1_000_000_000)
    return replace(number, text=text, end=scale.end, lower=text.lower(), value=value)


def _cut(match: re.Match) -> list[Word]:
    kind, text = match.lastgroup or "mark", match.group(match.lastgroup or 0)
    start, end = match.span()
    if kind in ("double", "curly", "guillemet", "single"):
        return [_word(text, "quoted", start, end)]
    if kind == "number":
        return [_number(text, start, end)]
    if kind == "open":  # 10,5 may be a decimal or two numbers: no number at all
        return [_word(text, "word", start, end)]
    if kind == "compare":
        return [_word(text, "mark", start, end)]
    if kind != "word":
        return [_word(text, kind, start, end)]
    return _plain_words(text, start, end)


def _plain_words(text: str, start: int, end: int) -> list[Word]:
    """Cut a possessive off and a full stop that ends the sentence."""
    possessive = re.search(r"['’]s$", text)
    if possessive and len(text) > 2:
        cut = start + possessive.start()
        return [
            _word(text[: possessive.start()], "word", start, cut),
            _word("'s", "word", cut, end),
        ]
    return [_word(text, "word", start, end)]


def _word(text: str, kind: str, start: int, end: int) -> Word:
    lower = text.lower().replace("’", "'")
    value = NUMBER_WORDS.get(lower) if kind == "word" else None
    return Word(text, kind, start, end, lower, singular(lower), stem(lower), value)


def _number(text: str, start: int, end: int) -> Word:
    percent = text.endswith("%")
    bare = text.rstrip("%").lstrip("$€£")
    ordinal = bool(_ORDINAL.search(bare))
    bare = _ORDINAL.sub("", bare)
    scale = next((s for unit, s in _SCALES.items() if bare.lower().endswith(unit)), 1)
    digits = re.sub(r"[^\d.+-]", "", bare)
    value = float(digits) * scale
    number = int(value) if value == int(value) else value
    lower = text.lower()
    return Word(
        text, "number", start, end, lower, lower, lower, number, ordinal, percent
    )


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a lower-case word."""
    # A stemmer works on fields of its own, so two threads must not share one.
    with _stemming:
        return _stemmer.stemWord(word)


_IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "lives": "life",
    "wives": "wife",
    "series": "series",
    "species": "species",
    "status": "status",
    "gas": "gas",
    "bus": "bus",
    "campus": "campus",
    "is": "is",
    "was": "was",
    "has": "has",
    "this": "this",
    "analyses": "analysis",
    "criteria": "criterion",
    "matrices": "matrix",
    "indices": "index",
    "data": "data",
    "movies": "movie",
    "shoes": "shoe",
    "heroes": "hero",
    "cookies": "cookie",
}


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """Return the singular of a lower-case English noun, near enough for matching."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word[:-1] if len(word) == 3 and word in ("ids",) else word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word
