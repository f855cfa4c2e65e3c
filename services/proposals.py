"""A declined question may go to a model, for a Plan: checked and computed as any other.

The refusal is kept and shown first. What the model proposes in the background passes
the same validation and guard; values that are not in the data refuse it; the answer
carries the model's name and the words that it left out.
"""

import functools

import llm
from analysis import engine, proposal
from analysis.plan import Plan
from analysis.plan_json import plan_from_json
from analysis.replan import columns_used
from analysis.result import Answer, Chip
from analysis.table import Table
from database import connected, transaction
from errors import PoppyError, TooManyRequests, ValidationError
from services import model_calls, privacy, replies, runtime
from services.background import worker
from services.limits import Caller
from services.model_calls import Call, Called
from services.sessions import Turn, conversation
from services.tables import open_newest
from stores import exchange_store, session_store
from stores.records import MessageRecord, UserRecord, VersionRecord

MOST_TOKENS = 700


def later(actor: UserRecord, question: MessageRecord) -> None:
    """Ask the model about a declined question in the background, where that is on."""
    if is_on():
        caller = Caller(actor.id, actor.tenant_id, question.session_id)
        worker.offer(functools.partial(propose, caller, question.content))


def is_on() -> bool:
    """Tell whether declined questions go to a model here."""
    return runtime.settings().llm_plans and model_calls.model().enabled


def is_coming(reply: MessageRecord) -> bool:
    """Tell whether a page should look again for a proposal after this refusal."""
    if not is_on() or (reply.metadata or {}).get("status") != "declined":
        return False
    return model_calls.may_still_reply(reply.created_at)


def following(actor: UserRecord, reply_id: str) -> tuple[MessageRecord, Turn | None]:
    """Return a refusal and, where it has come, the proposal that follows it."""
    reply = session_store.get_message(reply_id, actor.tenant_id)
    turns = conversation(actor, reply.session_id).turns
    places = [n for n, turn in enumerate(turns) if turn.message.id == reply.id]
    for turn in turns[places[0] + 1 :] if places else []:
        if turn.message.role == "user":
            break
        if (turn.message.metadata or {}).get("proposedBy"):
            return reply, turn
    return reply, None


def propose(caller: Caller, question: str) -> None:
    """Ask for a plan, check it, compute it, keep the answer as one more reply.

    Needs no database connection to be open. Where nothing comes of it, the refusal
    stands and the audit log says why.
    """
    with connected():
        session = session_store.get_session(caller.session_id, caller.tenant_id)
        table, version = open_newest(session)
        hidden = privacy.hidden_keys(
            version.dataset_id, caller.tenant_id, table.profile
        )
        if proposal.mentions(question, table, hidden):
            return
        values = runtime.settings().llm_rows > 0
        sent = proposal.told(question, table, hidden, values)
    call = Call("plan", proposal.INSTRUCTIONS, proposal.as_json(sent), MOST_TOKENS)
    try:
        called = model_calls.make(caller, call)
    except (llm.ModelError, TooManyRequests):
        return
    with connected():
        try:
            answer = _checked(called, question, table, hidden)
        except PoppyError as error:
            model_calls.conclude(caller, called, error.message)
            return
        with transaction():
            model_calls.conclude(caller, called, None)
            _keep(caller, called, answer, table, version)


def _checked(
    called: Called, question: str, table: Table, hidden: frozenset[str]
) -> Answer:
    """Return the computed answer; ValidationError says what is wrong with the plan."""
    found = proposal.plan_in(called.reply.text)
    plan = plan_from_json(found, table.profile)
    used = columns_used(plan)
    if hidden and (hidden & used or "*" in used):
        raise ValidationError("it uses a column that is never sent to a model")
    missing = proposal.missing_values(plan, table)
    if missing:
        raise ValidationError(f"“{missing[0][:80]}” is not in the table")
    answer = engine.answer(plan, table)
    if answer.result is None:
        raise ValidationError(answer.message)
    return _marked(answer, plan, question, called.reply.model, table)


def _marked(
    answer: Answer, plan: Plan, question: str, model: str, table: Table
) -> Answer:
    """Say on the answer who read the question, and which words had no place."""
    unplaced = proposal.unplaced_words(question, plan, table.profile)
    chips = (
        Chip("table", f"read by {model}", guessed=True),
        Chip("measure", answer.message, guessed=True),
        *(Chip("unused", word) for word in unplaced),
    )
    return Answer(answer.status, answer.message, chips, plan, answer.result)


def _keep(
    caller: Caller, called: Called, answer: Answer, table: Table, version: VersionRecord
) -> None:
    model = called.reply.model
    parts = replies.with_result(answer, table, version)
    parts["content"] = f"{model} reads the question so: {answer.message}. " + str(
        parts["content"]
    )
    parts["message_metadata"] = {**parts["message_metadata"], "proposedBy": model}
    exchange_store.save_exchange(
        caller.session_id,
        caller.tenant_id,
        caller.user_id,
        **parts,
        receipt={"proposedBy": model},
        audit_metadata={"proposedBy": model},
    )
