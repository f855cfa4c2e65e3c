"""The lexicon: what general English words and phrases do in a question."""

from dataclasses import dataclass
from functools import cache

from analysis.question.vocabulary import lines_of, word_set
from analysis.question.words import stem


@dataclass(frozen=True)
class Sense:
    """One meaning of a phrase: its kind and what the kind needs to know."""

    kind: str
    payload: tuple[str, ...] = ()


@cache
def phrases() -> dict[tuple[str, ...], tuple[Sense, ...]]:
    """Return {words of a phrase: its senses}."""
    return _read()[0]


@cache
def inflected() -> dict[str, tuple[Sense, ...]]:
    """Return {stem: senses} of the words that may take any ending."""
    return _read()[1]


@cache
def openings() -> dict[str, int]:
    """Return {first word: length of the longest phrase that begins with it}."""
    longest: dict[str, int] = {}
    for phrase in phrases():
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


@cache
def known_words() -> frozenset[str]:
    """Return every word that occurs in the lexicon."""
    return frozenset(word for phrase in phrases() for word in phrase)


def senses_of(words: tuple[str, ...]) -> tuple[Sense, ...]:
    """Return the senses of a phrase of lower-case words."""
    return phrases().get(words, ())


def inflections_of(word: str) -> tuple[Sense, ...]:
    """Return the senses of a lower-case word whose ending does not matter."""
    if any(len(word) - len(e) > 3 and word.endswith(e) for e in _noun_endings()):
        return ()
    return () if _is_agent(word) else inflected().get(stem(word), ())


def _is_agent(word: str) -> bool:
    """Tell whether a word is who does it ("manager"), no form of the verb itself."""
    bare = word.removesuffix("s")
    return bare.endswith(("er", "or")) and not stem(bare).endswith(("er", "or"))


def _noun_endings() -> frozenset[str]:
    return word_set("noun_endings")


@cache
def _read() -> tuple[dict, dict]:
    exact: dict[tuple[str, ...], list[Sense]] = {}
    loose: dict[str, list[Sense]] = {}
    for line in lines_of("lexicon.txt"):
        head, listed = line.split(" = ", 1)
        kind, *payload = head.strip().split(":")
        sense = Sense(kind, tuple(payload))
        for phrase in _listed(listed):
            if phrase.startswith("~"):
                _add(loose, stem(phrase[1:]), sense)
            else:
                _add(exact, tuple(phrase.split()), sense)
    return _frozen(exact), _frozen(loose)


def _listed(text: str) -> list[str]:
    if text.strip() == '","':
        return [","]
    return [phrase.strip() for phrase in text.split(",") if phrase.strip()]


def _add(table: dict, key: object, sense: Sense) -> None:
    senses = table.setdefault(key, [])
    if sense not in senses:
        senses.append(sense)


def _frozen(table: dict) -> dict:
    return {key: tuple(senses) for key, senses in table.items()}
