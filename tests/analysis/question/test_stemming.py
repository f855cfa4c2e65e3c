"""Words are stemmed alike however many questions are read at once."""

from concurrent.futures import ThreadPoolExecutor

import snowballstemmer

from analysis.question.words import stem


def test_many_threads_stem_as_one():
    words = [f"{start}{end}" for start in map(chr, range(97, 123)) for end in ENDINGS]
    alone = snowballstemmer.stemmer("english")
    expected = [alone.stemWord(word) for word in words]
    for _ in range(5):
        stem.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(stem, words)) == expected


ENDINGS = [
    *("ationally", "izations", "fulness", "ingly", "edly", "ousness", "ibilities"),
    *("ements", "eed", "ying", "ies", "ivity", "abled", "ogist", "ess", "ements"),
]
