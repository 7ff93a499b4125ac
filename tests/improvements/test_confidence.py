"""Confidence: a saving weighed by how sure it is, throughout or by its stage, and a loss counted whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskreward.improvements.confidence import at_its_stage, weighed
from riskreward.improvements.stages import STAGES
from riskreward.kernel import nothing, pounds, share_of
from tests.contracts import SAVINGS, SHARES, column, contract, fees, refusals, settle, told, worked

BY_STAGE = {"identified": "25%", "accepted": "50%", "implemented": "75%", "realised": "100%"}
STAGED = contract(measure={"confidence": BY_STAGE})


def staged(agreed, *pairs):
    savings, stages = zip(*pairs, strict=True)
    return settle(agreed, *savings, **{"costs,_stage": stages})


def test_a_saving_counts_for_its_share():
    """80% of 100,000 is 80,000, of which a tenth; the council has saved 100,000."""
    statement = settle(contract(measure={"confidence": "80%"}), 100_000)
    assert statement.amount("confidence") == 80
    assert statement.amount("weighed by confidence") == 80_000
    assert fees(statement) == [8_000]
    assert statement.amount("saved to date") == 100_000


def test_fifteen_million_at_26_per_cent_is_3_9_million():
    """Croydon and Newton: 3.9m weighed by confidence against 15m of target."""
    agreed = contract(measure={"confidence": "26%"}, baseline={"rule": "fixed", "amount": 100_000_000})
    statement = agreed.settle({"2026-27": 85_000_000})
    assert statement.amount("weighed by confidence") == 3_900_000


def test_a_loss_counts_whole():
    statement = settle(contract(measure={"confidence": "80%"}, counted="to date"), 100_000, -30_000)
    assert column(statement, "weighed by confidence") == [80_000, -30_000]
    assert column(statement, "fee to date") == [8_000, 5_000]


@pytest.mark.parametrize(
    ("stage", "counts"),
    [
        ("identified", 25_000),
        ("Accepted", 50_000),
        (" implemented ", 75_000),
        ("REALISED", 100_000),
        ("sustained", 100_000),
        ("rejected", 0),
    ],
)
def test_a_saving_counts_for_the_share_of_its_stage(stage: str, counts: int):
    """Sustained is not listed, and has the share of realised; what is rejected has none."""
    assert staged(STAGED, (100_000, stage)).amount("weighed by confidence") == counts
    assert staged(STAGED, (-100_000, stage)).amount("weighed by confidence") == -100_000


def test_a_stage_between_has_the_share_of_the_one_before_it():
    agreed = contract(measure={"confidence": {"identified": "10%", "realised": "90%"}})
    statement = staged(agreed, (100_000, "accepted"), (100_000, "implemented"), (100_000, "realised"))
    assert column(statement, "weighed by confidence") == [10_000, 10_000, 90_000]


def test_what_waits_is_weighed_at_the_stage_that_pays():
    """100,000 waits as 75,000; once implemented it counts beside 75,000; realised, 100,000 counts whole."""
    shares = {"implemented": "75%", "realised": "100%"}
    agreed = contract(measure={"confidence": shares, "counts_when": "implemented", "until_then": "waits"})
    statement = staged(agreed, (100_000, "identified"), (100_000, "implemented"), (100_000, "realised"))
    assert column(statement, "waits to be implemented") == [75_000, 0, 0]
    assert column(statement, "counts") == [0, 150_000, 100_000]


def test_what_is_rejected_is_dropped_as_it_was_weighed():
    shares = {"implemented": "75%", "realised": "100%"}
    agreed = contract(measure={"confidence": shares, "counts_when": "implemented", "until_then": "waits"})
    statement = staged(agreed, (100_000, "accepted"), (20_000, "rejected"))
    assert column(statement, "dropped, as rejected") == [0, 90_000]


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        ({"accepted": "50%"}, ".identified is missing, but is the first stage; write its share, such as 0%"),
        (
            {"identified": "50%", "realised": "40%"},
            ".realised is 40%, below identified 50%; let the shares rise, or stay, from stage to stage",
        ),
        (
            {"share": "50%", "identified": "50%"},
            ' needs one share, or a share by stage; write "80%", or { identified = "25%", realised = "100%" }',
        ),
        ({}, ' needs one share, or a share by stage; write "80%", or { identified = "25%", realised = "100%" }'),
        ("120%", " is 120%, not between 0% and 100%; write a share such as 25%"),
        (80, ' is 80, which is 80 times the whole; did you mean "80%"? write "80%"'),
    ],
)
def test_a_confidence_that_cannot_be(confidence: object, said: str):
    assert refusals(measure={"confidence": confidence}) == [f"measure[0].confidence{said}"]


def test_a_confidence_by_stage_begins_with_the_stage_that_pays():
    pays = {"counts_when": "realised", "until_then": "waits"}
    assert refusals(measure={"confidence": BY_STAGE, **pays}) == [
        "measure[0].confidence.identified weighs a saving that does not count before it is realised; begin "
        "with realised"
    ]
    assert refusals(measure={"confidence": {"sustained": "90%"}, **pays}) == [
        "measure[0].confidence.realised is missing, but is counts_when; write its share, such as 0%"
    ]


def test_one_share_needs_no_stages():
    assert contract(measure={"confidence": "80%"}).columns[0].name == "costs"
    assert len(contract(measure={"confidence": "80%"}).columns) == 1
    assert [each.name for each in STAGED.columns] == ["costs", "costs, stage"]


def test_money_that_frees_no_budget_is_told_as_weighed():
    agreed = contract(
        measure={"confidence": "80%", "benefit": "non-cashable", "counterfactual": "trial"}, earns_on=["non-cashable"]
    )
    (said,) = told(settle(agreed, 100_000).findings, "not cashable")
    assert "it earns a fee on £80,000;" in said


@given(SAVINGS, SHARES)
def test_a_saving_is_weighed_and_a_loss_is_not(saving, part):
    assert worked(lambda: weighed(pounds(saving), share_of(part))) == (saving * part if saving > 0 else saving)


@given(st.integers(0, 4), SHARES, SHARES)
def test_the_last_stage_reached_gives_the_share(reached, first, second):
    def rule():
        steps = [(pounds(reached) >= pounds(place), share_of(part)) for place, part in ((1, first), (3, second))]
        return at_its_stage(steps, nothing)

    assert worked(rule) == (0 if reached < 1 else first if reached < 3 else second)


@given(SAVINGS, st.sampled_from(STAGES))
def test_full_confidence_changes_nothing(saving, stage):
    plain = settle(contract(), saving).exact("paid")
    assert settle(contract(measure={"confidence": "100%"}), saving).exact("paid") == plain
    sure = contract(measure={"confidence": {"identified": "100%"}})
    assert staged(sure, (saving, stage)).exact("paid") == plain


@given(SAVINGS, st.lists(SHARES, min_size=5, max_size=5).map(sorted))
def test_a_later_stage_never_counts_for_less(saving, shares):
    agreed = contract(measure={"confidence": dict(zip(STAGES, shares, strict=True))})
    counts = [staged(agreed, (saving, stage)).exact("weighed by confidence") for stage in STAGES]
    assert counts == [saving * part if saving > 0 else saving for part in shares]
    assert counts == sorted(counts)
