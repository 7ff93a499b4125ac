"""What is measured: in any unit, at a price, as a ratio, with labels; and the measures that baselines are driven by."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, get_args

from riskreward.calendar import Calendar
from riskreward.improvements import Benefit, Efficiency, Fund, Lever, PricesPaid, Recurs
from riskreward.improvements.ratio import IfBelow
from tests.generators import eligible
from tests.generators.baselines import FOR_THE_TERM, Site, adjustments, agreed_beforehand, baseline, index
from tests.generators.drawing import (
    IN_A_YEAR,
    OF_A_WHOLE,
    VISITS,
    Draw,
    Terms,
    by_year,
    chosen,
    each_or_not,
    in_unit,
    now_and_then,
    number,
    pick,
    some,
)
from tests.generators.vocabulary import Vocabulary

BENEFITS: tuple[str, ...] = get_args(Benefit)
FUNDS: tuple[str, ...] = get_args(Fund)
LEVERS: tuple[str, ...] = get_args(Lever)
RECURS: tuple[str, ...] = get_args(Recurs)
EFFICIENCIES: tuple[str, ...] = get_args(Efficiency)
PRICES_PAID: tuple[str, ...] = get_args(PricesPaid)
IF_BELOW: tuple[str, ...] = get_args(IfBelow)

_LARGEST = {VISITS: 2_000, OF_A_WHOLE: 90}
_RANGES: dict[str, list[Any]] = {OF_A_WHOLE: ["50%", "150%"], VISITS: [10, 2000], "money": [0, 5000]}


@dataclass(frozen=True)
class Measured:
    """A measure with a baseline: its terms, about what a year comes to in its unit, and what a unit is worth."""

    terms: Terms
    yearly: Fraction
    worth: Fraction

    @property
    def in_money(self) -> Fraction:
        return max(Fraction(100), self.yearly * self.worth)


@dataclass(frozen=True)
class Measures:
    """The measures of a contract: those with a baseline, and those that are only measured."""

    improved: list[Measured]
    only_measured: list[Terms]

    @property
    def terms(self) -> list[Terms]:
        return [*(each.terms for each in self.improved), *self.only_measured]

    @property
    def first(self) -> Terms:
        return self.improved[0].terms

    @property
    def largest(self) -> Fraction:
        """About what the largest baseline is for a year, in money."""
        return max(each.in_money for each in self.improved)

    @property
    def for_the_term(self) -> bool:
        """Whether any is held against a target for the whole term."""
        return any(each.terms["baseline"]["rule"] == FOR_THE_TERM for each in self.improved)

    def earning(self, benefits: list[str]) -> list[Terms]:
        return [each.terms for each in self.improved if each.terms["benefit"] in benefits]


def measures(draw: Draw, wanted: Vocabulary, term: Calendar, currency: str) -> Measures:
    """Return what is measured; the first measure earns."""
    drivers: dict[str, Terms] = {}
    improved = [_improved(draw, wanted, _site(draw, wanted, term, currency, drivers), "running costs", earns=True)]
    only_measured: list[Terms] = []
    kinds = some(draw, ("%", "baseline", "visits", "baseline", "money"))
    for name, kind in zip(("quality", "other"), kinds, strict=False):
        if kind == "baseline":
            earns = pick(draw, (True, True, True, False))
            each = _improved(draw, wanted, _site(draw, wanted, term, currency, drivers), name, earns)
            first = improved[0].terms["benefit"]
            if earns:
                each.terms["benefit"] = first
            elif each.terms["unit"] != currency and "price" not in each.terms:  # it is worth no money
                each.terms["benefit"] = pick(draw, [benefit for benefit in BENEFITS if benefit != first])
            improved.append(each)
            continue
        extra: Terms = pick(draw, ({}, {"better": "higher"}, {"outturn_between": _RANGES[kind]}))
        only_measured.append({"name": name, "unit": currency if kind == "money" else kind, **extra})
    only_measured += drivers.values()
    for terms in only_measured:
        if now_and_then(draw):
            usual = 900 if terms["unit"] != OF_A_WHOLE else 90
            terms["target"] = by_year(draw, term, lambda: in_unit(terms["unit"], Fraction(usual)))  # noqa: B023  # called before the next round
    return Measures(improved, only_measured)


def _site(draw: Draw, wanted: Vocabulary, term: Calendar, currency: str, drivers: dict[str, Terms]) -> Site:
    unit = currency if wanted.in_units is False else pick(draw, (currency, VISITS, currency, OF_A_WHOLE))
    better = pick(draw, ("lower", "higher"))
    for_the_term = wanted.target_cost or FOR_THE_TERM in wanted.baselines
    return Site(term, unit, currency, better, _LARGEST.get(unit, 40_000), drivers, for_the_term=for_the_term)


def _improved(draw: Draw, wanted: Vocabulary, site: Site, name: str, earns: bool) -> Measured:
    is_ratio = site.unit == OF_A_WHOLE and chosen(draw)
    terms: Terms = {"name": name, "benefit": pick(draw, BENEFITS), "unit": site.unit, "better": site.better}
    terms["baseline"] = baseline(draw, site, wanted.baselines)
    terms |= _labels(draw)
    if found := adjustments(draw, site):
        terms["adjustment"] = found
    worth = Fraction(1)
    if site.unit != site.currency and (earns or chosen(draw)):
        terms |= _priced(draw, site)
        prices = terms["price"]["amount"]
        worth = Fraction(prices[0] if isinstance(prices, list) else prices)
    if is_ratio:
        terms["ratio"] = _ratio(draw, site)
    else:
        terms |= _range(draw, site)
    if now_and_then(draw):
        terms["target"] = by_year(draw, site.term, lambda: in_unit(site.unit, site.each * 3 / 4))
    if site.unit == site.currency or "price" in terms:
        terms |= eligible.terms(draw, wanted.eligible)
    return Measured(terms, site.yearly, worth)


def _labels(draw: Draw) -> Terms:
    labels = {
        "fund": pick(draw, FUNDS),
        "service": pick(draw, ("highways", "adult social care")),
        "lever": pick(draw, LEVERS),
        "recurs": pick(draw, RECURS),
        "efficiency": pick(draw, EFFICIENCIES),
    }
    return each_or_not(draw, labels)


def _priced(draw: Draw, site: Site) -> Terms:
    prices = (40, "12.5", "0.2846", 8)
    if site.unit == OF_A_WHOLE:
        prices = (200, "112.5", "350.75", 100)
    price: Terms = {"amount": by_year(draw, site.term, lambda: pick(draw, prices))}
    if now_and_then(draw):
        price["index"] = index(draw, site.term)
        price |= {"places": 2} if chosen(draw) else {}
    paid = pick(draw, (None, None, *PRICES_PAID))
    return {"price": price} if paid is None else {"price": price, "prices_paid": paid}


def _ratio(draw: Draw, site: Site) -> Terms:
    of, to = (site.driver(name, VISITS, outturn_between=[0, 50_000]) for name in ("outcomes", "referrals"))
    least, if_below = pick(draw, (400, 1)), pick(draw, IF_BELOW)
    return {"of": of, "to": to, "denominator_at_least": least, "if_below": if_below, "places": pick(draw, (4, 2, 6))}


def _range(draw: Draw, site: Site) -> Terms:
    most = 3 * int(site.yearly) + 1
    ends = pick(draw, (None, [-most, most], [0, most], [int(site.each) // 40, most]))
    if ends is None:
        return {}
    return {"outturn_between": [in_unit(site.unit, Fraction(end)) for end in ends]}


def guaranteed_in_units(measure: Terms) -> bool:
    """Return whether a quantity of the measure may be guaranteed: nothing is taken off what counts of it."""
    return "price" in measure and not {"deadweight", "confidence", "counts_when"} & measure.keys()


def may_be_indexed(earning: list[Terms]) -> bool:
    """Return whether a guarantee may move as the indices of what earns do."""
    moved = any("index" in each["baseline"] or "index" in each.get("price", {}) for each in earning)
    return moved and all(agreed_beforehand(each["baseline"]) for each in earning)


def may_be_at_contract_prices(earning: list[Terms]) -> bool:
    """Return whether all that earns has a price that no index moves."""
    return all("price" in each and "index" not in each["price"] for each in earning)


def each_settlement(measure: Measured, term: Calendar) -> Any:
    """Return about what a settlement of a measure comes to, as a standard for it has it."""
    return in_unit(measure.terms["unit"], measure.yearly / IN_A_YEAR[term.settled])


def standard_of(typed: Any, part: int) -> Any:
    """Return a part of a figure as it was typed."""
    unit = OF_A_WHOLE if str(typed).endswith("%") else ""
    return in_unit(unit, Fraction(int(number(typed) / part)))
