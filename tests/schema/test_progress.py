"""Long commands show how far they are, on the error channel."""

import sys

from schema.progress import Progress


def advance(times, total):
    with Progress("poppy_users", total) as progress:
        for _ in range(times):
            progress.advance()


def test_elsewhere_than_on_a_terminal_there_is_a_line_a_table(capsys):
    advance(1_200, 1_200)
    assert capsys.readouterr() == ("", "poppy_users: 1,200\n")


def test_on_a_terminal_a_bar_grows(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    advance(1_000, 1_000)
    shown = capsys.readouterr().err.split("\r")
    assert shown[1].endswith(" 50%  500 of 1,000")
    assert "[########################] 100%  1,000 of 1,000" in shown[-1]


def test_without_a_known_end_the_count_grows(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    advance(500, None)
    assert capsys.readouterr().err.split("\r")[1].split() == ["poppy_users", "500"]
