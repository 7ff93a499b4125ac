"""Cautions about ratios: one that improves on a smaller denominator, and one worked out on too little."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.calendar import SETTLEMENTS_A_YEAR
from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import of_measure, pounds_text
from riskreward.figures import number_text, share_text
from riskreward.findings import Finding
from riskreward.improvements import Measure, Ratio
from riskreward.kernel import money
from riskreward.settlement.settled import PeriodStatement, Settled


def better_on_less(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A ratio that improves while what it measures gets worse has only its denominator to thank.

    A period is held against the one a year before, like with like.

    Source: National Audit Office, The Work Programme (2014): outcomes over referrals.
    """
    for measure in statement.measures if statement is not None else ():
        rated = _rated(statement, measure)
        for (before, then), (now, ratio) in zip(rated, rated[SETTLEMENTS_A_YEAR[agreement.settled] :], strict=False):
            if (then.of, then.to) != (ratio.of, ratio.to) or before.period.part or now.period.part:
                continue
            if _too_little(then, before) or _too_little(ratio, now):
                continue
            sign = 1 if measure.better == "higher" else -1
            rates, above, below = (
                [_outturn(each, name) for each in (before, now)] for name in (measure.name, ratio.of, ratio.to)
            )
            if sign * (rates[1] - rates[0]) > 0 > sign * (above[1] - above[0]):
                was, became = (share_text(rate / 100) for rate in rates)
                text = (
                    f"{measure.name.capitalize()} improved from {was} in {before.label} to {became} in {now.label}, "
                    f"although {_moved(agreement, ratio.of, above)}: {_moved(agreement, ratio.to, below)}."
                )
                figures = {"numerator before": above[0], "numerator": above[1]}
                figures |= {"denominator before": below[0], "denominator": below[1]}
                yield Finding("ratio improved on its denominator", text, "warning", figures)


def worked_out_on_too_little(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A ratio whose denominator fell away counts for nothing."""
    for measure in statement.measures if statement is not None else ():
        for period, ratio in _rated(statement, measure):
            if not _too_little(ratio, period):
                continue
            found, least = _outturn(period, ratio.to), ratio.denominator_at_least
            text = (
                f"{measure.name.capitalize()} counts for nothing in {period.label}: {ratio.to} came to "
                f"{_shown(agreement, ratio.to, found)}, below {_shown(agreement, ratio.to, least)}, the least it may "
                "be worked out on."
            )
            yield Finding("ratio on too little", text, "warning", {"denominator": found, "least": least})


def _outturn(period: PeriodStatement, name: str) -> Fraction:
    return period.exact(f"{name} / outturn")


def _rated(statement: Settled | None, measure: Measure) -> list[tuple[PeriodStatement, Ratio]]:
    """Return the periods in which a measure is a ratio, with the ratio that it then is."""
    return [(period, own.ratio) for period, own in of_measure(statement, measure) if own.ratio is not None]


def _too_little(ratio: Ratio, period: PeriodStatement) -> bool:
    return _outturn(period, ratio.to) < ratio.denominator_at_least


def _moved(agreement: Agreement, name: str, figures: list[Fraction]) -> str:
    before, now = (_shown(agreement, name, figure) for figure in figures)
    return f"{name} went from {before} to {now}"


def _shown(agreement: Agreement, name: str, figure: Fraction) -> str:
    in_money = any(measure.name == name and measure.kind == money for measure in agreement.measure)
    return pounds_text(figure, agreement.currency) if in_money else number_text(figure)
