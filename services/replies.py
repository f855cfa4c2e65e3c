"""What is kept of a reply: in words alone, or with its result."""

from analysis import engine
from analysis.chart import chart_for
from analysis.explain import choose_mode, explain, title
from analysis.result import Answer
from analysis.table import Table
from services import answers
from stores.records import VersionRecord


def in_words(answer: Answer) -> dict:
    """Return what `exchange_store.save_exchange` keeps of a reply without a result."""
    return {
        "content": answer.message,
        "message_metadata": answers.message_metadata(answer, ()),
    }


def with_result(answer: Answer, table: Table, version: VersionRecord) -> dict:
    """Return what is kept of a computed answer: drawn, explained, with its receipt."""
    plan, result, profile = answer.plan, answer.result, table.profile
    explanation = explain(plan, result, profile, choose_mode(plan, result, ()))
    chart = chart_for(plan, result, profile)
    follow_ups = engine.follow_ups(plan, table)
    return {
        "content": explanation.summary,
        "message_metadata": answers.message_metadata(answer, follow_ups),
        "result": answers.artifact_data(answer, version, profile, chart),
        "title": title(plan, profile),
        "explanation": answers.explanation_data(explanation),
    }
