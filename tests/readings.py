"""A settlement read again, period by period: its facts, its balances and its lines, under the terms in force."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from riskreward import Contract, PeriodStatement, Statement
from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import rules
from riskreward.contract.varying import in_force, in_force_at
from riskreward.kernel import Program
from riskreward.kernel.words import PATH
from riskreward.readers import direct, exact
from riskreward.readers.words import Value

NOTHING = Fraction(0)


def program_of(statement: Statement, number: int) -> Program:
    """Return the program that a period was settled by."""
    return [each for each in statement.stretches if each.first <= number][-1].program


def terms_of(contract: Contract, number: int) -> Agreement:
    """Return the terms in force in a period."""
    return in_force_at(contract, number)


def facts_by_path(program: Program, wholes: Sequence[int]) -> dict[str, Value]:
    return {
        fact.path: bool(whole) if fact.kind.is_truth else Fraction(whole, fact.denominator)
        for fact, whole in zip(program.facts, wholes, strict=True)
    }


def facts_of(statement: Statement, number: int) -> dict[str, Value]:
    return facts_by_path(program_of(statement, number), statement.facts[number])


def figure_of(statement: Statement, number: int, path: str) -> Fraction:
    """Return a fact that is a figure."""
    figure = facts_of(statement, number)[path]
    assert not isinstance(figure, bool)
    return figure


def openings(statement: Statement) -> Iterator[tuple[int, ...]]:
    """Yield the balances that each period opens with, and those that the last closes with."""
    balances: tuple[int, ...] = ()
    for number, facts in enumerate(statement.facts):
        stretch = [each for each in statement.stretches if each.first <= number][-1]
        balances = stretch.opening if stretch.first == number else balances
        yield balances
        balances = exact.run(stretch.program, [facts], balances).balances
    yield balances


def balances_of(program: Program, wholes: Sequence[int]) -> dict[str, Fraction]:
    pairs = zip(program.balances, wholes, strict=True)
    return {balance.path: Fraction(whole, balance.denominator) for balance, whole in pairs}


def exact_lines(statement: Statement) -> list[dict[str, Fraction]]:
    found = []
    for number, wholes in enumerate(statement.wholes):
        program = program_of(statement, number)
        pairs = zip(program.lines, wholes, strict=True)
        found.append({line.path: Fraction(whole, program.denominator_of(line)) for line, whole in pairs})
    return found


def direct_lines(contract: Contract, statement: Statement) -> list[dict[str, Value]]:
    """Return every line by the direct reader: each terms' rules over their periods, balances handed over by words."""
    stages = in_force(contract)
    ends = [*(each.first for each in stages[1:]), len(statement.facts)]
    balances: dict[str, Fraction] = {}
    lines: list[dict[str, Value]] = []
    for number, (stage, end) in enumerate(zip(stages, ends, strict=True)):
        for old, words in contract.variation[number - 1].balances.items() if number else ():
            if old in balances:
                balances[words.removeprefix("goes over to ")] = balances.pop(old)
        program = stage.assembled.program
        facts = [facts_by_path(program, wholes) for wholes in statement.facts[stage.first : end]]
        settled = direct.run_on(lambda stage=stage: rules(stage.terms), facts, balances)  # type: ignore[misc]  # the default binds the stage
        lines += settled.lines
        balances = dict(settled.balances)
    return lines


@lru_cache(maxsize=8)
def paths(program: Program) -> dict[str, str]:
    """Return the path of each line, by its whole path and by its name."""
    return {name: each.path for each in program.lines for name in (each.path.split(PATH)[-1], each.path)}


def line(statement: Statement, period: PeriodStatement, name: str) -> Fraction:
    """Return a line, nothing where the contract has none of that name."""
    path = paths(statement.program).get(name)
    return NOTHING if path is None else period.exact(path)
