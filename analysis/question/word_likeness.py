"""How surely one spoken word means one word of a name: the same, a synonym, a slip."""

from functools import lru_cache
from os.path import commonprefix

from rapidfuzz.distance import OSA

from analysis.question.lexicon import known_words
from analysis.question.vocabulary import (
    abbreviations,
    meanings_of,
    synonym_stems,
    synonym_words,
    word_set,
    word_synonyms,
)
from analysis.question.words import stem

EXACT, STEMMED, SHORTENED, SYNONYM, STUB, TYPO = 1.0, 0.97, 0.96, 0.9, 0.88, 0.8
DERIVED = 0.94
_SHORTEST_SWAP, _SHORTEST_TYPO, _LONG_WORD, _SHORTEST_ROOT, SHORTEST_STUB = (
    3,
    5,
    8,
    5,
    3,
)
ENDINGS = word_set("endings")


@lru_cache(maxsize=50_000)
def word_quality(spoken: str, word: str, word_stem: str) -> float:
    """Return how surely one spoken word means one word of a column name, 0 to 1."""
    if spoken == word:
        return EXACT
    if len(spoken) > 3 and stem(spoken) == word_stem:
        # "orders" are rather things than when they were "ordered"
        return STEMMED if word.endswith("ed") == spoken.endswith("ed") else SYNONYM
    if abbreviations().get(spoken) == (word,) or spoken in meanings_of(word):
        return SHORTENED
    if word in word_synonyms(spoken):
        return SYNONYM
    if word_stem in synonym_stems(spoken) and not word.endswith("ing"):
        return SYNONYM  # but a "rating" is no "rate"
    if is_derived(spoken, word):
        return DERIVED
    if _is_stub(word, spoken):
        return STUB
    return TYPO if is_typo(spoken, word) else 0.0


def is_derived(one: str, other: str) -> bool:
    """Tell whether two words have one root: "settled" and "settlement"."""
    root = len(commonprefix((one, other)))
    return root >= _SHORTEST_ROOT and {one[root:], other[root:]} <= ENDINGS


def _is_stub(short: str, long: str) -> bool:
    """Tell whether a column's word is a person's word cut short: "prod", "crs"."""
    if (
        len(short) < SHORTEST_STUB
        or len(long) < len(short) + 2
        or short in synonym_words()
    ):
        return False
    if short in known_words():
        return False
    if long.startswith(short):
        return True
    vowelless = not set(short) & set("aeiou")
    skeleton = long[0] + "".join(c for c in long[1:] if c not in "aeiou")
    return vowelless and skeleton.startswith(short)


def _is_swapped(spoken: str, word: str) -> bool:
    """Tell whether a short word has two neighbouring letters swapped: "mgp"."""
    alike = len(spoken) == len(word) >= _SHORTEST_SWAP and spoken[0] == word[0]
    return alike and sorted(spoken) == sorted(word) and OSA.distance(spoken, word) == 1


def is_typo(spoken: str, word: str) -> bool:
    """Tell whether a word that is no English we know is a slip for another."""
    if spoken in known_words() or spoken in synonym_words():
        return False
    if len(spoken) < _SHORTEST_TYPO or len(word) < _SHORTEST_TYPO - 1:
        return _is_swapped(spoken, word)
    slips = 2 if min(len(spoken), len(word)) >= _LONG_WORD else 1
    return (
        spoken[0] == word[0] and OSA.distance(spoken, word, score_cutoff=slips) <= slips
    )
