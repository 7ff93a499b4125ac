"""What a contract comes to over many paths: figures that can be worked by hand, and every path's own statement."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward.improvements import Outturn
from riskreward.promises.sentences import PAID
from riskreward.scenarios import batches, tallies
from riskreward.scenarios.simulated import Path as DrawnPath
from riskreward.scenarios.spread import Spread
from riskreward.scenarios.tallies import Figures, added_times, parts_of
from riskreward.strategies import contracts, scenarios
from tests.contract.deeds import vary
from tests.promises.contracts import of_the_catalogue


def contract(**changes: Any) -> rr.Contract:
    terms: dict[str, Any] = {"baseline": "£1,000,000", "share": "25%", "starts": "2026-04-01", "years": 2}
    return rr.gain_share(**{**terms, "fee_starts": "first pound", "clawback": True, **changes})


# Figures by hand


def test_a_saving_that_is_certain_earns_its_share_on_every_path() -> None:
    # £100,000 saved each year earns £25,000 each year; £75,000 is kept, and in the second year worth 75,000 / 1.035
    told = rr.simulate(contract(), rr.certain("10%"), paths=3)
    assert (told.fee.mean, told.fee.lowest, told.fee.highest) == (50_000, 50_000, 50_000)
    assert told.kept.mean == 150_000
    assert told.kept_discounted is not None
    assert told.kept_discounted.mean == Fraction("147463.80")  # 75,000 + 75,000 x 0.966184
    assert [each.period for each in told.by_period] == ["2026-27", "2027-28"]
    assert [each.earned for each in told.by_period] == [25_000, 25_000]
    assert [each.kept_to_date for each in told.by_period] == [75_000, 150_000]
    assert told.by_period[1].kept_discounted == Fraction("72463.80")
    assert told.by_period[1].earned_discounted == Fraction("24154.60")  # 25,000 x 0.966184
    expected = told.expected
    assert (expected.saved, expected.earned, expected.paid, expected.kept) == (200_000, 50_000, 50_000, 150_000)
    assert expected.earned_discounted == Fraction("49154.60")
    assert expected.kept_discounted == told.kept_discounted.mean
    assert {"figure": "fee earned, discounted", "period": None, "statistic": "mean", "value": Decimal("49154.60")} in (
        told.to_records()
    )
    assert told.chances == {
        "a fee is earned": 1,
        "the council has paid for savings it did not have at some settlement": 0,
        "the council ends worse off than its baseline": 0,
    }


def test_a_figure_out_of_two_that_happened_is_drawn_about_as_often_as_the_other() -> None:
    past = rr.history(["10%", "-10%"], source="two years of another council")
    told = rr.simulate(contract(years=1), past, paths=10_000, seed=5)
    earned = told.chances["a fee is earned"]
    assert Fraction(48, 100) < earned < Fraction(52, 100)
    assert told.fee.mean == 25_000 * earned
    assert {told.kept.lowest, told.kept.highest} == {-100_000, 75_000}
    assert told.chances["the council ends worse off than its baseline"] == 1 - earned


@pytest.mark.parametrize(
    ("tested", "missed"),
    [
        ("each period", {"the guarantee is missed in some period": Fraction(2, 3)}),
        ("each year", {"the guarantee is missed in some year": Fraction(2, 3)}),
        ("cumulatively", {"the guarantee is missed over the whole term": Fraction(1, 3)}),
    ],
)
def test_a_guarantee_is_missed_at_the_test_that_the_contract_makes(tested: Any, missed: dict[str, Fraction]) -> None:
    # of £100,000 a year: met in both; missed and then made good over the term; missed in all
    saved = rr.own_figures(
        np.array([[100_000, 100_000], [50_000, 150_000], [150_000, 40_000]]), counted_in="whole units", of="saving"
    )
    excess = None if tested == "cumulatively" else "never offsets"
    terms = {"guarantee": "10%", "fee_starts": "above the guarantee", "tested": tested}
    fee_only = contract(**terms, shortfall="fee only")
    paid = contract(**terms, shortfall="provider pays each year", excess=excess)
    for agreed in (fee_only, paid):
        told = rr.simulate(agreed, saved, paths=3)
        assert {name: each for name, each in told.chances.items() if "guarantee" in name} == missed
    assert "a shortfall is paid" in rr.simulate(paid, saved, paths=3).chances


def test_a_guarantee_that_savings_before_the_start_make_up_is_not_missed() -> None:
    # £50,000 a year is saved of £100,000; what is missing over the term is £100,000, of which the credit covers some
    agreed = contract(guarantee="10%", fee_starts="above the guarantee", shortfall="provider pays at the end")
    for credit, missed in ((0, 1), (99_999, 1), (100_000, 0)):
        before = {"guarantee.credited_before_start": {"amount": credit, "evidence": "working paper 1"}}
        told = rr.simulate(agreed.replace(**before), rr.certain("5%"), paths=2)
        assert told.chances["the guarantee is missed over the whole term"] == missed


def test_periods_in_which_nothing_moves_any_more_are_left_out_of_the_table_and_kept_in_the_records() -> None:
    """A year settled by the month; what is retained is released at the end of the year after it."""
    monthly = rr.gain_share(
        baseline="£1,200,000",
        share="25%",
        retention="20%",
        starts="2026-04-01",
        years=1,
        settled="monthly",
        spread="evenly over the months",
        clawback=True,
    )
    told = rr.simulate(monthly, rr.certain("10%"), paths=2)
    still = [each.period for each in told.by_period if each.is_nothing]
    assert len(still) == 11
    assert f"(11 after {told.by_period[11].period}, in which nothing moves, left out)" in str(told)
    shown = str(told).split("On average in each period")[1]
    assert not any(f"\n{period} " in shown for period in still)
    assert told.by_period[-1].period in shown
    assert set(still) <= {each["period"] for each in told.to_records()}


def test_a_loss_that_is_not_clawed_back_leaves_the_council_out_of_pocket() -> None:
    without = contract().replace(clawback=None)
    saved = np.array([[100_000, -100_000], [100_000, 100_000]])
    figures = rr.own_figures(saved, counted_in="whole units", of="saving")
    told = rr.simulate(without, figures, paths=2)
    assert told.chances["the council has paid for savings it did not have at some settlement"] == Fraction(1, 2)
    statement = told.path(0).statement
    assert statement.amount("kept by the council to date") == -25_000
    assert without.settle(told.path(0).outturn).amount("kept by the council to date") == -25_000


# Any line, any path


def test_any_line_is_spread_in_a_period_at_the_end_or_over_the_term() -> None:
    told = rr.simulate(contract(retention="20%"), rr.low_likely_high("2%", "10%", "15%"), paths=500, seed=3)
    paid = told.distribution("paid", over_term="added up")
    by_year = [told.distribution("paid", label) for label in ("2026-27", "2027-28", "2028-29")]
    assert paid.mean == sum(each.mean for each in by_year)
    to_date = told.distribution(PAID)
    assert to_date.mean == told.by_period[-1].paid + told.by_period[0].paid + told.by_period[1].paid
    statement = told.path(17).statement
    assert paid.lowest <= sum(Fraction(each["paid"]) for each in statement.periods) <= paid.highest


def test_a_line_that_runs_on_is_told_at_the_end_and_a_fee_is_never_above_its_cap() -> None:
    # 15% of £12,201,000 is £1,830,150 saved in a year, £610,050 above the guarantee of 10%
    capped = rr.gain_share(
        baseline="£12,201,000",
        guarantee="10%",
        share="25%",
        cap="£400,000",
        retention="20%",
        fee_starts="above the guarantee",
        clawback=True,
        starts="2022-04-01",
        years=3,
    )
    told = rr.simulate(capped, rr.certain("15%"), paths=2)
    at_the_end = {
        "fee to date": 400_000,
        "fee within the cap": 400_000,
        "above (below) the guarantee, to date": 1_830_150,
        "still retained": 0,
        "saved to date": 5_490_450,
    }
    added_up = {"retained": 80_000, "released from retention": 80_000, "paid": 400_000, "saving": 5_490_450}
    for line, mean in at_the_end.items():
        assert told.distribution(line, over_term="at the end").mean == mean
    for line, mean in added_up.items():
        assert told.distribution(line, over_term="added up").mean == mean


@pytest.mark.parametrize(
    ("line", "period", "over_term", "told"),
    [
        ("fee to date", None, None, "over_term is missing, for the line 'fee / fee to date'; write 'added up' or 'at"),
        ("fee to date", None, "twice", "over_term is 'twice', for the line"),
        ("fee to date", "2023-24", "added up", "over_term is 'added up', beside the period '2023-24'; write one of"),
        ("repairs on time / outturn", None, "added up", "is a share; write 'at the end', or name a period"),
    ],
)
def test_how_a_line_is_told_over_the_term_must_be_said(line: str, period: Any, over_term: Any, told: str) -> None:
    example = rr.read_contract(Path(rr.__file__).parent / "example" / "south-tyneside.toml")
    simulated = rr.simulate(example, rr.low_likely_high("2%", "10%", "20%"), paths=2)
    with pytest.raises(rr.InputError) as caught:
        simulated.distribution(line, period, over_term=over_term)
    assert told in str(caught.value)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_line_over_the_term_is_what_the_periods_of_the_statement_come_to(data: st.DataObject) -> None:
    agreed = data.draw(contracts())
    told = rr.simulate(agreed, data.draw(scenarios(agreed)), paths=1)
    statement = told.path(0).statement
    for line in statement.periods[-1].lines:
        if line.path.startswith("settlement / "):
            amounts = [each.exact(line.path) for each in statement.periods if line.path in {x.path for x in each.lines}]
            assert told.distribution(line.path, over_term="added up").mean == sum(amounts)
            assert told.distribution(line.path, over_term="at the end").mean == amounts[-1]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("pade", None), "line 'pade' is no line of this contract; write one of 'paid'"),
        (("saving", "2031-32"), "period is '2031-32', which is none of this contract; write one of 2026-27, 2027-28"),
    ],
)
def test_a_line_or_period_that_there_is_not_is_told(asked: tuple[str, str | None], told: str) -> None:
    simulated = rr.simulate(contract(), rr.certain("10%"), paths=2)
    with pytest.raises(rr.InputError) as caught:
        simulated.distribution(*asked)
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("number", [-1, 2, 1.5, True, "one"])
def test_a_path_that_there_is_not_is_told(number: Any) -> None:
    simulated = rr.simulate(contract(), rr.certain("10%"), paths=2)
    with pytest.raises(rr.InputError, match="which is no path of this simulation; write a whole number from 0 to 1"):
        simulated.path(number)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_figures_are_those_of_the_statements_of_every_path(data: st.DataObject) -> None:
    agreed = data.draw(contracts())
    might = data.draw(scenarios(agreed))
    told = rr.simulate(agreed, might, paths=7, seed=data.draw(st.integers(0, 9)))
    statements = [told.path(number).statement for number in range(7)]
    assert told.fee.mean * 7 == sum(each.exact("to date / fee earned to date") for each in statements)
    assert told.kept.lowest == min(each.exact("kept by the council to date") for each in statements)
    for number, expected in enumerate(told.by_period):
        kept = (each.periods[number].exact("kept by the council to date") for each in statements)
        assert expected.kept_to_date * 7 == sum(kept)


# Spreads


@given(st.lists(st.lists(st.integers(-50, 50), min_size=1), min_size=1), st.integers(1, 100))
def test_quantiles_and_chances_are_exact_one_by_one_and_counted(parts: list[list[int]], per_cent: int) -> None:
    flat = sorted(figure for part in parts for figure in part)
    for one_by_one in (10_000_000, 3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("riskreward.scenarios.tallies.ONE_BY_ONE", one_by_one)
            figures = Figures()
            for part in parts:
                figures.join(Figures(np.array(part, np.int64)))
            spread = Spread("any", figures, 10)
        rank = -(-per_cent * len(flat) // 100)
        assert spread.quantile(Fraction(per_cent, 100)) == Fraction(flat[rank - 1], 10)
        assert (spread.lowest, spread.highest) == (Fraction(flat[0], 10), Fraction(flat[-1], 10))
        assert spread.mean == Fraction(sum(flat), 10 * len(flat))
        assert spread.chance_above(2) == Fraction(sum(each > 20 for each in flat), len(flat))
        assert spread.chance_below(2) == Fraction(sum(each < 20 for each in flat), len(flat))


@pytest.mark.parametrize("figure", ["£5", None, True, float("nan")])
def test_a_chance_of_what_is_no_figure_is_refused(figure: Any) -> None:
    spread = Spread("any", Figures(np.array([1, 2])), 10)
    for chance in (spread.chance_above, spread.chance_below):
        with pytest.raises(rr.InputError, match=r"^figure is .*; write a number such as 100000"):
            chance(figure)
    assert spread.chance_above("0.1") == Fraction(1, 2)  # type: ignore[arg-type]  # a figure in text is read


def test_a_chance_is_asked_of_an_amount_as_it_is_written_where_the_line_is_money() -> None:
    told = rr.simulate(contract(), rr.certain("10%"), paths=2)  # £25,000 is earned in each of two years
    assert (told.fee.chance_above("£49,999.99"), told.fee.chance_above("£50,000")) == (1, 0)
    assert told.kept.chance_below("-£1,000.50") == 0
    assert told.distribution("fee earned to date", "2026-27").chance_below("£25,000.01") == 1
    with pytest.raises(rr.InputError, match="in another currency than £; write it in £"):
        told.fee.chance_above("$5")


def test_a_simulation_that_is_let_go_of_gives_its_memory_back_at_once() -> None:
    offer = rr.gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=1)
    simulation = rr.simulate(offer, rr.normal("10%", "5%", within=("0%", "20%")), paths=10)
    kept = weakref.ref(simulation)
    gc.disable()
    try:
        del simulation
        assert kept() is None
    finally:
        gc.enable()


def test_any_whole_number_of_paths_will_do() -> None:
    offer = contract()
    other = contract(share="20%")
    likely, ten = rr.low_likely_high("2%", "10%", "15%"), np.int64(10)
    assert rr.simulate(offer, likely, paths=ten).to_records() == rr.simulate(offer, likely, paths=10).to_records()  # type: ignore[arg-type]  # a whole number
    for asked in (rr.simulate(offer, likely, paths=ten), rr.sensitivity(offer, likely, paths=ten)):  # type: ignore[arg-type]  # a whole number
        assert type(asked.paths) is int
    assert str(rr.compare(offer, other, likely, paths=ten)) == str(rr.compare(offer, other, likely, paths=10))  # type: ignore[arg-type]  # a whole number


def test_parts_of_figures_near_the_end_of_64_bits_are_exact() -> None:
    figures = [3 << 61, -(3 << 61)]
    assert parts_of(np.array(figures), 10**6).tolist() == [6_917_529_027_641, -6_917_529_027_641]


# How it shows itself


def test_it_shows_itself_as_text_table_and_records() -> None:
    told = rr.simulate(contract(cap="£30,000"), rr.low_likely_high("2%", "10%", "15%"), paths=1_000)
    text = str(told)
    assert text == str(rr.simulate(contract(cap="£30,000"), rr.low_likely_high("2%", "10%", "15%"), paths=1_000))
    assert told.sentence.split(" the fee is ")[0] in text
    assert "a cap takes off part of the fee" in text
    assert "discounted at 3.5% a year from the first year of the term (HM Treasury, The Green Book" in text.replace(
        "\n  ", " "
    )
    assert "<table" in told._repr_html_()
    records = told.to_records()
    assert {"figure": "fee earned", "period": None, "statistic": "most", "value": Decimal("30000.00")} in records
    assert all(isinstance(each["value"], Decimal) for each in records)


def test_a_rate_of_ones_own_needs_its_source() -> None:
    with pytest.raises(rr.InputError, match=r"rate is -1%.*\nsource is empty; say where the rate is from"):
        rr.discount_rate("-1%", " ")
    rate = rr.discount_rate("0%", "the council's own, 2026")
    told = rr.simulate(contract(), rr.certain("10%"), paths=1, discount=rate)
    assert told.kept_discounted is not None
    assert told.kept_discounted.mean == 150_000
    assert rr.simulate(contract(), rr.certain("10%"), paths=1, discount=None).kept_discounted is None


@pytest.mark.parametrize("rate", ["3.5%", 0.035, True])
def test_a_bare_rate_of_discount_is_refused_with_every_other_problem(rate: Any) -> None:
    with pytest.raises(rr.InputError) as caught:
        rr.simulate(contract(), rr.certain("10%"), paths=0, discount=rate)
    assert [each.where for each in caught.value.problems] == ["paths", "discount"]
    with pytest.raises(rr.InputError, match=r"discount is .*, which has no source; write rr.discount_rate"):
        rr.compare(contract(), rr.fixed_fee("£3,000", like=contract()), rr.certain("10%"), discount=rate)


# The outturn of a path


def lines_of(statement: rr.Statement) -> list[dict[str, Fraction]]:
    return [{line.path: period.exact(line.path) for line in period.lines} for period in statement.periods]


EXAMPLE = Path(rr.__file__).parent / "example" / "south-tyneside.toml"


def example_path() -> tuple[rr.Contract, DrawnPath]:
    example = rr.read_contract(EXAMPLE)
    figures = {"running costs": rr.low_likely_high("2%", "10%", "15%"), "repairs on time": rr.certain("95%")}
    return example, rr.simulate(example, rr.scenario(figures), paths=2).path(0)


def test_a_path_that_assumes_a_level_is_settled_again_and_says_what_it_assumes() -> None:
    example, path = example_path()
    again = example.settle(path.outturn)
    assert lines_of(again) == lines_of(path.statement)
    assert [each.sentence for each in again.findings if each.name == "assumed figures"] == [
        "The outturn assumes what was not yet published when it was drawn: "
        "running costs / index (February inside the year)."
    ]
    under_both = rr.compare(example, example.replace(title="another"), path.statement)
    assert "under both" in under_both.sentence


def test_a_level_that_is_assumed_is_no_problem_beside_another_and_one_of_another_index_still_is() -> None:
    example, path = example_path()
    costs = example.measure[0]
    other = example.replace(measure=[{**costs.model_dump(mode="json"), "name": "other costs"}, *example.measure[1:]])
    with pytest.raises(rr.InputError) as caught:
        other.settle(path.outturn)
    assert "has no level for 2024-25" in str(caught.value)
    rows = [replace(row, entries={**row.entries, "unknown": 1}) for row in path.outturn]
    with pytest.raises(rr.InputError) as caught:
        example.settle(Outturn(tuple(rows)))
    assert "is no column" in str(caught.value)
    assert "has no level" not in str(caught.value)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_outturn_of_any_path_settles_to_its_very_statement(data: st.DataObject) -> None:
    agreed = data.draw(contracts() | st.sampled_from([each for _, each in of_the_catalogue()]))
    path = rr.simulate(agreed, data.draw(scenarios(agreed)), paths=1).path(0)
    assert lines_of(agreed.settle(path.outturn)) == lines_of(path.statement)


def test_a_guarantee_is_missed_by_the_test_of_the_terms_that_hold() -> None:
    """£100,000 a year is guaranteed; from the third year on the term as a whole is tested, from nothing."""
    agreed = contract(years=3, guarantee="10%", tested="each period", shortfall="fee only")
    opened = {"guarantee / above the guarantee": "opens at £0"}
    varied = vary(
        agreed,
        "2028-29",
        {"guarantee.tested": "cumulatively"},
        balances=opened,
    )
    saved = np.array([[50_000, 150_000, 500_000], [500_000, 500_000, 0], [100_000, 100_000, 100_000]])
    told = rr.simulate(varied, rr.own_figures(saved, counted_in="whole units", of="saving"), paths=3)
    missed = {name: each for name, each in told.chances.items() if "guarantee" in name}
    assert missed == {
        "the guarantee is missed in some period": Fraction(1, 3),
        "the guarantee is missed over the whole term": Fraction(1, 3),
    }


def test_a_simulation_is_asked_further_after_its_executor_was_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    given = rr.low_likely_high("2%", "10%", "15%")
    here = rr.simulate(contract(), given, paths=300)
    monkeypatch.setattr(tallies, "ONE_BY_ONE", 100)
    monkeypatch.setattr(batches, "BATCH", 50)
    with ThreadPoolExecutor(2) as executor:
        told = rr.simulate(contract(), given, paths=300, executor=executor)
    assert str(told) == str(here)
    asked = told.distribution("paid", over_term="added up"), here.distribution("paid", over_term="added up")
    assert asked[0].quantile("10%") == asked[1].quantile("10%")
    with pytest.raises(rr.InputError, match="executor takes no work"):
        rr.simulate(contract(), given, paths=300, executor=executor)


@pytest.mark.parametrize(("years", "worth"), [(0, 1_000_000), (30, 356_278), (31, 345_901), (75, 94_214), (76, 91_916)])
def test_the_green_books_rate_falls_over_a_long_term(years: int, worth: int) -> None:
    # 1.035 to the power of -30 is 0.356278; over 1.03 it is 0.345901, and 45 times 0.094214; that over 1.025, 0.091917
    assert rr.GREEN_BOOK.factor(years) == worth


@given(
    st.lists(st.tuples(st.integers(-(2**62), 2**62), st.integers(-(2**62), 2**62)), min_size=1), st.integers(0, 10**6)
)
def test_figures_are_added_exactly_whether_or_not_64_bits_hold_them(pairs: list[tuple[int, int]], factor: int) -> None:
    values, more = (np.array(each, np.int64) for each in zip(*pairs, strict=True))
    scratch = np.empty(len(pairs), np.int64)
    found = added_times(values.copy(), more, factor, scratch)
    exactly = [one + factor * other for one, other in pairs]
    assert [int(each) for each in found] == exactly
    assert [int(each) for each in added_times(found, 3, factor, scratch)] == [each + 3 * factor for each in exactly]
    assert [int(each) for each in added_times(values, more.astype(object), factor, scratch)] == exactly
