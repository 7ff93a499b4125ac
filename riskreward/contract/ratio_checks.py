"""What must hold between a ratio and the measures that it is worked out from, or that is worked out from it."""

from collections.abc import Iterator, Sequence

from riskreward.figures import number_text, shown
from riskreward.findings import Problem
from riskreward.improvements import Measure, Ratio
from riskreward.kernel import Kind, money, share

_MAY_BE_NOTHING = "where its denominator falls away {} is nothing, which {}"
_REFUSE = 'write ratio.if_below = "settling is refused" for it'


def ratio_problems(measures: Sequence[Measure]) -> Iterator[Problem]:
    """Tell what is wrong with the ratios among the measures."""
    for number, measure in enumerate(measures):
        if measure.ratio is not None:
            yield from _parts(f"measure[{number}].ratio", measure, measure.ratio, measures)
    fading = [each.name for each in measures if each.ratio is not None and each.ratio.if_below == "nothing counts"]
    for number, measure in enumerate(measures):
        for term, name in measure.baseline.reads if measure.baseline is not None else ():
            if name in fading:
                what = _MAY_BE_NOTHING.format(shown(name), "is no baseline")
                yield Problem(f"measure[{number}].baseline.{term}", f"reads a ratio: {what}", _REFUSE)


def _parts(where: str, measure: Measure, ratio: Ratio, measures: Sequence[Measure]) -> Iterator[Problem]:
    """Tell what is wrong with the two measures that a ratio names."""
    known = {each.name: each for each in measures if each.ratio is None}
    found = []
    for term, name in (("of", ratio.of), ("to", ratio.to)):
        if name in known:
            found.append(known[name])
        elif name in {each.name for each in measures}:
            what = "the ratio itself" if name == measure.name else "a ratio too"
            yield Problem(f"{where}.{term}", f"is {shown(name)}, {what}", "name a measure that has an outturn")
        else:
            listed = ", ".join(map(shown, known)) or "none is measured yet"
            yield Problem(f"{where}.{term}", f"is {shown(name)}, which is no measure", f"name one of them ({listed})")
    if len(found) < 2:
        return
    above, below = found
    if above is below:
        yield Problem(f"{where}.to", f"is {shown(ratio.to)}, as ratio.of is", "name another measure")
    elif _sort(above.kind) == "shares" or _sort(above.kind) != _sort(below.kind):
        what = f"is in {shown(below.unit)}, but {shown(above.name)} is in {shown(above.unit)}"
        yield Problem(f"{where}.to", what, "name two measures of quantities, or two of money")
    low, high = below.between
    if high < ratio.denominator_at_least:
        what = (
            f"is {number_text(ratio.denominator_at_least)}, above the range {number_text(low)} to {number_text(high)}"
        )
        yield Problem(
            f"{where}.denominator_at_least", f"{what} of {shown(below.name)}", "lower it, or widen outturn_between"
        )


def _sort(kind: Kind) -> str:
    return {money: "money", share: "shares"}.get(kind, "quantities")
