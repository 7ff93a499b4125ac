"""Cautions about ratios: one that improves on a smaller denominator, and one worked out on too little."""

from collections.abc import Iterator

from riskreward.contract.agreement import Agreement
from riskreward.figures import number_text, share_text
from riskreward.findings import Finding
from riskreward.improvements import Ratio
from riskreward.settlement import PeriodStatement, Settled

_IN_A_YEAR = {"monthly": 12, "quarterly": 4, "half-yearly": 2, "yearly": 1}


def better_on_less(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A ratio that improves while what it measures gets worse has only its denominator to thank.

    A period is held against the one a year before, like with like.

    Source: National Audit Office, The Work Programme (2014): outcomes over referrals.
    """
    if statement is None:
        return
    periods = [period for period in statement.periods if not period.period.run_off]
    back = _IN_A_YEAR[agreement.settled]
    for measure in agreement.measure:
        if measure.ratio is None:
            continue
        for before, now in zip(periods, periods[back:], strict=False):
            if before.period.part or now.period.part or _too_little(measure.ratio, before, now):
                continue
            sign = 1 if measure.better == "higher" else -1
            rates = [each.exact(f"{measure.name} / outturn") for each in (before, now)]
            above = [each.exact(f"{measure.ratio.of} / outturn") for each in (before, now)]
            below = [each.exact(f"{measure.ratio.to} / outturn") for each in (before, now)]
            if sign * (rates[1] - rates[0]) > 0 > sign * (above[1] - above[0]):
                text = (
                    f"{measure.name.capitalize()} improved from {share_text(rates[0] / 100)} in {before.label} to "
                    f"{share_text(rates[1] / 100)} in {now.label}, although {measure.ratio.of} went from "
                    f"{number_text(above[0])} to {number_text(above[1])}: {measure.ratio.to} went from "
                    f"{number_text(below[0])} to {number_text(below[1])}."
                )
                figures = {"numerator before": above[0], "numerator": above[1]}
                figures |= {"denominator before": below[0], "denominator": below[1]}
                yield Finding("ratio improved on its denominator", text, "warning", figures)


def worked_out_on_too_little(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A ratio whose denominator fell away counts for nothing."""
    for measure in agreement.measure if statement is not None else ():
        if measure.ratio is None or statement is None:
            continue
        for period in statement.periods:
            if not period.period.run_off and _too_little(measure.ratio, period):
                found, least = period.exact(f"{measure.ratio.to} / outturn"), measure.ratio.denominator_at_least
                text = (
                    f"{measure.name.capitalize()} counts for nothing in {period.label}: {measure.ratio.to} came to "
                    f"{number_text(found)}, below {number_text(least)}, the least it may be worked out on."
                )
                yield Finding("ratio on too little", text, "warning", {"denominator": found, "least": least})


def _too_little(ratio: Ratio, *periods: PeriodStatement) -> bool:
    return any(period.exact(f"{ratio.to} / outturn") < ratio.denominator_at_least for period in periods)
