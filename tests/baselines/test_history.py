"""The history of a baseline: what was really spent, by year; what of it is refused."""

import pytest

import riskreward as rr
from riskreward.baselines.history import Year, by_year, read_year
from tests.contracts import column, contract, refusals

SPENT = {"2017-18": 1_100_000, "2018-19": 1_080_000, "2019-20": 1_060_000}
WHERE = "measure[0].baseline"


def fixed(**terms: object) -> dict[str, object]:
    return {"rule": "fixed", "amount": 1_000_000, **terms}


@pytest.mark.parametrize(
    ("label", "year"),
    [
        ("2017-18", Year(2017, "2017-18")),
        ("2017/18", Year(2017, "2017-18")),
        ("2017-2018", Year(2017, "2017-18")),
        ("1999/2000", Year(1999, "1999-00")),
        ("1999-00", Year(1999, "1999-00")),
        (" 2017 ", Year(2017, "2017")),
        ("2017-19", None),
        ("2017-17", None),
        ("17-18", None),
        ("2017-18 Q1", None),
        ("soon", None),
    ],
)
def test_a_year_is_read_in_its_usual_spellings_and_in_no_other(label: str, year: Year | None):
    assert read_year(label) == year


def test_years_stand_in_their_order_and_are_counted_on():
    assert [year.label for year in by_year({"2019/20": 1, "2017-18": 2, "2018-19": 3})] == [
        "2017-18",
        "2018-19",
        "2019-20",
    ]
    assert Year(1998, "1998-99").after(1).label == "1999-00"
    assert Year(2017, "2017").after(-1).label == "2016"


def test_a_history_and_who_set_the_baseline_change_no_payment():
    told = fixed(
        history={**SPENT, "2020/21": "£1,000,000"},
        one_off={"2019-20": {"amount": 60_000, "reason": "flood"}},
        set_by="provider",
        uncertainty={"share": "6%", "confidence": "90%"},
    )
    for baseline in (told, fixed()):
        statement = contract(baseline=baseline).settle({"2026-27": 900_000})
        assert column(statement, "baseline") == [1_000_000]
        assert column(statement, "paid") == [10_000]


def test_a_history_is_written_to_json_and_read_back_the_same():
    agreed = contract(
        baseline=fixed(
            history={"2017/18": "1100000.50", "2018-19": 1_080_000},
            one_off={"2018-19": {"amount": -5, "reason": "refund"}},
            set_by="jointly",
            uncertainty={"share": "1/17", "confidence": 0.9},
        )
    )
    assert rr.contract_from_json(rr.contract_to_json(agreed)) == agreed


def test_a_gap_is_refused_with_the_year_that_is_missing():
    assert refusals(baseline=fixed(history={"2017-18": 1, "2019-20": 1, "2020-21": 1})) == [
        f"{WHERE}.history.2018-19 is missing, between 2017-18 and 2019-20; write what that year cost"
    ]


def test_the_missing_year_is_spelt_as_the_others_are():
    assert refusals(baseline=fixed(history={"2017/18": 1, "2019/20": 1})) == [
        f"{WHERE}.history.2018/19 is missing, between 2017-18 and 2019-20; write what that year cost"
    ]


def test_a_gap_in_the_years_of_a_mean_is_refused_unless_the_history_has_every_year():
    years = {"2018-19": 900_000, "2020-21": 1_100_000}
    assert refusals(baseline={"rule": "historic", "years": years}) == [
        f"{WHERE}.years.2019-20 is missing, between 2018-19 and 2020-21; "
        "write what that year cost; if it is left out on purpose, write every year in history"
    ]
    left_out = {"rule": "historic", "years": years, "history": {**years, "2019-20": 3_000_000}}
    assert column(contract(baseline=left_out).settle({"2026-27": 0}), "baseline") == [1_000_000]


def test_a_year_given_twice_in_two_spellings_is_refused():
    assert refusals(baseline=fixed(history={"2017-18": 900_000, "2018-19": 910_000, "2018/19": 920_000})) == [
        f"{WHERE}.history.2018/19 is the same year as 2018-19; leave one of the two out"
    ]


def test_a_year_given_twice_is_refused_in_every_table_by_year():
    spent = {"2018-19": 1_080_000, "2018/19": 1_080_000}
    assert refusals(baseline={"rule": "historic", "years": spent, "history": SPENT}) == [
        f"{WHERE}.years.2018/19 is the same year as 2018-19; leave one of the two out"
    ]
    one_off = {year: {"amount": 1, "reason": "flood"} for year in spent}
    assert refusals(baseline=fixed(history=SPENT, one_off=one_off)) == [
        f"{WHERE}.one_off.2018/19 is the same year as 2018-19; leave one of the two out"
    ]


def test_thousands_among_pounds_are_refused_with_the_year_and_its_neighbour():
    mixed = {"2017-18": 11_800_000, "2018-19": 11_700, "2019-20": 11_500_000}
    assert refusals(baseline=fixed(history=mixed)) == [
        f"{WHERE}.history.2018-19 is 11,700, about a thousandth of the 11,800,000 of 2017-18 beside it; "
        "write every figure in whole units, not in thousands or millions"
    ]


@pytest.mark.parametrize(
    ("less", "more"),
    [(201, 100_000), (49, 99_999), (100, 0), (100_000, 49_999_999), (100_000, 200_000_001), (0, 100_000)],
)
def test_what_is_less_or_more_than_about_a_thousandth_or_too_small_to_be_in_thousands_is_no_mixture(
    less: int, more: int
):
    factor = more / less if less else 0
    if more >= 100_000 and 500 <= factor <= 2000:
        pytest.fail("these figures were chosen to lie outside")
    contract(baseline=fixed(history={"2017-18": less, "2018-19": more}))
    contract(baseline=fixed(history={"2017-18": more, "2018-19": less}))


@pytest.mark.parametrize(("less", "more"), [(200, 100_000), (100_000, 50_000_000), (100_000, 200_000_000)])
def test_about_a_thousandth_is_from_500_to_2000_times_whichever_comes_first(less: int, more: int):
    for history in ({"2017-18": less, "2018-19": more}, {"2018-19": less, "2017-18": more}):
        (told,) = refusals(baseline=fixed(history=history))
        assert "about a thousandth" in told


def test_a_change_of_sign_is_no_mixture_of_units():
    contract(baseline=fixed(history={"2017-18": -500, "2018-19": 1_000_000}))


def test_a_label_that_is_no_year_is_refused_and_so_are_two_kinds_of_year():
    assert refusals(baseline=fixed(history={"last year": 1})) == [
        f"{WHERE}.history.last year is no year; write it as 2017-18, or as 2017 for a calendar year"
    ]
    assert refusals(baseline=fixed(history={"2017-18": 900_000, "2018": 900_000})) == [
        f"{WHERE}.history.2018 is a calendar year, but 2017-18 is a financial year; write every year of one kind"
    ]


def test_a_one_off_belongs_to_a_year_of_the_history_and_is_no_larger():
    def told(year: str, amount: int, **history: object) -> list[str]:
        return refusals(baseline=fixed(one_off={year: {"amount": amount, "reason": "flood"}}, **history))

    assert told("2020-21", 300_000, history=SPENT) == [
        f"{WHERE}.one_off.2020-21 is 300,000, but the history has no 2020-21; "
        "write what that year cost in history, or leave the one-off out"
    ]
    assert told("2019-20", 300_000) == [
        f"{WHERE}.one_off.2019-20 is 300,000, but the history has no 2019-20; "
        "write what that year cost in history, or leave the one-off out"
    ]
    assert told("2019/20", -1_060_001, history=SPENT) == [
        f"{WHERE}.one_off.2019/20 is -1,060,001, more than the 1,060,000 that the whole year cost; "
        "write the part of the year's cost that is one-off"
    ]
    contract(baseline=fixed(history=SPENT, one_off={"2019-20": {"amount": 1_060_000, "reason": "flood"}}))


def test_the_years_of_a_mean_say_the_same_as_the_history():
    assert refusals(baseline={"rule": "historic", "years": {"2018-19": 1_080_001}, "history": SPENT}) == [
        f"{WHERE}.years has 1,080,001 in 2018-19, but the history says 1,080,000; write what was really spent in both"
    ]
    assert refusals(baseline={"rule": "historic", "years": {"2020-21": 1}, "history": SPENT}) == [
        f"{WHERE}.years has 1 in 2020-21, but the history has no such year; write it in both"
    ]


def test_a_certainty_is_refused_and_so_is_a_setter_nobody_knows():
    for confidence in ("100%", "0%"):
        assert refusals(baseline=fixed(uncertainty={"share": "6%", "confidence": confidence})) == [
            f"{WHERE}.uncertainty.confidence is {confidence}, which no estimate has; write how sure it is, such as 90%"
        ]
    assert refusals(baseline=fixed(set_by="the provider")) == [
        f"{WHERE}.set_by is 'the provider'; did you mean \"provider\"? "
        'choose one of "authority", "provider", "jointly", "independent"'
    ]


def test_every_problem_of_a_history_is_told_at_once_beside_those_of_the_contract():
    one_off = {"2025-26": {"amount": 1, "reason": "flood"}, "2017-18": {"amount": "1.005", "reason": "storm"}}
    history = {"2017-18": 11_800_000, "2018-19": 11_700, "2018/19": 11_700_000, "2020-21": 11_500_000}
    said = refusals(baseline=fixed(history=history, one_off=one_off), rounding="up")
    assert [each.split(" is ")[0] for each in said] == [
        "rounding",
        f"{WHERE}.history.2018-19",
        f"{WHERE}.history.2018/19",
        f"{WHERE}.history.2019-20",
        f"{WHERE}.one_off.2025-26",
        f"{WHERE}.one_off.2017-18.amount",
    ]


@pytest.mark.parametrize(
    ("amount", "history", "told"),
    [
        (12_000_000, {"2024-25": 12_000, "2025-26": 12_100}, "12,100, about a thousandth of the baseline's 12,000,000"),
        (12_000, {"2024-25": 12_000_000}, "12,000,000, about a thousand times the baseline's 12,000"),
    ],
)
def test_a_history_in_thousands_beside_a_baseline_in_pounds_is_refused(amount: int, history: object, told: str):
    year = list(history)[-1]
    assert refusals(baseline=fixed(amount=amount, history=history)) == [
        f"{WHERE}.history.{year} is {told}; write every figure in whole units, not in thousands or millions"
    ]
    with pytest.raises(rr.InputError):
        rr.question(fixed(amount=amount, history=history))


def test_a_small_history_of_a_large_baseline_is_only_refused_at_about_a_thousandth():
    for spent in (24_001, 5_999, 0):
        contract(baseline=fixed(amount=12_000_000, history={"2025-26": spent}))
    contract(baseline=fixed(amount=99_000, history={"2025-26": 99}))
    contract(baseline=fixed(amount=12_000_000, history={"2024-25": 12_000, "2025-26": 3_000_000}))


OWN = "a year of the term, which begins with 2026-27; write years before the term: a baseline is frozen before it"


def test_a_baseline_is_not_read_out_of_the_years_of_its_own_term():
    """The term runs from 2026-27 to 2028-29; 2025-26 ends the day before."""
    assert refusals(baseline=fixed(history={"2025-26": 900_000, "2026-27": 950_000})) == [
        f"{WHERE}.history has 2026-27, {OWN}"
    ]
    assert refusals(baseline={"rule": "historic", "years": {"2026-27": 1_000_000, "2027-28": 900_000}}) == [
        f"{WHERE}.years has {year}, {OWN}" for year in ("2026-27", "2027-28")
    ]
    assert contract(baseline={"rule": "historic", "years": {"2024-25": 1_000_000, "2025-26": 900_000}})


def test_a_deed_may_agree_a_baseline_out_of_years_that_are_then_over():
    deed = {"agreed": {"on": "2028-02-01", "by": "Cabinet"}, "source": "the deed", "reason": "two years are known"}
    again = {"rule": "historic", "years": {"2026-27": 900_000, "2027-28": 800_000}}
    varied = contract(baseline=fixed()).vary("2028-29", name="Deed 1", **{"measure[0].baseline": again}, **deed)
    statement = varied.settle(dict.fromkeys(("2026-27", "2027-28", "2028-29"), 800_000))
    assert column(statement, "baseline") == [1_000_000, 1_000_000, 850_000]


@pytest.mark.parametrize(
    "terms", [{"rule": "historic", "years": {"2027-28": 900_000}}, fixed(history={"2027-28": 900_000})]
)
def test_a_deed_agrees_no_baseline_out_of_a_year_that_is_not_over_when_it_begins(terms):
    deed = {"agreed": {"on": "2027-02-01", "by": "Cabinet"}, "source": "the deed", "reason": "r", "name": "Deed 1"}
    name = "years" if "years" in terms else "history"
    with pytest.raises(rr.InputError) as caught:
        contract(baseline=fixed()).vary("2027-28", **{"measure[0].baseline": terms}, **deed)
    assert [str(each) for each in caught.value.problems] == [
        f"variation[0].changes give measure[0].baseline.{name} 2027-28, which is not over when they hold, from 1 April "
        "2027; write years that are over by then"
    ]
    assert contract(baseline=fixed()).vary("2028-29", **{"measure[0].baseline": terms}, **deed)


def test_a_year_still_running_when_the_term_begins_is_asked_about():
    """A term from 1 October 2026 begins inside 2026-27."""
    terms = {"starts": "2026-10-01", "years_run": "from 1 April"}
    spent = {"2025-26": 1_000_000, "2026-27": 1_000_000}
    agreed = contract(baseline=fixed(history=spent, spread="evenly over the months"), **terms)
    (told,) = [each for each in rr.question(agreed) if each.name == "year running into the term"]
    assert str(told).endswith(
        "has 2026-27, still running when the term begins on 1 October 2026: was the whole year known when the "
        "baseline was frozen?"
    )


def test_millions_among_pounds_are_refused():
    assert refusals(baseline=fixed(history={"2023-24": 1, "2024-25": 1_000_000})) == [
        f"{WHERE}.history.2023-24 is 1, about a millionth of the 1,000,000 of 2024-25 beside it; "
        "write every figure in whole units, not in thousands or millions"
    ]
    assert refusals(baseline=fixed(history={"2023-24": "0.9", "2024-25": 1})) == [
        f"{WHERE}.history.2024-25 is 1, about a millionth of the baseline's 1,000,000; "
        "write every figure in whole units, not in thousands or millions"
    ]


def test_no_estimate_is_off_by_nothing():
    assert refusals(baseline=fixed(uncertainty={"share": "0%", "confidence": "90%"})) == [
        f"{WHERE}.uncertainty.share is 0%, which no estimate has; write how far off the baseline may be, such as 6%, "
        "or leave the uncertainty out"
    ]
