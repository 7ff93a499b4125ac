"""What the pages on simulating and on comparing offers show is what the library does."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import riskreward as rr

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"comparing-offers.md": 3, "simulating.md": 3}
"""Each page, and how many blocks of figures it shows."""


def blocks(page: str) -> list[tuple[str, str]]:
    return re.findall(r"```(python|text)\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


def shown(page: str) -> list[tuple[str, str]]:
    return [(code, text) for (_, code), (then, text) in pairwise(blocks(page)) if then == "text"]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_shows_what_its_lines_come_to(page: str) -> None:
    assert len(shown(page)) == PAGES[page]
    for code, text in shown(page):
        names: dict[str, object] = {}
        exec(blocks(page)[0][1], names)
        *before, last = code.strip().split("\n")
        exec("\n".join(before), names)
        assert " ".join(text.split()) in " ".join(str(eval(last, names)).split())


def test_a_fixed_fee_is_told_to_be_paid_without_improvement() -> None:
    ours = rr.gain_share(baseline="£1,000,000", share="25%", starts="2026-04-01", years=3)
    verdicts = {each.promise.name: each.state for each in rr.check(rr.fixed_fee("£30,000", like=ours))}
    assert verdicts["no improvement, no fee"] == "broken"
