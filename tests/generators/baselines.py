"""Every rule of a baseline, in any unit, with discounts, weights, rebasing, chains and adjustments."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, get_args

from hypothesis import strategies as st

from riskreward.baselines import SPREADS
from riskreward.baselines.history import read_year
from riskreward.baselines.rebasing import RATCHETS
from riskreward.baselines.terms import SetBy
from riskreward.calendar import Calendar
from riskreward.kernel.rounding import MODES
from riskreward.schedule import EACH_PERIOD
from tests.generators.drawing import (
    IN_A_YEAR,
    OF_A_WHOLE,
    VISITS,
    Draw,
    Terms,
    amount,
    by_year,
    chosen,
    each_or_not,
    figure,
    has_parts,
    hundredths,
    in_unit,
    now_and_then,
    number,
    pick,
    some,
    spread,
    whole,
)

CONDITIONS = ("reporting period", "standard")
SETTERS: tuple[str, ...] = get_args(SetBy)
FORMS = ("amounts", "coefficients", "each_period")
MODEL = {"name": "model", "version": "1", "by": "us", "on": "2026-01-31", "document": "x", "fitted_on": "2025-26"}
_TENTHS = st.integers(950, 1400)
_FACTORS = st.integers(900, 1300)


@dataclass
class Site:
    """Where a baseline is drawn for: the term, the unit it is in, and what is measured beside it.

    `yearly` is about what a year of it comes to, in its unit; `drivers` are added to as they are needed.
    """

    term: Calendar
    unit: str
    currency: str
    better: str
    largest: int
    drivers: dict[str, Terms] = field(default_factory=dict)
    yearly: Fraction = Fraction(100)
    for_the_term: bool = False
    """Whether a target price may be drawn, which stands for the whole term."""

    @property
    def each(self) -> Fraction:
        """About what a settlement comes to."""
        return self.yearly / IN_A_YEAR[self.term.settled]

    @property
    def years(self) -> tuple[str, ...]:
        return self.term.agreed.year_labels

    def driver(self, name: str, unit: str, **other: Any) -> str:
        self.drivers.setdefault(name, {"name": name, "unit": unit, **other})
        return name

    @property
    def volume(self) -> str:
        return self.driver("volume", VISITS, outturn_between=[0, 50_000])

    @property
    def score(self) -> str:
        return self.driver("score", OF_A_WHOLE, outturn_between=["0%", "300%"])

    @property
    def matched(self) -> str:
        """A comparison group, in the unit of the baseline."""
        return self.driver(f"matched, in {self.unit}", self.unit)

    @property
    def may_fall_below_nought(self) -> bool:
        return self.unit != OF_A_WHOLE


OFTEN = ("indexed", "historic", "regression", "re-priced volume", "stipulated")
"""The rules with more to them than one draw reaches, or that are not for every unit."""


def baseline(draw: Draw, site: Site, rules: tuple[str, ...] = ()) -> Terms:
    """Return the terms of a baseline; of one that is worked out for each settlement, figures are of one settlement."""
    site.yearly = Fraction(max(number(figure(draw, site.unit, site.largest)), 1))
    allowed = [rule for rule in rules if _fits(rule, site)] or [rule for rule in RULES if _fits(rule, site)]
    rule = pick(draw, [*allowed, *(each for each in OFTEN if each in allowed)])
    terms: Terms = {"rule": rule, **RULES[rule](draw, site)}
    if rule == FOR_THE_TERM:
        discount = {"discount": pick(draw, ("2%", "1/3"))} if now_and_then(draw) else {}
        return terms | discount | {name: each for name, each in _told(draw, site, terms).items() if name not in BY_YEAR}
    terms |= _for_years(draw, site, is_for_a_year(terms))
    if now_and_then(draw):
        terms["discount"] = by_year(draw, site.term, lambda: pick(draw, ("2%", "3.5%", "0%", "1/3")))
    return terms | _told(draw, site, terms)


BY_YEAR = ("history", "one_off")
FOR_THE_TERM = "target price"


def _told(draw: Draw, site: Site, terms: Terms) -> Terms:
    """Return what is said of a baseline, by which it may be questioned."""
    spent = terms.get("amount", "90%" if site.unit == "%" else max(int(site.yearly), 1))
    history = dict.fromkeys(_years_before(site, 2), spent)
    told: Terms = {
        "source": "the ledger",
        "agreed": {"on": date(2026, 3, 1), "by": "the board", **each_or_not(draw, {"owner": "Head of Finance"})},
        "budget_uplifted": chosen(draw),
        "set_by": pick(draw, SETTERS),
        "uncertainty": {"share": "6%", "confidence": "90%"},
    }
    if "years" not in terms and chosen(draw):
        told["history"] = history
        told["one_off"] = {next(iter(history)): {"amount": spent, "reason": "a flood"}}
        told = each_or_not(draw, told)
        return told if "history" in told else {name: each for name, each in told.items() if name != "one_off"}
    return each_or_not(draw, told)


def is_for_a_year(terms: Terms) -> bool:
    """Return whether a baseline is an amount of a year, which is spread."""
    if terms["rule"] == "truncated mean":
        return "volume" in terms
    return terms["rule"] in FOR_A_YEAR


FOR_A_YEAR = ("fixed", "indexed", "historic", "trended", "linear trend", "re-priced volume")


def agreed_beforehand(terms: Terms) -> bool:
    """Return whether an amount of a year was agreed, which an index may move what is guaranteed from."""
    return is_for_a_year(terms) and terms["rule"] != "linear trend"


def _fits(rule: str, site: Site) -> bool:
    if rule == FOR_THE_TERM:
        return site.for_the_term
    if rule == "regression":
        return not has_parts(site.term)
    if rule == "re-priced volume":
        return site.unit == site.currency
    return rule != "stipulated" or site.unit != OF_A_WHOLE


def _for_years(draw: Draw, site: Site, is_yearly_amount: bool) -> Terms:
    """Return how a year's amount is spread, and the years from which it is rebased."""
    terms: Terms = {}
    spreads = spread(draw, site.term, SPREADS) if is_yearly_amount else None
    if spreads is not None:
        terms["spread"] = spreads
    in_parts = site.term.settled != "yearly" or has_parts(site.term)
    rebases = not in_parts or (is_yearly_amount and spreads != EACH_PERIOD)
    agreed = site.term.agreed
    after_a_whole_year = [
        year for ended, year in pairwise(site.years) if sum(each.months for each in agreed.periods_in_year(ended)) == 12
    ]
    if rebases and after_a_whole_year and pick(draw, (False, True, True)):
        years = after_a_whole_year if chosen(draw) else [pick(draw, after_a_whole_year)]
        part = pick(draw, ("50%", "100%", "1/3", "0%"))
        direction = pick(draw, ("either way", "either way", RATCHETS[site.better]))
        terms["rebased"] = {"years": years, "share": part, "direction": direction}
    return terms


def agreed_amount(draw: Draw, site: Site) -> Any:
    """Return an agreed amount of a year; now and then one that is nothing, or below it."""
    usual = pick(draw, ("yearly", "yearly", "in pence", *["any"] * 8, "nothing", "below"))
    sizes = {
        "yearly": site.yearly,
        "in pence": site.yearly + Fraction(1, 10),
        "nothing": Fraction(0),
        "below": -site.yearly / 20 if site.may_fall_below_nought else Fraction(0),
    }
    if usual == "any":
        return figure(draw, site.unit, site.yearly)
    return in_unit(site.unit, sizes[usual])


def _fixed(draw: Draw, site: Site) -> Terms:
    return {"amount": agreed_amount(draw, site)}


def _indexed(draw: Draw, site: Site) -> Terms:
    named = each_or_not(draw, {"year": "2025-26"})
    return {"amount": agreed_amount(draw, site), "index": index(draw, site.term), **named}


def _years_before(site: Site, count: int) -> list[str]:
    first = read_year(site.years[0])
    assert first is not None
    return [first.after(-back).label for back in range(count, 0, -1)]


def _historic(draw: Draw, site: Site) -> Terms:
    years = _years_before(site, whole(draw, 2) + 1)
    terms: Terms = {"years": {year: agreed_amount(draw, site) for year in years}}
    if now_and_then(draw):
        parts = [whole(draw, 3) + 1 for _ in years]
        terms["weights"] = {year: f"{part}/{sum(parts)}" for year, part in zip(years, parts, strict=True)}
    return terms | ({"index": index(draw, site.term)} if chosen(draw) else {})


def _trended(draw: Draw, site: Site) -> Terms:
    series = ("national", "regional")[: whole(draw, 1) + 1]
    known = _known(draw, site.term)
    factors = {name: {year: Decimal(draw(_FACTORS)) / 1000 for year in known} for name in series}
    terms: Terms = {"amount": agreed_amount(draw, site), "factors": factors, **each_or_not(draw, {"year": "2025-26"})}
    if len(series) > 1 or chosen(draw):
        parts = [whole(draw, 3) + 1 for _ in series]
        terms["blend"] = {name: f"{part}/{sum(parts)}" for name, part in zip(series, parts, strict=True)}
    return terms


def _known(draw: Draw, term: Calendar) -> tuple[str, ...]:
    """Return the years whose figures are published: now and then the last is not."""
    return term.year_labels[: max(len(term.year_labels) - pick(draw, (0, 0, 0, 1)), 1)]


def _linear_trend(draw: Draw, site: Site) -> Terms:
    near = max(int(site.yearly / 12), 1)
    years = _years_before(site, 3 + whole(draw, 1))
    return {"years": {year: in_unit(site.unit, site.yearly + hundredths(draw, near)) for year in years}}


def _repriced(draw: Draw, site: Site) -> Terms:
    volume = pick(draw, (Decimal(300), Decimal("120.5")))
    usual = site.yearly / Fraction(volume)

    def price() -> Decimal:
        return amount(draw, usual) + pick(draw, (Decimal(0), Decimal("0.125")))

    if chosen(draw):
        return {"volume": volume, "prices": {year: price() for year in _known(draw, site.term)}}
    return {"volume": volume, "price": by_year(draw, site.term, price)}


def _unit_cost(draw: Draw, site: Site) -> Terms:
    volume = pick(draw, (Decimal(800), Decimal("1000.5"), Decimal(600)))
    terms = {"cost": in_unit(site.unit, site.each), "volume": volume, "volume_measure": site.volume}
    alone = site.term.settled == "yearly"
    if chosen(draw) and (alone or not has_parts(site.term)):
        count = len(site.years) if has_parts(site.term) or chosen(draw) else 1
        terms["expected_volume"] = [850 + 10 * place for place in range(count)]
        terms["reconciled_outside"] = pick(draw, (["90%", "110%"], ["100%", "110%"], ["75%", "120%"]))
    return terms


def _weighted_volume(draw: Draw, site: Site) -> Terms:
    long = site.driver("long cases", VISITS, outturn_between=[0, 50_000])
    kinds = [
        {"measure": site.volume, "volume": 700, "weight": 1},
        {"measure": long, "volume": Decimal("70.5"), "weight": Decimal("2.75")},
    ]
    return {"cost": in_unit(site.unit, site.each), "cases": kinds if chosen(draw) else kinds[:1]}


def _case_mix(draw: Draw, site: Site) -> Terms:
    by_score = chosen(draw)
    score = "90%" if by_score else Decimal(830)
    terms = {"amount": in_unit(site.unit, site.each), "score": score}
    terms |= {"score_measure": site.score if by_score else site.volume, "at_most": pick(draw, ("103%", "no cap"))}
    return terms | ({"at_least": "97%"} if chosen(draw) else {})


def _comparator(draw: Draw, site: Site) -> Terms:
    if chosen(draw):
        return {"comparator_measure": site.matched}
    moved = {"amount": in_unit(site.unit, site.each), "comparator_base": Decimal("812.5")}
    return moved | {"comparator_measure": site.volume}


def _difference_in_differences(draw: Draw, site: Site) -> Terms:
    before, comparator = (in_unit(site.unit, site.each * part) for part in (1, Fraction(4, 5)))
    return {"before": before, "comparator_before": comparator, "comparator_measure": site.matched}


def _stipulated(draw: Draw, site: Site) -> Terms:
    failing = pick(draw, (Decimal(110), Decimal("80.5")))
    terms = {"failing": failing, "of": 595, "basis": "a test of every child"}
    return terms | ({"cohort_measure": site.volume} if chosen(draw) else {})


def _observed_before(site: Site) -> list[str]:
    """Return four periods before the term, one after the other, as long as those that are settled."""
    years = list(_years_before(site, 4))
    numbered = {
        "monthly": [f"{years[-1]} M{number:02d}" for number in (1, 2, 3, 4)],
        "quarterly": [f"{years[-1]} Q{number}" for number in (1, 2, 3, 4)],
        "half-yearly": [f"{year} H{number}" for year in years[-2:] for number in (1, 2)],
        "yearly": years,
    }
    return numbered[site.term.settled]


def _regression(draw: Draw, site: Site) -> Terms:
    labels = _observed_before(site)
    seen = [
        {"period": labels[at], "driver": 300 * at + whole(draw, 31), "amount": in_unit(site.unit, site.each * part)}
        for at, part in enumerate((Fraction(1, 2), Fraction(9, 10), 1, Fraction(13, 10))[: whole(draw, 1) + 3])
    ]
    terms = {"driver_measure": site.volume, "observed": site.term.settled, "observations": seen}
    terms["places"] = pick(draw, (0, 2, 4))
    bars = each_or_not(draw, {"cv_rmse_at_most": "1000%", "nmbe_at_most": "1000%"})
    return terms | ({"bars": bars} if bars else {})


def _prediction(draw: Draw, site: Site) -> Terms:
    terms: Terms = {"model": MODEL, "conditions": pick(draw, CONDITIONS)}
    form = pick(draw, FORMS)
    if form == "each_period":
        terms["each_period"] = True
    elif form == "amounts":
        near = max(int(site.each), 1)
        labels = [period.label for period in site.term.agreed.periods]
        terms["amounts"] = {label: figure(draw, site.unit, near) for label in labels}
    else:
        terms |= {"constant": in_unit(site.unit, site.each / 2), **_coefficients(draw, site, terms["conditions"])}
    quality = each_or_not(draw, {"cv_rmse": "12.5%", "nmbe": "-0.4%", "r2": 0.91})
    bars = {"cv_rmse": ("cv_rmse_at_most", "15%"), "nmbe": ("nmbe_at_most", "0.4%"), "r2": ("r2_at_least", 0.75)}
    held = dict(bars[each] for each in each_or_not(draw, quality))
    return terms | ({"quality": quality} if quality else {}) | ({"bars": held} if held else {})


def _coefficients(draw: Draw, site: Site, conditions: str) -> Terms:
    part = Fraction(round(site.each * 100), 160_000) / (100 if site.unit == OF_A_WHOLE else 1)
    coefficient = Decimal(round(part * 10**6)) / 10**6
    counts = {len(site.term.periods_in_year(label)) for label in site.term.year_labels}
    if conditions == "reporting period":
        return {"coefficients": {site.volume: coefficient}}
    if has_parts(site.term) or len(counts) > 1:
        return {"conditions": "reporting period", "coefficients": {site.volume: coefficient}}
    return {"coefficients": {"volume": coefficient}, "standard": {"volume": [700 + whole(draw, 31)] * counts.pop()}}


def _truncated_mean(draw: Draw, site: Site) -> Terms:
    many = pick(draw, (60, Decimal("42.5")))
    usual = site.yearly / Fraction(many)
    costs = [in_unit(site.unit, usual * part) for part in (1, 2, Fraction(1, 3), 0, 9)[: whole(draw, 4) + 1]]
    terms: Terms = {"costs": costs, "truncated_at": pick(draw, ("75%", "100%")), "rounded": pick(draw, MODES)}
    return terms | ({"volume": many} if chosen(draw) else {"volume_measure": site.volume})


RULES: dict[str, Callable[[Draw, Site], Terms]] = {
    "fixed": _fixed,
    "indexed": _indexed,
    "historic": _historic,
    "trended": _trended,
    "linear trend": _linear_trend,
    "re-priced volume": _repriced,
    "unit cost": _unit_cost,
    "weighted volume": _weighted_volume,
    "case mix": _case_mix,
    "comparator": _comparator,
    "difference in differences": _difference_in_differences,
    "stipulated": _stipulated,
    "regression": _regression,
    "prediction": _prediction,
    "truncated mean": _truncated_mean,
    FOR_THE_TERM: _fixed,
}


def index(draw: Draw, term: Calendar) -> Terms:
    """Return an index, chained or not, with limits."""
    levels: dict[str, Any] = {label: Decimal(draw(_TENTHS)) / 10 for label in _known(draw, term)}
    terms: Terms = {
        "series": "CPI, 2015 = 100",
        "month": pick(draw, ("February inside the year", "January before the year")),
        "base": pick(draw, (Decimal(100), Decimal("115.8"), Decimal("94.5"))),
        "levels": levels,
    }
    if chosen(draw):
        label = term.year_labels[0]
        levels[label] = {"level": levels[label], "reference": "2015 = 100", "published": date(2026, 3, 18)}
    if now_and_then(draw):
        terms["between"] = [90, 150]
    if now_and_then(draw):
        terms |= {"series": "CPI", "reference": "2015=100"}
    limits = {"at_most": "105%", "at_least": "102.5%"}
    if chosen(draw):
        chain = {"places": pick(draw, (4, 3, 1)), **each_or_not(draw, limits)}
        return terms | {"chained": chain | ({"catches_up": chosen(draw)} if len(chain) > 1 else {})}
    limits = {"places": 3, **limits}
    return terms | {name: limits[name] for name in some(draw, tuple(limits))}


def adjustments(draw: Draw, site: Site) -> list[Terms]:
    """Return adjustments of a baseline: of each kind, up and down."""
    kinds = some(draw, ("routine", "non-routine", "scope change"))
    return [_adjustment(draw, kind, site) for kind in kinds]


def _adjustment(draw: Draw, kind: str, site: Site) -> Terms:
    size = number(figure(draw, site.unit, site.yearly / (10 * len(site.term.periods))))
    terms: Terms = {"period": pick(draw, site.term.periods[:16]).label, "kind": kind, "on": date(2027, 1, 31)}
    sign = pick(draw, (1, -1, 1, -1, -100))
    if kind == "scope change":
        terms["proposed_by"] = pick(draw, ("authority", "provider"))
        if terms["proposed_by"] == "provider":
            sign = 1 if site.better == "lower" else -1
    terms["amount"] = in_unit(site.unit, size * sign)
    return terms | {"reason": "a flood", "evidence": "minute 12", "agreed_by": "the board"}
