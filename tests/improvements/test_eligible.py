"""Claims, deadweight, confidence and stage together: plain fractions, in the one order, in every reader."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import read_contract, read_outturn, statement_to_page
from riskreward.contract.assembly import rules
from riskreward.improvements.stages import STAGES
from riskreward.kernel.rounding import to_step
from riskreward.readers import direct
from tests.contracts import BASELINE, POUNDS, SAVINGS, SHARES, column, contract, fees, pence
from tests.test_agreement import exact_lines, facts_by_path

NONE = Fraction(0)
PENNY = Fraction(1, 100)
MODES = ("half up", "down", "up", "floor")
WORDS = (*STAGES, "rejected", "deemed realised")
CLAIMS = {"claim": [{"name": "a", "ours": True}, {"name": "b"}, {"name": "c", "ours": True}]}
DEEMED = {"deemed": {"after": "60 days", "clause": "7.3", "disputable_for_days": 30}}


@st.composite
def cases(draw: Any) -> tuple[dict[str, Any], str, list[dict[str, Any]]]:
    """Return the terms of a measure, a rounding mode, and an outturn that fits them."""
    measure: dict[str, Any] = {}
    if draw(st.booleans()):
        measure |= {**CLAIMS, "overlap": "in running proportion"}
    if draw(st.booleans()):
        measure |= {"deadweight": draw(SHARES | st.just(Fraction(1, 6))), "counterfactual": "trial"}
    first = 0
    if draw(st.booleans()):
        first = draw(st.integers(1, 4))
        measure |= {"counts_when": STAGES[first], "until_then": draw(st.sampled_from(["waits", "is lost"]))}
    form = draw(st.sampled_from(["", "one", "by stage"]))
    if form == "one":
        measure["confidence"] = draw(SHARES)
    if form == "by stage":
        shares = sorted(draw(st.lists(SHARES, min_size=5 - first, max_size=5 - first)))
        kept = [True, *draw(st.lists(st.booleans(), min_size=4 - first, max_size=4 - first))]
        listed = zip(STAGES[first:], shares, kept, strict=True)
        measure["confidence"] = {stage: part for stage, part, keep in listed if keep}
    has_stages = form == "by stage" or "counts_when" in measure
    if has_stages:
        measure |= DEEMED
    rows = []
    for label in ("2026-27", "2027-28", "2028-29")[: draw(st.integers(1, 3))]:
        row: dict[str, Any] = {"period": label, "costs": BASELINE - draw(SAVINGS)}
        if "claim" in measure:
            row |= {f"costs: {name}": draw(POUNDS | st.just(NONE)) for name in "abc"}
        if has_stages:
            row["costs, stage"] = draw(st.sampled_from(WORDS))
            row["costs, deemed on"] = "2027-05-01" if row["costs, stage"] == "deemed realised" else ""
        rows.append(row)
    return measure, draw(st.sampled_from(MODES)), rows


def attributed(saving: Fraction, claims: list[Fraction]) -> Fraction:
    if sum(claims) == 0:
        return min(saving, NONE)
    whole = min(saving, Fraction(sum(claims)))
    ends, given_out = [], []
    for number in range(3):
        ends.append(to_step(sum(claims[: number + 1]) * whole / sum(claims), PENNY, "half up"))
        given_out.append(ends[-1] - (ends[-2] if number else 0))
    return given_out[0] + given_out[2]


def share_at(confidence: Any, stage: str | None, pays: str | None) -> Fraction:
    if not isinstance(confidence, dict):
        return Fraction(1) if confidence is None else confidence
    if stage == "rejected":
        return NONE if pays is None else next(iter(confidence.values()))
    assert stage is not None
    reached = STAGES.index(stage.removeprefix("deemed "))
    listed = [part for name, part in confidence.items() if STAGES.index(name) <= reached]
    return listed[-1] if listed else next(iter(confidence.values()))


@settings(max_examples=200)
@given(cases())
def test_what_counts_is_what_plain_fractions_give_and_every_reader_agrees(case):
    measure, mode, rows = case
    agreed = contract(measure=measure, rounding=f"{mode} to the penny")
    statement = agreed.settle(rows)
    waiting = saved = NONE
    for row, period in zip(rows, statement.periods, strict=True):
        saving = BASELINE - row["costs"]
        if "claim" in measure:
            saving = attributed(saving, [row[f"costs: {name}"] for name in "abc"])
        saved += saving
        stage = row.get("costs, stage")
        part = (1 - measure.get("deadweight", NONE)) * share_at(
            measure.get("confidence"), stage, measure.get("counts_when")
        )
        counts = saving * part if saving > 0 else saving
        if "counts_when" in measure:
            reached = stage != "rejected" and STAGES.index(stage.removeprefix("deemed ")) >= STAGES.index(
                measure["counts_when"]
            )
            held = waiting + max(counts, NONE)
            counts = counts + waiting if reached else min(counts, NONE)
            dropped = reached or stage == "rejected" or measure["until_then"] == "is lost"
            waiting = NONE if dropped else to_step(held, PENNY, mode)
            if measure["until_then"] == "waits":
                assert period.exact(f"waits to be {measure['counts_when']}") == waiting
        assert period.exact(f"costs / {agreed.measure[0].counted}") == counts
        assert period.exact("saved to date") == to_step(saved, PENNY, "half up")
    facts = [facts_by_path(statement.program, wholes) for wholes in statement.facts]
    assert exact_lines(statement) == direct.run(lambda: rules(agreed), facts)


WRITTEN = """
title = "Reablement"
starts = 2026-04-01
years = 3
settled = "yearly"
rounding = "half up to the penny"

[[measure]]
name = "home care"
unit = "£"
benefit = "cashable"
overlap = "in running proportion"
deadweight = "1/6"
counterfactual = "comparator"
confidence = { realised = "80%", sustained = "100%" }
counts_when = "realised"
until_then = "waits"
deemed = { after = "60 days without a decision", clause = "7.3", disputable_for_days = 30 }
baseline = { rule = "fixed", amount = 1_000_000 }

[[measure.claim]]
name = "reablement"
by = "Example Provider Ltd"
ours = true

[[measure.claim]]
name = "telecare"
by = "Another Ltd"

[fee]
starts = "first pound"
counted = "each period"

[[fee.step]]
rule = "share"
share = "10%"
"""

TYPED = """period,home care,home care: reablement,home care: telecare,"home care, stage","home care, deemed on"
2026-27,"£850,000",120000,30000,Implemented,
2027-28,"£900,000",90000,90000,Deemed realised,2028-05-31
2028-29,"£970,000",30000,0,Sustained,
"""


def test_the_terms_as_a_council_writes_them(tmp_path: Path) -> None:
    """Of 150,000, 100,000 and 30,000 ours are 120,000, 50,000 and 30,000.

    Less a sixth they are 100,000, 41,666.67 and 25,000; weighed 80,000, 33,333.33 and 25,000. The first waits a year.
    """
    (tmp_path / "contract.toml").write_text(WRITTEN, encoding="utf-8")
    (tmp_path / "outturn.csv").write_text(TYPED, encoding="utf-8")
    statement = read_contract(tmp_path / "contract.toml").settle(read_outturn(tmp_path / "outturn.csv"))
    assert column(statement, "saving attributed") == [120_000, 50_000, 30_000]
    assert column(statement, "weighed by confidence") == pence("80,000.00 33,333.33 25,000.00")
    assert column(statement, "counts") == pence("0.00 113,333.33 25,000.00")
    assert fees(statement) == pence("0.00 11,333.33 2,500.00")
    assert statement.amount("saved to date") == 200_000
    assert "either side may dispute it until 30 June 2028" in str(statement).replace("\n  ", " ")
    assert "deemed realised" in statement_to_page(statement)
