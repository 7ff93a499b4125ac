"""Paths of one's own: read exactly, of the right shape, and never with a gap."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import riskreward as rr
from riskreward import InputError
from riskreward.scenarios import Drawing
from tests.contracts import QUALITY, contract

PENCE = np.array([[90_000_000, 91_000_000, 92_000_000], [80_000_000, 81_000_000, 82_000_001]])
PARTS, UNITS = "smallest parts", "whole units"


def outturns(given: Any, name: str = "costs", **terms: Any) -> list[list[int]]:
    """Return every path of the column, period by period."""
    drawing = Drawing(contract(**terms), rr.scenario({name: given}), 1)
    number = drawing.watched.assembled.program.fact_numbers[f"{name} / outturn"]
    assert drawing.paths is not None
    return [[row[number] for row in drawing.path(path)] for path in range(drawing.paths)]


def refusals(make: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        make()
    return [str(each) for each in caught.value.problems]


def test_whole_pence_are_taken_as_they_are() -> None:
    assert outturns(rr.own_figures(PENCE, counted_in="smallest parts", of="outturn")) == PENCE.tolist()


@pytest.mark.parametrize(
    "figures",
    [
        PENCE / 100,
        [["£900,000", "910000.00", 920_000], [Decimal("800000"), "£810,000", "£820,000.01"]],
    ],
)
def test_pounds_are_read_exactly(figures: Any) -> None:
    assert outturns(rr.own_figures(figures, counted_in="whole units", of="outturn")) == PENCE.tolist()


def test_savings_are_taken_off_the_baseline() -> None:
    own = rr.own_figures([["£100,000", 0, "-£50,000"]], counted_in="whole units", of="saving")
    assert outturns(own) == [[90_000_000, 100_000_000, 105_000_000]]


def test_shares_are_read_as_shares() -> None:
    own = rr.own_figures([["95%", 0.9, "97.25%"]], counted_in="whole units", of="outturn")
    assert outturns(own, "quality", others=(QUALITY,)) == [[9_500, 9_000, 9_725]]


@pytest.mark.parametrize(
    "figures",
    [
        np.array([[0.9, 0.9, 0.9], [0.9, 95.0, 0.9]]),
        np.array([[1, 1, 1], [1, 95, 96]]),
        [["90%", 0.9, 0.9], [0.9, 95, 0.9]],
    ],
)
def test_shares_given_as_per_cents_are_refused_as_a_settlement_refuses_them(figures: Any) -> None:
    told = refusals(
        lambda: outturns(rr.own_figures(figures, counted_in=UNITS, of="outturn"), "quality", others=(QUALITY,))
    )
    assert told[0] == ('scenario["quality"][1, 1] is 95, which is 95 times the whole; did you mean "95%"? write "95%"')


def test_stretches_of_paths_are_views_of_the_array() -> None:
    drawing = Drawing(contract(), rr.own_figures(PENCE, counted_in="smallest parts", of="outturn"), 1)
    number = drawing.watched.assembled.program.fact_numbers["costs / outturn"]
    found = [np.copy(row[number]).tolist() for row in drawing.rows(1, 1)]
    assert found == [[80_000_000], [81_000_000], [82_000_001]]
    assert drawing.limits[0][number] == (80_000_000, 90_000_000)


def test_more_paths_than_there_are_cannot_be_drawn() -> None:
    drawing = Drawing(contract(), rr.own_figures(PENCE, counted_in="smallest parts", of="outturn"), 1)
    assert refusals(lambda: drawing.rows(1, 2)) == [
        "paths asks for 3 paths, but there are 2 of your own; draw 2 at most"
    ]


@pytest.mark.parametrize(
    ("figures", "counted", "told"),
    [
        (
            [[1.0, float("nan"), 3.0]],
            UNITS,
            'scenario["costs"][0, 1] is NaN, which is not a number; write a number such as 10%',
        ),
        (
            np.array([[1.0, np.nan, 3.0]]),
            UNITS,
            'scenario["costs"][0, 1] is nan, which is not a number; '
            "fill the gaps: every path needs a figure in every period",
        ),
        (
            np.array([[1.0, 2.0, np.inf]]),
            UNITS,
            'scenario["costs"][0, 2] is inf, which is not a number; '
            "fill the gaps: every path needs a figure in every period",
        ),
        (
            np.array([[1.0, 2.005, 3.0]]),
            UNITS,
            'scenario["costs"][0, 1] is 2.005, finer than the smallest part of the unit; '
            "round it, or give whole numbers counted_in='smallest parts'",
        ),
        (
            [["£1", "£2", "50%"]],
            UNITS,
            "scenario[\"costs\"][0, 2] is '50%', in another unit; write it in the measure's own",
        ),
        (
            np.array([[1, 2]]),
            PARTS,
            'scenario["costs"] has 2 columns, but the term has 3 settlements; '
            "give one column for each settlement of the term",
        ),
        (
            np.array([[1, 2, 2**62]]),
            UNITS,
            'scenario["costs"] has figures too large to be settled; check the figures',
        ),
        (
            np.array([[1, 2, -(2**63)]]),
            UNITS,
            'scenario["costs"] has figures too large to be settled; check the figures',
        ),
        (
            np.array([[1, 2, 2_000_000]]),
            UNITS,
            'scenario["costs"] can bring costs to £2,000,000.00 in 2028-29, above £1,000,000.00, the end of the range '
            "that the contract declares; check the figures, or widen outturn_between in the contract",
        ),
    ],
)
def test_figures_that_cannot_be_settled_are_refused(figures: Any, counted: Any, told: str) -> None:
    agreed = contract(measure={"outturn_between": [0, 1_000_000]})
    assert refusals(lambda: Drawing(agreed, rr.own_figures(figures, counted_in=counted, of="outturn"), 1)) == [told]


class Frame:
    """Figures as a data frame holds them: no sequence of rows, but an array of them."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return PENCE


def test_what_can_be_an_array_is_read_as_one() -> None:
    frame: Any = Frame()
    assert outturns(rr.own_figures(frame, counted_in="smallest parts", of="outturn")) == PENCE.tolist()


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (
            np.ma.MaskedArray([[1, 2, 3]], mask=[[False, False, True]]),
            "own_figures.figures[0, 2] is masked, which is no figure; "
            "fill the gaps: every path needs a figure in every period",
        ),
        (None, "own_figures.figures is None, where paths and settlements belong; give an array"),
        ("£5", "own_figures.figures is '£5', where paths and settlements belong; give an array"),
        (
            np.array([1, 2, 3]),
            "own_figures.figures has the shape (3,), where paths and settlements belong; "
            "give one row for each path and one column for each settlement",
        ),
        (
            [[1, 2], [1, 2, 3]],
            "own_figures.figures has rows of 2 to 3 figures; give every path a figure for each settlement",
        ),
        (
            [],
            "own_figures.figures has the shape (0, 0), where paths and settlements belong; "
            "give one row for each path and one column for each settlement",
        ),
        (np.array([[True]]), "own_figures.figures holds bool, where figures belong; give whole numbers"),
    ],
)
def test_what_is_no_array_of_paths_is_refused(figures: Any, told: str) -> None:
    assert refusals(lambda: rr.own_figures(figures, counted_in="whole units", of="outturn")) == [told]


def test_what_the_figures_are_must_be_said() -> None:
    assert refusals(lambda: rr.own_figures(PENCE, counted_in="pennies", of="cost")) == [  # type: ignore[arg-type]  # what is refused
        'own_figures.counted_in is \'pennies\'; write "whole units" or "smallest parts"',
        'own_figures.of is \'cost\'; write "saving" or "outturn"',
    ]
