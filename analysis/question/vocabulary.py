"""The word lists of general English, read once: synonyms and abbreviations."""

from functools import cache
from pathlib import Path

from analysis.question.words import singular, stem

DATA = Path(__file__).parent / "data"


def lines_of(name: str) -> list[str]:
    """Return the lines of a word list, without comments and empty ones."""
    text = (DATA / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _short_forms() -> dict[str, tuple[tuple[str, ...], ...]]:
    pairs = (line.split("=", 1) for line in lines_of("abbreviations.txt"))
    return {
        short.strip(): tuple(tuple(long.split()) for long in meanings.split("|"))
        for short, meanings in pairs
    }


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Return {short form: the words it stands for}, of those with one meaning."""
    forms = _short_forms().items()
    return {short: longs[0] for short, longs in forms if len(longs) == 1}


@cache
def meanings_of(short: str) -> frozenset[str]:
    """Return the words that a short form with several meanings may stand for."""
    longs = _short_forms().get(short, ())
    return (
        frozenset(" ".join(long) for long in longs) if len(longs) > 1 else frozenset()
    )


@cache
def word_set(name: str) -> frozenset[str]:
    """Return one set of words of the file of word sets."""
    pairs = (line.split("=", 1) for line in lines_of("word_sets.txt"))
    words = next(v for k, v in pairs if k.strip() == name).split()
    return frozenset("" if word == "-" else word for word in words)


@cache
def synonyms() -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """Return {phrase: phrases that may stand for it}, all words in the singular."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for line in lines_of("synonyms.txt"):
        group = {base_phrase(phrase) for phrase in line.split(",")}
        for phrase in group:
            found.setdefault(phrase, set()).update(group - {phrase})
    return {phrase: frozenset(others) for phrase, others in found.items()}


@cache
def longest_synonym() -> int:
    """Return how many words the longest phrase of the synonym list has."""
    return max(map(len, synonyms()))


@cache
def synonym_words() -> frozenset[str]:
    """Return every single word of the synonym list: English that we know."""
    return frozenset(word for phrase in synonyms() for word in phrase)


@cache
def word_synonyms(word: str) -> frozenset[str]:
    """Return the single words that may stand for a word (given in the singular)."""
    others = synonyms().get((word,), frozenset())
    return frozenset(phrase[0] for phrase in others if len(phrase) == 1)


@cache
def synonym_stems(word: str) -> frozenset[str]:
    """Return the stems of the single words that may stand for a word."""
    return frozenset(stem(other) for other in word_synonyms(word))


def base_phrase(phrase: str) -> tuple[str, ...]:
    """Return a phrase as a tuple of lower-case singulars."""
    return tuple(singular(word) for word in phrase.lower().replace("-", " ").split())
