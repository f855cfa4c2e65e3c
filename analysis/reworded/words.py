"""Words that carry a claim, by the claim they carry; general English only."""

import re

CLAIMS = {
    "high": """highest most largest greatest biggest top best lead leads leading led
        maximum max more higher above exceeds exceeded exceeding greater larger bigger
        better rise rises rose risen rising grow grows grew grown growing growth
        increase increases increased increasing up gain gains gained climb climbs
        climbed climbing peak peaks peaked beat beats outperforms outsells tops topped
        ahead surpasses surpassed jump jumped surged soared strongest stronger""",
    "low": """lowest least smallest fewest bottom worst trail trails trailing minimum
        min less fewer lower below under smaller worse fall falls fell fallen falling
        drop drops dropped dropping decline declines declined declining decrease
        decreases decreased decreasing down shrink shrank behind lag lags lagging dip
        dips dipped loses lost plunged weakest weaker""",
    "denial": """not no never none without nor neither cannot nothing nobody hardly
        barely n't""",
    "cause": """because cause causes caused causing due drive drives drove driven
        driving thanks result-of results-in explains explained reason reasons why
        therefore hence consequently reflects reflecting leads-to""",
    "forecast": """will would expect expects expected forecast forecasts predict
        predicts predicted likely probably future soon trend-continues""",
    "advice": """should recommend recommends recommended must consider ought advise
        focus invest""",
    "sum": "total totals totalled totaled sum sums summed altogether combined overall",
    "average": "average averages averaged averaging mean",
    "median": "median medians typical typically",
    "share": "share shares percentage proportion fraction majority",
    "sure": "significant significantly proves proven certainly definitely always every",
}
CLAIM_OF = {
    word: claim
    for claim, words in CLAIMS.items()
    for word in words.split()
    if "-" not in word
}
BOUND = frozenset({"high", "low"})
_SMALL = """
    i a an the this that these those it its they their there here in on at by of for
    from to with within among across over between during while whereas but and or as so
    only both each all any some one is are was were be been has have had do does did
    also however still yet then than when where which who what note compared overall
    meanwhile average total median
"""
SMALL_WORDS = frozenset(_SMALL.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:_\w+)*|\w*_\w+")


def words_in(text: str) -> list[str]:
    """Return the words of a text, lower-case; names_like_this stay whole."""
    found = []
    for word in _WORD.findall(text):
        lowered = word.casefold().replace("’", "'")
        if lowered.endswith("n't"):
            found.append("n't")
        found.append(lowered.removesuffix("'s"))
    return found


def claims_in(text: str) -> list[str]:
    """Return the claims that the words of a text carry, in order."""
    return [CLAIM_OF[word] for word in words_in(text) if word in CLAIM_OF]


def names_in(text: str) -> set[str]:
    """Return words that look like names: quoted, joined, or capitals inside a sentence.

    The first word of a sentence may have its capital for that alone.
    """
    found: set[str] = set()
    for quoted in re.findall(r"[\"“`]([^\"”`]+)[\"”`]", text):
        found.update(words_in(quoted))
    for match in _WORD.finditer(text):
        word = match[0]
        before = text[: match.start()].rstrip(" \"“'‘(`")
        starts = not before or before[-1] in ".!?:"
        if "_" in word or (word != word.lower() and not starts):
            found.add(word.casefold().replace("’", "'").removesuffix("'s"))
    return found - SMALL_WORDS
