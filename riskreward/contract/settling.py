"""Settling: an outturn through the program of the terms in force in each period, into a statement."""

from collections.abc import Callable, Sequence

from riskreward.contract.agreement import Agreement
from riskreward.contract.overclaiming import overclaims
from riskreward.contract.overturning import overturned_problems
from riskreward.contract.reading import Reader, run_off_facts
from riskreward.contract.refusing import refused_by_steps
from riskreward.contract.varying import InForce, in_force
from riskreward.findings import Finding, InputError, Problem
from riskreward.improvements import Outturn, outturn_of
from riskreward.readers import exact
from riskreward.settlement.settled import Details, Header, Settled
from riskreward.settlement.statement import Statement
from riskreward.settlement.stretch import Dropped, Stretch

Find = Callable[[Settled], tuple[Finding, ...]]


def settle(agreement: Agreement, given: object, to: str | None, find: Find, supposed: bool = False) -> Statement:
    """Return the statement of an outturn. Raises InputError with every problem of it, and then no figure at all.

    Where terms are `supposed`, what is overturned may be more than they count.
    """
    only = agreement.measure[0].name if len(agreement.measure) == 1 else None
    outturn = outturn_of(given, only)
    stages = in_force(agreement)
    reader = agreement.once("reader", lambda: Reader(agreement, stages))
    facts, details = reader.read(outturn, to)
    last = stages[-1]
    if to is None and len(facts) == len(last.terms.calendar.periods):
        facts += run_off_facts(last.assembled, len(facts))
        details += [Details()] * (len(facts) - len(details))
    return stated(stages, outturn, facts, details, find, supposed)


def stated(
    stages: Sequence[InForce],
    outturn: Outturn,
    facts: Sequence[Sequence[int]],
    details: Sequence[Details],
    find: Find,
    supposed: bool = False,
) -> Statement:
    """Return the statement of facts that are read already, period by period. Raises InputError for what is refused."""
    last = stages[-1]
    stretches, lines = settled_in_turn(stages, facts)
    problems: list[Problem] = []
    for stage, after in zip(stages, [*stages[1:], None], strict=True):
        own = lines[stage.first : None if after is None else after.first]
        problems += overclaims(stage, outturn, own, last.terms.calendar)
        problems += refused_by_steps(stage, outturn, own, last.terms.calendar)
        if not supposed:
            problems += overturned_problems(stage, outturn, own, last.terms.calendar)
    if problems:
        raise InputError(problems)
    latest = last.terms if len(stages) == 1 else _latest(stages, len(facts)).terms
    header = Header(latest.title, latest.authority, latest.provider, latest.currency)
    return Statement(
        header,
        latest.settlement,
        stretches,
        outturn,
        tuple((measure.name, each) for measure in latest.measure for each in measure.adjustment),
        last.assembled.periods[: len(facts)],
        tuple(details),
        facts,
        lines,
        find,
    )


def settled_in_turn(
    stages: Sequence[InForce], facts: Sequence[Sequence[int]]
) -> tuple[tuple[Stretch, ...], list[tuple[int, ...]]]:
    """Return the stretches that periods fall into, and every period's lines.

    Each stage's program runs over its periods and hands its balances over to the next. Raises InputError where one
    cannot be handed over exactly.
    """
    stretches: list[Stretch] = []
    lines: list[tuple[int, ...]] = []
    balances = tuple(balance.start for balance in stages[0].assembled.program.balances)
    ends = [*(each.first for each in stages[1:]), len(facts)]
    for each, end in zip(stages, ends, strict=True):
        if each.first >= len(facts):
            break
        dropped: tuple[Dropped, ...] = ()
        if each.handover is not None:
            dropped = tuple(each.handover.dropped(balances))
            balances = each.handover.opening(f"{each.where}.balances", balances)
        program = each.assembled.program
        if end > each.first:
            stretches.append(Stretch(program, each.first, balances, each.terms.measure, each.varied, dropped))
            settled = exact.run(program, facts[each.first : end], balances)
            lines += settled.lines
            balances = settled.balances
    return tuple(stretches), lines


def _latest(stages: Sequence[InForce], settled: int) -> InForce:
    return [each for each in stages if each.first < settled][-1]
