"""Is this baseline fit to pay on? Each question that its own terms and history raise, with the figures."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain, pairwise

from riskreward.baselines.asked import Asked
from riskreward.baselines.growth import growth_a_year
from riskreward.baselines.history import Year, by_year
from riskreward.baselines.least_squares import Observed, least_squares
from riskreward.baselines.linear_trend import LinearTrend
from riskreward.baselines.regression import Regression
from riskreward.baselines.uncertainty import minimum_detectable_saving
from riskreward.figures import number_text, rounded, share_text
from riskreward.findings import Finding

UNLIKE = Fraction(1, 10)
"""A base year is unlike its neighbours from a tenth of their mean away."""

ENOUGH_FOR_A_TREND = 3
"""A line through two years says nothing; a trend is read from three."""

FLATTERED_BY = "flattered by"
"""The figure of a finding that says how much of the baseline makes the saving look larger than it is."""

FLATTERED_SHARE = "flattered by, as a share of the baseline"
"""The same as a share of the baseline it was held against, exactly; it is what a fee rests on."""

JUMP = 10
"""No service costs ten times what it cost the year before; units may have been mixed, or the service was another."""

NOTHING_SAVED = "against it even an outturn of nought saves nothing"

Question = Callable[[Asked], Iterator[Finding]]


def of_nothing(asked: Asked) -> Iterator[Finding]:
    """Against a baseline of nil or below not even spending nothing saves; an increase may start from it."""
    if asked.better == "higher":
        return
    if asked.agreed is not None and asked.agreed <= 0:
        text = f"The baseline is {asked.text(asked.agreed)}: {NOTHING_SAVED}."
        yield Finding("baseline of nothing", text, "serious", {"baseline": asked.agreed})
    below = {period: amount for period, amount in asked.worked_out.items() if amount <= 0}
    if below:
        listed = " and ".join(f"{asked.text(amount)} in {period}" for period, amount in below.items())
        text = f"The baseline is {listed}: {NOTHING_SAVED}."
        figures = {f"baseline of {period}": amount for period, amount in below.items()}
        yield Finding("baseline of nothing", text, "serious", figures)


def no_history(asked: Asked) -> Iterator[Finding]:
    """Without what was really spent in several years, a baseline can be held against nothing.

    The observations that a regression is fitted to are its history.
    """
    if not isinstance(asked.baseline, Regression) and len(asked.history) < 2:
        known = "Only one year of history is given" if asked.history else "No history is given"
        text = f"{known}, so that the baseline can be held against nothing: what was spent in earlier years?"
        yield Finding("no history", text, "warning")


def jump_in_the_history(asked: Asked) -> Iterator[Finding]:
    """A year ten times the one beside it, or a tenth of it, was written in other units or is of another service."""
    for before, after in pairwise(asked.history):
        less, more = sorted((before, after), key=lambda year: abs(asked.history[year]))
        small, large = asked.history[less], asked.history[more]
        if small * large > 0 and large / small >= JUMP:
            times = number_text(Fraction(rounded(large / small, 1)))
            text = (
                f"The history has {asked.text(small)} in {less.label} and {asked.text(large)} in {more.label}, {times} "
                f"times as much in the year beside it: are both in the same units, and of the same service?"
            )
            figures = {less.label: small, more.label: large}
            yield Finding("jump in the history", text, "warning", figures)
            return


def set_by(asked: Asked) -> Iterator[Finding]:
    """A provider that sets the baseline sets its own fee."""
    if asked.baseline.set_by == "provider":
        text = "The provider, who is paid out of the saving, set the baseline that the saving is measured against."
        yield Finding("set by the provider", text, "serious")
    elif asked.baseline.set_by is None:
        text = "The terms do not say who set the baseline: the authority, the provider, both, or somebody independent?"
        yield Finding("set by nobody named", text, "note")


def highest_of_history(asked: Asked) -> Iterator[Finding]:
    """A baseline at the edge of its history is mended by chance alone."""
    amounts = list(asked.history.values())
    if asked.agreed is None or len(amounts) < 2:
        return
    lower = asked.better == "lower"
    edge = max(amounts) if lower else min(amounts)
    beyond = asked.flatters(asked.agreed - edge)
    if beyond < 0 or (not beyond and min(amounts) == max(amounts)):
        return
    mean = sum(amounts, Fraction(0)) / len(amounts)
    over = abs(asked.agreed - mean)
    superlative, side, further = ("highest", "above", "higher") if lower else ("lowest", "below", "lower")
    where = f"is {further} than every one of" if beyond else f"is the {superlative} of"
    text = (
        f"The baseline of {asked.text(asked.agreed)} {where} the {len(amounts)} years {_span(asked.history)}, "
        f"{asked.gap(over)}{_of(over, mean)} {side} their mean: an ordinary year shows that much improvement a year "
        f"though nothing was done."
    )
    figures = {"mean of the history": mean, f"{superlative} of the history": edge}
    figures |= _flattered(over, asked.agreed)
    yield Finding(f"{superlative} of history", text, "warning" if asked.agreed == edge else "serious", figures)


def trend_ignored(asked: Asked) -> Iterator[Finding]:
    """Where the history moves on its own, so much improvement comes without anybody doing anything.

    A linear trend that is its own history ignores none.
    """
    if isinstance(asked.baseline, LinearTrend) and not asked.baseline.history:
        return
    if len(asked.history) < ENOUGH_FOR_A_TREND or asked.paid_on is None or asked.first is None:
        return
    spent = [Observed(year.label, Fraction(year.first), amount) for year, amount in asked.history.items()]
    fit = least_squares("year", spent)
    slope, line = fit.slope, fit.at(Fraction(asked.first.first))
    if not slope:
        return
    over = asked.flatters(asked.paid_on - line)
    if asked.gap(abs(over)) == asked.gap(Fraction(0)):
        over = Fraction(0)
    moved = f"{'fell' if slope < 0 else 'rose'} by {asked.gap(abs(slope))} a year over {_span(asked.history)}"
    figures = {"trend a year": slope, f"trend in {asked.first.label}": line}
    carried = f"Carried on to {asked.first.label}, the line stands at {asked.text(line)}"
    against = "below" if asked.paid_on > line else "above"
    held = f"{asked.gap(abs(over))} {against} the baseline of {asked.text(asked.paid_on)}"
    if asked.flatters(slope) < 0 < over:
        text = f"The figure {moved}. {carried}, {held}: that much improvement comes without anybody doing anything."
        yield Finding("trend ignored", text, "warning", {**figures, **_flattered(over, asked.paid_on)})
    elif asked.flatters(slope) > 0:
        ends = "the provider must first make that up" if over < 0 else "even the trend does not reach the baseline"
        stands = held if over else "which is the baseline"
        text = f"The figure {moved}. {carried}, {stands}{f': {ends}' if over else ''}."
        yield Finding("trend against the provider", text, "note", figures)


def one_off_inside(asked: Asked) -> Iterator[Finding]:
    """A cost that does not come again is no saving when it does not come."""
    known = by_year(asked.baseline.one_off)
    inside = {year: known[year] for year in asked.base_years if year in known}
    if not inside:
        return
    count = len(asked.base_years)
    net = sum((Fraction(each.amount) for each in inside.values()), Fraction(0)) / count
    listed = " and ".join(
        f"{asked.gap(abs(Fraction(each.amount)))} of one-off {'income' if each.amount < 0 else 'cost'} in "
        f"{year.label} ({each.reason})"
        for year, each in inside.items()
    )
    what = "the base year" if count == 1 else f"the mean of {count} years"
    figures = {"one-off inside": net}
    if asked.flatters(net) > 0:
        text = f"There is {listed} inside {what}: {asked.gap(abs(net))} of the baseline will not come again."
        yield Finding("one-off costs inside", text, "warning", {**figures, **_flattered(abs(net), asked.agreed)})
    elif net:
        text = f"There is {listed} inside {what}: without it the baseline would be {asked.gap(abs(net))} "
        text += f"{'higher' if net < 0 else 'lower'}."
        yield Finding("one-off costs inside", text, "note", figures)


def unlike_its_neighbours(asked: Asked) -> Iterator[Finding]:
    """A base year that stands out from the years beside it may be no ordinary year."""
    if len(asked.base_years) != 1 or asked.base_years[0] not in asked.history:
        return
    (base,) = asked.base_years
    beside = {year: asked.history[year] for year in (base.after(-1), base.after(1)) if year in asked.history}
    if not beside:
        return
    mean, cost = sum(beside.values(), Fraction(0)) / len(beside), asked.history[base]
    out = cost - mean
    if abs(out) <= UNLIKE * abs(mean):
        return
    neighbours = " and ".join(f"{year.label} ({asked.text(amount)})" for year, amount in beside.items())
    text = (
        f"The base year {base.label} is {asked.gap(abs(out))}{_of(abs(out), mean)} {'above' if out > 0 else 'below'} "
        f"{'the mean of ' if len(beside) > 1 else ''}the years beside it, {neighbours}: what was different that year?"
    )
    figures = {"mean of the years beside it": mean, "difference": out}
    if asked.flatters(out) > 0:
        figures |= _flattered(abs(out), asked.agreed)
    yield Finding("base year unlike its neighbours", text, "warning", figures)


def growth_implied(asked: Asked) -> Iterator[Finding]:
    """What growth the baseline takes for granted, against what really happened."""
    point = _starting_point(asked)
    if point is None:
        return
    start, spent = point
    amounts = asked.amounts or ({start.after(1): asked.agreed} if asked.agreed is not None else {})
    implied = {
        year: growth
        for year, amount in amounts.items()
        if (growth := growth_a_year(spent, amount, year.first - start.first)) is not None
    }
    if not implied:
        return
    figures = {f"growth a year to {year.label}": growth for year, growth in implied.items()}
    shown = [min(implied), max(implied)] if len(implied) > 1 else [*implied]
    listed = " and ".join(f"{_growth(implied[year])} to {year.label}" for year in shown)
    text = f"From the {asked.text(spent)} of {start.label}, the baseline implies {listed}"
    own = _own_growth(asked)
    if own is None:
        yield Finding("growth implied", f"{text}.", "note", figures)
        return
    steeper = any(asked.flatters(growth - own) > 0 for growth in implied.values())
    text += f"; over {_span(asked.history)} the history itself shows {_growth(own)}."
    yield Finding("growth implied", text, "warning" if steeper else "note", {**figures, "growth of the history": own})


def detectable(asked: Asked) -> Iterator[Finding]:
    """A saving smaller than the noise of its baseline cannot be shown to be one."""
    unsure = asked.baseline.uncertainty
    if unsure is None or asked.paid_on is None:
        return
    least = minimum_detectable_saving(asked.paid_on, unsure.share)
    text = (
        f"The baseline is known to {share_text(unsure.share)} at {share_text(unsure.confidence)} confidence: a saving "
        f"below {asked.gap(least)} a year cannot be told from noise."
    )
    yield Finding("minimum detectable saving", text, "note", {"minimum detectable saving": least})


QUESTIONS: tuple[Question, ...] = (
    of_nothing,
    set_by,
    no_history,
    jump_in_the_history,
    highest_of_history,
    trend_ignored,
    one_off_inside,
    unlike_its_neighbours,
    growth_implied,
    detectable,
)
"""Every question of a baseline alone, in the order they are asked."""


def _flattered(over: Fraction, baseline: Fraction | None) -> dict[str, Fraction]:
    return {FLATTERED_BY: over, **({FLATTERED_SHARE: over / baseline} if baseline is not None and baseline > 0 else {})}


def _span(history: Mapping[Year, Fraction]) -> str:
    return f"{min(history).label} to {max(history).label}"


def _of(part: Fraction, whole: Fraction) -> str:
    return f" ({share_text(Fraction(rounded(part / whole, 3)))})" if whole > 0 else ""


def _growth(rate: Fraction) -> str:
    if not rate:
        return "no growth"
    return f"{'growth' if rate > 0 else 'a fall'} of {share_text(abs(rate))} a year"


def _starting_point(asked: Asked) -> tuple[Year, Fraction] | None:
    """Return the year that growth is counted from: the last of the history, or else the base year."""
    if asked.history:
        last = max(asked.history)
        return last, asked.history[last]
    if len(asked.base_years) == 1 and asked.agreed is not None:
        return asked.base_years[0], asked.agreed
    return None


def _own_growth(asked: Asked) -> Fraction | None:
    if len(asked.history) < 2:
        return None
    first, last = min(asked.history), max(asked.history)
    return growth_a_year(asked.history[first], asked.history[last], last.first - first.first)


def questions_of(asked: Asked) -> tuple[Finding, ...]:
    """Return what there is to ask of a baseline."""
    return tuple(chain.from_iterable(question(asked) for question in QUESTIONS))
