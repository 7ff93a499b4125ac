"""Is this baseline fit to pay on? What its terms and history raise, and what fee rests on it."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from riskreward.baselines import Baseline, Percentage
from riskreward.baselines.answer import Questions
from riskreward.baselines.asked import Asked
from riskreward.baselines.frozen import begun_before
from riskreward.baselines.history import by_year
from riskreward.baselines.questions import FLATTERED_SHARE, questions_of
from riskreward.baselines.terms import BaselineTerms
from riskreward.baselines.uncertainty import minimum_detectable_saving
from riskreward.calendar import Calendar, day_text
from riskreward.contract.agreement import Agreement
from riskreward.contract.supposing import Supposed, settlements_a_year, suppose
from riskreward.figures import rounded, share_text, shown
from riskreward.findings import Finding, InputError, Problem
from riskreward.improvements import CASH, Measure
from riskreward.settlement.settled import Settled
from riskreward.terms import Terms, read_terms

WHOLE = Fraction(1)
ONE_PER_CENT = Fraction(1, 100)
MANIFOLD = 1000
"""A baseline may be overstated by the whole of it, and understated many times over: so far is searched."""


class _Alone(Terms):
    """A baseline written down without a contract."""

    baseline: Baseline


def question(subject: object, measure: str | None = None, *, outturn: object = None) -> Questions:
    """Return what there is to ask before a baseline is paid on, with the figures.

    `subject` is a contract, a measure or a baseline (or a baseline's terms in a dictionary). Of a contract every
    baseline is asked about, or that of the named `measure`, together with what fee rests on it: on the `outturn`
    (or statement) given, or else at a saving of exactly the guarantee plus 5% of the baseline. Raises InputError
    for anything else, a measure that is not there or has no baseline, and an outturn that cannot be settled.

    Source: HM Treasury, The Green Book: sensitivity analysis and switching values.
    """
    if isinstance(subject, Agreement):
        settled = outturn.outturn if isinstance(outturn, Settled) else outturn
        return Questions(tuple((each.name, _of(subject, each, settled)) for each in _measures(subject, measure)))
    for name, given in (("measure", measure), ("outturn", outturn)):
        if given is not None:
            raise InputError([Problem(name, "is given, but the subject is no contract", "question the contract")])
    asked = _alone(subject)
    return Questions(((asked.name, questions_of(asked)),))


def _alone(subject: object) -> Asked:
    if isinstance(subject, Measure):
        if subject.baseline is None:
            raise InputError([Problem("measure", f"{shown(subject.name)} has no baseline", "question one that has")])
        return Asked(subject.baseline, subject.name, subject.unit, subject.better)
    if isinstance(subject, Mapping):
        subject = read_terms(_Alone, {"baseline": dict(subject)}).baseline
    if isinstance(subject, BaselineTerms):
        in_percent = any(isinstance(figure, Percentage) for _, figure in subject.figures)
        return Asked(subject, unit="%" if in_percent else "£")
    what = f"is {shown(type(subject).__name__)}, where a contract, a measure or a baseline belongs"
    mend = "question(contract, outturn=statement)" if isinstance(subject, Settled) else "question(contract)"
    raise InputError([Problem("the subject", what, mend)])


def _measures(agreement: Agreement, name: str | None) -> list[Measure]:
    known = [each for each in agreement.measure if each.baseline is not None]
    chosen = [each for each in known if name in {None, each.name}]
    if not known and name is None:
        return []
    if not chosen:
        names = ", ".join(shown(each.name) for each in known)
        what = f"is {shown(name)}, which is no measure with a baseline"
        mend = f"write one of {names}" if known else "the contract has none: it pays for outcomes alone"
        raise InputError([Problem("measure", what, mend)])
    return chosen


def _of(agreement: Agreement, measure: Measure, outturn: object) -> tuple[Finding, ...]:
    assert measure.baseline is not None
    supposed = suppose(agreement, measure, outturn)
    times = settlements_a_year(agreement, measure.baseline)
    agreed = measure.baseline.agreed_amount
    if supposed is not None:
        amounts = by_year(supposed.published)
    else:
        first = agreement.calendar.year_labels[0]
        amounts = {} if agreed is None else by_year({first: agreed * times})
    worked_out = {} if supposed is None or agreed is not None else supposed.of_each_period
    asked = Asked(measure.baseline, measure.name, measure.unit, measure.better, amounts, times, worked_out)
    found = (*questions_of(asked), *runs_into_the_term(measure.baseline, agreement.calendar))
    if supposed is None:
        text = "What fee rests on this baseline cannot be said beforehand: ask again with an outturn."
        return (*found, Finding("sensitivity", text))
    is_paid_on = measure in agreement.earning
    earns, is_unsaid = is_paid_on and supposed.agreed > 0, is_paid_on and agreed is None
    return (
        *((_worth(each, supposed) if earns else each) for each in found),
        *within_the_noise(supposed),
        *(sensitivity(supposed) if earns else cannot_be_said(supposed) if is_unsaid else ()),
        *(switching_value(supposed, asked) if earns and measure.benefit in CASH else ()),
    )


def _worth(finding: Finding, supposed: Supposed) -> Finding:
    """Return a finding with the fee that rests on what it says is too high."""
    part = finding.figures.get(FLATTERED_SHARE)
    if part is None:
        return finding
    worth = supposed.fee_at(WHOLE) - supposed.fee_at(supposed.flattering(-part))
    text = f"{finding.sentence} {supposed.briefly}, {supposed.text(worth)} of fee rests on it."
    return Finding(finding.name, text, finding.severity, {**finding.figures, "fee that rests on it": worth})


def runs_into_the_term(baseline: BaselineTerms, term: Calendar) -> Iterator[Finding]:
    """A year that is still running when the term begins is partly the programme's own."""
    years = begun_before(baseline, term)
    if years:
        text = (
            f"The baseline or its history has {' and '.join(years)}, still running when the term begins on "
            f"{day_text(term.starts)}: was the whole year known when the baseline was frozen?"
        )
        yield Finding("year running into the term", text, "warning")


def within_the_noise(supposed: Supposed) -> Iterator[Finding]:
    """A guaranteed saving smaller than the noise of its baseline can be met by chance."""
    unsure = supposed.baseline.uncertainty
    if unsure is None:
        return
    for year, guaranteed in supposed.guaranteed.items():
        least = supposed.worth(year, minimum_detectable_saving(supposed.baselines[year], unsure.share))
        if 0 < guaranteed < least:
            text = (
                f"The guaranteed saving of {supposed.text(guaranteed)} in {year} is below the {supposed.text(least)} "
                f"that could be told from noise at {share_text(unsure.confidence)} confidence: it can be met, or "
                f"missed, by chance."
            )
            figures = {"guaranteed": guaranteed, "minimum detectable saving": least}
            yield Finding("guarantee within the noise", text, "serious", figures)
            return


def sensitivity(supposed: Supposed) -> Iterator[Finding]:
    """What each 1% of a baseline is worth in fee."""
    fee = supposed.fee_at(WHOLE)
    more, less = (supposed.fee_at(supposed.flattering(step)) for step in (ONE_PER_CENT, -ONE_PER_CENT))
    figures = {"fee": fee, "fee at 1% more": more, "fee at 1% less": less}
    up, down = more - fee, fee - less
    side = "" if supposed.measure.better == "lower" else " (a lower one shows the larger improvement)"
    text = f"{supposed.basis}, the fee over {supposed.span} is {supposed.text(fee)}. "
    if up == down:
        text += f"Each 1% of this baseline{side} is worth {supposed.text(up)} of it."
    else:
        text += f"A baseline 1% more favourable{side} is worth {supposed.text(up)} more of fee, one 1% less favourable "
        text += f"{supposed.text(down)} less."
    yield Finding("sensitivity", text, "note", figures)


def cannot_be_said(supposed: Supposed) -> Iterator[Finding]:
    """A part of nothing is nothing, and of an overspend no gain: neither sensitivity nor switching value is known."""
    why = "in its first year it is nil or below" if supposed.baselines else "no whole year of it is settled"
    text = (
        f"{supposed.basis}, what each 1% of this baseline is worth, and how far it may be out, cannot be said: {why}."
    )
    yield Finding("sensitivity", text, "note")


def switching_value(supposed: Supposed, asked: Asked) -> Iterator[Finding]:
    """How far a baseline may be out before the council keeps nothing.

    The fee stays what the agreed baseline makes it; the saving is what a truer baseline would have shown.

    Source: HM Treasury, The Green Book: the value at which a decision would change.
    """
    kept = supposed.kept_at(Fraction(0))
    figures = {"kept by the council": kept}
    out = "overstated" if supposed.measure.better == "lower" else "understated"
    if kept <= 0:
        text = f"{supposed.briefly}, the council keeps nothing even if this baseline is right."
        yield Finding("switching value", text, "serious", figures)
        return
    most = supposed.agreed if supposed.measure.better == "lower" else supposed.agreed * MANIFOLD
    step = Fraction(1, 10**supposed.measure.places)
    steps = first_that(lambda count: supposed.kept_at(count * step) <= 0, int(most / step))
    if steps is None:
        text = f"{supposed.briefly}, there is no baseline so far {out} that the council would keep nothing."
        yield Finding("switching value", text, "note", figures)
        return
    part = steps * step / supposed.agreed
    years = supposed.baselines or {"": supposed.agreed}
    first, baseline = next(iter(years.items()))
    far = Fraction(rounded(part * baseline, supposed.measure.places))
    of_the_term = asked.baseline.stands_for_the_term
    by = f"{asked.gap(far)} {'over the term' if of_the_term else 'a year'} ({_per_cent(part)})"
    if len(set(years.values())) > 1:
        by = f"{_per_cent(part)}, which is {asked.gap(far)} in {first}"
    text = (
        f"{supposed.briefly}, the council keeps {supposed.text(kept)} if this baseline is right, and nothing "
        f"if it is {out} by {by}."
    )
    yield Finding("switching value", text, "note", {**figures, "switching value": far})


def first_that(holds: Callable[[int], bool], most: int) -> int | None:
    """Return the first whole number from nought to `most` at which something holds, once it does; None for none.

    >>> first_that(lambda count: count >= 7, 100)
    7
    """
    if not holds(most):
        return None
    below, at = -1, most
    while at - below > 1:
        middle = (below + at) // 2
        below, at = (below, middle) if holds(middle) else (middle, at)
    return at


def _per_cent(part: Fraction) -> str:
    return share_text(Fraction(rounded(part, 4)))
