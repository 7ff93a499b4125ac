"""What docs/comparing-offers.md shows is what the library does."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import riskreward as rr

PAGE = (Path(__file__).parents[2] / "docs" / "comparing-offers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(python|text)\n(.*?)```", PAGE, re.DOTALL)
FIRST = BLOCKS[0][1]
SHOWN = [(code, text) for (kind, code), (then, text) in pairwise(BLOCKS) if then == "text"]


@pytest.mark.parametrize(("code", "text"), SHOWN)
def test_the_page_shows_what_its_lines_come_to(code: str, text: str) -> None:
    names: dict[str, object] = {}
    exec(FIRST, names)
    *before, last = code.strip().split("\n")
    exec("\n".join(before), names)
    assert " ".join(text.split()) in " ".join(str(eval(last, names)).split())


def test_each_block_of_figures_has_its_lines() -> None:
    assert len(SHOWN) == 3


def test_a_fixed_fee_is_told_to_be_paid_without_improvement() -> None:
    ours = rr.gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=3)
    verdicts = {each.promise.name: each.state for each in rr.check(rr.fixed_fee("£30,000", like=ours))}
    assert verdicts["no improvement, no fee"] == "broken"
