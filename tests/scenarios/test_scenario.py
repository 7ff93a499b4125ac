"""A scenario put together: every problem of it at once, and what it says in sentences."""

import re
from pathlib import Path
from typing import Any

import pytest

import riskreward as rr
from riskreward import InputError
from riskreward.scenarios import Scenario

ROOT = Path(__file__).parents[2]


def problems(*figures: Any, **terms: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        rr.scenario(*figures, **terms)
    return [str(each) for each in caught.value.problems]


def issue() -> Scenario:
    return rr.scenario(
        {
            "adult social care": rr.low_likely_high("2%", "10%", "15%", shape="triangular"),
            "quality": rr.normal("95%", "2%", within=("80%", "100%")),
        },
        ramp_up=("25%", "50%", "75%"),
        persistence="90%",
        shocks=(rr.shock("2%", loses="40%"), rr.shock("1%", loses="£50,000", lasts=3)),
        correlated={("adult social care", "quality"): "30%"},
    )


def test_a_scenario_says_what_it_is() -> None:
    assert issue().sentences == (
        "adult social care: from 2% to 15%, 10% being likely (triangular), drawn afresh each period",
        "quality: normal about 95%, give or take 2%, cut off at 80% and 100%, drawn afresh each period",
        "savings grow in: 25%, 50%, 75%, then whole",
        "from each year to the next, 90% of a saving is left",
        "a chance of 2% each period, once in the term, of losing 40% of the saving for the rest of the term",
        "a chance of 1% each period, once in the term, of losing £50,000 for 3 periods",
        "adult social care and quality are correlated by 30%",
    )


def test_a_scenario_is_a_value() -> None:
    assert issue() == issue()
    assert hash(issue()) == hash(issue())


def test_a_distribution_alone_is_a_scenario() -> None:
    assert rr.scenario(rr.certain("10%")).sentences == (
        "the measure that earns: 10% for certain, drawn once for the whole term",
    )


def test_every_problem_is_told_at_once() -> None:
    told = problems(
        {"costs": "10%", 5: rr.certain("10%")},
        ramp_up=("25%", "150%", 50),
        persistence="-10%",
        shocks=("2%",),
        correlated={("costs", "costs"): "30%", "quality": "10%", ("costs", "quality"): "much"},
    )
    assert told == [
        "scenario.figures[\"costs\"] is '10%', which is no distribution; "
        'write rr.low_likely_high("2%", "10%", "15%") or another distribution',
        "scenario.figures is given for 5, which is no name; write the name of a measure",
        "scenario.ramp_up[1] is '150%', not between 0% and 100%; write a share between 0% and 100%, such as \"50%\"",
        'scenario.ramp_up[2] is 50, which is 50 times the whole; did you mean "50%"? write "50%"',
        "scenario.persistence is '-10%', not between 0% and 100%; write a share between 0% and 100%, such as \"50%\"",
        'scenario.shocks[0] is \'2%\'; write rr.shock("2%", loses="40%")',
        "scenario.correlated has 'quality', which is no pair of names; "
        'write pairs of names, such as {("costs", "quality"): "30%"}',
        'scenario.correlated["costs", "quality"] is \'much\', where a number belongs; write a number such as 25%',
        'scenario.correlated["costs", "costs"] is 30%, but a measure is wholly correlated with itself; '
        "leave the pair out",
    ]


def test_what_is_no_scenario_is_refused() -> None:
    assert problems("10%") == [
        "scenario is '10%', which is no distribution; "
        'write rr.low_likely_high("2%", "10%", "15%") or another distribution'
    ]
    assert problems({}) == ["scenario.figures gives no figure; give a distribution for one measure or more"]
    assert problems(rr.certain("10%"), ramp_up="50%") == [
        'scenario.ramp_up is \'50%\', which is no list; list one share for each settlement: ("50%", "75%")'
    ]
    assert problems(rr.certain("10%"), correlated="30%") == [
        "scenario.correlated is '30%', which is no list of pairs; "
        'write pairs of names, such as {("costs", "quality"): "30%"}'
    ]


def test_the_page_on_scenarios_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, names)
    shown = capsys.readouterr().out
    assert "low_likely_high mixes money in £ and shares in %; write every figure in the same way" in shown
    assert "adult social care and quality are correlated by 30%" in shown
    for call in re.findall(r"`(rr\.presets\.[^`]*)`", page):
        assert eval(call, names) is not None
