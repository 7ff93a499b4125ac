"""Every frozen baseline with a discount, a rebasing, adjustments and any spread: all readers agree, and it adds up."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from riskreward import Contract
from tests.contracts import contract, settled_alike

YEARS = ("2026-27", "2027-28", "2028-29")
PER_YEAR = {"yearly": 1, "half-yearly": 2, "quarterly": 4, "monthly": 12}
MODEL = {"name": "a model", "version": "1", "by": "us", "on": "2026-01-31", "document": "x", "fitted_on": "2025-26"}
DRIVER = {"name": "driver", "unit": "degree days"}

Draw = Callable[[st.SearchStrategy[Any]], Any]
pence = st.integers(1, 30_000_000).map(lambda whole: Fraction(whole, 100))
factors = st.integers(900, 1300).map(lambda whole: whole / 1000)
drivers = st.integers(0, 400)


def trended(draw: Draw, settled: str) -> dict[str, Any]:
    series = {name: {year: draw(factors) for year in YEARS} for name in ("national", "regional")}
    blend = draw(st.integers(0, 100))
    return {"amount": draw(pence), "factors": series, "blend": {"national": f"{blend}%", "regional": f"{100 - blend}%"}}


def linear_trend(draw: Draw, settled: str) -> dict[str, Any]:
    rise = sorted(draw(st.lists(pence, min_size=4, max_size=4)))
    return {"years": {f"20{22 + place}-{23 + place}": 400_000 + amount for place, amount in enumerate(rise)}}


def chained(draw: Draw, settled: str) -> dict[str, Any]:
    chain: dict[str, Any] = {"places": draw(st.integers(0, 5))}
    if draw(st.booleans()):
        chain |= {
            "at_most": "105%",
            "at_least": draw(st.sampled_from(["98.5%", "100%"])),
            "catches_up": draw(st.booleans()),
        }
    levels = {year: 100 * draw(factors) for year in YEARS}
    index = {"series": "CPI", "month": "March inside the year", "base": 100, "levels": levels, "chained": chain}
    return {"amount": draw(pence), "index": index}


def truncated_mean(draw: Draw, settled: str) -> dict[str, Any]:
    costs = draw(st.lists(pence, min_size=1, max_size=12))
    return {"costs": costs, "truncated_at": "90%", "rounded": "half up", "volume": draw(st.integers(1, 50))}


def regression(draw: Draw, settled: str) -> dict[str, Any]:
    seen = draw(st.lists(st.tuples(drivers, pence), min_size=3, max_size=6, unique_by=(lambda p: p[0], lambda p: p[1])))
    observed = [{"period": str(n), "driver": x, "amount": y} for n, (x, y) in enumerate(seen)]
    return {
        "driver_measure": "driver",
        "observed": settled,
        "observations": observed,
        "places": draw(st.integers(0, 4)),
    }


def prediction(draw: Draw, settled: str) -> dict[str, Any]:
    terms: dict[str, Any] = {"model": MODEL, "conditions": draw(st.sampled_from(["reporting period", "standard"]))}
    if draw(st.booleans()):
        return terms | {"each_period": True}
    terms |= {"constant": draw(pence), "coefficients": {"driver": draw(drivers)}}
    if terms["conditions"] == "standard":
        terms["standard"] = {"driver": [draw(drivers) for _ in range(PER_YEAR[settled])]}
    return terms


RULES = {
    "trended": trended,
    "linear trend": linear_trend,
    "indexed": chained,
    "truncated mean": truncated_mean,
    "regression": regression,
    "prediction": prediction,
}
EACH_SETTLEMENT = {"regression", "prediction"}


@st.composite
def cases(draw: Draw) -> tuple[Contract, list[dict[str, Any]]]:
    """Return a valid contract with a frozen baseline, and an outturn of its whole term."""
    settled, rule = draw(st.sampled_from(sorted(PER_YEAR))), draw(st.sampled_from(list(RULES)))
    baseline = {"rule": rule, **RULES[rule](draw, settled)}
    better = draw(st.sampled_from(["lower", "higher"]))
    in_a_year = rule not in EACH_SETTLEMENT
    if in_a_year and settled != "yearly":
        shares = [f"1/{PER_YEAR[settled]}"] * PER_YEAR[settled]
        baseline["spread"] = draw(st.sampled_from(["evenly over the months", shares]))
    if draw(st.booleans()):
        baseline["discount"] = ["2%", "2.5%", "3.5%"]
    if (in_a_year or settled == "yearly") and draw(st.booleans()):
        ratchet = {"lower": "only down", "higher": "only up"}[better]
        baseline["rebased"] = {
            "years": draw(st.sampled_from([["2027-28"], ["2028-29"], ["2027-28", "2028-29"]])),
            "share": draw(st.sampled_from(["0%", "1/3", "50%", "100%"])),
            "direction": draw(st.sampled_from(["either way", ratchet])),
        }
    measure: dict[str, Any] = {"better": better}
    if draw(st.booleans()):
        label = {"yearly": "", "half-yearly": " H2", "quarterly": " Q3", "monthly": " M07"}[settled]
        signed = {
            "amount": draw(pence),
            "period": f"2027-28{label}",
            "kind": "scope change",
            "proposed_by": "authority",
        }
        why = {"on": "2027-05-01", "reason": "more work", "evidence": "minute 1", "agreed_by": "the board"}
        measure["adjustment"] = [{**signed, **why}]
    rounding = draw(st.sampled_from(["half up to the penny", "down to the penny", "floor to the pound"]))
    agreed = contract(baseline=baseline, measure=measure, others=(DRIVER,), settled=settled, rounding=rounding)
    rows = [
        {
            "period": period.label,
            **{column.name: draw(drivers if column.name == "driver" else pence) for column in agreed.columns},
        }
        for period in agreed.calendar.periods
    ]
    return agreed, rows


def events(agreed: Contract, rows: list[dict[str, Any]]) -> list[str]:
    """Settle, hold what must add up, and return what was reached."""
    statement = settled_alike(agreed, rows)
    (costs, _), terms = agreed.measure, agreed.measure[0].baseline
    assert terms is not None
    reached = [terms.rule if terms.rule != "indexed" else "chained index"]
    for row, period in zip(rows, statement.periods, strict=True):
        baseline = period.exact("costs / baseline")
        if terms.rebased is not None:
            before, by = period.exact("baseline before rebasing"), period.exact("rebased by")
            assert baseline == (before - by if costs.better == "lower" else before + by)
            if by:
                reached.append(f"rebased, {terms.rebased.direction}, {'harder' if by > 0 else 'easier'}")
                assert terms.rebased.direction == "either way" or by > 0
        if costs.adjustment:
            baseline += period.exact("scope change")
        outturn = Fraction(row["costs"])
        assert period.exact("saving") == (baseline - outturn if costs.better == "lower" else outturn - baseline)
    if costs.adjustment:
        assert sum(period.exact("scope change") for period in statement.periods) == costs.adjustment[0].amount
        reached.append("scope change")
    for name, given_one in (("discount", terms.discount), ("spread", terms.spread), ("rebased", terms.rebased)):
        reached += [name] if given_one else []
    return [*dict.fromkeys(reached)]


WANTED = [
    *("chained index" if rule == "indexed" else rule for rule in RULES),
    *("discount", "spread", "rebased", "scope change"),
    *(
        "rebased, either way, harder",
        "rebased, either way, easier",
        "rebased, only down, harder",
        "rebased, only up, harder",
    ),
]


def counts() -> Counter[str]:
    found: Counter[str] = Counter()

    @seed(1)
    @settings(
        max_examples=400, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(cases())
    def look(case: tuple[Contract, list[dict[str, Any]]]) -> None:
        found.update(events(*case))

    look()
    return found


def test_every_frozen_baseline_is_reached_and_adds_up_in_every_reader() -> None:
    found = counts()
    print("\n".join(f"{name:32} {found[name]:4}" for name in WANTED))
    assert not [name for name in WANTED if not found[name]]
