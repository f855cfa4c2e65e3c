"""Suggested questions put a measure together as people would."""

from analysis.engine import suggest
from tests.analysis.question.asked import csv_table


def test_amounts_are_added_up_and_temperatures_averaged(tmp_path):
    rows = "".join(
        f"2024-{1 + i // 28:02d}-{1 + i % 28:02d},{(i * 37) % 50}.5,{i % 30 - 4}.25\n"
        for i in range(112)
    )
    weather = csv_table(tmp_path, "weather", f"date,rainfall,temp_max\n{rows}")

    questions = suggest(weather.profile)

    assert "total rainfall by month" in questions
    assert "average temp_max by month" in questions
