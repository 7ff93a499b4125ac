"""The core volume: what the council commits to order, and what it owes where it orders less."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import contract_from_json, contract_from_toml, contract_to_json
from riskreward.guarantees.core_volume import short_of
from riskreward.kernel import pounds
from riskreward.kernel.rounding import to_step
from tests.contracts import POUNDS, column, contract, pence, readers_agree, refusals, settle, told, worked

PENNY = Fraction(1, 100)
VISITS = {"name": "visits", "unit": "visits", "better": "higher"}
WORKS = {"name": "works", "unit": "£", "better": "higher"}
COMPENSATED = {"measure": "visits", "committed": [1_000, 1_000, 800], "if_short": "compensation", "rate": "12.50"}
NOTHING_OWED = {"measure": "visits", "committed": [1_000, 1_000, 800], "if_short": "nothing"}
CARRIED = {**NOTHING_OWED, "if_short": "carried forward", "at_the_end": "lapses"}
AT_THE_END = {**CARRIED, "at_the_end": "compensation", "rate": "12.50"}
INVESTMENT = {"amount": 2_000_000, "by": "the provider", "evidence": "schedule 7"}
OWED, SHORT, ON = "compensation owed by the council", "volume short", "volume carried forward"


def committing(volume: dict[str, Any], *measures: dict[str, Any], **other: Any):
    return contract(core_volume=volume, others=measures or (VISITS,), **other)


def test_a_year_that_orders_too_little_is_compensated_and_one_that_orders_more_is_no_credit():
    """900 of 1,000: 100 at 12.50 is 1,250. 1,200 of 1,000: nothing. 700 of 800: 1,250."""
    statement = settle(committing(COMPENSATED), 0, 0, 0, visits=(900, 1_200, 700))
    assert column(statement, "volume committed") == [1_000, 1_000, 800]
    assert column(statement, "volume ordered") == [900, 1_200, 700]
    assert column(statement, SHORT) == [100, 0, 100]
    assert column(statement, OWED) == [1_250, 0, 1_250]


def test_it_comes_off_what_the_council_keeps_whatever_is_saved():
    """10,000 saved and 1,000 paid, 1,250 owed: 7,750 kept. Then 100,000 and 10,000: 90,000 more."""
    statement = settle(committing(COMPENSATED), 10_000, 100_000, visits=(900, 1_000))
    assert column(statement, "compensation owed to date") == [1_250, 1_250]
    assert column(statement, "kept by the council to date") == [7_750, 97_750]


def test_what_is_short_may_be_carried_forward_and_lapse_at_the_end():
    """100 of the first year; the second orders 50 of 1,100 too few; the third 850 of 800 + 50: nothing is left."""
    statement = settle(committing(CARRIED), 0, 0, 0, visits=(900, 1_050, 850))
    assert column(statement, SHORT) == [100, 50, 0]
    assert column(statement, ON) == [100, 50, 0]
    assert not statement.has(OWED)
    assert not statement.has("compensation owed to date")
    statement = settle(committing(CARRIED), 0, 0, 0, visits=(900, 1_050, 700))
    assert column(statement, ON) == [100, 50, 0]
    assert column(statement, "volume short at the end of the term") == [0, 0, 150]


def test_or_what_is_left_at_the_end_is_compensated():
    """150 left at 12.50 is 1,875."""
    statement = settle(committing(AT_THE_END), 0, 0, 0, visits=(900, 1_050, 700))
    assert column(statement, OWED) == [0, 0, 1_875]


def test_or_nothing_is_owed_at_all():
    statement = settle(committing(NOTHING_OWED), 0, 0, 0, visits=(900, 0, 700))
    assert column(statement, SHORT) == [100, 1_000, 100]
    assert not statement.has(OWED)


def test_a_volume_in_money_is_compensated_by_a_share_of_each_pound_short():
    """£10m of works a year; £8.75m ordered: 8% of £1.25m is £100,000."""
    volume = {"measure": "works", "committed": "£10,000,000", "if_short": "compensation", "rate": "8%"}
    statement = settle(committing(volume, WORKS), 0, works=("£8,750,000",))
    assert column(statement, SHORT) == [1_250_000]
    assert column(statement, OWED) == [100_000]


def test_it_is_rounded_as_the_contract_rounds():
    """33.33 short at 1.55 is 51.6615."""
    volume = {**COMPENSATED, "committed": 33.33, "rate": 1.55}
    for rounding, owed in (
        ("half up to the penny", "51.66"),
        ("up to the penny", "51.67"),
        ("down to the pound", "51"),
    ):
        assert column(settle(committing(volume, rounding=rounding), 0, visits=(0,)), OWED) == pence(owed)


def test_in_quarters_it_is_tested_over_the_year_at_its_last_settlement():
    """250 a quarter: 100, 300, 300 and 200 ordered come to 900; the next year opens afresh."""
    volume = {**COMPENSATED, "spread": "evenly over the months"}
    statement = settle(committing(volume, settled="quarterly"), *[0] * 5, visits=(100, 300, 300, 200, 0))
    assert column(statement, "volume committed") == [250] * 5
    assert column(statement, "volume committed, year to date") == [250, 500, 750, 1_000, 250]
    assert column(statement, "volume ordered, year to date") == [100, 400, 700, 900, 0]
    assert column(statement, SHORT) == [0, 0, 0, 100, 0]
    assert column(statement, OWED) == [0, 0, 0, 1_250, 0]


def test_in_half_years_what_is_carried_forward_waits_for_the_years_end():
    volume = {**AT_THE_END, "spread": "evenly over the months"}
    agreed = committing(volume, settled="half-yearly")
    statement = settle(agreed, *[0] * 6, visits=(400, 500, 200, 1_000, 0, 700))
    assert column(statement, ON) == [0, 100, 100, 0, 0, 0]
    assert column(statement, OWED) == [0, 0, 0, 0, 0, 1_250]


def test_part_of_a_year_commits_to_the_part_that_the_spread_says():
    """18 months: 1,000, then half of 1,000."""
    volume = {**COMPENSATED, "committed": 1_000, "spread": "evenly over the months"}
    agreed = committing(volume, years=None, months=18)
    statement = settle(agreed, 0, 0, visits=(1_000, 400))
    assert column(statement, "volume committed") == [1_000, 500]
    assert column(statement, OWED) == [0, 1_250]


def test_after_the_term_nothing_is_committed():
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    statement = settle(committing(COMPENSATED, settlement=retention), 0, 0, 0, visits=(1_000, 1_000, 700))
    assert column(statement, "volume committed") == [1_000, 1_000, 800, 0]
    assert column(statement, OWED) == [0, 0, 1_250, 0]


def test_the_sentence_tells_what_is_owed():
    text = " ".join(str(settle(committing(COMPENSATED), 10_000, visits=(900,))).split())
    assert text.endswith(
        "has saved £10,000.00 against the agreed baseline, paid £1,000.00 for it and owed £1,250.00 for ordering less "
        "than it committed to: it has kept £7,750.00."
    )


# What is found.


def test_such_a_contract_is_not_100_per_cent_contingent_and_a_finding_says_what_it_could_cost():
    """2,800 visits at 12.50."""
    agreed = committing({**COMPENSATED, "investment": INVESTMENT})
    (finding,) = [each for each in agreed.findings if each.name == "not 100% contingent"]
    assert finding.sentence == (
        "The council commits to 2,800 visits over the term, in exchange for £2,000,000 that the provider invests: "
        "whatever is saved, it could owe up to £35,000; the contract is not 100% contingent."
    )
    assert finding.severity == "serious"
    assert finding.figures == {"committed": 2_800, "most it could owe": 35_000}


def test_it_says_what_is_owed_so_far():
    statement = settle(committing(COMPENSATED), 0, 0, visits=(900, 900))
    (finding,) = [each for each in statement.findings if each.name == "not 100% contingent"]
    assert finding.sentence == (
        "The council commits to 2,800 visits over the term: whatever is saved, it could owe up to £35,000 (£2,500 so "
        "far); the contract is not 100% contingent."
    )
    assert finding.figures["owed to date"] == 2_500


def test_a_council_that_saved_nothing_is_out_of_pocket_by_what_it_owes():
    assert told(settle(committing(COMPENSATED), 0, visits=(900,)).findings, "out of pocket") == [
        "At the end of 2026-27 the council is £1,250 out of pocket: it has paid £0 and owed £1,250 for ordering less "
        "than it committed to, and what it saved does not cover that."
    ]
    assert told(settle(committing(COMPENSATED), -500, visits=(1_000,)).findings, "out of pocket") == []


def test_where_nothing_is_owed_it_is_a_note():
    for volume in (NOTHING_OWED, CARRIED):
        (finding,) = [each for each in committing(volume).findings if each.name == "core volume"]
        assert finding.sentence == (
            "The council commits to 2,800 visits over the term: it owes nothing for what falls short."
        )
        assert finding.severity == "note"
        assert told(committing(volume).findings, "not 100% contingent") == []
    assert told(contract().findings, "core volume") == []


@pytest.mark.parametrize("volume", [COMPENSATED, AT_THE_END])
@pytest.mark.parametrize("rounding", ["half up to the penny", "up to the pound"])
def test_the_most_it_could_owe_is_owed_where_nothing_is_ordered(volume, rounding):
    agreed = committing({**volume, "rate": "12.3334"}, rounding=rounding)
    (finding,) = [each for each in agreed.findings if each.name == "not 100% contingent"]
    statement = settle(agreed, 0, 0, 0, visits=(0, 0, 0))
    assert finding.figures["most it could owe"] == statement.exact("compensation owed to date")


# What is refused.


def test_what_is_owed_has_no_default_and_the_error_says_what_each_choice_would_cost():
    volume = {name: each for name, each in COMPENSATED.items() if name != "if_short"}
    assert refusals(core_volume=volume, others=(VISITS,)) == [
        'core_volume.if_short is missing; choose one of "compensation" (a year 10% short would cost £1,250.00), '
        '"carried forward" (100 visits would be added to the next year\'s commitment), "nothing" (it would cost '
        "nothing)"
    ]
    del volume["rate"]
    assert refusals(core_volume=volume, others=(VISITS,)) == [
        'core_volume.if_short is missing; choose one of "compensation" (a year 10% short would cost the rate for 100 '
        'visits), "carried forward" (100 visits would be added to the next year\'s commitment), "nothing" (it would '
        "cost nothing)"
    ]


@pytest.mark.parametrize("given", [{"rate": "12.50"}, {}])
@pytest.mark.parametrize("at_the_end", ["lapses", "compensation"])
def test_until_it_is_chosen_nothing_is_said_of_what_rests_on_the_choice(given, at_the_end):
    """A rate may yet be needed, and what becomes of the end may yet be spoken of: only the choice is missing."""
    volume = {"measure": "visits", "committed": 1_000, "at_the_end": at_the_end, **given}
    (said,) = refusals(core_volume=volume, others=(VISITS,))
    assert said.startswith("core_volume.if_short is missing; choose one of ")


def test_what_becomes_of_what_is_left_has_no_default():
    volume = {**NOTHING_OWED, "if_short": "carried forward", "rate": "12.50"}
    assert refusals(core_volume=volume, others=(VISITS,)) == [
        "core_volume.at_the_end is missing, but what is carried forward may be left when the term ends; choose one of "
        '"compensation" (100 visits left would cost £1,250.00), "lapses" (it would cost nothing)'
    ]


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        (
            {name: each for name, each in COMPENSATED.items() if name != "rate"},
            "rate is missing, but the council compensates what is short; write what is owed for a unit short, in money",
        ),
        (
            {**COMPENSATED, "rate": "8%"},
            "rate is 8%, but 'visits' is in visits; write what is owed for a unit short, in money",
        ),
        ({**NOTHING_OWED, "rate": 1}, "rate is for compensation, but nothing is compensated; leave it out"),
        ({**CARRIED, "rate": 1}, "rate is for compensation, but nothing is compensated; leave it out"),
        (
            {**COMPENSATED, "at_the_end": "lapses"},
            "at_the_end is for what is carried forward, but if_short is 'compensation'; leave it out",
        ),
        ({**COMPENSATED, "rate": -1}, "rate is -1, below nought; write the rate as a positive figure"),
        ({**COMPENSATED, "rate": "110%"}, "rate is 110%, not between 0% and 100%; write a share such as 25%"),
        ({**COMPENSATED, "committed": -5}, "committed is -5, below nought; write a volume of nought or more"),
        ({**COMPENSATED, "committed": 0.125}, "committed is 0.125, finer than two decimal places; round it"),
        (
            {**COMPENSATED, "committed": [1, 2]},
            "committed lists 2 figures, but the term has 3 years (2026-27 to 2028-29); list one for each year, or one "
            "figure for all",
        ),
        (
            {**COMPENSATED, "measure": "hours"},
            "measure is 'hours', which is no measure; write one of 'costs', 'visits'",
        ),
        (
            {**COMPENSATED, "investment": {**INVESTMENT, "evidence": ""}},
            "investment.evidence is empty; write it",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(volume, said):
    assert refusals(core_volume=volume, others=(VISITS,)) == [f"core_volume.{said}"]


def test_a_volume_in_money_has_a_rate_that_is_a_share():
    volume = {**COMPENSATED, "measure": "works", "rate": "0.08"}
    assert refusals(core_volume=volume, others=(WORKS,)) == [
        "core_volume.rate is 0.08, but 'works' is in £; write what is owed as a share of each pound short, such as "
        '"8%"'
    ]


def test_a_share_is_no_volume():
    quality = {"name": "visits", "unit": "%"}
    assert refusals(core_volume=COMPENSATED, others=(quality,)) == [
        "core_volume.measure is in %, but a volume is a quantity or money; name another measure"
    ]


def test_a_years_volume_is_never_divided_silently():
    assert refusals(core_volume=COMPENSATED, others=(VISITS,), settled="quarterly") == [
        "core_volume.spread is missing, but the contract is settled quarterly, and an amount for a year is never "
        'scaled silently; choose one of "evenly over the months", "in full from the start of the year", '
        "or list a share for each settlement of the year"
    ]


@pytest.mark.parametrize("volume", [COMPENSATED, CARRIED, AT_THE_END, NOTHING_OWED | {"investment": INVESTMENT}])
def test_it_is_written_and_read_back(volume):
    agreed = committing(volume)
    assert contract_from_json(contract_to_json(agreed)) == agreed
    works = committing({**COMPENSATED, "measure": "works", "rate": "8.25%"}, WORKS)
    assert contract_from_json(contract_to_json(works)) == works


# What always holds.


@given(POUNDS, POUNDS)
def test_what_is_committed_is_what_is_ordered_and_what_is_short(committed, ordered):
    short = worked(lambda: short_of(pounds(committed), pounds(ordered)))
    assert short == max(committed - ordered, 0)
    assert short == 0 or committed == ordered + short


VOLUMES = st.integers(0, 200_000).map(lambda hundredths: Fraction(hundredths, 100))


@settings(max_examples=60)
@given(
    st.sampled_from([COMPENSATED, AT_THE_END, CARRIED, NOTHING_OWED]),
    st.lists(VOLUMES, min_size=3, max_size=3),
    st.sampled_from([("yearly", 1), ("half-yearly", 2), ("quarterly", 4)]),
    st.data(),
)
def test_every_settlement_is_what_the_clause_says_in_plain_fractions(terms, committed, interval, data):
    settled, count = interval
    ordered = data.draw(
        st.lists(VOLUMES.map(lambda each: each / count).map(pennies), min_size=3 * count, max_size=3 * count)
    )
    volume = {**terms, "committed": committed, "spread": "evenly over the months"}
    agreed = committing(volume, settled=settled)
    statement = settle(agreed, *[1_000] * 3 * count, visits=tuple(ordered))
    assert readers_agree(agreed, statement)
    carries, rate = terms["if_short"] == "carried forward", Fraction(terms.get("rate", 0))
    carried = owed_to_date = Fraction(0)
    for year in range(3):
        periods = statement.periods[year * count : (year + 1) * count]
        assert sum(each.exact("volume committed") for each in periods) == committed[year]
        assert all(each.exact(SHORT) == 0 for each in periods[:-1])
        in_all = sum(ordered[year * count : (year + 1) * count], Fraction(0))
        due = committed[year] + (carried if carries else 0)
        short = periods[-1].exact(SHORT)
        assert short == max(due - in_all, 0)
        assert short == 0 or due == in_all + short
        carried = short if year < 2 else Fraction(0)
        if carries:
            assert periods[-1].exact(ON) == carried
        if rate:
            owed = to_step(rate * (short if not carries or year == 2 else 0), PENNY, "half up")
            assert sum(each.exact(OWED) for each in periods) == periods[-1].exact(OWED) == owed
            owed_to_date += owed
    position = statement.exact("saved to date") - statement.exact("paid to date, less what was given back")
    assert statement.exact("kept by the council to date") == position - owed_to_date


def pennies(volume: Fraction) -> Fraction:
    return to_step(volume, PENNY, "down")


# A partnership, whole.


def test_the_partnership_of_the_contract_page_settles_as_the_page_says():
    page = (Path(__file__).parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")
    terms = next(each for each in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[core_volume]" in each)
    agreed = contract_from_toml(terms)
    row = {"maintenance costs": 11_500_000, "works ordered": 7_500_000, "jobs kept": 236, "jobs created": 25}
    statement = agreed.settle({"2026-27": row})
    assert statement.amount("fee of the year") == 200_000
    assert statement.amount("volume short") == 500_000
    assert statement.amount(OWED) == 30_000
    assert statement.amount("kept by the council to date") == 270_000
    assert statement.amount("jobs kept / against the target") == -4
    assert statement.amount("jobs created / against the target") == 5
    (finding,) = [each for each in statement.findings if each.name == "not 100% contingent"]
    assert finding.figures["most it could owe"] == 1_440_000
    for figure in ("£200,000", "£500,000 is short", "£30,000", "£270,000", "£1,440,000"):
        assert figure in page
