"""Which legacy encoding a text is in, judged by the words that it would spell."""

import re
import unicodedata

# Letters that the languages of a single-byte encoding really use.
_WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÿ"
_CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžäöüőűôľĺŕăâîșțşţđç"
_TURKISH = "çğıöşüâîûİ"
_BALTIC = "āčēģīķļņšūžąęėįųõäöü"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџ"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"
_HEBREW = "אבגדהוזחטיךכלםמןנסעףפץצקרשת"
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ"

# In the order of how often they are met: a later one must fit clearly better.
_SINGLE_BYTE = (
    ("cp1252", _WESTERN),
    ("cp1250", _CENTRAL),
    ("iso8859-2", _CENTRAL),
    ("cp1251", _CYRILLIC),
    ("koi8-r", _CYRILLIC),
    ("cp1253", _GREEK),
    ("cp1254", _TURKISH),
    ("cp1257", _BALTIC),
    ("cp1255", _HEBREW),
    ("cp1256", _ARABIC),
    ("cp437", _WESTERN),
    ("mac-roman", _WESTERN),
)
_MULTI_BYTE = ("cp932", "euc-kr", "gb18030", "big5", "euc-jp")
_MARGIN = 0.08
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\s,;|\t\"]*")


def legacy_encoding(sample: bytes) -> tuple[str, str]:
    """Return (codec name, evidence) for bytes that are not UTF-8.

    The winner is the encoding whose reading looks most like written words; without
    a clear winner it is Windows-1252, the most common by far.
    """
    best, best_score = "cp1252", _single_score(sample, "cp1252", _WESTERN)
    for name in _MULTI_BYTE:
        score = _multi_score(sample, name)
        if score > max(best_score, 0.8) + _MARGIN / 4:
            best, best_score = name, score
    for name, letters in _SINGLE_BYTE[1:]:
        score = _single_score(sample, name, letters)
        if score > best_score + _MARGIN:
            best, best_score = name, score
    return best, f"its bytes are not UTF-8 and spell words when read as {best}"


def _single_score(sample: bytes, name: str, letters: str) -> float:
    """Return 0..1: the share of accented characters that stand well in their words."""
    text = sample.decode(name, errors="replace")
    expected = frozenset(letters + letters.upper())
    total = good = 0.0
    for word in _WORD.findall(text):
        for i, c in enumerate(word):
            if c > "\x7f":
                total += 1
                good += _stands_well(word, i, expected)
    return good / total if total else 0.0


def _stands_well(word: str, i: int, expected: frozenset) -> float:
    c = word[i]
    before = word[i - 1] if i else ""
    if not c.isalpha():
        # A sign such as a degree or a currency may stand anywhere but inside a word.
        after = word[i + 1] if i + 1 < len(word) else ""
        inside = before.isalpha() or after.isalpha()
        return 0.0 if inside or c == "\ufffd" or not c.isprintable() else 0.7
    if before.isalpha() and before.islower() and c.isupper():
        return 0.0
    if before.isalpha() and _script(before) != _script(c):
        return 0.0
    return 1.0 if c in expected else 0.3


def _script(c: str) -> str:
    return unicodedata.name(c, "?").split()[0]


def _multi_score(sample: bytes, name: str) -> float:
    """Return 0..1: the share of characters from the common part of the encoding."""
    for end in (len(sample), len(sample) - 1, len(sample) - 2, len(sample) - 3):
        try:
            text = sample[:end].decode(name)
            break
        except UnicodeDecodeError:
            continue
    else:
        return 0.0
    wide = [c for c in text if c > "\x7f"]
    if not wide:
        return 0.0
    if name in ("cp932", "euc-jp") and not any("\u3041" <= c <= "\u30ff" for c in wide):
        # Without a kana only the commonest characters can vouch for Japanese.
        return sum(_is_common(c, name) for c in wide) / len(wide) - 0.02
    return sum(_is_common(c, name) for c in wide) / len(wide)


def _is_common(c: str, name: str) -> bool:
    if "\u3001" <= c <= "\u3015" or "\uff01" <= c <= "\uff5e":
        return True
    if name == "euc-kr":
        return "\uac00" <= c <= "\ud7a3"
    try:
        lead = c.encode(name)[0]
    except UnicodeEncodeError:
        return False
    if name == "cp932":
        return 0x82 <= lead <= 0x83 or 0x88 <= lead <= 0x97
    if name == "euc-jp":
        return 0xA4 <= lead <= 0xA5 or 0xB0 <= lead <= 0xCF
    if name == "big5":
        return 0xA4 <= lead <= 0xC6
    return len(c.encode(name)) == 2 and 0xB0 <= lead <= 0xD7
