"""Published rows are keyed on the code, read once, and told of where they cannot be relied on."""

from fractions import Fraction
from typing import Any

import pytest

from riskreward import InputError
from riskreward.portfolios import Columns, FiguresByYear, figures_by_year

COLUMNS = Columns("code", "council", "service", "year", "net")
YEARS = ("2021-22", "2022-23")


def row(code: str, year: str, net: object, service: str = "highways", council: str = "Ayton") -> dict[str, Any]:
    return {"code": code, "council": council, "service": service, "year": year, "net": net}


def read(*rows: dict[str, Any], columns: Columns = COLUMNS, leave_out: tuple[str, ...] = ()) -> FiguresByYear:
    return figures_by_year(rows, columns, YEARS, leave_out)


def sentences(figures: FiguresByYear) -> list[str]:
    return [finding.sentence for finding in figures.findings]


def test_an_authority_is_its_code_however_its_name_is_spelled():
    figures = read(row("E1", "2021-22", 100), row("E1", "2022-23", "90", council="Ayton UA"))
    assert list(figures) == ["E1"]
    assert figures.names == {"E1": "Ayton"}
    assert figures.figures["E1"] == {"highways": {"2021-22": 100, "2022-23": 90}}
    assert not figures.findings


def test_figures_in_thousands_are_read_in_pounds_exactly():
    thousands = Columns("code", "council", "service", "year", "net", in_thousands=True)
    figures = read(row("E1", "2021-22", "12201"), row("E1", "2022-23", "0.123"), columns=thousands)
    assert figures.figures["E1"]["highways"] == {"2021-22": 12_201_000, "2022-23": Fraction(123)}


def test_the_total_line_and_other_years_are_not_read():
    rows = [row("E1", year, 1, service) for year in (*YEARS, "2019-20") for service in ("highways", "Total")]
    assert read(*rows, leave_out=("Total",)).figures == {"E1": {"highways": dict.fromkeys(YEARS, Fraction(1))}}


def test_an_authority_without_every_year_is_left_out_and_named():
    figures = read(row("E1", "2021-22", 1), row("E2", "2021-22", 2), row("E2", "2022-23", 2))
    assert list(figures) == ["E2"]
    assert sentences(figures) == ["Ayton (E1) is left out: it has no figures for 2022-23."]


def test_an_authority_with_a_line_that_breaks_off_is_left_out_and_the_line_named():
    figures = read(
        row("E1", "2021-22", 1), row("E1", "2022-23", 1), row("E1", "2021-22", 5, "waste"), row("E2", "2022-23", 5)
    )
    assert not len(figures)
    assert sentences(figures) == [
        "Ayton (E1) is left out: waste has not every year.",
        "Ayton (E2) is left out: it has no figures for 2021-22.",
    ]


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (100, "1 of its figures are given twice."),
        (101, "1 of its figures are given twice, 1 of them differently (highways, 2021-22: £100.00 and £101.00)."),
    ],
)
def test_figures_given_twice_are_never_chosen_between(second, told):
    figures = read(row("E1", "2021-22", 100), row("E1", "2021-22", second), row("E1", "2022-23", 90))
    assert not len(figures)
    assert sentences(figures) == [f"Ayton (E1) is left out: {told}"]


def test_every_row_that_cannot_be_read_is_told_at_once():
    with pytest.raises(InputError) as caught:
        read(row("E1", "2021-22", "n/a"), {"code": "E1", "year": "2022-23"}, row("E1", "2022-23", float("nan")))
    assert [str(problem) for problem in caught.value.problems] == [
        "rows[0].net is 'n/a', where a number belongs; write a number such as 12201000",
        "rows[1] has no column 'council', 'service', 'net'; its columns are code, year",
        "rows[2].net is NaN, which is not a number; write a number such as 12201000",
    ]
