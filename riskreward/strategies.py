"""Hypothesis strategies for other people's tests: contracts, outturns and scenarios that fit them.

`st.from_type(riskreward.Contract)` draws from `contracts()` as soon as both libraries are imported.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple, get_args

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
except ImportError as error:
    raise ImportError("riskreward.strategies needs hypothesis; run: pip install 'riskreward[tests]'") from error

from riskreward.catalogue.gain_share import gain_share
from riskreward.catalogue.target_contract import nec_option_c
from riskreward.contract import Contract
from riskreward.fees import Counted, Starts
from riskreward.findings import InputError, Problem
from riskreward.improvements import Outturn
from riskreward.kernel.words import PATH
from riskreward.promises.aiming import PENNY, Aim
from riskreward.promises.ranges import ranges
from riskreward.promises.story import row_of
from riskreward.promises.watching import Watched, watch
from riskreward.scenarios.strategies import scenarios
from riskreward.terms import read_terms

__all__ = ["Settlement", "contracts", "outturns", "scenarios", "settlements"]

FIRST_YEAR = 2026
RELEASED = ("at the end of the term", "a year after the end of the term")

POUNDS = st.integers(1, 500).map(lambda thousands: 1_000 * thousands)
SHARES = st.integers(1, 60).map(lambda parts: f"{parts}%")


class Settlement(NamedTuple):
    """A contract with an outturn that fits it."""

    contract: Contract
    outturn: Outturn


def contracts() -> SearchStrategy[Contract]:
    """Return a strategy of valid contracts: gain shares, target contracts, and plain files of most common terms."""
    kinds = (_target_contracts(), *[_gain_shares()] * 3, *[_plain_contracts()] * 6)
    return st.integers(0, len(kinds) - 1).flatmap(lambda kind: kinds[kind])


@st.composite
def outturns(draw: DrawFn, contract: Contract) -> Outturn:
    """Return a strategy of outturns that a contract settles: savings and losses near where its terms turn.

    An outturn has one period or several, from the first on, at most as many as the published index levels and prices
    allow. Raises InputError where they do not allow the first.
    """
    watched = watch(contract, ())
    aim = Aim(watched, ranges(watched))
    known = _known(watched, aim)
    periods = draw(st.integers(1, known) | st.just(known))
    figures = (Fraction(0), *aim.figures)
    return Outturn(tuple(row_of(watched, period, _facts(draw, aim, period, figures)) for period in range(periods)))


@st.composite
def settlements(draw: DrawFn) -> Settlement:
    """Return a strategy of contracts, each with an outturn that fits it."""
    contract = draw(contracts())
    return Settlement(contract, draw(outturns(contract)))


def _known(watched: Watched, aim: Aim) -> int:
    """Return how many periods can be settled before an index level or a price that is not yet published."""
    for number in range(aim.settlements):
        facts = watched.program_at(number).facts
        for fact, value in zip(facts, watched.scheduled[number], strict=True):
            if fact.is_scheduled and value is None:
                if number == 0:
                    what = "is not published for the first period, so that no outturn can be settled"
                    raise InputError([Problem(fact.path, what, "add its figure to the contract")])
                return number
    return aim.settlements


def _facts(draw: DrawFn, aim: Aim, period: int, figures: tuple[Fraction, ...]) -> list[int]:
    facts = aim.plain(period)
    for earner in aim.earners(period):
        saving = draw(st.sampled_from(figures)) + draw(st.sampled_from((Fraction(0), PENNY, -PENNY)))
        facts[earner.fact] = aim.outturn(period, earner, saving if draw(st.integers(0, 3)) else -saving)
    for number in _independent(aim, period):
        low, high = aim.range_of(period, number)
        below = max(low, facts[number] - 1)
        facts[number] = draw(st.sampled_from((facts[number], below)) | st.integers(low, max(low, high)))
    return facts


def _independent(aim: Aim, period: int) -> list[int]:
    """Return the facts, beside what saves, that settle whatever they are: outturns that no rule refuses together."""
    terms = aim.watched.stage_at(period).terms
    if any(step.refuses for step in terms.fee.step):
        return []
    in_ratios = {name for each in terms.measure if each.ratio is not None for name in (each.ratio.of, each.ratio.to)}
    alone = {f"{each.name}{PATH}outturn" for each in terms.measure if each.name not in in_ratios}
    facts = aim.watched.program_at(period).facts
    return [number for number in aim.others(period) if facts[number].path in alone]


@st.composite
def _gain_shares(draw: DrawFn) -> Contract:
    guarantee = draw(st.none() | SHARES)
    baseline = 10 * draw(POUNDS)
    return gain_share(
        baseline=baseline,
        share=draw(SHARES),
        starts=f"{FIRST_YEAR}-04-01",
        years=draw(st.integers(1, 3)),
        fee_starts="first pound" if guarantee is None else draw(st.sampled_from(get_args(Starts))),
        guarantee=guarantee,
        cap=draw(st.none() | _parts_of(baseline)),
        retention=draw(st.none() | SHARES),
        clawback=draw(st.booleans()),
    )


@st.composite
def _target_contracts(draw: DrawFn) -> Contract:
    under, over = draw(SHARES), draw(SHARES)
    middle = [{"from": "90%", "up_to": "110%", "share": draw(SHARES)}]
    outer = [{"up_to": "90%", "share": under}, *middle, {"from": "110%", "share": over}]
    whole = [{"up_to": "100%", "share": under}, {"from": "100%", "share": over}]
    return nec_option_c(
        target=10 * draw(POUNDS), share_ranges=draw(st.sampled_from((whole, outer))), starts=f"{FIRST_YEAR}-04-01"
    )


@st.composite
def _plain_contracts(draw: DrawFn) -> Contract:
    """Draw a contract as its file has it: one cashable measure, and quality where a gate is on it."""
    years = draw(st.integers(1, 3))
    baseline = 10 * draw(POUNDS)
    guarantee = draw(st.none() | _guarantees())
    counted = draw(st.sampled_from(get_args(Counted)))
    gate = draw(st.booleans())
    costs = {"name": "costs", "benefit": "cashable", "unit": "£", "baseline": draw(_baselines(baseline, years))}
    quality = {"name": "quality", "unit": "%", "better": "higher"}
    steps = [{"rule": "quality gate", "measure": "quality", "at_least": "90%"}] if gate else []
    steps.append(draw(st.one_of(_shares(), _bands(baseline), _tiers(baseline))))
    steps += draw(st.just([]) | st.tuples(_caps(baseline)).map(list))
    terms: dict[str, Any] = {
        "title": "Drawn for a test",
        "starts": f"{FIRST_YEAR}-04-01",
        "years": years,
        "settled": draw(st.sampled_from(("yearly", "quarterly", "monthly"))),
        "rounding": "half up to the penny",
        "measure": [costs, quality] if gate else [costs],
        "fee": {
            "starts": "first pound" if guarantee is None else draw(st.sampled_from(get_args(Starts))),
            "counted": counted,
            "step": steps,
        },
        "settlement": draw(_settled(counted)),
    }
    return read_terms(Contract, terms if guarantee is None else {**terms, "guarantee": guarantee})


def _parts_of(amount: int) -> SearchStrategy[int]:
    return st.integers(1, 50).map(lambda parts: amount * parts // 100)


def _baselines(amount: int, years: int) -> SearchStrategy[Mapping[str, Any]]:
    common = {"amount": amount, "source": "last year's outturn", "spread": "evenly over the months"}
    labels = [f"{year}-{(year + 1) % 100:02}" for year in range(FIRST_YEAR - 1, FIRST_YEAR + years)]
    index = {"series": "an index, 2015 = 100", "month": "February inside the year", "base": 100}
    levels = st.fixed_dictionaries({label: st.integers(90, 120) for label in labels[1:]})
    return st.one_of(
        st.just({**common, "rule": "fixed"}),
        levels.map(lambda found: {**common, "rule": "indexed", "year": labels[0], "index": {**index, "levels": found}}),
    )


@st.composite
def _guarantees(draw: DrawFn) -> Mapping[str, Any]:
    tested = draw(st.sampled_from(("each year", "cumulatively")))
    shortfall = draw(st.sampled_from(("fee only", "provider pays each year", "provider pays at the end")))
    found = {"share_of_baseline": draw(SHARES), "tested": tested, "shortfall": shortfall}
    return found if tested == "cumulatively" or shortfall == "fee only" else {**found, "excess": "never offsets"}


def _shares() -> SearchStrategy[Mapping[str, Any]]:
    return SHARES.map(lambda share: {"rule": "share", "share": share})


def _bands(baseline: int) -> SearchStrategy[Mapping[str, Any]]:
    return st.tuples(_parts_of(baseline), SHARES, SHARES).map(
        lambda found: {"rule": "bands", "bands": [{"up_to": found[0], "share": found[1]}, {"share": found[2]}]}
    )


def _tiers(baseline: int) -> SearchStrategy[Mapping[str, Any]]:
    return st.tuples(_parts_of(baseline), SHARES).map(
        lambda found: {"rule": "tiers", "by": "saving", "tiers": [{"at_least": found[0], "share": found[1]}]}
    )


def _caps(baseline: int) -> SearchStrategy[Mapping[str, Any]]:
    return st.tuples(_parts_of(baseline), st.sampled_from(("period", "year", "term"))).map(
        lambda found: {"rule": "cap", "amount": found[0], "over": found[1], "room_used_by": "what is earned"}
    )


@st.composite
def _settled(draw: DrawFn, counted: str) -> Mapping[str, Any]:
    """Draw what is held back, and for a fee that can fall again, what is clawed back."""
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        found["retention"] = {"share": draw(SHARES), "released": draw(st.sampled_from(RELEASED))}
    if counted == "to date" and draw(st.booleans()):
        first = "retention" if found else "the provider"
        found["clawback"] = {"first_from": first, "restores_cap": draw(st.booleans()), "vintage": "oldest first"}
    return found
