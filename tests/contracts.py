"""Plain contracts for tests: one cashable measure, so that each test says only what it is about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import strategies as st

from riskreward import Contract, InputError, Statement
from riskreward.baselines import Baseline
from riskreward.contract.assembly import rules
from riskreward.kernel import Amount, Program, named
from riskreward.readers import direct, exact
from riskreward.readers.bounds import bound
from riskreward.terms import read_terms

BASELINE = 1_000_000
"""Pounds, for each settlement unless a test spreads a year's amount."""

TENTH = {"rule": "share", "share": "10%"}
QUALITY = {"name": "quality", "unit": "%", "better": "higher"}

BASELINES = ", ".join(f'"{rule.model_fields["rule"].default}"' for rule in get_args(get_args(Baseline)[0]))
"""The rules there are for a baseline, as a refusal lists them."""

SAVINGS = st.integers(-50_000_000, 50_000_000).map(lambda pence: Fraction(pence, 100))
POUNDS = st.integers(0, 50_000_000).map(lambda pence: Fraction(pence, 100))
SHARES = st.integers(0, 10_000).map(lambda parts: Fraction(parts, 10_000))


def terms(
    *steps: Mapping[str, Any],
    fee_starts: str = "first pound",
    counted: str = "each period",
    earns_on: list[str] | None = None,
    assessed: list[str] | None = None,
    baseline: Mapping[str, Any] | None = None,
    measure: Mapping[str, Any] | None = None,
    others: tuple[Mapping[str, Any], ...] = (),
    guarantee: Mapping[str, Any] | None = None,
    settlement: Mapping[str, Any] | None = None,
    **contract: Any,
) -> dict[str, Any]:
    """Return the terms of a contract of three years from 1 April 2026 that pays a tenth of each year's saving."""
    agreed = baseline or {"rule": "fixed", "amount": BASELINE, "spread": "the same for each settlement"}
    costs = {"name": "costs", "benefit": "cashable", "unit": "£", "baseline": agreed, **(measure or {})}
    fee: dict[str, Any] = {"starts": fee_starts, "counted": counted, "step": [dict(step) for step in steps or (TENTH,)]}
    written: dict[str, Any] = {
        "title": "Test",
        "starts": "2026-04-01",
        "years": 3,
        "settled": "yearly",
        "rounding": "half up to the penny",
        "measure": [costs, *others],
        "fee": {**fee, **_given(earns_on=earns_on, assessed=assessed)},
        "settlement": settlement or {},
        **contract,
    }
    return _given(**{**written, "guarantee": None if guarantee is None else guaranteed(guarantee)})


def _given(**terms: Any) -> dict[str, Any]:
    return {name: value for name, value in terms.items() if value is not None}


def guaranteed(guarantee: Mapping[str, Any]) -> dict[str, Any]:
    """Return a guarantee: unless it says, money is cash and never adjusted, and an excess never offsets."""
    usual: dict[str, Any] = {}
    if "amount" in guarantee or "share_of_estimate" in guarantee:
        usual = {"prices": "cash of each year", "adjusted": "never"}
    if guarantee.get("tested") != "cumulatively" and guarantee.get("shortfall", "fee only") != "fee only":
        usual["excess"] = "never offsets"
    return {**usual, **guarantee}


def contract(*steps: Mapping[str, Any], **given: Any) -> Contract:
    """Return the contract of those terms."""
    return read_terms(Contract, terms(*steps, **given))


def refusals(*steps: Mapping[str, Any], **given: Any) -> list[str]:
    """Return everything that is said against those terms."""
    with pytest.raises(InputError) as caught:
        contract(*steps, **given)
    return [str(problem) for problem in caught.value.problems]


def settle(agreed: Contract, *savings: Any, **others: tuple[Any, ...]) -> Statement:
    """Settle periods that save these amounts against a baseline of a million pounds for each settlement."""
    return agreed.settle(outturn(agreed, *savings, **others))


def outturn(agreed: Contract, *savings: Any, **others: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return the rows of periods that save these amounts; other columns by name, a space written as _."""
    rows = []
    for number, saving in enumerate(savings):
        columns = {name.replace("_", " "): values[number] for name, values in others.items()}
        spent = Fraction(BASELINE) - Fraction(saving)
        rows.append({"period": agreed.calendar.periods[number].label, "costs": spent, **columns})
    return rows


def settled_alike(agreed: Contract, outturn: object) -> Statement:
    """Return a settlement every line of which the direct reader gives too, within its bounds and with its working."""
    statement = agreed.settle(outturn)
    program = statement.program
    facts = [
        {
            fact.path: bool(whole) if fact.kind.is_truth else Fraction(whole, fact.denominator)
            for fact, whole in zip(program.facts, wholes, strict=True)
        }
        for wholes in statement.facts
    ]
    for lines, wholes in zip(direct.run(lambda: rules(agreed), facts), statement.wholes, strict=True):
        for line, whole in zip(program.lines, wholes, strict=True):
            assert lines[line.path] == Fraction(whole, program.denominator_of(line)), line.path
    assert all(line.working for period in statement.periods for line in period.lines)
    openings = [*openings_of(program, statement.facts), exact.run(program, statement.facts).balances]
    boxes = {
        balance.path: (min(each), max(each))
        for balance, each in zip(program.balances, zip(*openings, strict=True), strict=True)
    }
    intervals = bound(program, boxes).intervals
    for wholes in statement.wholes:
        for line, whole in zip(program.lines, wholes, strict=True):
            low, high = intervals[line.operation]
            assert low <= whole <= high, line.path
    return statement


def openings_of(program: Program, facts: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """Yield the balances that each period opens with."""
    balances = tuple(balance.start for balance in program.balances)
    for each in facts:
        yield balances
        balances = exact.run(program, [each], balances).balances


def column(statement: Statement, line: str) -> list[Decimal]:
    """Return a line's amount in every period."""
    return [period[line] for period in statement.periods]


def fees(statement: Statement) -> list[Decimal]:
    """Return what each period earns."""
    (name,) = (line.path for line in statement.periods[0].lines if line.path.startswith("settlement / fee of the "))
    return column(statement, name)


def pence(amounts: str) -> list[Decimal]:
    """Return amounts as a statement prints them: "187,564.13 0.00"."""
    return [Decimal(amount.replace(",", "")) for amount in amounts.split()]


def readers_agree(agreed: Contract, statement: Statement) -> bool:
    """Return whether the rule text run over fractions gives every line of the statement."""
    program = statement.program
    facts = [
        {
            each.path: bool(whole) if each.kind.is_truth else Fraction(whole, each.denominator)
            for each, whole in zip(program.facts, wholes, strict=True)
        }
        for wholes in statement.facts
    ]
    exact = [
        {
            line.path: Fraction(whole, program.denominator_of(line))
            for line, whole in zip(program.lines, wholes, strict=True)
        }
        for wholes in statement.wholes
    ]
    return direct.run(lambda: rules(agreed), facts) == exact


def told(findings: Any, name: str) -> list[str]:
    """Return the sentences of the findings of one name."""
    return [finding.sentence for finding in findings if finding.name == name]


def worked(rule: Callable[[], Amount]) -> Fraction:
    """Return what a plain rule comes to, over fractions."""
    value = direct.run(lambda: named("worked", rule()), [{}])[0]["worked"]
    assert not isinstance(value, bool)
    return value
