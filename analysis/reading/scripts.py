"""Which legacy encoding a text is in, judged by the words that it would spell."""

import re
import unicodedata
from functools import lru_cache

from analysis.reading.alphabets import COMMON_CHINESE, COMMON_JAPANESE, SINGLE_BYTE

_MULTI_BYTE = ("cp932", "euc-kr", "gb18030", "big5", "euc-jp")
_MARGIN = 0.06
_WORDLIKE = re.compile(r"[^\s,;|\t\"]*[^\x00-\x7f][^\s,;|\t\"]*")
_OPENING, _CLOSING = frozenset("«“‘„¿¡€£¥§±"), frozenset("»”’…€£¥°™®©ªº²³–")
_ALONE = 0.6
_RARE = 0.7


def legacy_encoding(sample: bytes) -> tuple[str, str]:
    """Return (codec name, evidence) for bytes that are not UTF-8.

    The winner is the encoding whose reading looks most like written words; without
    a clear winner it is Windows-1252, the most common by far.
    """
    best, best_score = "", -1.0
    for name, languages in SINGLE_BYTE:
        score = _single_score(sample, name, languages)
        if score > best_score + _MARGIN:
            best, best_score = name, score
    wide, wide_score = max(
        ((name, _multi_score(sample, name)) for name in _MULTI_BYTE),
        key=lambda item: item[1],
    )
    if wide_score > max(best_score, 0.75):
        best = wide
    return best, f"its bytes are not UTF-8 and spell words when read as {best}"


def _single_score(sample: bytes, name: str, languages: dict[str, str]) -> float:
    """Return 0..1: how well the characters outside ASCII stand in their words.

    Mostly each word by the language that suits it best, a little the whole text by
    one language.
    """
    words = _WORDLIKE.findall(sample.decode(name, errors="replace"))[:2000]
    if not words:
        return 0.0
    alphabets = [_weights(letters) for letters in languages.values()]
    by_word, by_language = [], [0.0] * len(alphabets)
    for word in words:
        scores = [_word_score(word, alphabet) for alphabet in alphabets]
        by_word.append(max(scores))
        by_language = [a + b for a, b in zip(by_language, scores, strict=True)]
    return (0.7 * sum(by_word) + 0.3 * max(by_language)) / len(words)


@lru_cache
def _weights(letters: str) -> dict[str, float]:
    """Return what each letter is worth: the rarest third of a whole script less."""
    rare = letters[len(letters) * 2 // 3 :] if len(letters) > 20 else ""
    weights = {letter: _RARE if letter in rare else 1.0 for letter in letters}
    return weights | {letter.upper(): weight for letter, weight in weights.items()}


def _word_score(word: str, alphabet: dict[str, float]) -> float:
    places = [i for i, c in enumerate(word) if c > "\x7f"]
    if _is_overloaded(word, places):
        return 0.1
    return sum(_character_score(word, i, alphabet) for i in places) / len(places)


def _is_overloaded(word: str, places: list[int]) -> bool:
    """Whether a Latin word has hardly a plain letter: another script in disguise."""
    accented = [word[i] for i in places if word[i].isalpha()]
    plain = sum(c.isascii() and c.isalpha() for c in word)
    return (
        len(accented) > 2
        and 3 * plain < len(accented)
        and _script(accented[0]) == "LATIN"
    )


def _character_score(word: str, i: int, alphabet: dict[str, float]) -> float:
    c, before, after = word[i], word[i - 1 : i], word[i + 1 : i + 2]
    if _is_unit_sign(c, before, after):
        return 0.95
    if c in alphabet:
        shouted = before.islower() and c.isupper()
        mixed = before.isalpha() and _script(before) != _script(c)
        capital = 0.85 if c.isupper() and before.isalpha() else 1.0
        return 0.0 if shouted or mixed else capital * alphabet[c]
    if c.isalpha():
        return 0.25
    if not c.isprintable() or c == "\ufffd":
        return 0.0
    if before.isalpha() and after.isalpha():
        return 0.9 if c == "’" else 0.0
    if c in _OPENING and not before.isalpha():
        return 0.95
    if c in _CLOSING and not after.isalpha():
        return 0.95
    return _ALONE if not before.isalpha() and not after.isalpha() else 0.2


def _is_unit_sign(c: str, before: str, after: str) -> bool:
    """Whether the character begins a unit: 21 °C, 5 µg."""
    if before.isalpha():
        return False
    return (c == "°" and after in "CFK") or (c == "µ" and after.isalpha())


@lru_cache(maxsize=1024)
def _script(c: str) -> str:
    return unicodedata.name(c, "?").split()[0]


def _multi_score(sample: bytes, name: str) -> float:
    """Return 0..1: the share of characters from the common part of the encoding."""
    text = _decoded(sample, name)
    wide = [c for c in text if c > "\x7f"] if text else []
    if not wide:
        return 0.0
    common = sum(_is_common(c, name) for c in wide) / len(wide)
    known = sum(c in _frequent(name) or _is_phonetic(c) for c in wide) / len(wide)
    return 0.85 * common + 0.15 * known


def _decoded(sample: bytes, name: str) -> str | None:
    """Return the text; the sample may have been cut inside its last character."""
    for end in range(len(sample), len(sample) - 4, -1):
        try:
            return sample[:end].decode(name)
        except UnicodeDecodeError:
            continue
    return None


def _frequent(name: str) -> str:
    return COMMON_JAPANESE if name in ("cp932", "euc-jp") else COMMON_CHINESE


def _is_phonetic(c: str) -> bool:
    return "\u3041" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7a3"


def _is_common(c: str, name: str) -> bool:
    """Whether the character is of the level that an encoding's everyday text uses."""
    if "\u3001" <= c <= "\u3015" or "\uff01" <= c <= "\uff5e":
        return True
    if name == "euc-kr":
        return "\uac00" <= c <= "\ud7a3"
    try:
        code = c.encode(name)
    except UnicodeEncodeError:
        return False
    first, last = _COMMON_LEADS[name]
    kana = "\u3041" <= c <= "\u30ff" and name in ("cp932", "euc-jp")
    return len(code) == 2 and (kana or first <= code[0] <= last)


# The lead bytes of the first level of characters.
_COMMON_LEADS = {
    "cp932": (0x88, 0x97),
    "euc-jp": (0xB0, 0xCF),
    "big5": (0xA4, 0xC6),
    "gb18030": (0xB0, 0xD7),
}
