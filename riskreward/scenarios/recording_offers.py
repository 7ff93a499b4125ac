"""What is known of offers on the same paths as flat records: by offer, by pair, and by stretch of their order."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from riskreward.figures import rounded
from riskreward.scenarios.bearing import Bearing
from riskreward.scenarios.ranking import Pair, Ranked
from riskreward.scenarios.turning import BreakEven, Switching

Record = dict[str, Any]

BY_SAVINGS = "times the savings of the scenario"
BY_BASELINE = "share by which the baseline is overstated"


def rank_records(ranking: Sequence[Ranked]) -> Iterator[Record]:
    """Yield the rank of each offer."""
    for each in ranking:
        yield {"offer": each.name, "figure": "rank", "period": None, "statistic": "rank", "value": each.rank}


def bearing_records(bearings: Sequence[Bearing]) -> Iterator[Record]:
    """Yield what falls on the provider under each offer, of 1 in the currency to six places; None is not known."""
    for each in bearings:
        for figure, value, places in (
            ("of 1 less saved, the provider bears", each.of_less, 6),
            ("of 1 more saved, the provider has", each.of_more, 6),
            ("paid by the council if nothing is saved", each.if_nothing, 2),
        ):
            shown = None if value is None else rounded(value, places)
            yield {"offer": each.name, "figure": figure, "period": None, "statistic": "mean", "value": shown}


def pair_records(pairs: Sequence[Pair]) -> Iterator[Record]:
    """Yield each pair: shares of the paths to six places, money to the penny."""
    for each in pairs:
        error = each.standard_error
        yield {
            "one": each.one,
            "other": each.other,
            "one is better": rounded(each.one_better, 6),
            "the other is better": rounded(each.other_better, 6),
            "alike": rounded(each.alike, 6),
            "one leaves more": rounded(each.difference, 2),
            "standard error": None if error is None else rounded(Fraction(error), 2),
            "too close to call": each.is_too_close,
        }


def turn_records(break_evens: Sequence[BreakEven], switching_values: Sequence[Switching]) -> Iterator[Record]:
    """Yield each stretch of the order of two offers, by savings and then by how wrong the baseline is."""
    for found in break_evens:
        yield from _stretches(BY_SAVINGS, found.one, found.other, found)
    for each in switching_values:
        yield from _stretches(BY_BASELINE, each.better, each.other, each)


def _stretches(by: str, one: str, other: str, found: BreakEven | Switching) -> Iterator[Record]:
    for each in found.stretches:
        yield {
            "by": by,
            "one": one,
            "other": other,
            "ahead": each.ahead,
            "from": rounded(each.first, 3),
            "to": rounded(each.last, 3),
            "saved at the first": rounded(each.saved, 2),
            "tried from": rounded(found.tried[0], 3),
            "tried to": rounded(found.tried[-1], 3),
        }
