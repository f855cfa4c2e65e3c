"""A computed answer in the shape in which it is kept: artifact data and metadata.

The keys are the predecessor's ({resultType, resultData, metadata}), so that its
clients can read ours; `metadata` is the receipt.
"""

from dataclasses import asdict

from analysis.engine import ENGINE_VERSION
from analysis.explain import Explanation
from analysis.plan import Plan
from analysis.result import (
    Answer,
    Check,
    Chip,
    Choice,
    LeftOut,
    Result,
    ResultColumn,
)
from analysis.reworded import Wording
from analysis.table import TableProfile
from stores.records import VersionRecord


def result_type(result: Result) -> str:
    """Return scalar for a single number, else table."""
    if len(result.rows) == 1 and len(result.columns) == 1:
        return "scalar"
    return "table"


def artifact_data(
    answer: Answer, version: VersionRecord, profile: TableProfile, chart: dict | None
) -> dict:
    """Return the artifact's data with its receipt, as plain JSON values."""
    result = answer.result
    kind = "series" if chart is not None else result_type(result)
    return {
        "resultType": kind,
        "resultData": result_data(result),
        "metadata": {
            "datasetVersionId": version.id,
            "version": version.version,
            "fileHash": version.file_hash,
            "plan": answer.plan.to_json(),
            "reading": answer.message,
            "taught": [chip.label for chip in answer.chips if chip.part == "taught"],
            "sql": result.sql,
            "parameters": list(result.parameters),
            "rowsUsed": result.rows_used,
            "leftOut": [asdict(each) for each in result.left_out],
            "ties": result.ties,
            "facts": [list(fact) for fact in result.facts],
            "check": asdict(result.check) if result.check else None,
            "engineVersion": ENGINE_VERSION,
            "seconds": round(result.seconds, 4),
            "chart": chart,
            "columnNames": {column.key: column.name for column in profile.columns},
        },
    }


def result_data(result: Result) -> dict:
    """Return columns and rows as plain JSON values."""
    return {
        "columns": [
            {key: value for key, value in asdict(column).items() if value is not None}
            for column in result.columns
        ],
        "rows": [list(row) for row in result.rows],
        "totalRows": result.total_rows,
    }


def kept_result(data: dict) -> Result:
    """Return the Result that `artifact_data` kept.

    What has no receipt (services/predecessor) has its numbers, and nothing else.
    """
    shown, receipt = data["resultData"], data["metadata"]
    check = receipt.get("check")
    return Result(
        columns=tuple(ResultColumn(**column) for column in shown["columns"]),
        rows=tuple(tuple(row) for row in shown["rows"]),
        total_rows=shown["totalRows"],
        sql=receipt.get("sql", ""),
        parameters=tuple(receipt.get("parameters", ())),
        rows_used=receipt.get("rowsUsed", 0),
        left_out=tuple(LeftOut(**each) for each in receipt.get("leftOut", ())),
        check=Check(**check) if check else None,
        ties=receipt.get("ties", 0),
        seconds=receipt.get("seconds", 0.0),
        facts=tuple((name, value) for name, value in receipt.get("facts", [])),
    )


def explanation_data(explanation: Explanation) -> dict:
    """Return an explanation's parts, those that are empty left out."""
    parts = asdict(explanation)
    return {
        "summary": parts["summary"],
        "implications": list(parts["implications"]) or None,
        "caveats": list(parts["caveats"]) or None,
    }


def wording_data(wording: Wording) -> dict:
    """Return a title and its sentences as plain JSON values."""
    told = wording.explanation
    return {
        "title": wording.title,
        "summary": told.summary,
        "implications": list(told.implications),
        "caveats": list(told.caveats),
    }


def message_metadata(answer: Answer, follow_ups: tuple[str, ...]) -> dict:
    """Return what the page needs to draw the reply again after a reload."""
    return {
        "status": answer.status,
        "chips": [_chip(chip) for chip in answer.chips],
        "choices": [_choice(choice) for choice in answer.choices],
        "followUps": list(follow_ups),
    }


def _chip(chip: Chip) -> dict:
    return {
        "part": chip.part,
        "label": chip.label,
        "words": chip.words,
        "guessed": chip.guessed,
        "alternatives": [
            {"label": label, "plan": plan.to_json()}
            for label, plan in chip.alternatives
        ],
    }


def _choice(choice: Choice) -> dict:
    return {
        "label": choice.label,
        "plan": _plan(choice.plan),
        "question": choice.question,
        "teaches": list(choice.teaches) if choice.teaches else None,
    }


def _plan(plan: Plan | None) -> dict | None:
    return plan.to_json() if plan is not None else None
