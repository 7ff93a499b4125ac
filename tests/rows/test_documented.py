"""What the page on outcome payments shows is what the library does."""

import re
from pathlib import Path

import riskreward as rr
from riskreward.figures import money_text
from tests.rows.cards import WORK_PROGRAMME, card, claim

PAGE = (Path(__file__).parents[2] / "docs" / "outcomes.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Return the one block of the page in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


def test_the_whole_example_pays_what_the_page_says(tmp_path):
    contract = rr.contract_from_toml(block("toml"))
    claims = tmp_path / "claims.csv"
    claims.write_text(block("csv"), encoding="utf-8")
    paper = rr.outcome_payments(contract, rr.read_claims(claims))
    statement = contract.settle(paper.by_period)
    said = [f"£{period['paid']:,}" for period in statement.periods]
    assert said == ["£13,200.00", "£1,800.00"]
    told = " ".join(PAGE.split())
    assert f"{said[0]} is paid in 2026-27 and {said[1]} in 2027-28" in told
    assert f"cuts off {money_text(paper.total.cut_off)}, which the council keeps" in told


def test_the_first_example_is_the_work_programmes():
    paper = card(*WORK_PROGRAMME, periods=["2026-27", "2027-28"]).work_out(
        [claim("A17", "attachment"), claim("A17", "job outcome"), claim("A17", "sustainment", 1)]
    )
    assert f"paper.by_period          # {paper.by_period}".replace("'", '"') in PAGE
