"""Rebasing: the baseline moves at agreed years by a share of what was achieved; a ratchet moves one way only."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_to_json
from riskreward.baselines.rebasing import moved_by
from riskreward.kernel import pounds, share_of
from riskreward.kernel.rounding import to_step
from tests.contracts import POUNDS, SAVINGS, SHARES, column, contract, pence, refusals, settled_alike, told, worked

YEARS = ("2026-27", "2027-28", "2028-29")
BOTH = ["2027-28", "2028-29"]


def rebased(years: list[str], share: object = "100%", direction: str = "either way") -> dict[str, object]:
    return {"years": years, "share": share, "direction": direction}


def fixed(rebasing: object, amount: object = 1_000_000, **terms: object) -> dict[str, object]:
    return {"rule": "fixed", "amount": amount, "rebased": rebasing, **terms}


def settled(rebasing: dict[str, object], *costs: object):
    return settled_alike(contract(baseline=fixed(rebasing)), dict(zip(YEARS, costs, strict=False)))


def test_half_of_a_saving_of_100000_comes_off_the_next_years_baseline_and_every_later_one():
    statement = settled(rebased(["2027-28"], "50%"), 900_000, 900_000, 900_000)
    assert column(statement, "baseline before rebasing") == [1_000_000] * 3
    assert column(statement, "rebased by") == [0, 50_000, 50_000]
    assert column(statement, "baseline") == [1_000_000, 950_000, 950_000]
    assert column(statement, "saving") == [100_000, 50_000, 50_000]


def test_the_whole_saving_resets_the_baseline_to_what_was_achieved():
    """900,000 becomes the baseline; the next saving of 50,000 is against it, and then 850,000 is."""
    statement = settled(rebased(BOTH), 900_000, 850_000, 850_000)
    assert column(statement, "baseline") == [1_000_000, 900_000, 850_000]
    assert column(statement, "saving") == [100_000, 50_000, 0]


def test_either_way_a_loss_makes_the_baseline_easier_and_a_ratchet_does_not_give_way():
    assert column(settled(rebased(BOTH, "50%"), 1_100_000, 900_000), "baseline") == [1_000_000, 1_050_000]
    ratchet = settled(rebased(BOTH, "50%", "only down"), 1_100_000, 900_000, 1_000_000)
    assert column(ratchet, "baseline") == [1_000_000, 1_000_000, 950_000]
    assert column(ratchet, "saving") == [-100_000, 100_000, -50_000]


def test_where_a_higher_outturn_is_better_the_baseline_rises():
    """1,100,000 received against 1,000,000: half of the improvement is added."""
    measure = {"benefit": "income", "better": "higher"}
    agreed = contract(baseline=fixed(rebased(["2027-28"], "50%", "only up")), measure=measure, earns_on=["income"])
    statement = settled_alike(agreed, dict.fromkeys(YEARS, 1_100_000))
    assert column(statement, "baseline") == [1_000_000, 1_050_000, 1_050_000]
    assert column(statement, "increase") == [100_000, 50_000, 50_000]


def test_a_years_move_is_spread_as_the_baseline_is():
    """Savings of 25,000 a quarter are 100,000; half of it is 12,500 a quarter."""
    agreed = contract(baseline=fixed(rebased(["2027-28"], "50%"), spread="evenly over the months"), settled="quarterly")
    statement = settled_alike(agreed, {period.label: 225_000 for period in agreed.calendar.periods})
    assert column(statement, "rebased by") == [0] * 4 + [12_500] * 8
    assert column(statement, "baseline") == [250_000] * 4 + [237_500] * 8
    assert column(statement, "saving") == [25_000] * 4 + [12_500] * 8
    shares = contract(
        baseline=fixed(rebased(["2027-28"], "50%"), spread=["40%", "30%", "20%", "10%"]), settled="quarterly"
    )
    statement = settled_alike(shares, {period.label: 225_000 for period in shares.calendar.periods[:8]})
    assert column(statement, "rebased by")[4:] == [20_000, 15_000, 10_000, 5_000]


def test_the_move_is_rounded_in_the_contracts_mode():
    """A third of a saving of 0.01 is nothing half up, and a penny rounded up."""
    for rounding, by in (("half up to the penny", "0.00"), ("up to the penny", "0.01")):
        agreed = contract(baseline=fixed(rebased(["2027-28"], "1/3")), rounding=rounding)
        statement = settled_alike(agreed, {"2026-27": "999999.99", "2027-28": 0})
        assert column(statement, "rebased by") == pence(f"0.00 {by}")


def test_a_saving_in_units_moves_a_baseline_in_units():
    measure = {"unit": "tonnes", "price": {"amount": 40}}
    agreed = contract(baseline=fixed(rebased(["2027-28"], "50%"), 1_000), measure=measure)
    statement = settled_alike(agreed, {"2026-27": 900, "2027-28": 900})
    assert column(statement, "costs / baseline") == [1_000, 950]
    assert column(statement, "improvement at the agreed price") == [4_000, 2_000]


def test_an_adjustment_of_a_year_counts_in_the_saving_of_that_year():
    adjustment = {
        "period": "2026-27",
        "amount": 20_000,
        "kind": "non-routine",
        "on": "2027-05-01",
        "reason": "a flood",
        "evidence": "minute 12",
        "agreed_by": "the board",
    }
    agreed = contract(baseline=fixed(rebased(["2027-28"])), measure={"adjustment": [adjustment]})
    statement = settled_alike(agreed, {"2026-27": 900_000, "2027-28": 900_000})
    assert column(statement, "saving") == [120_000, -20_000]


def test_after_the_term_the_baseline_is_nothing_and_moves_by_nothing():
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    agreed = contract(baseline=fixed(rebased(BOTH)), settlement=retention)
    statement = settled_alike(agreed, dict.fromkeys(YEARS, 900_000))
    assert column(statement, "rebased by") == [0, 100_000, 100_000, 0]
    assert column(statement, "baseline") == [1_000_000, 900_000, 900_000, 0]
    assert column(statement, "saving") == [100_000, 0, 0, 0]


def test_a_finding_says_that_a_saving_earns_once_and_how_much_fee_hangs_on_it():
    """A tenth of 100,000 is earned once; without rebasing three times."""
    agreed = contract(baseline=fixed(rebased(["2027-28"], "100%", "only down")))
    said = (
        "The baseline of costs is rebased by 100% of the saving before 2027-28 (only down): "
        "that much of a saving earns until then and no more"
    )
    assert told(agreed.findings, "rebased baseline") == [f"{said}."]
    statement = agreed.settle(dict.fromkeys(YEARS, 900_000))
    assert told(statement.findings, "rebased baseline") == [
        f"{said}; without it the fee to date would be £20,000 higher."
    ]
    (found,) = (each for each in statement.findings if each.name == "rebased baseline")
    assert found.figures == {"change in the fee": -20_000}


def test_rebased_either_way_the_finding_speaks_of_a_loss_too():
    """A loss of 120,000 makes the baseline easier by half of it, 60,000, of which the next year earns a tenth."""
    agreed = contract(baseline=fixed(rebased(["2027-28"], "50%", "either way")))
    statement = agreed.settle({"2026-27": 1_120_000, "2027-28": 1_000_000})
    assert told(statement.findings, "rebased baseline") == [
        "The baseline of costs is rebased by 50% of the saving before 2027-28 (either way): that much of a saving "
        "earns, and of a loss counts against the provider, until then and no more; without it the fee to date would be "
        "£6,000 lower."
    ]


@pytest.mark.parametrize(
    ("rebasing", "said"),
    [
        (
            rebased(["2026-27"]),
            ".years[0] is '2026-27', the first year of the term, before which nothing was saved; "
            "write one of 2027-28, 2028-29",
        ),
        (rebased(["2030-31"]), ".years[0] is '2030-31', no later year of the term; write one of 2027-28, 2028-29"),
        (
            rebased(["2027-28", "2027-28"]),
            ".years[1] is '2027-28', which is named before; name each year once",
        ),
        (
            rebased(["2027-28"], direction="only up"),
            ".direction is 'only up', but a lower outturn is better, so that a ratchet goes the other way; "
            "write 'only down', or 'either way'",
        ),
        (rebased(["2027-28"], share=50), '.share is 50, which is 50 times the whole; did you mean "50%"? write "50%"'),
    ],
)
def test_a_rebasing_that_cannot_stand_is_refused(rebasing: dict[str, object], said: str):
    assert refusals(baseline=fixed(rebasing)) == [f"measure[0].baseline.rebased{said}"]


def test_a_direction_is_required():
    (said,) = refusals(baseline=fixed({"years": BOTH, "share": "50%"}))
    assert said.startswith("measure[0].baseline.rebased.direction is missing; choose one of")


def test_an_amount_for_each_settlement_cannot_be_moved_by_a_years_saving():
    assert refusals(baseline=fixed(rebased(BOTH), spread="the same for each settlement"), settled="quarterly") == [
        "measure[0].baseline.rebased moves a year's amount, but the baseline is an amount for each settlement; "
        'write the amount of a year, and spread = "evenly over the months" or a share for each settlement'
    ]


def test_a_baseline_worked_out_for_each_settlement_is_moved_only_yearly():
    driver = {"name": "degree days", "unit": "degree days"}

    def seen(label: str) -> list[dict[str, object]]:
        return [{"period": label.format(n), "driver": n, "amount": 100 * n} for n in (1, 2, 3)]

    baseline = {"rule": "regression", "driver_measure": "degree days", "places": 2, "rebased": rebased(BOTH)}
    given = {**baseline, "observed": "quarterly", "observations": seen("2024-25 Q{}")}
    assert refusals(baseline=given, others=(driver,), settled="quarterly") == [
        "measure[0].baseline.rebased moves a year's amount, but the baseline is worked out anew for each settlement "
        "of the year; settle yearly, or agree a baseline for a year"
    ]
    yearly = contract(baseline={**baseline, "observed": "yearly", "observations": seen("202{}")}, others=(driver,))
    rows = [{"period": year, "degree days": 5, "costs": 400} for year in YEARS]
    assert column(settled_alike(yearly, rows), "costs / baseline") == [500, 400, 400]


def test_the_saving_of_part_of_a_year_is_never_scaled():
    cut = {"starts": "2026-10-01", "years_run": "from 1 April", "years": 3}
    assert refusals(baseline=fixed(rebased(["2027-28"]), spread="evenly over the months"), **cut) == [
        "measure[0].baseline.rebased.years[0] is 2027-28, but 2026-27 is only part of a year, and its saving is never "
        "scaled silently; rebase after a whole year"
    ]
    later = contract(baseline=fixed(rebased(["2028-29"]), spread="evenly over the months"), **cut)
    given = {"2026-27": 0, "2027-28": 900_000, "2028-29": 900_000, "2029-30": 450_000}
    assert column(settled_alike(later, given), "baseline") == [500_000, 1_000_000, 900_000, 450_000]


def test_a_rebased_contract_is_written_and_read_back():
    agreed = contract(baseline=fixed(rebased(BOTH, "50%", "only down")))
    assert contract_from_json(contract_to_json(agreed)) == agreed


@given(POUNDS, SHARES, SAVINGS)
def test_a_ratchet_only_ever_moves_further(before: Fraction, part: Fraction, saving: Fraction):
    def by(is_ratchet: bool) -> Fraction:
        return worked(lambda: moved_by(pounds(before), share_of(part), pounds(saving), is_ratchet))

    assert by(True) >= before
    assert by(True) == before + part * max(saving, 0)
    assert by(False) == before + part * saving


COSTS = st.integers(0, 200_000_000).map(lambda pence: Fraction(pence, 100))


@settings(max_examples=25)
@given(st.lists(COSTS, min_size=3, max_size=3))
def test_rebased_by_nought_changes_nothing(costs: list[Fraction]):
    with_it = settled(rebased(BOTH, "0%"), *costs)
    without = contract(baseline={"rule": "fixed", "amount": 1_000_000}).settle(dict(zip(YEARS, costs, strict=True)))
    for line in ("baseline", "saving", "fee of the year"):
        assert column(with_it, line) == column(without, line)


@settings(max_examples=25)
@given(COSTS)
def test_rebased_by_the_whole_a_steady_outturn_saves_nothing_afterwards(costs: Fraction):
    assert column(settled(rebased(["2027-28"]), costs, costs, costs), "saving")[1:] == [0, 0]


@settings(max_examples=30)
@given(
    st.lists(COSTS, min_size=3, max_size=3), SHARES, st.booleans(), st.sampled_from([["2027-28"], ["2028-29"], BOTH])
)
def test_rebasing_against_its_clause_in_plain_fractions(costs, part: Fraction, is_ratchet: bool, years: list[str]):
    statement = settled(rebased(years, str(part), "only down" if is_ratchet else "either way"), *costs)
    baseline, saving, expected = Fraction(1_000_000), Fraction(0), []
    for year, cost in zip(YEARS, costs, strict=True):
        if year in years:
            achieved = max(saving, Fraction(0)) if is_ratchet else saving
            baseline -= to_step(part * achieved, Fraction(1, 100), "half up")
        saving = baseline - cost
        expected.append(baseline)
    assert [period.exact("baseline") for period in statement.periods] == expected
    if is_ratchet:
        assert expected == sorted(expected, reverse=True)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 50_000_000).map(lambda pence: Decimal(pence) / 100), min_size=8, max_size=8), SHARES)
def test_the_parts_of_a_rebased_year_add_up_to_it(costs: list[Decimal], part: Fraction):
    agreed = contract(
        baseline=fixed(rebased(["2027-28"], str(part)), spread="evenly over the months"), settled="quarterly", years=2
    )
    statement = settled_alike(
        agreed, {period.label: cost for period, cost in zip(agreed.calendar.periods, costs, strict=True)}
    )
    saved = 1_000_000 - sum(map(Fraction, costs[:4]))
    by = to_step(part * saved, Fraction(1, 100), "half up")
    assert sum(map(Fraction, column(statement, "rebased by"))) == by
    assert sum(map(Fraction, column(statement, "baseline")[4:])) == 1_000_000 - by
