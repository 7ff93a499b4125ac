"""Each promise, kept and broken by hand: what is said of the figures of one statement."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward.contract.reading import Reader, run_off_facts
from riskreward.contract.varying import in_force
from riskreward.improvements.outturn import read_records
from riskreward.promises import promises, watch
from tests.promises.contracts import gain_share, plain

FIXED = {"rule": "target fee", "amount": 5_000, "over": "year"}
CAP_ON_BASELINE = {"rule": "cap", "share_of_baseline": "2%", "over": "period"}
GUARANTEE = {"share_of_baseline": "10%", "tested": "each year"}
SHORTFALL = {**GUARANTEE, "shortfall": "provider pays each year", "excess": "never offsets"}
QUARTERS = {
    "settled": "quarterly",
    "measure[0].baseline.spread": "evenly over the months",
    "fee.counted": "each year",
    "settlement.clawback": None,
}
ON_ACCOUNT = {**QUARTERS, "settlement.interim": {"share": "50%", "overpaid": "provider repays"}}
A_CAP_OVER_THE_YEAR = {
    **QUARTERS,
    "fee.counted": "to date",
    "fee.step[1]": {"rule": "cap", "amount": 20_000, "over": "year"},
    "settlement.clawback": {"when": "the fee to date falls", "first_from": "the provider", "restores_cap": True},
}
WORKS = {
    "measure[1]": {"name": "works", "unit": "£", "better": "higher", "outturn_between": [0, 2_000_000]},
    "core_volume": {"measure": "works", "committed": 800_000, "if_short": "compensation", "rate": "6%"},
}
OTHER = {
    "name": "time saved",
    "unit": "£",
    "benefit": "avoided cost",
    "baseline": {"rule": "fixed", "amount": 500_000, "source": "2025-26"},
}


def broken_in(contract: rr.Contract, name: str, outturns: list[Any]) -> str | None:
    """Return the label of the first period in which a promise is broken by these outturns, None where it is kept."""
    (promise,) = (each for each in promises(contract) if each.name == name)
    assert promise.why_not(contract) == ""
    rows = [
        {"period": period.label, **(each if isinstance(each, dict) else {contract.measure[0].name: each})}
        for period, each in zip(contract.calendar.periods, outturns, strict=False)
    ]
    stages = in_force(contract)
    facts, _ = Reader(contract, stages).read(read_records(rows), rows[-1]["period"])
    if len(facts) == len(contract.calendar.periods):
        facts += run_off_facts(stages[-1].assembled, len(facts))
    watched = watch(contract, (promise,))
    number = watched.broken_in(promise, facts)
    return None if number is None else watched.assembled.periods[number].label


@pytest.mark.parametrize(
    ("contract", "name", "kept", "broken", "when"),
    [
        (plain(), "no improvement, no fee", [900_000], None, None),
        (plain(**{"fee.step[1]": FIXED}), "no improvement, no fee", [900_000], [1_000_000], "2026-27"),
        (gain_share(), "never out of pocket", [800_000, 1_000_000], [800_000, 1_200_000], "2027-28"),
        (gain_share(), "never out of pocket", [800_000, 1_175_000], [800_000, "£1,175,000.01"], "2027-28"),
        (
            gain_share(),
            "not out of pocket at the end",
            [800_000, 1_200_000, 900_000],
            [800_000, 1_000_000, 1_200_000],
            "2028-29",
        ),
        (
            plain(**{"fee.step[1]": {"rule": "cap", "amount": 20_000, "over": "term"}, "fee.step[2]": FIXED}),
            "the cap holds",
            [940_000],
            [900_000],
            "2026-27",
        ),
        (
            plain(
                **{"fee.step[1]": {"rule": "cap", "share_of_baseline": "2%", "over": "period"}, "fee.step[2]": FIXED}
            ),
            "the cap holds",
            [940_000],
            [900_000],
            "2026-27",
        ),
        (plain(**A_CAP_OVER_THE_YEAR), "the cap holds", [170_000, 330_000, 170_000], None, None),
        (
            plain(**WORKS),
            "never out of pocket",
            [{"agency spending": 900_000, "works": 0}],
            [{"agency spending": 1_000_000, "works": 799_999}],
            "2026-27",
        ),
        (gain_share(clawback=True), "the guaranteed amount comes first", [800_000, 1_000_000], None, None),
        (
            plain(guarantee={**GUARANTEE, "shortfall": "fee only"}),
            "the guaranteed amount comes first",
            [1_000_000],
            [900_000],
            "2026-27",
        ),
        (plain(guarantee=SHORTFALL), "the guaranteed amount is reached", [1_000_000] * 3, None, None),
        (plain(**ON_ACCOUNT), "reconciled at the year's end", [200_000, 200_000, 300_000, 250_000], None, None),
        (
            plain(**{"fee.earns_on": ["cashable", "avoided cost"], "measure[1]": OTHER}),
            "only cash earns",
            [{"agency spending": 900_000, "time saved": 400_000}],
            [{"agency spending": 1_000_000, "time saved": 400_000}],
            "2026-27",
        ),
        (plain(), "the provider never repays more than it was paid", [900_000, 1_200_000], None, None),
    ],
)
def test_a_promise_is_kept_or_broken_as_by_hand(
    contract: rr.Contract, name: str, kept: list[Any], broken: list[Any] | None, when: str | None
) -> None:
    assert broken_in(contract, name, kept) is None
    if broken is not None:
        assert broken_in(contract, name, broken) == when


def test_what_does_not_apply_says_why() -> None:
    why = {each.name: each.why_not(plain()) for each in promises(plain())}
    assert why == {
        "no improvement, no fee": "",
        "never out of pocket": "",
        "not out of pocket at the end": "",
        "the guaranteed amount comes first": "nothing is guaranteed",
        "the guaranteed amount is reached": "nothing is guaranteed",
        "reconciled at the year's end": "nothing is paid on account",
        "only cash earns": "every improvement that is measured against a baseline is in cash",
        "the provider never repays more than it was paid": "",
    }
    paid_for = {each.name: each.why_not(plain(guarantee=SHORTFALL)) for each in promises(plain())}
    assert paid_for["the provider never repays more than it was paid"] == "the provider also pays for a shortfall"


def test_what_is_owed_for_ordering_less_is_told_beside_what_was_paid() -> None:
    assert rr.check(plain(**WORKS))["never out of pocket"].sentence == (
        "If you save nothing in 2026-27, you will have paid £0, and owe £48,000 for ordering less than "
        "you committed to, for nothing saved."
    )


def test_a_guarantee_that_a_later_year_misses_is_told_with_the_year_in_which_it_broke() -> None:
    """£200,000 saved leaves £100,000 beyond the guaranteed amount, until a year that saves nothing."""
    missed = plain(
        **{"fee.counted": "each year", "fee.starts": "above the guarantee", "settlement.clawback": None},
        guarantee={**GUARANTEE, "shortfall": "fee only"},
    )
    assert rr.check(missed)["the guaranteed amount comes first"].sentence == (
        "If you save £200,000 in 2026-27, a fee of £25,000 is earned, and at the end of 2027-28 that is more than was "
        "saved to date beyond the guaranteed amount."
    )


def test_what_is_saved_but_not_in_cash_is_told_as_what_it_is() -> None:
    avoided = plain(**{"fee.earns_on": ["avoided cost"], "measure[0].benefit": "avoided cost"})
    assert rr.check(avoided)["never out of pocket"].sentence == (
        "If you save £100,000 on agency spending (avoided cost) in 2026-27, you will have paid £25,000 for nothing "
        "saved."
    )


def test_a_case_that_breaks_two_promises_breaks_both() -> None:
    """Paths with what was overturned may be refused, so that a promise may have no case of its own to tell."""
    clawback = {"when": "a saving is overturned", "first_from": "the provider", "restores_cap": True}
    found = rr.check(plain(fee__counted="each period", settlement__clawback=clawback))
    ever, at_the_end = found["never out of pocket"], found["not out of pocket at the end"]
    assert (ever.state, at_the_end.state) == ("broken", "broken")
    assert ever.statement.periods[-1].label == "2027-28"


def test_the_sums_of_a_promise_are_its_own_and_not_the_contracts() -> None:
    """A deficit that the contract forgives is remembered by the promise."""
    forgiving = plain(fee__counted="each year", settlement__clawback=None)
    assert broken_in(forgiving, "never out of pocket", [1_100_000, 900_000]) == "2027-28"


def test_retention_that_the_council_keeps_was_reconciled_all_the_same() -> None:
    """The first year earns £25,000 and holds back a fifth; the second earns nothing, and the council keeps it."""
    kept = {"share": "20%", "released": "when the next year meets its guarantee", "at_the_end": "kept by the council"}
    agreed = plain(
        **ON_ACCOUNT,
        **{"settlement.retention": kept, "guarantee": {**GUARANTEE, "shortfall": "fee only"}, "years": 2},
    )
    outturns = [225_000] * 4 + [250_000] * 4
    labels = [period.label for period in agreed.calendar.periods]
    statement = agreed.settle(dict(zip(labels, outturns, strict=True)))
    assert str(statement.amount("retention kept by the council", "2027-28 Q4")) == "5000.00"
    assert broken_in(agreed, "reconciled at the year's end", outturns) is None


@settings(max_examples=25)
@given(st.lists(st.sampled_from([200_000, 250_000, 300_000, 150_000, 249_999]), min_size=4, max_size=4))
def test_quarterly_with_reconciliation_earns_and_pays_by_the_years_end_what_yearly_does(quarters: list[int]) -> None:
    """£250,000 a quarter of £1,000,000 a year: the year's fee is the same, however its quarters fell."""
    quarterly = plain(**ON_ACCOUNT, years=1)
    yearly = plain(**{"fee.counted": "each year", "settlement.clawback": None}, years=1)
    of_the_year = yearly.settle({"2026-27": sum(quarters)})
    labels = [period.label for period in quarterly.calendar.periods]
    of_quarters = quarterly.settle(dict(zip(labels, quarters, strict=True)))
    for line in ("fee earned to date", "paid to date, less what was given back", "to date / saved to date"):
        assert of_quarters.exact(line) == of_the_year.exact(line)


def test_a_cap_that_is_exceeded_is_told_by_its_name() -> None:
    before_a_fee = plain(**{"fee.step[1]": {"rule": "cap", "amount": 20_000, "over": "term"}, "fee.step[2]": FIXED})
    assert rr.check(before_a_fee)["the cap holds"].sentence.endswith(", and the cap is exceeded.")
