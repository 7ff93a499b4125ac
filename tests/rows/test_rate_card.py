"""A rate card: what each claim pays, what does not stack, and what the cap of a person cuts off."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskreward as rr
from riskreward.readers import direct, exact
from riskreward.rows.claim import fact_of, record_claim
from riskreward.rows.claims_table import in_turn
from riskreward.rows.rate_card import facts_of
from tests.rows.cards import WORK_PROGRAMME, YEARS, card, claim, families, paid

# Worked examples.


def test_the_work_programme_pays_400_and_1200_and_2210_which_is_3810():
    """DWP, Work Programme, jobseekers of 18 to 24: attachment, job outcome and sustainment."""
    claims = [claim("A17", "attachment"), claim("A17", "job outcome", 1), claim("A17", "sustainment", 2)]
    paper = card().work_out(claims)
    assert paper.by_period == {"2026-27": Decimal(400), "2027-28": Decimal(1200), "2028-29": Decimal(2210)}
    assert [str(each) for each in paper.by_period.values()] == ["400.00", "1200.00", "2210.00"]
    assert paper.total.paid == 3810


def test_a_sustainment_in_thirteen_parts_of_170_comes_to_the_same():
    parts = {"name": "four weeks sustained", "amount": 170, "times": 13}
    claims = [claim("A17", "four weeks sustained", number // 5) for number in range(13)]
    paper = card(*WORK_PROGRAMME[:2], parts).work_out(claims)
    assert paper.by_period == {"2026-27": 850, "2027-28": 850, "2028-29": 510}
    assert paper.total.paid == 2210


def test_a_cap_of_15000_for_a_person_pays_15000_of_17200():
    """Fair Chance Fund: the outcomes of one person come to 17,200; 2,200 is cut off, and the council keeps it."""
    outcomes = (
        {"name": "settled", "amount": 8_000},
        {"name": "trained", "amount": 5_200},
        {"name": "kept", "amount": 4_000},
    )
    paper = card(*outcomes, cap_per_person=15_000).work_out(
        [claim("B2", "settled"), claim("B2", "trained", 1), claim("B2", "kept", 2), claim("B3", "kept", 2)]
    )
    assert paper.by_period == {"2026-27": 8_000, "2027-28": 5_200, "2028-29": 1_800 + 4_000}
    assert [each.cut_off for each in paper] == [0, 0, 2_200, 0]
    assert paper.by_person["B2"].on_the_card == 17_200
    assert paper.by_person["B2"].paid == 15_000
    assert "the cap of £15,000.00 for each person cuts off £2,200.00, which the council keeps" in paper.sentence


def test_the_cap_is_one_persons_and_over_the_whole_term():
    """Two people of 3,810 each reach a cap of 3,000 each; nothing is left of it in a later year."""
    everything = [each["name"] for each in WORK_PROGRAMME]
    claims = [claim(person, outcome, 2) for person in ("A", "B") for outcome in everything]
    assert card(cap_per_person=3_000).work_out(claims).total.paid == 6_000
    assert paid(card(cap_per_person=400), claim("A", "attachment"), claim("A", "job outcome", 2)) == [400, 0]


# What does not stack.


def test_a_family_is_paid_4000_for_work_or_3900_and_100_for_progress_towards_it():
    """Troubled Families. Whatever comes first, a family never brings more than 4,000."""
    turned, progress, work = "turned around", "progress to work", "work"
    assert paid(families(), claim("F1", turned), claim("F1", progress, 1)) == [3_900, 100]
    assert paid(families(), claim("F1", work)) == [4_000]
    assert paid(families(), claim("F1", turned), claim("F1", progress, 1), claim("F1", work, 2)) == [3_900, 100, 0]
    assert paid(families(), claim("F1", turned), claim("F1", work, 1)) == [3_900, 100]
    assert paid(families(), claim("F1", work), claim("F1", turned, 1), claim("F1", progress, 2)) == [4_000, 0, 0]
    assert paid(families(), claim("F1", progress), claim("F1", work, 1)) == [100, 3_900]


def test_where_the_first_achieved_counts_a_better_paid_one_adds_nothing():
    """3,900 first, and nothing for work after it; under the best paid work brings the difference of 100."""
    first = families("the first achieved")
    assert paid(first, claim("F1", "turned around"), claim("F1", "work", 1)) == [3_900, 0]
    assert paid(first, claim("F1", "work"), claim("F1", "turned around", 1)) == [4_000, 0]
    assert paid(families(), claim("F1", "turned around"), claim("F1", "work", 1)) == [3_900, 100]
    late, early = claim("F1", "work", date="2026-05-02"), claim("F1", "turned around", date="2026-05-01")
    assert paid(first, late, early) == [0, 3_900]


def test_progress_comes_off_the_outcome_that_it_is_towards_and_off_no_other():
    outcomes = (
        {"name": "work", "amount": 1_000},
        {"name": "interview", "amount": 300, "credited_against": "work"},
        {"name": "course", "amount": 900, "credited_against": "work"},
        {"name": "housing", "amount": 500},
    )
    agreed = card(*outcomes)
    names = ("interview", "housing", "work")
    assert paid(agreed, *(claim("P", name, year) for year, name in enumerate(names))) == [300, 500, 700]
    assert paid(agreed, claim("P", "interview"), claim("P", "course", 1), claim("P", "work", 2)) == [300, 900, 0]
    assert paid(agreed, claim("P", "work"), claim("P", "interview", 1), claim("P", "course", 2)) == [1_000, 0, 200]


def test_an_outcome_paid_several_times_is_one_of_alternatives_with_all_that_it_came_to():
    outcomes = ({"name": "month", "amount": 400, "times": 3}, {"name": "year", "amount": 1_000})
    agreed = card(*outcomes, alternatives=[{"outcomes": ["month", "year"], "counts": "the best paid"}])
    claims = [claim("P", "month"), claim("P", "month"), claim("P", "year", 1), claim("P", "month", 2)]
    assert paid(agreed, *claims) == [400, 400, 200, 200]


# Which periods.


def test_a_period_without_a_claim_is_nought_up_to_the_last_or_to_the_one_asked_for():
    claims = [claim("A", "attachment"), claim("B", "attachment", 2)]
    assert card().work_out(claims).by_period == {"2026-27": 400, "2027-28": 0, "2028-29": 400}
    assert card().work_out(claims, to="2027-28").by_period == {"2026-27": 400, "2027-28": 0}
    assert card().work_out(claims[:1]).by_period == {"2026-27": 400}
    assert card().work_out([], to="2027-28").by_period == {"2026-27": 0, "2027-28": 0}


def test_the_periods_may_be_a_contracts_calendar():
    contract = rr.gain_share(
        baseline="£1,000,000", share="10%", fee_starts="first pound", counted="each period",
        starts="2026-04-01", years=1, settled="quarterly", spread="evenly over the months",
    )  # fmt: skip
    claims = [{"person": 17, "outcome": "Attachment", "period": "2026-27 q2", "date": "2026-08-01"}]
    paper = rr.RateCard(outcomes=list(WORK_PROGRAMME)).work_out(claims, contract.calendar)
    assert paper.by_period == {"2026-27 Q1": 0, "2026-27 Q2": 400}
    (worked,) = paper
    assert (worked.claim.person, worked.claim.outcome, worked.claim.period) == ("17", "attachment", "2026-27 Q2")


# What is refused of a card.


def refused(*outcomes: dict[str, Any], **terms: Any) -> list[str]:
    with pytest.raises(rr.InputError) as caught:
        card(*outcomes, **terms)
    return [str(problem) for problem in caught.value.problems]


def test_a_card_is_told_everything_that_is_wrong_with_it_at_once():
    outcomes: tuple[dict[str, Any], ...] = (
        {"name": "in/to"},
        {"name": "work", "amount": 0},
        {"name": "Work", "amount": 3, "credited_against": "wrk"},
        {"name": "kept", "amount": 5, "times": 0},
    )
    assert refused(*outcomes, alternatives=[{"outcomes": ["work", "zork"]}], cap_person=3) == [
        "outcomes[0].name is 'in/to', with a \"/\", which divides the names of a statement's lines; leave the / out",
        "outcomes[0].amount is missing; write it",
        "outcomes[1].amount is nought, so that the outcome pays nothing; write what it pays",
        "outcomes[2].name is 'Work', as outcomes[1] is; rename one",
        "outcomes[2].credited_against is 'wrk', which is no other outcome of the card; did you mean 'work'?",
        "outcomes[3].times is 0, where a whole number belongs; write a whole number from 1 to 1000",
        "alternatives[0].outcomes[1] is 'zork', which is no outcome of the card; did you mean 'Work'?",
        'alternatives[0].counts is missing; choose one of "the best paid", "the first achieved"',
        'cap_person is 3, but there is no such term; did you mean "cap_per_person"?',
    ]


def test_credits_and_alternatives_that_contradict_one_another_are_refused():
    outcomes = (
        {"name": "a", "amount": 1, "credited_against": "b"},
        {"name": "b", "amount": 2, "credited_against": "c"},
        {"name": "c", "amount": 3},
        {"name": "d ", "amount": 4, "credited_against": "d "},
    )
    groups = [{"outcomes": [name, "c"], "counts": "the best paid"} for name in ("b", "a")]
    said = refused(*outcomes, alternatives=groups, cap_per_person=0)
    assert said == [
        "outcomes[0].credited_against is 'b', which is itself progress towards another; "
        "name the last outcome of the line",
        "outcomes[0].credited_against is given for 'a', which is also one of the alternatives; "
        "leave one of the two out: a credit says already that the two do not stack",
        "outcomes[1].credited_against is given for 'b', which is also one of the alternatives; "
        "leave one of the two out: a credit says already that the two do not stack",
        "outcomes[3].name is 'd ', with spaces that no reader sees; write 'd'",
        "outcomes[3].credited_against is 'd', which is no other outcome of the card; write one of 'a', 'b', 'c'",
        "alternatives[1].outcomes[1] is 'c', which stands in alternatives[0] already; list it once",
        "cap_per_person is nought, so that nothing is ever paid; write the most it may be",
    ]


def test_alternatives_are_two_or_more_and_say_which_of_them_counts():
    assert refused(*WORK_PROGRAMME, alternatives=[{"outcomes": ["attachment"], "counts": "the last"}]) == [
        "alternatives[0].outcomes has fewer than two; list those that do not stack",
        'alternatives[0].counts is \'the last\'; choose one of "the best paid", "the first achieved"',
    ]


# Properties.

NAMES = ("a", "b", "c", "d", "e")
AMOUNTS = st.integers(1, 500_000).map(lambda pence: Fraction(pence, 100))


@st.composite
def cards(draw: st.DrawFn) -> rr.RateCard:
    """Return a card of five outcomes: alternatives among the first three, progress among the last two."""
    outcomes: list[dict[str, Any]] = [
        {"name": name, "amount": draw(AMOUNTS), "times": draw(st.sampled_from((1, 1, 3)))} for name in NAMES
    ]
    for each in outcomes[3:]:
        if draw(st.booleans()):
            each["credited_against"] = draw(st.sampled_from(NAMES[:3]))
    counts = draw(st.sampled_from((None, "the best paid", "the first achieved")))
    terms: dict[str, Any] = {}
    if counts:
        terms["alternatives"] = [{"outcomes": NAMES[: draw(st.sampled_from((2, 3)))], "counts": counts}]
    if draw(st.booleans()):
        terms["cap_per_person"] = draw(AMOUNTS)
    return card(*outcomes, **terms)


@st.composite
def tables(draw: st.DrawFn) -> tuple[rr.RateCard, list[dict[str, Any]]]:
    """Return a card and claims of up to three people, no more than it pays, each of a person on a day of its own."""
    agreed = draw(cards())
    claims = []
    for person in "PQR"[: draw(st.integers(1, 3))]:
        everything = [each.name for each in agreed.outcomes for _ in range(each.times)]
        names = draw(st.permutations(everything))[: draw(st.integers(0, len(everything)))]
        years = sorted(draw(st.lists(st.integers(0, 2), min_size=len(names), max_size=len(names))))
        for day, (name, year) in enumerate(zip(names, years, strict=True)):
            claims.append(claim(person, name, year, date=f"{2026 + year}-06-{day + 1:02d}"))
    return agreed, draw(st.permutations(claims))


def due(agreed: rr.RateCard, names: Iterable[str]) -> Fraction:
    """Return what a person's outcomes, in their order, come to: by hand, on fractions."""
    achieved = list(names)
    amounts = {each.name: Fraction(each.amount) * achieved.count(each.name) for each in agreed.outcomes}
    net = dict(amounts)
    for each in agreed.outcomes:
        progress = sum(amounts[other.name] for other in agreed.outcomes if other.credited_against == each.name)
        net[each.name] = max(amounts[each.name] - progress, Fraction(0))
    for group in agreed.alternatives:
        of_them = [name for name in achieved if name in group.outcomes]
        kept = of_them[0] if of_them else None
        if group.counts == "the best paid":
            kept = max(group.outcomes, key=lambda name: net[name])
        net |= {name: Fraction(0) for name in group.outcomes if name != kept}
    whole = sum(net.values(), Fraction(0))
    return whole if agreed.cap_per_person is None else min(whole, Fraction(agreed.cap_per_person))


@given(tables())
def test_each_period_pays_what_each_persons_outcomes_come_to_by_then_less_what_was_paid(case):
    agreed, claims = case
    paper = agreed.work_out(claims, to=YEARS[-1])
    in_order = sorted(claims, key=lambda each: each["date"])
    before = Fraction(0)
    for year, label in enumerate(YEARS):
        so_far = sum(
            (
                due(
                    agreed,
                    [each["outcome"] for each in in_order if each["person"] == person and each["period"] <= label],
                )
                for person in "PQR"
            ),
            Fraction(0),
        )
        assert Fraction(paper.by_period[label]) == so_far - before, year
        before = so_far


@given(tables())
def test_what_is_on_the_card_is_paid_or_does_not_stack_or_is_cut_off_and_none_is_below_nought(case):
    agreed, claims = case
    for each in agreed.work_out(claims, to=YEARS[-1]):
        assert each.on_the_card == each.paid + each.does_not_stack + each.cut_off
        assert min(each.paid, each.does_not_stack, each.cut_off) >= 0
        assert agreed.cap_per_person is None or each.paid_to_date <= agreed.cap_per_person
        assert each.working


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_figure(case, random):
    agreed, claims = case
    paper = agreed.work_out(claims, to=YEARS[-1])
    shuffled = random.sample(claims, len(claims))
    again = agreed.work_out(shuffled, to=YEARS[-1])
    assert again.by_period == paper.by_period
    assert again.by_person == paper.by_person
    assert again.by_outcome == paper.by_outcome


@given(tables())
def test_working_out_to_a_period_gives_the_figures_of_working_out_everything(case):
    agreed, claims = case
    whole = agreed.work_out(claims, to=YEARS[-1]).by_period
    for number, label in enumerate(YEARS):
        assert agreed.work_out(claims, to=label).by_period == {each: whole[each] for each in YEARS[: number + 1]}


@given(tables())
def test_the_readers_agree_on_every_line_of_every_claim(case):
    agreed, claims = case
    program = agreed.program
    worked = agreed.work_out(claims, to=YEARS[-1])
    for theirs in in_turn(each.claim for each in worked).values():
        facts = [{fact_of(each): each.name == one.outcome for each in agreed.outcomes} for one in theirs]
        settled = exact.run(program, [facts_of(agreed, program, one) for one in theirs]).lines
        for lines, wholes in zip(direct.run(partial(record_claim, agreed), facts), settled, strict=True):
            for line, whole in zip(program.lines, wholes, strict=True):
                assert lines[line.path] == Fraction(whole, program.denominator_of(line)), line.path
