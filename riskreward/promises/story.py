"""A counterexample as a story: settled into an ordinary statement, with what happens in it told in one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from riskreward.contract.settling import stated
from riskreward.contract.trying import listed, pounds_text
from riskreward.contract.varying import in_force
from riskreward.figures import exact_decimal, number_text, rounded, share_text
from riskreward.findings import Finding, InputError
from riskreward.improvements import CASH, PERIOD, Column, Measure, Outturn, Row
from riskreward.improvements.stages import REJECTED, STAGES
from riskreward.kernel import Kind, money, share
from riskreward.kernel.words import PATH
from riskreward.promises.aiming import Aim
from riskreward.promises.promise import Promise
from riskreward.promises.ranges import ranges
from riskreward.promises.shrinking import shrunk
from riskreward.promises.watching import Facts, Watched
from riskreward.settlement.settled import Details, Settled
from riskreward.settlement.statement import Statement


@dataclass(frozen=True, eq=False)
class Counterexample:
    """The shortest and roundest case found that breaks a promise.

    `statement` is the ordinary statement of it, up to the `period` in which the promise broke; `outturn` settles to it,
    with every index level and price that it assumes. `sentence` tells it.
    """

    promise: Promise
    statement: Statement
    period: str
    sentence: str
    facts: Facts

    @property
    def outturn(self) -> Outturn:
        """The outturn of the case, to be settled under other terms."""
        return self.statement.outturn

    def __str__(self) -> str:
        return self.sentence


def tell(watched: Watched, promise: Promise, facts: Facts) -> Counterexample | None:
    """Return the story of a path that breaks a promise, or None where the contract would refuse to settle it."""
    for path in (shrunk(watched, promise, facts), facts):
        try:
            statement = settled(watched, path)
        except InputError:
            continue
        label = statement.periods[-1].label
        return Counterexample(promise, statement, label, sentence_of(watched, promise, statement, path), path)
    return None


def settled(watched: Watched, path: Facts) -> Statement:
    """Return the statement of a path. Raises InputError where the contract refuses it."""
    agreement = watched.agreement
    term = in_force(agreement)[-1].terms.calendar.periods
    rows = tuple(row_of(watched, number, path[number]) for number in range(min(len(path), len(term))))
    return stated(in_force(agreement), Outturn(rows), path, [Details()] * len(path), _nothing_found)


def _nothing_found(_: Settled) -> tuple[Finding, ...]:
    return ()


def row_of(watched: Watched, period: int, facts: Sequence[int]) -> Row:
    """Return a period of a path as an outturn has it, with what it assumes of figures that are not yet published."""
    stage = watched.stage_at(period)
    program = stage.assembled.program
    label = watched.stages[-1].terms.calendar.periods[period].label
    entries: dict[str, Any] = {PERIOD: label}
    assumed = {
        fact.path: Fraction(figure, fact.denominator)
        for fact, figure, known in zip(program.facts, facts, watched.scheduled[period], strict=True)
        if known is None and fact.is_scheduled
    }
    for column in stage.terms.columns:
        number = program.fact_numbers.get(column.fact)
        if number is not None:
            fact = program.facts[number]
            figure = Fraction(facts[number], fact.denominator)
            if figure or not column.may_be_blank:
                entries[column.name] = _cell(column, figure, fact.kind)
    return Row(label, entries, assumed=assumed)


def _cell(column: Column, figure: Fraction, kind: Kind) -> Any:
    if not column.is_number:
        return REJECTED if figure < 0 else STAGES[int(figure)]
    return share_text(figure).replace(",", "") if kind == share else exact_decimal(figure)


def sentence_of(watched: Watched, promise: Promise, statement: Statement, path: Facts) -> str:
    """Return what happens, and what it comes to: "If you save £120,000 in 2022-23, you will have paid ..."."""
    saved, beside = list(savings(watched, statement)), list(_beside(watched, path))
    happens = f"you {listed(saved)}" if saved else ""
    if beside:
        happens += f"{', with ' if saved else 'there is '}{listed(beside)}"
    ending = promise.ending(statement) if promise.ending is not None else f"this is broken: {promise.sentence}"
    return f"If {happens or 'nothing happens at all'}, {ending.removesuffix('.')}."


def savings(watched: Watched, statement: Statement) -> Iterator[str]:
    """Yield what is saved or lost in each period by each measure that saves or loses anything in the case."""
    term = statement.periods[: len(watched.stages[-1].terms.calendar.periods)]
    saved = {
        (period.label, measure.name): rounded(period.exact(f"{measure.name}{PATH}{measure.saved_as}"), 2)
        for period in term
        for measure in period.measures
        if measure.in_money
    }
    happened = {each: amount for each, amount in saved.items() if amount}
    if saved and not happened:
        labels = [period.label for period in term]
        yield f"save nothing in {labels[0] if len(labels) == 1 else f'{labels[0]} to {labels[-1]}'}"
    several = len({name for _, name in happened}) > 1
    other = {each.name: each.benefit or "" for period in term for each in period.measures if each.benefit not in CASH}
    for (label, name), amount in happened.items():
        on = f" on {name}" if several or name in other else ""
        on += f" ({other[name]})" if name in other and other[name] not in name.lower() else ""
        yield f"{_saved(Fraction(amount), statement.header.currency)}{on} in {label}"


def _saved(saved: Fraction, currency: str) -> str:
    return f"{'save' if saved > 0 else 'lose'} {pounds_text(abs(saved), currency)}"


def _beside(watched: Watched, path: Facts) -> Iterator[str]:
    """Yield what else happens that is not plain: an outcome, a standard that is missed, a cost of the council's."""
    aim = Aim(watched, ranges(watched))
    for number, row in enumerate(path):
        if number >= aim.settlements:
            return
        terms, program = watched.stage_at(number).terms, watched.program_at(number)
        columns = {each.fact: each for each in terms.columns}
        label = terms.calendar.periods[number].label
        plain = aim.plain(number)
        for each in aim.others(number):
            fact = program.facts[each]
            if row[each] != plain[each] and fact.path in columns:
                measure = next((m for m in terms.measure if fact.path == f"{m.name}{PATH}outturn"), None)
                text = figure_text(Fraction(row[each], fact.denominator), fact.kind, measure, terms.currency)
                yield f"{columns[fact.path].name} at {text} in {label}"


def figure_text(figure: Fraction, kind: Kind, measure: Measure | None, currency: str) -> str:
    """Return a figure of an outturn in its unit."""
    if kind == money:
        return pounds_text(figure, currency)
    if kind == share:
        return share_text(figure)
    return number_text(figure) + (f" {measure.unit}" if measure is not None else "")
