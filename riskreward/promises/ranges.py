"""Between which figures what is not known yet may lie: as the contract declares it, or as is assumed for the search."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from riskreward.contract.agreement import Agreement
from riskreward.figures import money_text, number_text, share_text
from riskreward.improvements import Measure
from riskreward.kernel import money, share
from riskreward.kernel.program import Fact
from riskreward.kernel.words import PATH
from riskreward.promises.watching import Watched

TIMES_THE_BASELINE = 2


class Range(NamedTuple):
    """The lowest and highest whole number that a fact is searched between; `measure` is whose figure it is.

    A range that the contract does not declare has an `offer`: the line to write.
    """

    low: int
    high: int
    measure: str
    is_declared: bool
    offer: str = ""


def ranges(watched: Watched) -> dict[str, Range]:
    """Return the range of every fact that the calendar does not decide, by its path."""
    found: dict[str, Range] = {}
    for stage in watched.stages:
        program = stage.assembled.program
        largest = max(
            (
                abs(Fraction(each.whole, each.denominator))
                for each in program.operations
                if each.name == "constant" and not each.kind.is_truth
            ),
            default=Fraction(1),
        )
        for fact in program.facts:
            if not fact.is_scheduled and fact.path not in found:
                found[fact.path] = _range(stage.terms, fact, largest)
    return found


def _range(terms: Agreement, fact: Fact, largest: Fraction) -> Range:
    measure = next((each for each in terms.measure if fact.path == f"{each.name}{PATH}outturn"), None)
    if measure is None or measure.outturn_between is not None:
        name = "" if measure is None else measure.name
        most = int(TIMES_THE_BASELINE * largest * fact.denominator)
        high = min(fact.high, max(most, fact.denominator)) if measure is None else fact.high
        return Range(fact.low, high, name, True)
    agreed = None if measure.baseline is None else measure.baseline.agreed_amount
    whole = Fraction(1) if measure.kind == share else TIMES_THE_BASELINE * (largest if agreed is None else abs(agreed))
    high = min(fact.high, int(whole * fact.denominator))
    low = max(fact.low, 0)
    text = f"[{_typed(measure, Fraction(low, fact.denominator))}, {_typed(measure, Fraction(high, fact.denominator))}]"
    return Range(low, high, measure.name, False, f"outturn_between = {text}")


def _typed(measure: Measure, figure: Fraction) -> str:
    if measure.kind == share:
        return f'"{share_text(figure)}"'
    return number_text(figure).replace(",", "_")


def assumptions(watched: Watched) -> Iterator[str]:
    """Yield what every verdict assumes of the figures that are not known yet, in sentences."""
    yield "savings and outcomes are what the outturn states, verified as the contract says"
    declared: dict[str, str] = {}
    for terms in (stage.terms for stage in watched.stages):
        for measure in terms.measure:
            if measure.outturn_between is not None:
                low, high = (_shown(measure, end, terms.currency) for end in measure.outturn_between)
                declared[measure.name] = f"the outturn of {measure.name} is between {low} and {high}"
    yield from declared.values()
    for between in ranges(watched).values():
        if between.measure and not between.is_declared:
            yield (
                f"{between.measure} has no outturn_between: a proof holds for every figure that can be read, and a "
                f"search tried {between.offer.removeprefix('outturn_between = ')}; to declare it, write {between.offer}"
            )
    facts = watched.assembled.program.facts
    known = (zip(facts, row, strict=False) for row in watched.assembled.scheduled)
    if any(fact.is_scheduled and value is None for row in known for fact, value in row):
        yield "a figure not yet published is proved for every value in its range, and searched as it was last known"


def _shown(measure: Measure, figure: Fraction, currency: str) -> str:
    if measure.kind == money:
        return money_text(figure, currency).removesuffix(".00")
    return share_text(figure) if measure.kind == share else f"{number_text(figure)} {measure.unit}"
