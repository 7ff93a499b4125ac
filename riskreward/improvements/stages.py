"""The stages of a saving, from identified to sustained, and from which of them it counts."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field

from riskreward.calendar import read_date
from riskreward.figures import FigureError, shown
from riskreward.findings import InputError, Problem
from riskreward.improvements.columns import Column
from riskreward.improvements.outturn import Row
from riskreward.kernel import (
    Amount,
    at_least,
    at_most,
    carry,
    choose,
    constant,
    either,
    fact,
    named,
    nothing,
    opposite,
    pounds,
    previous,
    quantity,
    round_to,
)
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode
from riskreward.kernel.words import PATH
from riskreward.refusals import described, nearest
from riskreward.terms import Terms

CountsWhen = Literal["accepted", "implemented", "realised", "sustained"]
UntilThen = Literal["waits", "is lost"]

STAGES = ("identified", "accepted", "implemented", "realised", "sustained")
"""The stages in order; the fact of a period is the place of its stage in them."""

REJECTED = "rejected"
DEEMED = "deemed realised"
COUNTS = "counts"
_STAGES = quantity("stages")
_REJECTED = -1


class Deemed(Terms):
    """When a saving that the council has not decided on is deemed realised, and how long either side may dispute it.

    Source: Southwest One, where accepted savings were blocked and claimed all the same.
    """

    after: str = Field(min_length=1)
    clause: str = Field(min_length=1)
    disputable_for_days: int = Field(ge=1, le=3660)


def from_a_stage(saving: Amount, waiting: Amount, reached: Amount, rejected: Amount) -> tuple[Amount, Amount, Amount]:
    """A saving waits until its stage is reached, and is dropped when it is rejected; a loss counts at once.

    Returned are what counts, what waits, and what is dropped.
    """
    held = waiting + at_least(saving, nothing)
    counts = choose(reached, saving + waiting, at_most(saving, nothing))
    waits = choose(either(reached, rejected), nothing, held)
    return counts, waits, choose(rejected, held, nothing)


def or_lost(saving: Amount, reached: Amount) -> tuple[Amount, Amount]:
    """A saving counts where its stage is reached in its own period, and is lost otherwise; a loss counts at once."""
    return choose(reached, saving, at_most(saving, nothing)), choose(reached, nothing, at_least(saving, nothing))


def stage() -> Amount:
    """Return the stage of the period, as the outturn gives it: its place among the stages, below nought if rejected."""
    return fact("stage", _STAGES, 0, (_REJECTED, len(STAGES) - 1))


def has_reached(name: str) -> Amount:
    """Return whether the stage of the period is this one or a later one."""
    return stage() >= constant(STAGES.index(name), _STAGES)


def is_rejected() -> Amount:
    """Return whether the saving was rejected in the period."""
    return opposite(has_reached(STAGES[0]))


def record_stage(saving: Amount, counts_when: CountsWhen, until_then: UntilThen, mode: Mode) -> Amount:
    """Return what counts in the period; what waits is carried to the penny, and each part is a line."""
    reached = has_reached(counts_when)
    if until_then == "is lost":
        counts, lost = or_lost(saving, reached)
        named(lost_line(counts_when), lost)
        return named(COUNTS, counts)
    name = waiting_line(counts_when)
    counts, waits, dropped = from_a_stage(saving, previous(name, pounds(0)), reached, is_rejected())
    named(DROPPED, dropped)
    carry(name, named(name, round_to(waits, MINOR_PLACES, mode)))
    return named(COUNTS, counts)


DROPPED = "dropped, as rejected"


def waiting_line(counts_when: str) -> str:
    """Return what the statement calls what waits."""
    return f"waits to be {counts_when}"


def lost_line(counts_when: str) -> str:
    """Return what the statement calls what is lost."""
    return f"lost, as not yet {counts_when}"


# The outturn's columns


def stage_column(measure: str) -> str:
    """Return what the column of stages is called."""
    return f"{measure}, stage"


def deemed_column(measure: str) -> str:
    """Return what the column of days of deemed realisation is called."""
    return f"{measure}, deemed on"


def deemed_days(stages: Mapping[str, str]) -> dict[str, date]:
    """Return the days of deemed realisation among what rows say in words, by column."""
    ending = deemed_column("")
    return {name: date.fromisoformat(day) for name, day in stages.items() if name.endswith(ending)}


def column(measure: str, deemed: Deemed | None) -> Column:
    """Return the column of a measure's stages."""
    return Column(
        stage_column(measure),
        f"{measure}{PATH}stage",
        lambda value: Fraction(_place(value, deemed is not None)),
        is_number=False,
    )


def _place(value: object, may_be_deemed: bool) -> int:
    word = _word(value)
    known = (*STAGES, REJECTED, DEEMED) if may_be_deemed else (*STAGES, REJECTED)
    if word == DEEMED and not may_be_deemed:
        raise FigureError(
            f"is {shown(value)}, but the contract does not say when a saving is deemed realised",
            'write deemed = { after = "60 days without a decision", ... } in the contract, or the stage reached',
        )
    if word not in known:
        near = nearest(word, known) if isinstance(value, str) else None
        asked = f'did you mean "{near}"? ' if near else ""
        raise FigureError(f"is {described(value)}, which is no stage", f"{asked}the stages are {', '.join(known)}")
    if word == DEEMED:
        return STAGES.index("realised")
    return _REJECTED if word == REJECTED else STAGES.index(word)


def _word(value: object) -> str:
    return " ".join(value.split()).casefold() if isinstance(value, str) else ""


def in_words(row: Row, measure: str, deemed: Deemed | None) -> tuple[dict[str, str], list[Problem]]:
    """Return what a row says of a measure's stage, by column, and what is wrong with the day it was deemed reached."""
    stages = {stage_column(measure): _word(row.entries.get(stage_column(measure)))}
    if deemed is None:
        return stages, []
    try:
        day = _deemed_on(row, measure)
    except InputError as error:
        return stages, list(error.problems)
    return stages if day is None else {**stages, deemed_column(measure): day.isoformat()}, []


def _deemed_on(row: Row, measure: str) -> date | None:
    entries: Mapping[str, object] = row.entries
    at, value = row.at(deemed_column(measure)), entries.get(deemed_column(measure))
    is_blank = value is None or (isinstance(value, str) and not value.strip())
    is_deemed = _word(entries.get(stage_column(measure))) == DEEMED
    if is_blank and is_deemed:
        raise InputError([Problem(at, f"is missing, but the stage is {DEEMED}", "write the day, such as 2026-04-01")])
    if is_blank:
        return None
    if not isinstance(value, str | date):
        raise InputError([Problem(at, f"is {described(value)}, where a date belongs", "write it as 2026-04-01")])
    day = read_date(value, at)
    if not is_deemed:
        raise InputError([Problem(at, f"is {shown(value)}, but the stage is not {DEEMED}", "leave it empty")])
    return day
