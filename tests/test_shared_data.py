"""The facts typed into these tests are the facts of the shared files, and real data settles as it was really paid.

The files lie beside the checkout, in `../shared`; where they are not, these tests say so and are skipped.
"""

import ast
import csv
import inspect
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import riskreward as rr
from docs import portfolio as shown
from riskreward.__main__ import EXAMPLE
from riskreward.baselines import Fixed, Indexed
from riskreward.figures import money_text
from riskreward.kernel.rounding import to_step
from tests import test_published_cases as typed
from tests.test_published_cases import contract, earned, share, threshold

SHARED = Path(__file__).parents[2] / "shared"
CASES = SHARED / "cases" / "published_cases.toml"
DATA = SHARED / "data"
PENNY = Decimal("0.01")

needs_cases = pytest.mark.skipif(
    not CASES.exists(), reason=f"the published cases are not beside this checkout: {CASES}"
)
needs_data = pytest.mark.skipif(not DATA.exists(), reason=f"the shared data is not beside this checkout: {DATA}")

SETTLED = {
    "mssp-2024-A1204": typed.test_a_saving_below_the_minimum_savings_rate_earns_nothing,
    "first-pound-share": typed.test_once_the_threshold_is_crossed_everything_is_shared_from_the_first_pound,
    "per-member-month-minimum-not-met": typed.test_a_minimum_savings_rate_of_one_per_cent_is_not_met_by_nine_tenths,
    "nec-gain-capped-by-a-zero-band": typed.test_a_zero_band_caps_the_gain,
    "nec-gain-flat-half": typed.test_a_flat_half_of_the_gain_is_not_touched_by_retention,
    "target-cost-two-bands-gain": typed.test_two_bands_outward_from_the_target,
    "risk-corridors-professional": typed.test_marginal_corridors_of_the_benchmark,
    "tapering-bands-not-extrapolated": typed.test_bands_that_end_are_never_extrapolated,
    "hurdle-and-high-water-mark": typed.test_the_hurdle_is_only_what_exceeds_it,
    "high-water-mark-round-trip": typed.test_ground_regained_earns_no_second_fee,
    "recovery-audit-reversed-on-appeal": typed.test_a_fee_on_what_is_overturned_on_appeal_is_returned,
    "cfd-strike-price-rule": typed.test_a_strike_price_is_the_initial_price_by_the_ratio_of_two_levels,
    "south-tyneside-highways-outturn": typed.test_south_tyneside_under_the_invented_terms,
}
"""Which typed example settles which published case."""

WORKED_FROM = {
    "mssp-2024-A1204": ["limit", "deduction"],
    "nec-gain-capped-by-a-zero-band": ["below", "from"],
    "cfd-strike-price-rule": ["places"],
    "risk-corridors-professional": ["saving"],
    "hurdle-and-high-water-mark": ["year_2", "high_water_mark", "hurdle_year_2", "fee_year_2"],
    "south-tyneside-highways-outturn": ["total_expenditure", "net_current_expenditure", "cpi_february"],
}
"""Figures that a typed example does not hold as the file has them: never reached, or in the shipped files."""


def cases() -> dict[str, dict[str, Any]]:
    with CASES.open("rb") as file:
        return {case["id"]: case for case in tomllib.load(file)["case"]}


def figures(value: Any, left_out: list[str]) -> Iterator[Fraction]:
    """Yield every figure of a case, but those under the names left out."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in left_out:
                yield from figures(each, left_out)
    elif isinstance(value, list):
        for each in value:
            yield from figures(each, left_out)
    elif isinstance(value, int) or re.fullmatch(r"-?[\d.]+", str(value)):
        yield Fraction(value)


def typed_figures(example: Any) -> set[Fraction]:
    """Return every figure that a typed example holds: numbers, texts of numbers, shares; those of its docstring too."""
    found: set[Fraction] = {Fraction(0), Fraction(1)}
    for node in ast.walk(ast.parse(inspect.getsource(example))):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | str):
            for sign, number, percent in re.findall(r"(-?)(\d[\d,]*(?:\.\d+)?)(%?)", str(node.value)):
                figure = Fraction(number.replace(",", "")) / (100 if percent else 1)
                found |= {figure, -figure} if sign else {figure}
    return found


@needs_cases
@pytest.mark.parametrize("name", SETTLED)
def test_the_figures_of_a_published_case_are_those_typed_into_its_example(name: str) -> None:
    case = cases()[name]
    known = typed_figures(SETTLED[name])
    facts = {part: case[part] for part in ("given", "expect")}
    missing = [figure for figure in figures(facts, WORKED_FROM.get(name, [])) if figure not in known]
    assert not missing, [float(figure) for figure in missing]


# The same cases settled from the file's own figures


def settle_case(name: str, *steps: dict[str, Any], baseline: str, outturn: str, **terms: Any) -> Decimal:
    given = cases()[name]["given"]
    rounding = {"rounding": "half up to the penny"} | terms
    return earned(contract(*steps, baseline=given[baseline], **rounding), given[outturn])[0]


def in_per_cent(written: str) -> str:
    return f"{Decimal(written) * 100:f}%"


@needs_cases
def test_the_cases_with_one_figure_give_the_published_result_from_the_files_own_figures() -> None:
    known = cases()
    a1204, first = known["mssp-2024-A1204"]["given"], known["first-pound-share"]
    minimum = threshold(in_per_cent(a1204["minimum_savings_rate"]))
    assert settle_case("mssp-2024-A1204", minimum, share(a1204["share"]), baseline="benchmark", outturn="spend") == 0
    steps = threshold(in_per_cent(first["given"]["threshold"])), share(first["given"]["share"])
    result = settle_case("first-pound-share", *steps, baseline="benchmark", outturn="spend")
    assert result == Decimal(first["expect"]["earned"])
    nec = known["nec-gain-flat-half"]
    result = settle_case("nec-gain-flat-half", share(nec["given"]["share"]), baseline="target", outturn="outturn")
    assert result == Decimal(nec["expect"]["provider_share"])
    assert Decimal(nec["given"]["outturn"]) + result == Decimal(nec["expect"]["final_total"])


@needs_cases
def test_the_cases_with_bands_give_the_published_result_from_the_files_own_figures() -> None:
    def banded(listed: list[dict[str, str]], edges: str | None) -> dict[str, Any]:
        bands: list[dict[str, Any]] = []
        for each in listed:
            bands.append({"share": each["share"]})
            if "to" in each:
                bands[-1]["up_to"] = in_per_cent(each["to"]) if edges else each["to"]
        return {"rule": "bands", "bands": bands} | ({"edges": edges} if edges else {})

    known = cases()
    target = known["target-cost-two-bands-gain"]
    steps = banded(target["given"]["bands"], "share of baseline")
    result = settle_case("target-cost-two-bands-gain", steps, baseline="target", outturn="outturn")
    assert result == Decimal(target["expect"]["provider_share"])
    corridors = known["risk-corridors-professional"]
    benchmark = corridors["given"]["benchmark"]
    agreed = contract(banded(corridors["given"]["corridors"], "share of baseline"), baseline=benchmark)
    for row in corridors["expect"]["rows"]:
        assert earned(agreed, Decimal(benchmark) - Decimal(row["saving"])) == [Decimal(row["earned"])]
    tapering = known["tapering-bands-not-extrapolated"]
    agreed = contract(banded(tapering["given"]["bands"], None), baseline=tapering["given"]["saving"])
    statement = agreed.settle({"2020": 0})
    assert statement.amount("fee of the year") == Decimal(tapering["expect"]["earned_within_bands"])
    assert statement.amount("beyond the last of the bands") == Decimal(tapering["expect"]["uncovered"])


@needs_cases
def test_the_shipped_example_holds_the_published_figures() -> None:
    given = cases()["south-tyneside-highways-outturn"]["given"]
    agreed = rr.read_contract(EXAMPLE / "south-tyneside.toml")
    rows = {row["period"]: row for row in rr.read_outturn(EXAMPLE / "south-tyneside-outturn.csv").to_records()}
    costs, income = agreed.measure[0].baseline, agreed.measure[1].baseline
    assert isinstance(costs, Indexed)
    assert isinstance(income, Fixed)
    spent = {year: Decimal(amount) for year, amount in given["total_expenditure"].items()}
    received = {year: spent[year] - Decimal(amount) for year, amount in given["net_current_expenditure"].items()}
    assert (costs.amount, income.amount) == (spent.pop("2021-22"), received.pop("2021-22"))
    assert {year: Decimal(row["running costs"]) for year, row in rows.items()} == spent
    assert {year: Decimal(row["income"]) for year, row in rows.items()} == received
    levels = {f"{year[:4]}": level.level for year, level in costs.index.levels.items()}
    february = {year: Fraction(level) for year, level in given["cpi_february"].items()}
    assert costs.index.base == february["2022"]
    assert levels == {str(int(year) - 1): february[year] for year in ("2023", "2024")}


# Real data


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published_levels() -> dict[str, Decimal]:
    return {row["month"]: Decimal(row["level"]) for row in rows("ons_cpi_d7bt.csv")}


@needs_data
@pytest.mark.parametrize("initial", ["100", "57.50", "89.90", "92.53", "0.01", "1234567.89"])
def test_a_strike_price_in_every_january_of_the_published_levels_is_to_the_penny(initial: str) -> None:
    """round(initial x CPI of January / 94.5, 2), half up, held against arithmetic of whole numbers."""
    januaries = {month[:4]: level for month, level in published_levels().items() if month.endswith("-01")}
    assert len(januaries) >= 39
    levels = dict(januaries)
    index = {"series": "ONS CPI D7BT, 2015 = 100", "month": "January inside the year", "base": "94.5", "levels": levels}
    power = {
        "name": "power",
        "unit": "MWh",
        "benefit": "cashable",
        "baseline": {"rule": "fixed", "amount": 10},
        "price": {"amount": initial, "index": index, "places": 2},
    }
    first = min(januaries)
    terms = {"starts": f"{first}-01-01", "years": len(januaries), "settled": "yearly", "measure": [power]}
    fee = {"starts": "first pound", "counted": "each period", "step": [share("10%")]}
    agreed = rr.Contract(title="Strike price", rounding="half up to the penny", fee=fee, **terms)
    statement = agreed.settle(dict.fromkeys(januaries, 9))
    pence = int(Decimal(initial) * 100)
    for year, level in januaries.items():
        tenths = int(level * 10)
        assert statement.exact("price", year) == Fraction((2 * pence * tenths + 945) // (2 * 945), 100), year


@needs_data
@pytest.mark.parametrize(
    ("base_month", "amount", "places"),
    [
        ("2022-02", "12201000", None),
        ("2015-02", "987654.32", None),
        ("2011-02", "0.05", None),
        ("2008-02", "1234567", 3),
    ],
)
def test_an_indexed_baseline_is_the_amount_by_the_ratio_of_the_published_levels(
    base_month: str, amount: str, places: int | None
) -> None:
    levels = published_levels()
    starts = int(base_month[:4])
    counted = {f"{year}-{(year + 1) % 100:02d}": levels[f"{year + 1}-02"] for year in range(starts, starts + 3)}
    index: dict[str, Any] = {
        "series": "ONS CPI D7BT, 2015 = 100",
        "month": "February inside the year",
        "base": levels[base_month],
        "levels": counted,
    }
    index |= {} if places is None else {"places": places}
    baseline = {"rule": "indexed", "amount": amount, "index": index}
    agreed = contract(share("25%"), baseline=baseline, years=3, starts=f"{starts}-04-01")
    statement = agreed.settle(dict.fromkeys(counted, 0))
    for year, level in counted.items():
        exactly = Fraction(level) / Fraction(levels[base_month])
        factor = level / levels[base_month]
        if places is not None:
            factor = factor.quantize(Decimal(10) ** -places, ROUND_HALF_UP)
            exactly = Fraction(factor)
        expected = Fraction(amount) * exactly
        assert statement.exact("spend / baseline", year) == expected
        assert statement.amount("spend / baseline", year) == (Decimal(amount) * factor).quantize(PENNY, ROUND_HALF_UP)


@needs_cases
@needs_data
def test_the_levels_of_the_published_cases_are_the_published_levels() -> None:
    levels, known = published_levels(), cases()
    strike = known["cfd-strike-price-rule"]["given"]
    assert levels["2011-10"] == Decimal(strike["base_level"])
    assert Decimal(strike["level"]) in levels.values()
    for year, level in known["south-tyneside-highways-outturn"]["given"]["cpi_february"].items():
        assert levels[f"{year}-02"] == Decimal(level)


RATES = (
    *((500, 999, "12.2", "8.7"), (1000, 2999, "8.7", "5.0"), (3000, 4999, "5.0", "3.9"), (5000, 5999, "3.9", "3.6")),
    *((6000, 6999, "3.6", "3.4"), (7000, 7999, "3.4", "3.2"), (8000, 8999, "3.2", "3.1"), (9000, 9999, "3.1", "3.0")),
    *((10_000, 14_999, "3.0", "2.7"), (15_000, 19_999, "2.7", "2.5"), (20_000, 49_999, "2.5", "2.2")),
    *((50_000, 59_999, "2.2", "2.0"), (60_000, 10**9, "2.0", "2.0")),
)
"""42 CFR 425.604: the minimum savings rate of a one-sided track by population, in per cent at both ends of a row."""


def minimum_rate(row: dict[str, str]) -> Fraction:
    if row["track"] not in {"T1", "BA", "BB"}:
        return Fraction(row["minimum_rate"])
    people = int(row["population"])
    low, high, at_low, at_high = next(each for each in RATES if each[0] <= people <= each[1])
    return (Fraction(at_low) + (Fraction(at_high) - Fraction(at_low)) * Fraction(people - low, high - low)) / 100


@needs_data
def test_real_settlements_near_their_minimum_are_paid_where_the_threshold_is_met_on_unrounded_figures() -> None:
    """The 60 real settlements nearest to their minimum savings rate; the sum paid waits for the statutory deduction."""
    near = []
    for row in rows("mssp_settlements.csv"):
        complete = row["minimum_rate"] and row["population"] and float(row["benchmark"]) > 0
        if complete and not row["reduced_share_below_minimum"] and row["quality_standard_met"] != "0":
            benchmark, spend, rate = Fraction(row["benchmark"]), Fraction(row["spend"]), minimum_rate(row)
            if rate and benchmark > spend:
                near.append((abs((benchmark - spend) / benchmark / rate - 1), row["year"], row["id"], rate, row))
    near.sort(key=lambda each: each[:3])
    outcomes = []
    for *_, rate, row in near[:60]:
        minimum = {"rule": "threshold", "share_of_baseline": rate, "once_met": "everything counts"}
        agreed = contract(minimum, share("50%"), baseline=row["benchmark"], rounding="half up to the dollar")
        statement = agreed.settle({"2020": row["spend"]})
        counts = statement.exact("saving after the threshold")
        assert counts in {0, Fraction(row["benchmark"]) - Fraction(row["spend"])}
        assert (counts > 0) == (float(row["earned"]) > 0), (row["year"], row["id"])
        outcomes.append(counts > 0)
    assert 20 < sum(outcomes) < 40


@needs_data
def test_real_councils_earn_a_provider_nothing_in_years_that_cost_no_less_than_the_first() -> None:
    """Net expenditure of English councils against their own first year, nil and negative baselines among them."""
    spent: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows("council_outturn.csv"):
        spent.setdefault((row["code"], row["service"]), {})[row["year"]] = int(row["net_gbp_thousand"]) * 1000
    whole = [years for years in spent.values() if len(years) == 3]
    below = [years for years in whole if years["2021-22"] <= 0]
    steps = threshold("2%", "only the excess counts"), share("25%")
    guarantee = {"share_of_baseline": "5%", "tested": "each period", "shortfall": "fee only"}
    outcomes = set()
    for years in (*below[:: len(below) // 30], *whole[:: len(whole) // 30]):
        agreed = contract(*steps, baseline=years["2021-22"], years=2, starts="2022-04-01", guarantee=guarantee)
        statement = agreed.settle({year: years[year] for year in ("2022-23", "2023-24")})
        for period in statement.periods:
            saving = years["2021-22"] - years[period.label]
            counts = max(saving - max(Fraction(years["2021-22"], 50), Fraction(0)), Fraction(0))
            assert period["fee of the year"] == (Decimal(int(counts * 25)) / 100).quantize(PENNY)
            assert period["fee of the year"] == 0 or saving > 0
            outcomes.add((years["2021-22"] > 0, counts > 0))
    assert len(outcomes) == 4


@needs_data
def test_a_portfolio_of_every_authority_nets_and_refuses() -> None:
    """Counted here once more from the file: keyed on the code, the total dropped, what cannot be relied on left out."""
    published = rows("council_outturn.csv")
    years = ["2021-22", "2022-23", "2023-24"]
    columns = rr.Columns("code", "council", "service", "year", "net_gbp_thousand", in_thousands=True)
    figures = rr.figures_by_year(published, columns, years, leave_out=["Total Service Expenditure"])
    found = rr.portfolio(figures, "2021-22", shown.TERMS, shown.BASELINE)
    spent: dict[str, dict[str, list[int]]] = {}
    for row in published:
        if row["service"] != "Total Service Expenditure":
            spent.setdefault(row["code"], {}).setdefault(row["service"], []).append(int(row["net_gbp_thousand"]))
    whole = {code: lines for code, lines in spent.items() if all(len(each) == 3 for each in lines.values())}
    assert len(spent) == 429
    assert Counter(finding.name for finding in found.findings) == {
        "years missing": sum(max(map(len, lines.values())) < 3 for lines in spent.values()),
        "figures given twice": sum(max(map(len, lines.values())) > 3 for lines in spent.values()),
        "baseline of nil or below": sum(each[0] <= 0 for lines in whole.values() for each in lines.values()),
    }
    assert {member.code for member in found} == set(whole)
    levels = [Fraction(level) / Fraction("115.8") for level in ("127.9", "132.3")]
    for member in found:
        lines = {service: each for service, each in whole[member.code].items() if each[0] > 0}
        by_year = [
            {service: 1000 * (each[0] * level - each[number]) for service, each in lines.items()}
            for number, level in enumerate(levels, 1)
        ]
        assert member.savings == {service: by_year[0][service] + by_year[1][service] for service in lines}
        penny = Fraction(1, 100)
        counted = sum(to_step(sum(each.values()), penny, "half up") for each in by_year)
        assert member.fee == to_step(max(counted, Fraction(0)) / 4, penny, "half up")
        assert member.fee <= member.fee_of_winners
    assert len(found) == 388
    page = " ".join((Path(__file__).parents[1] / "docs" / "portfolio.md").read_text(encoding="utf-8").split())
    for figure in (found.fee, found.fee_of_winners):
        assert money_text(figure) in page
