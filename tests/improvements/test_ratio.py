"""A ratio of two measures: worked out, held to a denominator, gated on, priced, questioned."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward import Contract, InputError, Statement, contract_from_json, contract_to_json
from riskreward.baselines import Fixed
from riskreward.contract.assembly import rules
from riskreward.improvements.ratio import counted_on, rate
from riskreward.kernel import constant, pounds, quantity
from riskreward.kernel.rounding import to_step
from riskreward.readers import direct
from tests.contracts import column, contract, fees, refusals, told, worked
from tests.readings import exact_lines, facts_by_path

OUTCOMES = {"name": "job outcomes", "unit": "outcomes", "outturn_between": [0, 100_000]}
REFERRALS = {"name": "referrals", "unit": "people", "outturn_between": [0, 100_000]}
RATIO = {
    "of": "job outcomes",
    "to": "referrals",
    "denominator_at_least": 1000,
    "if_below": "settling is refused",
    "places": 4,
}
RATE: dict[str, Any] = {
    "name": "outcome rate",
    "unit": "%",
    "benefit": "cashable",
    "better": "higher",
    "baseline": {"rule": "fixed", "amount": "10%"},
    "price": {"amount": 2000},
    "ratio": RATIO,
}


def programme(*others: Any, ratio: dict[str, Any] | None = None, measure: Any = None, **given: Any) -> Contract:
    """A contract that pays a tenth of 2,000 for each percentage point of the rate above 10%."""
    earning = {**RATE, "ratio": {**RATIO, **(ratio or {})}, **(measure or {})}
    return contract(measure=earning, others=(OUTCOMES, REFERRALS, *others), **given)


def years(agreed: Contract, *figures: tuple[Any, Any], **other: Any) -> Statement:
    labels = [period.label for period in agreed.calendar.periods]
    return agreed.settle(
        [
            {"period": label, "job outcomes": of, "referrals": to, **other}
            for label, (of, to) in zip(labels, figures, strict=False)
        ]
    )


def refused(agreed: Contract, *figures: tuple[Any, Any], **other: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        years(agreed, *figures, **other)
    return [str(problem) for problem in caught.value.problems]


def against_ratio(**ratio: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        programme(ratio=ratio)
    return [str(problem) for problem in caught.value.problems]


# Worked figures.


def test_the_outturn_is_worked_out_from_two_other_measures():
    """1,000 of 8,000 is 12.5%: 2.5 points above 10%, worth 5,000, of which 500 is earned."""
    statement = years(programme(), (1_000, 8_000))
    assert statement.amount("outcome rate / outturn") == Fraction("12.5")
    assert statement.amount("outcome rate / improvement") == Fraction("2.5")
    assert statement.amount("outcome rate / improvement at the agreed price") == 5_000
    assert fees(statement) == [500]


def test_both_series_are_lines():
    statement = years(programme(), (1_000, 8_000), (1_100, 9_000))
    assert column(statement, "job outcomes / outturn") == [1_000, 1_100]
    assert column(statement, "referrals / outturn") == [8_000, 9_000]


def test_the_working_says_what_was_divided():
    line = years(programme(), (1_000, 8_000)).periods[0].line("outcome rate / outturn")
    assert line.working.startswith("job outcomes outturn 1,000 divided by referrals outturn 8,000")


def test_a_ratio_is_rounded_half_up_to_its_places():
    """1 in 1,600 is 0.0625%: 0.06% to four places, and 5 in 16,000 to five places 0.031%."""
    assert years(programme(), (1, 1_600)).amount("outcome rate / outturn") == Fraction("0.06")
    assert years(programme(), (1, 8_000)).amount("outcome rate / outturn") == Fraction("0.01")
    assert years(programme(ratio={"places": 5}), (5, 16_000)).amount("outcome rate / outturn") == Fraction("0.031")
    assert years(programme(), (1, 20_000)).amount("outcome rate / outturn") == Fraction("0.01")
    assert years(programme(), ("0.99", 20_000)).amount("outcome rate / outturn") == 0


def test_a_ratio_of_two_amounts_of_money():
    """Costs of 150,000 against a turnover of 1,200,000 are 12.5%, two and a half points above 10%."""
    costs, turnover = ({"name": name, "unit": "£"} for name in ("overheads", "turnover"))
    earning = {**RATE, "ratio": {**RATIO, "of": "overheads", "to": "turnover", "denominator_at_least": 500_000}}
    agreed = contract(measure=earning, others=(costs, turnover))
    statement = agreed.settle([{"period": "2026-27", "overheads": 150_000, "turnover": "£1,200,000"}])
    assert statement.amount("outcome rate / outturn") == Fraction("12.5")
    assert fees(statement) == [500]


def test_a_ratio_is_gated_on_like_any_measure():
    """A saving of 100,000 adds a fee where at least 12.5% of referrals had an outcome, and none at 12.49%."""
    gate = {"rule": "quality gate", "measure": "outcome rate", "at_least": "12.5%"}
    only_measured = {"name": "outcome rate", "unit": "%", "better": "higher", "ratio": RATIO}
    agreed = contract(gate, {"rule": "share", "share": "10%"}, others=(OUTCOMES, REFERRALS, only_measured))
    statement = years(agreed, (1_000, 8_000), (999, 8_000), costs=900_000)
    assert column(statement, "outcome rate / outturn") == [Fraction("12.5"), Fraction("12.49")]
    assert fees(statement) == [10_000, 0]
    assert told(statement.findings, "cliff")


def test_nothing_is_due_after_the_term():
    agreed = programme(settlement={"retention": {"share": "10%", "released": "a year after the end of the term"}})
    statement = years(agreed, (1_000, 8_000), (1_000, 8_000), (1_000, 8_000))
    assert column(statement, "outcome rate / outturn")[-1] == 0
    assert column(statement, "outcome rate / improvement at the agreed price")[-1] == 0
    assert column(statement, "released from retention")[-1] == 150


def test_the_plain_rule():
    def found(numerator: int, denominator: int, least: int = 1) -> Fraction:
        unit = quantity("people")
        return worked(
            lambda: rate(
                constant(numerator, quantity("outcomes")), constant(denominator, unit), constant(least, unit), 4
            )
        )

    assert found(1, 3) == Fraction("0.3333")
    assert found(2, 3) == Fraction("0.6667")
    assert found(5, 4) == Fraction("1.25")
    assert found(5, 0) == 0
    assert found(5, 9, least=10) == 0
    assert found(5, 10, least=10) == Fraction("0.5")


def test_what_counts_on_enough():
    def counted(denominator: int) -> Fraction:
        unit = quantity("people")
        return worked(lambda: counted_on(pounds(-5), constant(denominator, unit), constant(10, unit)))

    assert (counted(10), counted(9)) == (-5, 0)


# A denominator that falls away.


def test_a_denominator_below_its_least_is_refused_and_its_least_is_not():
    assert refused(programme(), (90, 999)) == [
        "outturn[0], column 'referrals', is 999, below 1,000, the least that 'outcome rate' may be worked out on; "
        'check the figure, or agree what then holds: ratio.if_below = "nothing counts" in the contract'
    ]
    assert years(programme(), (90, 1_000)).amount("outcome rate / outturn") == 9


def test_a_denominator_of_nothing_is_refused_too():
    (told_of,) = refused(programme(), (0, 0))
    assert told_of.startswith("outturn[0], column 'referrals', is 0, below 1,000")


def test_every_such_denominator_is_told_with_the_other_problems():
    assert len(refused(programme(), (90, 999), ("many", 8_000), (90, 5))) == 3


def test_a_denominator_below_its_least_of_a_period_that_is_not_settled_is_left_alone():
    agreed = programme()
    rows = [
        {"period": "2026-27", "job outcomes": 1_000, "referrals": 8_000},
        {"period": "2027-28", "job outcomes": 1, "referrals": 8},
    ]
    assert fees(agreed.settle(rows, to="2026-27")) == [500]


def test_nothing_counts_where_the_contract_says_so():
    """999 referrals: the rate is nothing, and neither earns nor counts as ten points lost."""
    agreed = programme(ratio={"if_below": "nothing counts"}, counted="to date")
    statement = years(agreed, (1_000, 8_000), (500, 999), (1_000, 8_000))
    assert column(statement, "outcome rate / outturn") == [Fraction("12.5"), 0, Fraction("12.5")]
    assert column(statement, "outcome rate / improvement at the agreed price") == [5_000, 0, 5_000]
    assert column(statement, "fee earned to date") == [500, 500, 1_000]
    assert told(statement.findings, "ratio on too little") == [
        "Outcome rate counts for nothing in 2027-28: referrals came to 999, below 1,000, the least it may be worked "
        "out on."
    ]


def test_a_gate_on_a_ratio_that_counts_for_nothing_fails():
    gate = {"rule": "quality gate", "measure": "outcome rate", "at_least": "12.5%"}
    ratio = {**RATIO, "if_below": "nothing counts"}
    only_measured = {"name": "outcome rate", "unit": "%", "ratio": ratio}
    agreed = contract(gate, {"rule": "share", "share": "10%"}, others=(OUTCOMES, REFERRALS, only_measured))
    assert fees(years(agreed, (999, 999), costs=900_000)) == [0]


# Refusals of terms.


def test_what_holds_below_the_least_is_a_required_choice():
    ratio = {name: value for name, value in RATIO.items() if name != "if_below"}
    (problem,) = refusals(measure={**RATE, "ratio": ratio}, others=(OUTCOMES, REFERRALS))
    assert problem.startswith("measure[0].ratio.if_below is missing")
    assert '"settling is refused"' in problem
    assert '"nothing counts"' in problem


@pytest.mark.parametrize(
    ("ratio", "what"),
    [
        ({"of": "outcomes"}, "of is 'outcomes', which is no measure; name one of them ('job outcomes', 'referrals')"),
        ({"to": "outcome rate"}, "to is 'outcome rate', the ratio itself; name a measure that has an outturn"),
        ({"to": "job outcomes"}, "to is 'job outcomes', as ratio.of is; name another measure"),
        (
            {"denominator_at_least": 100_001},
            "denominator_at_least is 100,001, above the range 0 to 100,000 of 'referrals'; "
            "lower it, or widen outturn_between",
        ),
        (
            {"denominator_at_least": 0},
            "denominator_at_least is 0, on which no ratio can be worked out; write the least",
        ),
    ],
)
def test_the_two_measures_are_those_of_the_contract(ratio: dict[str, Any], what: str):
    assert against_ratio(**ratio) == [f"measure[0].ratio.{what}"]


def test_a_ratio_of_a_ratio_is_refused():
    second = {"name": "second", "unit": "%", "ratio": {**RATIO, "of": "outcome rate"}}
    with pytest.raises(InputError) as caught:
        programme(second)
    assert [str(problem) for problem in caught.value.problems] == [
        "measure[3].ratio.of is 'outcome rate', a ratio too; name a measure that has an outturn"
    ]


@pytest.mark.parametrize(("name", "unit"), [("costs", "£"), ("quality", "%")])
def test_quantities_are_divided_by_quantities(name: str, unit: str):
    with pytest.raises(InputError) as caught:
        programme({"name": name, "unit": unit}, ratio={"to": name})
    assert [str(problem) for problem in caught.value.problems] == [
        f"measure[0].ratio.to is in '{unit}', but 'job outcomes' is in 'outcomes'; "
        "name two measures of quantities, or two of money"
    ]


def test_a_ratio_of_shares_is_refused():
    shares = tuple({"name": name, "unit": "%"} for name in ("one", "two"))
    ratio = {"of": "one", "to": "two", "denominator_at_least": "0.5"}
    with pytest.raises(InputError, match="name two measures of quantities, or two of money"):
        programme(*shares, ratio=ratio)


def test_a_ratio_is_in_per_cent_and_has_no_range_of_its_own():
    assert refusals(others=(OUTCOMES, REFERRALS, {"name": "rate", "unit": "tonnes", "ratio": RATIO})) == [
        "measure[3].unit is 'tonnes', but the measure is a ratio; write unit = \"%\""
    ]
    ranged = {"name": "rate", "unit": "%", "ratio": RATIO, "outturn_between": [0, 1]}
    assert refusals(others=(OUTCOMES, REFERRALS, ranged)) == [
        "measure[3].outturn_between is for an outturn that is worked out; leave it out"
    ]


def test_a_gate_that_nothing_would_pass_is_refused():
    gate = {"rule": "quality gate", "measure": "rate", "at_most": "5%"}
    fading = {"name": "rate", "unit": "%", "ratio": {**RATIO, "if_below": "nothing counts"}}
    assert refusals(gate, {"rule": "share", "share": "10%"}, others=(OUTCOMES, REFERRALS, fading)) == [
        "fee.step[0].at_most where its denominator falls away 'rate' is nothing, which would pass; "
        'write ratio.if_below = "settling is refused" for it'
    ]
    firm = {**fading, "ratio": RATIO}
    assert contract(gate, {"rule": "share", "share": "10%"}, others=(OUTCOMES, REFERRALS, firm))


def test_a_baseline_does_not_read_a_ratio_that_may_count_for_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Fixed, "reads", property(lambda _: (("comparator", "rate"),)))
    fading = {"name": "rate", "unit": "%", "ratio": {**RATIO, "if_below": "nothing counts"}}
    assert refusals(others=(OUTCOMES, REFERRALS, fading)) == [
        "measure[0].baseline.comparator reads a ratio: where its denominator falls away 'rate' is nothing, which is no "
        'baseline; write ratio.if_below = "settling is refused" for it'
    ]
    assert contract(others=(OUTCOMES, REFERRALS, {**fading, "ratio": RATIO}))


def test_a_ratio_has_no_column():
    assert refused(programme(), (1_000, 8_000), **{"outcome rate": "12.5%"}) == [
        "outturn[0], column 'outcome rate', is given, but it is worked out from 'job outcomes' and 'referrals'; "
        "leave the column out"
    ]


def test_the_terms_go_into_a_file_and_come_back():
    assert contract_from_json(contract_to_json(programme())) == programme()


# A ratio that improves on a smaller denominator.


def test_a_ratio_that_improves_while_its_numerator_falls_is_told_with_both_series():
    statement = years(programme(), (1_000, 10_000), (900, 7_500))
    (finding,) = [each for each in statement.findings if each.name == "ratio improved on its denominator"]
    assert finding.sentence == (
        "Outcome rate improved from 10% in 2026-27 to 12% in 2027-28, although job outcomes went from 1,000 to 900: "
        "referrals went from 10,000 to 7,500."
    )
    assert finding.severity == "warning"
    assert finding.figures == {
        "numerator before": 1_000,
        "numerator": 900,
        "denominator before": 10_000,
        "denominator": 7_500,
    }


@pytest.mark.parametrize("now", [(1_000, 8_000), (1_100, 8_000), (700, 7_500), (900, 9_000)])
def test_a_ratio_that_improves_on_its_numerator_or_gets_worse_is_no_finding(now: tuple[int, int]):
    statement = years(programme(), (1_000, 10_000), now)
    assert not told(statement.findings, "ratio improved on its denominator")


def test_where_lower_is_better_more_of_the_numerator_is_what_is_told():
    """Complaints rise from 500 to 600, and fall from 10% to 5% of contacts all the same."""
    agreed = programme(measure={"better": "lower"})
    statement = years(agreed, (500, 5_000), (600, 12_000))
    (sentence,) = told(statement.findings, "ratio improved on its denominator")
    assert "improved from 10% in 2026-27 to 5% in 2027-28, although job outcomes went from 500 to 600" in sentence


def test_a_ratio_of_money_is_told_in_money():
    costs, turnover = ({"name": name, "unit": "£"} for name in ("fees", "turnover"))
    earning = {**RATE, "ratio": {**RATIO, "of": "fees", "to": "turnover", "denominator_at_least": 500}}
    agreed = contract(measure=earning, others=(costs, turnover))
    rows = [("2026-27", 1_000, 10_000), ("2027-28", 900, 7_500)]
    statement = agreed.settle([{"period": label, "fees": of, "turnover": to} for label, of, to in rows])
    (sentence,) = told(statement.findings, "ratio improved on its denominator")
    assert sentence.endswith("fees went from £1,000 to £900: turnover went from £10,000 to £7,500.")


def test_a_quarter_is_held_against_the_one_a_year_before():
    spread = {**RATE["baseline"], "spread": "the same for each settlement"}
    agreed = programme(settled="quarterly", measure={"baseline": spread})
    falling = [(1_000, 10_000), (900, 7_500), (1_000, 10_000), (1_000, 10_000)]
    assert not told(years(agreed, *falling).findings, "ratio improved on its denominator")
    (sentence,) = told(years(agreed, *falling, (950, 9_000)).findings, "ratio improved on its denominator")
    assert "in 2026-27 Q1 to" in sentence
    assert "in 2027-28 Q1" in sentence


# Properties.

PEOPLE = st.integers(0, 10_000_000).map(lambda parts: Fraction(parts, 100))


@given(PEOPLE, PEOPLE, st.sampled_from([2, 4, 6]), st.sampled_from(["lower", "higher"]))
def test_the_ratio_lies_within_its_rounding_and_every_reader_agrees(
    of: Fraction, to: Fraction, places: int, better: str
):
    agreed = programme(ratio={"places": places, "if_below": "nothing counts"}, measure={"better": better})
    statement = years(agreed, (of, to))
    found = statement.exact("outcome rate / outturn") / 100
    points = statement.exact("outcome rate / improvement")
    if to < 1_000:
        assert found == points == 0
    else:
        assert abs(found - of / to) <= Fraction(1, 2 * 10**places)
        assert found == to_step(of / to, Fraction(1, 10**places), "half up")
        assert points == (found * 100 - 10) * (1 if better == "higher" else -1)
    assert statement.exact("outcome rate / improvement at the agreed price") == points * 2000
    facts = [facts_by_path(statement.program, each) for each in statement.facts]
    assert direct.run(lambda: rules(agreed), facts) == exact_lines(statement)


@given(st.integers(0, 5_000_000), st.integers(100_000, 5_000_000))
def test_twice_as_many_of_both_are_the_same_ratio(of: int, to: int):
    one, two = (
        years(programme(), (Fraction(of * times, 100), Fraction(to * times, 100))).exact("outcome rate / outturn")
        for times in (1, 2)
    )
    assert one == two
