"""A contract that ends early: its calendar as it ended, its lists as they were agreed, its guarantee as chosen."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import Contract, InputError, Statement, contract_from_json, contract_to_json, statement_to_json
from riskreward.calendar import calendar
from riskreward.kernel.rounding import to_step
from tests.contracts import (
    QUALITY,
    SAVINGS,
    TENTH,
    column,
    contract,
    fees,
    pence,
    readers_agree,
    refusals,
    settle,
    settled_alike,
    told,
)

PENNY = Fraction(1, 100)
EVENLY, BY_SEASON, AS_BASELINE = "pro-rated evenly", "pro-rated by season", "pro-rated as the baseline is"
WINTER = ["4%"] * 6 + ["12%", "14%", "14%", "14%", "12%", "10%"]
"""From April: 24% to the end of September, 76% in the winter."""

PAID = {"tested": "each year", "shortfall": "provider pays each year"}
GUARANTEE = {**PAID, "amount": [120_000, 120_000, 150_000]}
SHARE = {**PAID, "share_of_baseline": ["10%", "12%", "12%"]}
SPREAD = {"rule": "fixed", "amount": 1_000_000, "spread": "evenly over the months"}


def ending(on: object = "2027-09-30", guarantee: object = EVENLY, **terms: Any) -> dict[str, Any]:
    """Return a termination after eighteen months."""
    written = {"on": on, "by": "authority", "reason": "reorganisation", "guarantee": guarantee, **terms}
    if written["by"] != "provider":
        written.setdefault("payment", "none")
    return {name: each for name, each in written.items() if each is not None}


def ended(termination: dict[str, Any], *steps: Any, **other: Any) -> Contract:
    given = {"guarantee": GUARANTEE, "baseline": SPREAD, "termination": termination, **other}
    return contract(*steps, **given)


def settled(agreed: Contract, *spent: Any, **others: Any) -> Statement:
    labels = [period.label for period in agreed.calendar.periods]
    columns = {name.replace("_", " "): values for name, values in others.items()}
    rows = [
        {"period": label, "costs": costs, **{name: values[number] for name, values in columns.items()}}
        for number, (label, costs) in enumerate(zip(labels, spent, strict=False))
    ]
    return agreed.settle(rows)


# The guarantee of the year that is cut short: £120,000 a year, ended after six months.


def test_evenly_half_a_year_guarantees_60_000():
    """The half-year has 500,000 of the baseline and spends 480,000: 40,000 short of 60,000."""
    statement = settled(ended(ending()), 880_000, 480_000)
    assert [period.label for period in statement.periods] == ["2026-27", "2027-28"]
    assert statement.periods[-1].period.last == date(2027, 9, 30)
    assert column(statement, "baseline") == [1_000_000, 500_000]
    assert column(statement, "guaranteed") == [120_000, 60_000]
    assert column(statement, "shortfall payable by the provider") == [0, 40_000]


def test_by_season_a_summer_half_year_guarantees_24_per_cent_of_it():
    """28,800; 20,000 saved: 8,800 short."""
    statement = settled(ended(ending(guarantee=BY_SEASON, season=WINTER)), 880_000, 480_000)
    assert column(statement, "guaranteed") == [120_000, 28_800]
    assert column(statement, "shortfall payable by the provider") == [0, 8_800]


def test_void_the_year_cut_short_guarantees_nothing():
    statement = settled(ended(ending(guarantee="void")), 880_000, 480_000)
    assert column(statement, "guaranteed") == [120_000, 0]
    assert column(statement, "shortfall payable by the provider") == [0, 0]


def test_the_season_begins_with_the_first_month_of_the_contracts_year():
    """A year from 1 October: the first six months, to 31 March, are what the list begins with."""
    agreed = ended(ending("2028-03-31", BY_SEASON, season=WINTER), starts="2026-10-01")
    assert column(settled(agreed, 0, 0), "guaranteed") == [120_000, 28_800]


def test_where_years_run_from_april_the_season_begins_with_april():
    """A term from 1 October 2026 to 31 December 2027: April to December 2027 is 24% + 12% + 14% + 14%."""
    agreed = ended(
        ending("2027-12-31", BY_SEASON, season=WINTER),
        starts="2026-10-01",
        years_run="from 1 April",
        guarantee={**GUARANTEE, "amount": 120_000, "spread": "evenly over the months"},
    )
    assert column(settled(agreed, 0, 0), "guaranteed") == [60_000, 76_800]


def test_in_quarters_the_part_of_the_year_falls_on_the_quarters_as_the_season_does():
    """Three months at 4% are 14,400; two quarters of them, and then a quarter cut after its first month, 12%."""
    quarters = {**GUARANTEE, "amount": 120_000, "spread": "in full from the start of the year"}
    for on, parts in (("2027-09-30", [14_400, 14_400]), ("2027-10-31", [14_400, 14_400, 14_400])):
        termination = ending(on, BY_SEASON, season=WINTER)
        agreed = ended(termination, settled="quarterly", guarantee=quarters)
        statement = settled(agreed, *[0] * 7)
        assert column(statement, "guaranteed") == [120_000, 0, 0, 0, *parts]


def test_a_year_that_ran_to_its_last_day_keeps_its_guarantee_whole():
    for choice in ("void", EVENLY):
        statement = settled(ended(ending("2028-03-31", choice), baseline={"rule": "fixed", "amount": 1_000_000}), 0, 0)
        assert column(statement, "guaranteed") == [120_000, 120_000]


def test_a_share_of_the_baseline_is_pro_rated_as_the_baseline_is():
    """12% of the 500,000 of the half-year."""
    statement = settled(ended(ending(guarantee=AS_BASELINE), guarantee=SHARE), 0, 0)
    assert column(statement, "guaranteed") == [100_000, 60_000]
    statement = settled(ended(ending(guarantee="void"), guarantee=SHARE), 0, 0)
    assert column(statement, "guaranteed") == [100_000, 0]


def test_it_is_rounded_to_the_penny_and_adds_up():
    """A third of a year of 100.01 in four monthly parts: 8.33, 8.34, 8.33 and 8.34, together 33.34."""
    monthly = {**GUARANTEE, "amount": "100.01", "spread": "evenly over the months"}
    agreed = ended(ending("2027-07-31"), settled="monthly", guarantee=monthly)
    statement = settled(agreed, *[0] * 16)
    assert column(statement, "guaranteed")[12:] == pence("8.33 8.34 8.33 8.34")


# Everything else follows the end as it happened.


def test_lists_by_year_keep_the_figures_of_the_years_agreed():
    """Shares, targets, discounts and recoveries of a year that never comes stay in the file."""
    step = {
        "rule": "cost recovery, then share",
        "recovery": [10_000, 20_000, 30_000],
        "share": "10%",
        "unrecovered": "rolls forward",
        "spread": "evenly over the months",
    }
    others = ({**QUALITY, "target": ["90%", "91%", "92%"]},)
    baseline = {**SPREAD, "discount": ["0%", "2%", "4%"]}
    agreed = ended(ending(), step, baseline=baseline, others=others)
    statement = settled(agreed, 880_000, 300_000, quality=("90%", "90%"))
    assert column(statement, "costs / baseline") == [1_000_000, 490_000]
    assert column(statement, "target") == [90, 91]
    assert column(statement, "recovery due") == [10_000, 10_000]
    assert column(statement, "recovery lapsed") == [0, 0]


def test_levels_of_years_that_never_come_stay_too():
    index = {"series": "CPI", "month": "March inside the year", "base": 100}
    index |= {"levels": {"2026-27": 104, "2027-28": 110, "2028-29": 120}}
    agreed = ended(ending(), baseline={**SPREAD, "rule": "indexed", "index": index})
    assert column(settled(agreed, 0, 0), "costs / baseline") == [1_040_000, 550_000]


def test_shares_of_a_year_are_those_of_the_settlements_it_had():
    """20% and 30% of a million; the 50% of the winter never comes."""
    baseline = {**SPREAD, "spread": ["20%", "30%", "25%", "25%"]}
    agreed = contract(settled="quarterly", baseline=baseline, termination=ending(guarantee=None))
    statement = settled(agreed, *[0] * 6)
    assert column(statement, "costs / baseline")[4:] == [200_000, 300_000]


def test_retention_is_released_at_the_end_as_it_happened():
    retention = {"retention": {"share": "20%", "released": "at the end of the term"}}
    statement = settled(ended(ending(), TENTH, settlement=retention), 880_000, 480_000)
    assert fees(statement) == [12_000, 2_000]
    assert column(statement, "retained") == [2_400, 0]
    assert column(statement, "released from retention") == [0, 2_400]


def test_or_a_year_after_it():
    retention = {"retention": {"share": "20%", "released": "a year after the end of the term"}}
    statement = settled(ended(ending(), TENTH, settlement=retention), 880_000, 480_000)
    assert [period.label for period in statement.periods] == ["2026-27", "2027-28", "2027-28 run-off", "2028-29"]
    assert column(statement, "released from retention") == [0, 0, 0, 2_800]
    assert column(statement, "guaranteed") == [120_000, 60_000, 0, 0]


def test_a_shortfall_payable_at_the_end_is_payable_at_the_end_as_it_happened():
    guarantee = {**GUARANTEE, "tested": "cumulatively", "shortfall": "provider pays at the end"}
    statement = settled(ended(ending(), guarantee=guarantee), 1_000_000, 480_000)
    assert column(statement, "shortfall payable by the provider") == [0, 160_000]


def test_an_advance_and_a_core_volume_end_with_it():
    """Half of 1,000 is committed in the half-year; 400 are ordered; the advance is repaid."""
    visits = {"name": "visits", "unit": "visits"}
    volume = {"measure": "visits", "committed": [1_000, 1_000, 5_000], "if_short": "compensation", "rate": 10}
    advance = {"amount": 50_000, "paid": "at the start", "recovered": "100%", "at_the_end": "provider repays"}
    agreed = ended(
        ending(),
        TENTH,
        others=(visits,),
        core_volume={**volume, "spread": "evenly over the months"},
        settlement={"advance": advance},
    )
    statement = settled(agreed, 880_000, 480_000, visits=(1_000, 400))
    assert column(statement, "compensation owed by the council") == [0, 1_000]
    assert column(statement, "advance repaid by the provider") == [0, 36_000]
    (finding,) = [each for each in agreed.findings if each.name == "not 100% contingent"]
    assert finding.figures["committed"] == 1_500


def test_a_fee_counted_each_year_is_earned_at_the_end_as_it_happened():
    agreed = contract(
        settled="quarterly",
        counted="each year",
        baseline=SPREAD,
        termination=ending("2027-08-31", None),
    )
    statement = settled(agreed, *[250_000] * 4, 240_000, 100_000)
    assert fees(statement)[4:] == [0, pence("7666.67")[0]]


# What is found.


def test_a_finding_says_when_it_ended_by_whom_and_what_guarantee_fell_away():
    """60,000 of 2027-28, and the 150,000 of 2028-29."""
    (finding,) = [each for each in ended(ending()).findings if each.name == "ended early"]
    assert finding.sentence == (
        "The contract was ended on 30 September 2027 by the authority (reorganisation): £210,000 of what was "
        "guaranteed fell away (£60,000 of 2027-28, £150,000 of 2028-29)."
    )
    assert finding.severity == "warning"
    assert finding.figures == {"guarantee fallen away": 210_000}


def test_by_season_more_of_it_fell_away():
    """120,000 less 28,800 is 91,200."""
    (finding,) = [
        each
        for each in ended(ending(guarantee=BY_SEASON, season=WINTER, by="both")).findings
        if each.name == "ended early"
    ]
    assert finding.sentence == (
        "The contract was ended on 30 September 2027 by both parties (reorganisation): £241,200 of what was "
        "guaranteed fell away (£91,200 of 2027-28, £150,000 of 2028-29)."
    )


def test_of_a_last_year_that_was_to_be_cut_short_anyway_only_its_part_fell_away():
    """Thirty months were agreed: 60,000 of the second year, and the 60,000 of half a third."""
    guarantee = {**GUARANTEE, "amount": 120_000, "spread": "evenly over the months"}
    agreed = ended(ending(), guarantee=guarantee, years=None, months=30)
    (finding,) = [each for each in agreed.findings if each.name == "ended early"]
    assert finding.figures == {"guarantee fallen away": 120_000}


def test_void_it_says_that_the_fee_then_starts_from_the_first_pound():
    agreed = ended(ending(guarantee="void", by="provider"), fee_starts="above the guarantee")
    assert told(agreed.findings, "ended early") == [
        "The contract was ended on 30 September 2027 by the provider (reorganisation): £270,000 of what was "
        "guaranteed fell away (£120,000 of 2027-28, £150,000 of 2028-29); the fee of 2027-28 starts from the first "
        "pound."
    ]
    assert fees(settled(agreed, 880_000, 480_000)) == [0, 2_000]


def test_a_share_that_fell_away_is_told_in_words():
    assert told(ended(ending(guarantee=AS_BASELINE), guarantee=SHARE).findings, "ended early") == [
        "The contract was ended on 30 September 2027 by the authority (reorganisation); the guarantee of 2027-28 is "
        "pro-rated as the baseline is; the guarantee of later years is void."
    ]


def test_without_a_guarantee_only_the_end_is_told():
    agreed = contract(baseline=SPREAD, termination=ending(guarantee=None))
    assert told(settled(agreed, 880_000).findings, "ended early") == [
        "The contract was ended on 30 September 2027 by the authority (reorganisation)."
    ]
    assert told(contract().findings, "ended early") == []


# What is refused.


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (
            "2027-09-15",
            "is 2027-09-15, which is not the last day of a month of the term; write 2027-08-31 or 2027-09-30",
        ),
        (
            "2026-04-01",
            "is 2026-04-01, which is not the last day of a month of the term; write 2026-04-30 or 2026-05-31",
        ),
        (
            "2029-03-30",
            "is 2029-03-30, which is not the last day of a month of the term; write 2029-02-28 or 2029-03-31",
        ),
        (
            "2029-04-30",
            "is 2029-04-30, outside the term from 1 April 2026 to 31 March 2029; write the last day of one of its "
            "months",
        ),
        (
            "2026-03-31",
            "is 2026-03-31, outside the term from 1 April 2026 to 31 March 2029; write the last day of one of its "
            "months",
        ),
    ],
)
def test_a_day_that_ends_no_month_of_the_term_is_refused_with_the_nearest_two(on, said):
    assert refusals(guarantee=GUARANTEE, termination=ending(on)) == [f"termination.on {said}"]


def test_months_are_counted_from_the_start_date():
    assert refusals(starts="2026-09-14", termination=ending("2027-09-30", None)) == [
        "termination.on is 2027-09-30, which is not the last day of a month of the term; write 2027-09-13 or 2027-10-13"
    ]


def test_what_becomes_of_the_guarantee_has_no_default():
    assert refusals(guarantee=GUARANTEE, baseline=SPREAD, termination=ending(guarantee=None)) == [
        "termination.guarantee is missing, but a guarantee is cut short; choose one of 'void', 'pro-rated evenly', "
        "'pro-rated by season'"
    ]
    assert refusals(guarantee=SHARE, baseline=SPREAD, termination=ending()) == [
        "termination.guarantee is 'pro-rated evenly', but a share of the baseline is guaranteed; choose one of 'void', "
        "'pro-rated as the baseline is'"
    ]
    assert refusals(guarantee=GUARANTEE, baseline=SPREAD, termination=ending(guarantee=AS_BASELINE)) == [
        "termination.guarantee is 'pro-rated as the baseline is', but an amount is guaranteed; choose one of 'void', "
        "'pro-rated evenly', 'pro-rated by season'"
    ]
    assert refusals(baseline=SPREAD, termination=ending()) == [
        "termination.guarantee is about a guarantee, but there is none; leave it out"
    ]


def test_a_season_has_twelve_months_that_add_up():
    def said(**terms: Any) -> list[str]:
        return refusals(guarantee=GUARANTEE, baseline=SPREAD, termination=ending(**terms))

    twelve = "list the share of each of the twelve months, the year's first month first"
    assert said(guarantee=BY_SEASON) == [f"termination.season is missing; {twelve}"]
    assert said(guarantee=BY_SEASON, season=["50%", "50%"]) == [f"termination.season lists 2 shares; {twelve}"]
    assert said(guarantee=BY_SEASON, season=["8%"] * 12) == [
        "termination.season adds up to 96%; let the shares of the twelve months add up to 100%"
    ]
    assert said(season=WINTER) == ["termination.season is for guarantee = 'pro-rated by season'; leave it out"]


def test_amounts_for_a_year_are_never_scaled_silently_in_the_year_cut_short():
    assert refusals(baseline={**SPREAD, "spread": None}, termination=ending(guarantee=None)) == [
        "measure[0].baseline.spread is missing, but 2027-28 is only part of a year, and an amount for a year is never "
        'scaled silently; write "evenly over the months"'
    ]
    for spread, said in (
        ("the same for each settlement", "is 'the same for each settlement'"),
        (["100%"], "lists shares"),
    ):
        assert refusals(baseline={**SPREAD, "spread": spread}, termination=ending(guarantee=None)) == [
            f"measure[0].baseline.spread {said}, but the term ends inside 2027-28, which is never scaled silently; "
            "write 'evenly over the months'"
        ]


def test_where_it_ends_with_a_settlement_any_spread_stands():
    for spread in ("the same for each settlement", ["20%", "30%", "25%", "25%"]):
        agreed = contract(
            settled="quarterly", baseline={**SPREAD, "spread": spread}, termination=ending(guarantee=None)
        )
        assert len(agreed.calendar.periods) == 6


def test_outturn_after_the_end_is_refused():
    rows = [{"period": label, "costs": 900_000} for label in ("2026-27", "2027-28", "2028-29")]
    with pytest.raises(InputError) as caught:
        ended(ending()).settle(rows)
    assert [str(problem) for problem in caught.value.problems] == [
        "outturn[2], column 'period', is 2028-29, but the term ended on 30 September 2027; leave out what comes after "
        "it"
    ]


def test_a_label_that_never_was_is_told_as_ever():
    with pytest.raises(InputError) as caught:
        ended(ending()).settle([{"period": "2031-32", "costs": 900_000}])
    assert str(caught.value.problems[0]) == (
        "outturn[0], column 'period', is 2031-32, which is not one of 2026-27, 2027-28; write one of them"
    )


def test_an_adjustment_after_the_end_is_refused():
    adjustment = {"period": "2028-29", "amount": 1, "kind": "routine", "on": "2027-01-01"}
    adjustment |= {"reason": "a flood", "evidence": "minute 12", "agreed_by": "the board"}
    told_of = refusals(baseline=SPREAD, measure={"adjustment": [adjustment]}, termination=ending(guarantee=None))
    assert told_of == [
        "measure[0].adjustment[0].period is '2028-29', outside the term 2026-27 to 2027-28; write the label of a "
        "period of the term"
    ]


def test_it_is_written_and_read_back():
    for termination in (ending(), ending(guarantee=BY_SEASON, season=WINTER)):
        agreed = ended(termination)
        assert contract_from_json(contract_to_json(agreed)) == agreed


# The calendar.


def test_a_month_of_the_term_is_shared_by_days():
    """A term from 14 September with years from 1 April: its first period has 17 of September's 30 days."""
    term = calendar(date(2026, 9, 14), years=2, settled="half-yearly", years_run="from 1 April")
    shares = term.shares_of_months(term.periods[0])
    assert shares == [0] * 5 + [Fraction(17, 30)] + [0] * 6
    for period in term.periods:
        assert sum(term.shares_of_months(period)) == period.months
    months = calendar(date(2026, 4, 1), years=1, settled="monthly", years_run="from the start date")
    january = months.find("2026-27 M10")
    assert months.shares_of_months(january) == [*[0] * 9, 1, 0, 0]


def test_the_calendar_as_agreed_is_kept():
    term = calendar(date(2026, 4, 1), years=3, settled="quarterly", years_run="from 1 April")
    cut = term.ended(date(2027, 8, 31))
    assert cut.agreed == term
    assert cut.agreed.year_labels == ("2026-27", "2027-28", "2028-29")
    assert cut.year_labels == ("2026-27", "2027-28")
    assert [period.label for period in cut.periods][-1] == "2027-28 Q2"
    assert cut.periods[-1].months == 2
    assert cut.periods[-1].last_of_year
    assert term.ended(date(2029, 3, 31)) is term.agreed is term


# What always holds.


@settings(max_examples=30)
@given(st.lists(SAVINGS, min_size=3, max_size=3), st.sampled_from(["void", EVENLY]))
def test_an_end_on_the_last_day_of_the_term_changes_nothing(savings, choice):
    whole = contract(TENTH, guarantee=GUARANTEE)
    same = contract(TENTH, guarantee=GUARANTEE, termination=ending("2029-03-31", choice))
    assert statement_to_json(settle(same, *savings)) == statement_to_json(settle(whole, *savings))


@st.composite
def seasons(draw: Any) -> list[Fraction]:
    parts = [*draw(st.lists(st.integers(0, 9), min_size=11, max_size=11)), 1]
    return [Fraction(part, sum(parts)) for part in parts]


@settings(max_examples=80)
@given(
    st.sampled_from([17, 5, 11, 22, 35, 34, *range(1, 37)]),
    st.sampled_from(["monthly", "quarterly", "half-yearly", "yearly"]),
    st.one_of(st.none(), seasons()),
    st.integers(1, 20_000_000).map(lambda whole: Fraction(whole, 100)),
)
def test_the_year_cut_short_guarantees_its_months_in_plain_fractions(months, settled_each, season, amount):
    """Months run; those of the year they end in, by their shares of it; whole years before it are untouched."""
    on = calendar(date(2026, 4, 1), months=months, settled="monthly", years_run="from 1 April").ends
    choice = {"guarantee": EVENLY} if season is None else {"guarantee": BY_SEASON, "season": list(map(str, season))}
    guarantee = {**GUARANTEE, "amount": amount, "spread": "evenly over the months"}
    agreed = contract(settled=settled_each, guarantee=guarantee, baseline=SPREAD, termination=ending(on, **choice))
    statement = settled(agreed, *[80_000] * 36)
    assert readers_agree(agreed, statement)
    shares = season or [Fraction(1, 12)] * 12
    full, rest = divmod(months, 12)
    by_year: dict[str, Fraction] = {}
    for period in statement.periods:
        by_year[period.period.year] = by_year.get(period.period.year, Fraction(0)) + period.exact("guaranteed")
    cut = [to_step(sum(shares[:rest], Fraction(0)) * amount, PENNY, "half up")] if rest else []
    assert list(by_year.values()) == [amount] * full + cut
    per_settlement = {"yearly": 12, "half-yearly": 6, "quarterly": 3, "monthly": 1}[settled_each]
    if rest:
        so_far = Fraction(0)
        for number, period in enumerate(statement.periods[full * 12 // per_settlement :]):
            so_far += period.exact("guaranteed")
            reached = min((number + 1) * per_settlement, rest)
            assert so_far == to_step(sum(shares[:reached], Fraction(0)) * amount, PENNY, "half up")


# What is paid for the months that never came: of three years, 18 months are left.

TAIL = {"payment": "for the months left", "months_left": {"a_year": 40_000, "share": "50%"}}
TERMINATION_PAYMENT = "termination payment"


def paid_for(**tail: Any) -> dict[str, Any]:
    return {**TAIL, "months_left": {**TAIL["months_left"], **tail}}


def test_half_of_what_eighteen_months_at_40000_a_year_would_have_paid_is_30000():
    agreed = ended(ending(**TAIL))
    statement = settled_alike(agreed, settled(agreed, 880_000, 440_000).outturn)
    assert column(statement, TERMINATION_PAYMENT) == [0, 30_000]
    assert column(statement, "paid") == fees(statement) == [12_000, 6_000]
    assert column(statement, "fee earned to date") == [12_000, 18_000]
    assert column(statement, "paid to date, less what was given back") == [12_000, 48_000]
    assert column(statement, "kept by the council to date") == [108_000, 132_000]


def test_it_is_limited_and_rounded_as_the_contract_rounds():
    assert settled(ended(ending(**paid_for(at_most=20_000))), 1, 1).amount(TERMINATION_PAYMENT) == 20_000
    assert (
        settled(ended(ending(**paid_for(a_year="1000.01", share="1/3"))), 1, 1).amount(TERMINATION_PAYMENT)
        == pence("500.01")[0]
    )  # a third of 1,500.015


def test_none_is_paid_where_the_contract_says_none_or_ran_to_its_end():
    assert not settled(ended(ending()), 1, 1).has(TERMINATION_PAYMENT)
    ran = contract(termination=ending("2029-03-31", None, **TAIL))
    assert settled(ran, 1, 1, 1).amount(TERMINATION_PAYMENT) == 0


def test_vat_falls_on_it():
    vat = {"vat": {"rate": "20%", "treatment": "standard", "rounded": "per line"}}
    statement = settled(ended(ending(**TAIL), settlement=vat), 880_000, 440_000)
    assert statement.amount("VAT on the termination payment") == 6_000
    assert statement.amount("invoice with VAT") == 43_200


def test_an_advance_is_not_recovered_out_of_it():
    advance = {"amount": 50_000, "paid": "at the start", "recovered": "100%", "at_the_end": "provider repays"}
    statement = settled(ended(ending(**TAIL), settlement={"advance": advance}), 880_000, 440_000)
    assert column(statement, "advance recovered") == [12_000, 6_000]
    assert column(statement, "advance repaid by the provider") == [0, 32_000]


def test_the_finding_says_what_is_paid_whatever_was_saved():
    (finding,) = [each for each in ended(ending(**TAIL)).findings if each.name == "ended early"]
    assert finding.severity == "serious"
    assert finding.figures["termination payment"] == 30_000
    assert finding.sentence.endswith("; the provider is paid £30,000 for the months left, whatever was saved.")


def test_whether_anything_is_paid_has_no_default():
    assert refusals(guarantee=GUARANTEE, baseline=SPREAD, termination=ending(payment=None)) == [
        "termination.payment is missing, but the provider may be paid for the months left; "
        "choose one of 'none', 'for the months left'"
    ]


def test_a_provider_that_ends_the_contract_is_paid_nothing_for_them():
    terms = {"guarantee": GUARANTEE, "baseline": SPREAD}
    assert refusals(**terms, termination=ending(by="provider", **TAIL)) == [
        "termination.payment is 'for the months left', but the provider ended the contract; write 'none'"
    ]
    contract(**terms, termination=ending(by="provider"))


def test_what_the_months_would_have_paid_goes_with_a_payment_for_them():
    terms = {"guarantee": GUARANTEE, "baseline": SPREAD}
    assert refusals(**terms, termination=ending(payment="for the months left")) == [
        "termination.months_left is missing; write what they would have paid, "
        'such as { a_year = 120_000, share = "50%" }'
    ]
    assert refusals(**terms, termination=ending(months_left=TAIL["months_left"])) == [
        "termination.months_left is for payment = 'for the months left'; leave it out"
    ]
