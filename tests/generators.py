"""Contracts over the whole vocabulary, and outturns that fit them.

Everything is built to be valid and nothing is filtered out; figures are aimed at the places where rules turn.
Contracts are kept small, so that a shrunk one can be read: print it with `contract_to_json`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st

from riskreward import Contract
from riskreward.baselines import SPREADS as BASELINE_SPREADS
from riskreward.calendar import Calendar, Settled, Years, calendar
from riskreward.contract import CouncilCosts, Currency
from riskreward.contract.assembly import assemble
from riskreward.fees import Bands, Cap, CostRecovery, Counted, PaymentGate, QualityGate, Share, Starts, Threshold
from riskreward.fees.threshold import OnceMet
from riskreward.figures import exact_decimal, share_text
from riskreward.guarantees import EXCESSES, REPAIR_IN_KIND, Shortfall, Tested
from riskreward.guarantees.guarantee import Adjusted
from riskreward.improvements import COUNCIL_COSTS, STATUSES, Benefit, Fund, Measure
from riskreward.kernel import share
from riskreward.kernel.rounding import MODES, to_step
from riskreward.kernel.words import PATH
from riskreward.readers import exact
from riskreward.schedule import EVENLY, FROM_THE_START
from riskreward.schedule import OF_A_YEAR as GUARANTEE_SPREADS
from riskreward.settlement.terms import AtTheEnd, Released
from tests import partnerships

Draw = Callable[[st.SearchStrategy[Any]], Any]
Each = TypeVar("Each")
Terms = dict[str, Any]
Row = dict[str, Any]
Case = tuple[Contract, list[Row]]

PENNY = Fraction(1, 100)
BENEFITS: tuple[str, ...] = get_args(Benefit)
COUNTED: tuple[str, ...] = get_args(Counted)
FUNDS: tuple[str, ...] = get_args(Fund)
ONCE_MET: tuple[str, ...] = get_args(OnceMet)
RELEASED: tuple[str, ...] = get_args(Released)
STARTS: tuple[str, ...] = get_args(Starts)
RECOVERY = "cost recovery, then share"
RULES = ("share", "bands", RECOVERY, "threshold", "deficit carry-forward", "quality gate", "payment gate", "cap")
ROUNDINGS = ("the penny", "the pound", "5p", "£10", "150p", "£1,000")
IN_A_YEAR = {"yearly": 1, "half-yearly": 2, "quarterly": 4, "monthly": 12}
SHARES: tuple[Any, ...] = ("50%", "25%", "10%", "100%", "12.5%", "1/3", "5/6", "17.5%", "0%", 0.3)
SMALL_SHARES = ("5%", "10%", "2%", "0%", "2.5%", "5%")
DATES = (date(2026, 4, 1), date(2026, 1, 1), date(2026, 9, 14), date(2024, 2, 29), date(2026, 5, 31))
TERMS: dict[str, tuple[Terms, ...]] = {
    "yearly": ({"years": 2}, {"years": 1}, {"years": 3}, {"years": 4}, {"months": 18}, {"months": 30}, {"months": 6}),
    "half-yearly": ({"years": 1}, {"years": 2}, {"years": 3}, {"months": 18}, {"months": 9}),
    "quarterly": ({"years": 1}, {"years": 2}, {"years": 3}, {"months": 15}, {"months": 8}),
    "monthly": ({"months": 3}, {"years": 1}, {"months": 14}, {"months": 18}),
}


@dataclass(frozen=True)
class Vocabulary:
    """What contracts are drawn from, where a property is about a part of it; None is no restriction."""

    counted: Sequence[str] = COUNTED
    rules: Sequence[str] = RULES
    starts: Sequence[str] = STARTS
    retention: bool | None = None
    released: Sequence[str] = RELEASED
    clawback: bool | None = None
    first_from: Sequence[str] = ("retention", "the provider")
    restores_cap: bool | None = None
    guarantee: bool | None = None
    vat: bool | None = None
    advance: bool | None = None
    ends_early: bool | None = None
    over: Sequence[str] = ("term", "year", "period")
    ends_with: str | None = None
    """A rule that the fee's last step has, whatever is drawn before it."""
    gates_on_savings: bool = True
    """Whether a gate may read a measure that saves."""


EVERYTHING = Vocabulary()

_YES_OR_NO = st.booleans()
_INDICES = [st.integers(0, last) for last in range(16)]
_PERCENT = st.integers(1, 100)
_SMALL_PERCENT = st.integers(1, 20)


# One draw each; built once, since building a strategy costs more than drawing from it


def pick(draw: Draw, options: Sequence[Each]) -> Each:
    """Return one of the options; shrinking goes to the first."""
    return options[draw(_INDICES[len(options) - 1])]


def chosen(draw: Draw, wanted: bool | None = None) -> bool:
    """Return what is wanted, and yes or no where nothing is."""
    return bool(draw(_YES_OR_NO)) if wanted is None else wanted


def some(draw: Draw, options: Sequence[Each]) -> list[Each]:
    """Return none of the options, one, or now and then two."""
    return [pick(draw, options) for _ in range(pick(draw, (0, 1, 0, 1, 2)))] if options else []


def amount(draw: Draw, largest: Fraction | int) -> Decimal:
    """Return an amount of money from a penny up: a round one, or one in pence."""
    pounds = max(int(largest), 1)
    if chosen(draw):
        return exact_decimal(Fraction(draw(st.integers(1, pounds * 100)), 100))
    return Decimal(max(pounds // 10, 1) * (draw(_INDICES[9]) + 1))


def a_share(draw: Draw) -> Any:
    """Return a share as people type it, nought and the whole among them."""
    return f"{draw(_PERCENT)}%" if chosen(draw) else pick(draw, SHARES)


def a_small_share(draw: Draw) -> str:
    """Return a share as a guarantee or a threshold has it, nought among them."""
    return f"{draw(_SMALL_PERCENT)}%" if chosen(draw) else pick(draw, SMALL_SHARES)


# Contracts


@st.composite
def contracts(draw: Draw, wanted: Vocabulary = EVERYTHING) -> Contract:
    """Return a valid contract."""
    settled = pick(draw, get_args(Settled)[::-1])
    length = pick(draw, TERMS[settled])
    starts, years_run = pick(draw, DATES), pick(draw, get_args(Years))
    term = partnerships.ended(draw, calendar(starts, settled=settled, years_run=years_run, **length), wanted.ends_early)
    currency = pick(draw, get_args(Currency))
    measures = _measures(draw, term, currency)
    largest = max(_yearly(each) for each in measures if "baseline" in each)
    terms: Terms = {
        "title": "A contract",
        "starts": starts,
        **length,
        "settled": settled,
        "years_run": years_run,
        "currency": currency,
        "rounding": f"{pick(draw, MODES)} to {pick(draw, (*ROUNDINGS[:1] * 10, *ROUNDINGS))}",
        "measure": measures,
    }
    if chosen(draw):
        terms["council_costs"] = pick(draw, get_args(CouncilCosts))
    starting = "first pound"
    guaranteed = pick(draw, (False, True, True)) if wanted.guarantee is None else wanted.guarantee
    if guaranteed:
        terms["guarantee"] = _guarantee(draw, term, largest, "index" in measures[0]["baseline"])
        starting = pick(draw, wanted.starts)
    terms |= partnerships.termination(draw, term, terms.get("guarantee"))
    terms |= partnerships.core_volume(draw, measures, term, _spread(draw, term, GUARANTEE_SPREADS), currency)
    counted = pick(draw, [each for each in ("to date", *COUNTED[::-1]) if each in wanted.counted])
    if counted == "each period":
        largest /= IN_A_YEAR[settled]
    terms["settlement"] = _settlement(draw, wanted, settled, counted, guaranteed)
    terms["settlement"] |= partnerships.advance(draw, largest, wanted.advance)
    others = [each for each in some(draw, BENEFITS) if each != measures[0]["benefit"]]
    terms["fee"] = {
        "starts": starting,
        "counted": counted,
        "earns_on": list(dict.fromkeys([measures[0]["benefit"], *others])),
        "step": _steps(draw, wanted, terms, counted, largest, term),
    }
    return Contract(**terms)


def _agreed(measure: Terms) -> list[Fraction]:
    baseline = measure["baseline"]
    return [Fraction(each) for each in baseline.get("years", {"": baseline.get("amount", 0)}).values()]


def _lowest(measure: Terms) -> Fraction:
    return min(_agreed(measure))


def _yearly(measure: Terms) -> Fraction:
    """Return about what a measure's baseline is for a year."""
    return max(Fraction(100), *map(abs, _agreed(measure)))


# Measures and their baselines


_RANGES: dict[str, list[Any]] = {"%": ["50%", "150%"], "visits": [10, 2000], "money": [0, 5000]}


def _measures(draw: Draw, term: Calendar, currency: str) -> list[Terms]:
    measures = [_with_baseline(draw, "running costs", term, currency)]
    kinds = some(draw, ("%", "baseline", "visits", "baseline", "money"))
    for name, kind in zip(("quality", "other"), kinds, strict=False):
        if kind == "baseline":
            measures.append(_with_baseline(draw, name, term, currency))
            measures[-1]["benefit"] = pick(draw, (*[measures[0]["benefit"]] * 3, measures[-1]["benefit"]))
            continue
        extra: Terms = pick(draw, ({}, {"better": "higher"}, {"outturn_between": _RANGES[kind]}))
        measures.append({"name": name, "unit": currency if kind == "money" else kind, **extra})
    return measures


def _with_baseline(draw: Draw, name: str, term: Calendar, currency: str) -> Terms:
    measure: Terms = {
        "name": name,
        "benefit": pick(draw, BENEFITS),
        "unit": currency,
        "better": pick(draw, ("lower", "higher")),
        "baseline": _baseline(draw, term),
    }
    if chosen(draw):
        measure["fund"] = pick(draw, FUNDS)
    yearly = int(_yearly(measure))
    adjustments = [_adjustment(draw, kind, term, yearly) for kind in some(draw, ("routine", "non-routine"))]
    if adjustments:
        measure["adjustment"] = adjustments
    around = [-3 * yearly, 3 * yearly]
    above = ([0, 2 * yearly], [yearly // 40, 2 * yearly]) if _lowest(measure) > 0 else ()
    between = pick(draw, (None, around, *above))
    if between is not None:
        measure["outturn_between"] = between
    return measure


def _baseline(draw: Draw, term: Calendar) -> Terms:
    def agreed() -> Decimal:
        usual = pick(draw, ("1000", "12000", *["1000.10"] * 4, *["any"] * 8, "0", "-600"))
        return amount(draw, 40_000) if usual == "any" else Decimal(usual)

    baseline: Terms = {"rule": pick(draw, ("fixed", "indexed", "historic"))}
    if baseline["rule"] == "historic":
        baseline["years"] = {f"20{19 + past}-{20 + past}": agreed() for past in range(draw(_INDICES[2]) + 1)}
    else:
        baseline["amount"] = agreed()
    if baseline["rule"] == "indexed" or (baseline["rule"] == "historic" and chosen(draw)):
        baseline["index"] = _index(draw, term)
    spread = _spread(draw, term, BASELINE_SPREADS)
    if spread is not None:
        baseline["spread"] = spread
    if chosen(draw):
        baseline["source"] = "the ledger"
        baseline["agreed"] = {"on": date(2026, 3, 1), "by": "the board", "owner": "Head of Finance"}
        baseline["budget_uplifted"] = chosen(draw)
    return baseline


_TENTHS = st.integers(950, 1400)


def _index(draw: Draw, term: Calendar) -> Terms:
    known = len(term.year_labels) - pick(draw, (0, 0, 0, 1))
    levels: dict[str, Any] = {label: Decimal(draw(_TENTHS)) / 10 for label in term.year_labels[: max(known, 1)]}
    index: Terms = {
        "series": "CPI, 2015 = 100",
        "month": pick(draw, ("February inside the year", "January before the year")),
        "base": pick(draw, (Decimal(100), Decimal("115.8"), Decimal("94.5"))),
        "levels": levels,
    }
    if chosen(draw):
        label = term.year_labels[0]
        levels[label] = {"level": levels[label], "reference": "2015 = 100", "published": date(2026, 3, 18)}
    limits = {"places": 3, "at_most": "105%", "at_least": "102.5%", "between": [90, 150]}
    return index | {name: limits[name] for name in some(draw, tuple(limits))}


def _spread(draw: Draw, term: Calendar, choices: Sequence[str]) -> Any:
    """Return how a year falls on its settlements; nothing only where the settlements are whole years."""
    counts = {len(term.agreed.periods_in_year(label)) for label in term.year_labels}
    whole_years = term.settled == "yearly" and not any(period.part for period in term.periods)
    forms = [*([None] * 4 if whole_years else []), *choices, *(["shares"] if len(counts) == 1 else [])]
    if term.agreed.periods[len(term.periods) - 1].last > term.ends:
        return EVENLY
    form = pick(draw, forms)
    if form != "shares":
        return form
    parts = [draw(_INDICES[3]) for _ in range(*counts)]
    parts[0] += 1
    return [f"{part}/{sum(parts)}" for part in parts]


def _adjustment(draw: Draw, kind: str, term: Calendar, yearly: int) -> Terms:
    signed = amount(draw, yearly // (10 * len(term.periods))) * pick(draw, (1, -1, 1, -1, -100))
    return {
        "period": pick(draw, term.periods[:16]).label,
        "amount": signed,
        "kind": kind,
        "on": date(2027, 1, 31),
        "reason": "a flood",
        "evidence": "minute 12",
        "agreed_by": "the board",
    }


# The guarantee, the settlement and the steps of the fee


def _guarantee(draw: Draw, term: Calendar, largest: Fraction, is_indexed: bool) -> Terms:
    form = pick(draw, ("share_of_baseline", "amount", "estimate"))

    def figure() -> Any:
        return a_small_share(draw) if form == "share_of_baseline" else amount(draw, largest / 5)

    guarantee: Terms = {
        form: [figure() for _ in term.agreed.year_labels] if chosen(draw) else figure(),
        "tested": pick(draw, get_args(Tested)),
        "shortfall": pick(draw, get_args(Shortfall)),
    }
    if form == "estimate":
        guarantee["share_of_estimate"] = pick(draw, ("91.4%", "50%", "100%"))
    if form != "share_of_baseline":
        spread = _spread(draw, term.agreed, GUARANTEE_SPREADS)
        guarantee |= {} if spread is None else {"spread": spread}
        moves = spread != FROM_THE_START
        guarantee["prices"] = pick(draw, PRICES if is_indexed and moves else PRICES[:1])
        guarantee["adjusted"] = pick(draw, get_args(Adjusted)[::-1] if moves else ("never",))
    if guarantee["shortfall"] != "fee only":
        guarantee |= _of_a_paid_shortfall(draw, term, guarantee, largest)
    return guarantee


PRICES = ("cash of each year", "as the baseline is indexed")


def _of_a_paid_shortfall(draw: Draw, term: Calendar, guarantee: Terms, largest: Fraction) -> Terms:
    """Return what becomes of a shortfall that is paid."""
    terms: Terms = {}
    near = largest / 20
    if guarantee["tested"] != "cumulatively":
        terms["excess"] = pick(draw, EXCESSES)
    if "banked" in terms.get("excess", ""):
        bank = {"expires_after_years": pick(draw, (1, 2)), "at_most": amount(draw, near), "interest": "3%"}
        bank = {name: value for name, value in bank.items() if chosen(draw)}
        terms |= {"bank": bank} if bank else {}
    if guarantee["shortfall"] == "provider pays at the end" and chosen(draw):
        terms["interest_on_shortfall"] = pick(draw, ("3%", "0%", "12.5%"))
    if pick(draw, (False, False, True)):
        terms["credited_before_start"] = {"amount": amount(draw, near), "evidence": "working paper 1"}
    still = guarantee.get("prices") == PRICES[0] and guarantee["adjusted"] == "never"
    if guarantee["tested"] == "each year" and still and chosen(draw):
        figures = guarantee.get("amount", guarantee.get("estimate"))
        years = len(term.agreed.year_labels)
        whole = sum(figures if isinstance(figures, list) else [figures] * years)
        terms["met_at_cost_cover"] = {"project_cost": [Decimal("0.01"), *[whole] * (years - 1)] if years > 1 else whole}
    if pick(draw, (False, False, True)):
        terms["repair_in_kind"] = {"unit": "hours", "deemed_value": pick(draw, (65, Decimal("12.34")))}
        terms["repair_in_kind"] |= {"at_most": amount(draw, near)} if chosen(draw) else {}
    if pick(draw, (False, False, True)):
        expires = pick(draw, (term.periods[0], term.periods[-1])).last
        terms["security"] = {"form": "bond", "amount": amount(draw, near), "by": "a bank", "expires": expires}
        terms["security"]["pays_on"] = pick(draw, ("demand", "proof"))
    return terms


def _settlement(draw: Draw, wanted: Vocabulary, settled: str, counted: str, guaranteed: bool) -> Terms:
    settlement: Terms = {}
    by_guarantee = RELEASED[0]
    if chosen(draw, wanted.retention):
        known = [each for each in wanted.released if guaranteed or each != by_guarantee]
        released = pick(draw, [*known[:1], *known])
        settlement["retention"] = {"share": a_share(draw), "released": released}
        at_the_end = pick(draw, (None, *get_args(AtTheEnd))) if released == by_guarantee else None
        if at_the_end is not None:
            settlement["retention"]["at_the_end"] = at_the_end
    may_claw_back = pick(draw, (False, True, True)) if wanted.clawback is None else wanted.clawback
    if counted == "to date" and may_claw_back:
        held = "retention" in settlement
        first = pick(draw, [each for each in wanted.first_from if held or each == "the provider"])
        settlement["clawback"] = {"first_from": first, "restores_cap": chosen(draw, wanted.restores_cap)}
        needed = settled != "yearly" and "retention" in settlement
        vintage = pick(draw, ("oldest first", "newest first") if needed else (None, "oldest first", "newest first"))
        settlement["clawback"] |= {} if vintage is None else {"vintage": vintage}
    if chosen(draw, wanted.vat):
        treatment = pick(draw, ("standard", "reverse charge", "outside the scope"))
        settlement["vat"] = {"rate": pick(draw, ("20%", "5%")), "treatment": treatment}
    if chosen(draw):
        settlement["payment_days"] = pick(draw, (14, 30, 60))
        settlement["not_before_days_after_period"] = pick(draw, (0, 45))
        settlement["paid_from"] = pick(draw, FUNDS)
    return settlement


def _steps(
    draw: Draw, wanted: Vocabulary, terms: Terms, counted: str, largest: Fraction, term: Calendar
) -> list[Terms]:
    def known(*rules: str) -> list[str]:
        return [rule for rule in rules if rule in wanted.rules]

    on_savings = wanted.gates_on_savings and pick(draw, (False, False, False, True))
    graded = [each for each in terms["measure"] if on_savings or "baseline" not in each]
    gates = known("quality gate") if graded else []
    counting = known("threshold") if counted == "to date" else known("threshold", "deficit carry-forward")
    limits = known("cap", "payment gate") if graded else known("cap")
    rules = [
        *some(draw, gates),
        *some(draw, counting),
        pick(draw, known("share", "bands", RECOVERY)),
        *some(draw, limits),
    ]
    steps: list[Terms] = []
    for rule in (*rules, *([wanted.ends_with] if wanted.ends_with else [])):
        step: Terms = {"rule": rule}
        before = sum(rule == other["rule"] for other in steps)
        if before:
            step["name"] = f"{('second', 'third')[before - 1]} {rule}"
        if chosen(draw):
            step["clause"] = "4.2"
        if rule in {"quality gate", "payment gate"}:
            step |= _standard(draw, graded)
        elif rule == "threshold":
            step |= _threshold(draw, largest)
        elif rule == "share":
            step["share"] = a_share(draw)
        elif rule == RECOVERY:
            step |= partnerships.recovery(draw, largest, term, _spread(draw, term, GUARANTEE_SPREADS), counted)
        elif rule == "bands":
            step |= _bands(draw, "guarantee" in terms, largest)
        elif rule == "cap":
            step |= _cap(draw, wanted, largest, terms["settlement"])
        steps.append(step)
    return steps


_STANDARDS: dict[str, tuple[Any, ...]] = {
    "%": ("90%", "100%", "90.125%", "0%"),
    "visits": (800, 100, Decimal("99.5"), 0),
    "money": (1000, Decimal("912.35"), 2500),
}


def _standard(draw: Draw, measures: Sequence[Terms]) -> Terms:
    measure = pick(draw, measures[::-1])
    sides = ("at_least", "at_most")
    standard = pick(draw, _STANDARDS.get(measure["unit"], _STANDARDS["money"]))
    if "baseline" in measure:
        sides = sides if measure.get("better") == "higher" else sides[::-1]
        standard = int(_lowest(measure) / pick(draw, (1, 4, 12)))
    return {"measure": measure["name"], pick(draw, sides): standard}


def _threshold(draw: Draw, largest: Fraction) -> Terms:
    threshold: Terms = {"once_met": pick(draw, ONCE_MET)}
    if "below" in threshold["once_met"]:
        threshold["share_below"] = a_share(draw)
    if chosen(draw):
        return threshold | {"share_of_baseline": a_small_share(draw)}
    return threshold | {"amount": amount(draw, largest / 30)}


def _bands(draw: Draw, guaranteed: bool, largest: Fraction) -> Terms:
    kinds = ("money", "share of baseline", "share of guarantee") if guaranteed else ("money", "share of baseline")
    edges = pick(draw, kinds)
    bands: list[Terms] = []
    reach: Any = 0
    for _ in range(draw(_INDICES[2]) + 1):
        reach += amount(draw, largest / 50) if edges == "money" else draw(_INDICES[9]) + 1
        percent = reach * (25 if edges == "share of guarantee" else 1)
        bands.append({"up_to": reach if edges == "money" else f"{percent}%", "share": a_share(draw)})
    if chosen(draw):
        bands.append({"share": a_share(draw)})
    return {"bands": bands} if edges == "money" else {"bands": bands, "edges": edges}


def _cap(draw: Draw, wanted: Vocabulary, largest: Fraction, settlement: Terms) -> Terms:
    cap: Terms = {"over": pick(draw, wanted.over)}
    if cap["over"] != "term" and chosen(draw):
        cap["share_of_baseline"] = a_small_share(draw)
    else:
        cap["amount"] = amount(draw, largest / 40)
    can_differ = "retention" in settlement and not settlement.get("clawback", {}).get("restores_cap")
    rooms = ("what is earned", "what is paid")
    room = pick(draw, rooms if can_differ and cap["over"] != "period" else (None, *rooms))
    return cap if room is None else cap | {"room_used_by": room}


# Outturns


@st.composite
def cases(draw: Draw, wanted: Vocabulary = EVERYTHING, improves: bool = True) -> Case:
    """Return a contract, and an outturn that fits it."""
    contract = draw(contracts(wanted))
    return contract, draw(outturns(contract, improves=improves))


@st.composite
def outturns(draw: Draw, contract: Contract, periods: int | None = None, improves: bool = True) -> list[Row]:
    """Return the rows of the first periods, the whole term more often than not, near where the terms turn.

    Where nothing improves, every saving is nothing or a loss, as far as the measures' ranges allow.
    """
    if periods is None:
        known = _published(contract)
        periods = draw(st.integers(1, known)) if known > 1 and pick(draw, (False, False, True)) else known
    aim = _Aim(contract)
    details = _details(draw)
    rows: list[Row] = []
    for number in range(periods):
        row: Row = {"period": contract.calendar.periods[number].label}
        costs = Fraction(0)
        if contract.council_costs is not None:
            row[COUNCIL_COSTS] = Decimal(pick(draw, ("0", "10.01", "40")))
            costs = Fraction(row[COUNCIL_COSTS]) if contract.council_costs == "taken off the saving" else costs
        saving = costs + (aim.saving(draw, number) if improves else -_loss(draw))
        if any(column.name == REPAIR_IN_KIND for column in contract.columns):
            row[REPAIR_IN_KIND] = Decimal(pick(draw, ("0", "1", "0.25", "40")))
        for measure in reversed(contract.measure):
            if measure.baseline is None:
                row[measure.name] = typed(measure, _graded(draw, contract, measure))
                continue
            its_own = saving
            if measure is not contract.earning[0]:
                its_own = Fraction(pick(draw, (0, 0, 25, -40))) if improves else -_loss(draw)
                saving -= its_own if measure in contract.earning else 0
            row[measure.name] = typed(measure, aim.outturn(number, measure, its_own))
        rows.append(row | details)
        aim.settle(number, row)
    return rows


def typed(measure: Measure, value: Fraction) -> Any:
    """Return a figure as a person types it, in the measure's places and range."""
    low, high = measure.between
    value = max(low, min(high, to_step(value, Fraction(1, 10**measure.places), "half up")))
    return share_text(value) if measure.kind == share else exact_decimal(value)


def _published(contract: Contract) -> int:
    """Return how many periods have every index level they need."""
    assembled = assemble(contract)
    is_scheduled = [fact.is_scheduled for fact in assembled.program.facts]
    for number in range(len(contract.calendar.periods)):
        if None in [each for each, known in zip(assembled.scheduled[number], is_scheduled, strict=True) if known]:
            return number
    return len(contract.calendar.periods)


def _loss(draw: Draw) -> Fraction:
    return Fraction(pick(draw, ("0", "0.01", "75", "1000")))


def _details(draw: Draw) -> Row:
    if not chosen(draw):
        return {}
    return {
        "status": pick(draw, STATUSES),
        "verified by": "the auditor",
        "verified on": "2027-06-30",
        "evidence": "working paper 3",
        "invoice received": date(2027, 7, 1),
    }


def _graded(draw: Draw, contract: Contract, measure: Measure) -> Fraction:
    """Return an outturn of a measure without a baseline: one that meets or misses a standard it is held to."""
    finest = Fraction(1, 10**measure.places)
    for step in contract.fee.step:
        if isinstance(step, QualityGate | PaymentGate) and step.measure == measure.name:
            standard, better = Fraction(step.at_most or 0), -1
            if step.at_least is not None:
                standard, better = Fraction(step.at_least), 1
            return standard + better * pick(draw, (Fraction(0), finest, standard / 2, finest, -finest, -standard / 2))
    return Fraction(95, 100) if measure.kind == share else Fraction(850)


class _Aim:
    """Where a contract's fee turns, in each period: what to save in it to get there."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._assembled = assemble(contract)
        program = self._assembled.program
        facts = [[0 if value is None else value for value in values] for values in self._assembled.scheduled]
        self._lines = [
            {
                line.path: Fraction(whole, program.denominator_of(line))
                for line, whole in zip(program.lines, wholes, strict=True)
            }
            for wholes in exact.run(program, facts).lines
        ]
        self._counted = Fraction(0)
        self._halving = self._what_halves()

    def _what_halves(self) -> Fraction:
        """Return what must be counted to earn twice half of the least that is paid; nothing where no saving does."""
        steps = self._contract.fee.step
        rates = [each.share for each in steps if isinstance(each, Share | CostRecovery)]
        rates += [each.bands[0].share for each in steps if isinstance(each, Bands)]
        (rate,) = rates
        pence = int(self._contract.rounding.step * 100) * rate.denominator
        return Fraction(pence, 100) if pence % 2 == 0 and gcd(rate.numerator, pence) == 1 else Fraction(0)

    def held_against(self, number: int, measure: Measure) -> Fraction:
        """Return what a measure's outturn is held against, adjustments included."""
        kinds = ("baseline", "routine adjustment", "non-routine adjustment")
        paths = [f"{measure.name}{PATH}{kind}" for kind in kinds]
        return sum((self._lines[number].get(path, Fraction(0)) for path in paths), Fraction(0))

    def outturn(self, number: int, measure: Measure, saving: Fraction) -> Fraction:
        """Return the outturn that saves so much."""
        held = self.held_against(number, measure)
        return held - saving if measure.better == "lower" else held + saving

    def saving(self, draw: Draw, number: int) -> Fraction:
        """Return a saving that leads to where something turns, give or take a penny, or anywhere."""
        before = self._before(number)
        if chosen(draw):
            whole = sum((self.held_against(number, each) for each in self._contract.earning), Fraction(0))
            near = max(abs(whole), Fraction(100)) / 100
            target = before + to_step(
                near * pick(draw, (0, 1, 3, 5, 8, 12, 20, 40, 60, 80, 10, 25, -2, -8, -30)), PENNY, "down"
            )
        else:
            target = pick(draw, [before, before / 2, Fraction(0), *self._turns(number)][:16])
            off = pick(draw, (0, 0, 1, -1, None))
            target = self._halved(target) if off is None else target + off * PENNY
        return to_step(target, PENNY, "down") - before + (self._guaranteed(number) if self._starts_above else 0)

    def settle(self, number: int, row: Row) -> None:
        """Take note of what a row comes to, gates apart."""
        flow = Fraction(0)
        for measure in self._contract.earning:
            apart = self.held_against(number, measure) - measure.read(row[measure.name])
            flow += apart if measure.better == "lower" else -apart
        if self._contract.council_costs == "taken off the saving":
            flow -= Fraction(row[COUNCIL_COSTS])
        if self._starts_above:
            flow -= self._guaranteed(number)
        self._counted = self._before(number) + to_step(flow, PENNY, self._contract.rounding.mode)

    @property
    def _starts_above(self) -> bool:
        return self._contract.fee.starts == "above the guarantee"

    def _before(self, number: int) -> Fraction:
        counts = self._contract.fee.counted
        fresh = counts == "each year" and self._assembled.periods[number].first_of_year
        return Fraction(0) if fresh or counts == "each period" else self._counted

    def _guaranteed(self, number: int) -> Fraction:
        found = [value for path, value in self._lines[number].items() if path.split(PATH)[-1] == "guaranteed"]
        return found[0] if found else Fraction(0)

    def _halved(self, place: Fraction) -> Fraction:
        return to_step(place, self._halving, "floor") + self._halving / 2 if self._halving else place

    def _turns(self, number: int) -> list[Fraction]:
        contract, lines = self._contract, self._lines[number]
        periods = 1 if contract.fee.counted == "each period" else number + 1
        baseline = sum((self.held_against(number, each) for each in contract.earning), Fraction(0)) * periods
        guaranteed = self._guaranteed(number) * periods
        turns = [] if self._starts_above else [guaranteed]
        rate = Fraction(1, 10)
        for step in contract.fee.step:
            if isinstance(step, Threshold):
                turns += [value for path, value in lines.items() if path.endswith(f"{step.title} to reach")] * 2
            elif isinstance(step, Bands):
                base = {None: Fraction(1), "share of baseline": baseline}.get(step.edges, guaranteed)
                edges = [Fraction(band.up_to) * base for band in step.bands if band.up_to is not None]
                turns += [*edges, edges[-1] * 2]
                rate = step.bands[0].share or rate
            elif isinstance(step, Share):
                rate = step.share or rate
            elif isinstance(step, CostRecovery):
                turns += [value for path, value in lines.items() if path.endswith("recovery due")] * 2
            elif isinstance(step, Cap):
                cap = Fraction(step.amount) if step.amount is not None else (step.share_of_baseline or 0) * baseline
                turns += [cap / rate, cap / rate * 2]
        return [to_step(turn, PENNY, "up") for turn in turns]
