"""What is kept of a reply: in words alone, or with its result."""

from analysis import engine
from analysis.chart import chart_for
from analysis.explain import choose_mode, explain, title
from analysis.plan import Plan
from analysis.result import Answer, Result
from analysis.table import Table
from services import answers
from services.earlier import Earlier
from stores.records import VersionRecord


def in_words(answer: Answer) -> dict:
    """Return what `exchange_store.save_exchange` keeps of a reply without a result."""
    return {
        "content": answer.message,
        "message_metadata": answers.message_metadata(answer, ()),
    }


def with_result(
    answer: Answer, table: Table, version: VersionRecord, earlier: Earlier = ()
) -> dict:
    """Return what is kept of a computed answer: drawn, explained, with its receipt."""
    plan, result, profile = answer.plan, answer.result, table.profile
    mode = choose_mode(plan, result, tuple(before for before, _ in earlier))
    explanation = explain(plan, result, profile, mode, _alike(plan, earlier))
    chart = chart_for(plan, result, profile)
    follow_ups = engine.follow_ups(plan, table)
    return {
        "content": explanation.summary,
        "message_metadata": answers.message_metadata(answer, follow_ups),
        "result": answers.artifact_data(answer, version, profile, chart),
        "title": title(plan, profile),
        "explanation": answers.explanation_data(explanation),
    }


def _alike(plan: Plan, earlier: Earlier) -> tuple[Plan, Result] | None:
    """Return the last answer that measured something that this plan measures."""
    measured = set(plan.measures)
    return next((each for each in earlier if measured & set(each[0].measures)), None)
