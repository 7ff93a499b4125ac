"""The settlement, to the penny: the program spelled as one Python function over whole numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from riskreward.kernel.program import Program
from riskreward.kernel.rounding import quotient
from riskreward.readers.compiling import compiled
from riskreward.readers.expressions import READS_TWICE, Expressions


class Settled(NamedTuple):
    """Each period's lines, and the balances that the next period would open with, all as whole numbers."""

    lines: list[tuple[int, ...]]
    balances: tuple[int, ...]


DEEPEST = 24
"""Parentheses in one expression: Python's own limit is 200."""

Runner = Callable[[Iterable[Sequence[int]], Sequence[int]], tuple[list[tuple[int, ...]], tuple[int, ...]]]


@lru_cache(maxsize=256)
def runner(program: Program) -> Runner:
    """Return the program as a function of each period's facts and the opening balances."""
    return compiled(listing(program), {"quotient": quotient})


def run(program: Program, periods: Iterable[Sequence[int]], opening: Sequence[int] | None = None) -> Settled:
    """Return the lines of each period and the closing balances.

    Each period is its facts in the program's order, as whole numbers over each fact's denominator.
    """
    balances = opening if opening is not None else [balance.start for balance in program.balances]
    return Settled(*runner(program)(periods, balances))


def listing(program: Program) -> str:
    """Return the program's text in Python."""
    spelling = _Spelling(program)
    facts = "".join(f"f{number}, " for number in range(len(program.facts)))
    balances = "".join(f"b{number}, " for number in range(len(program.balances)))
    closing = "".join(spelling.scaled(balance.closing, balance.denominator) + ", " for balance in program.balances)
    lines = "".join(spelling.of(line.operation) + ", " for line in program.lines)
    body = [
        "def run(periods, balances):",
        "    settled = []",
        "    settle = settled.append",
        f"    ({balances}) = balances" if balances else "    pass",
        f"    for ({facts}) in periods:" if facts else "    for _ in periods:",
        *("        " + statement for statement in spelling.statements),
        f"        settle(({lines}))",
        f"        ({balances}) = ({closing})" if balances else "        pass",
        f"    return settled, ({balances})",
    ]
    return "\n".join(body) + "\n"


class _Spelling:
    """Spells what is used once in place, and what is used again as a local name."""

    def __init__(self, program: Program) -> None:
        texts: dict[int, str] = {}
        expressions = Expressions(program.operations, texts)
        self.statements: list[str] = []
        uses = Counter(
            place
            for operation in program.operations
            for place in operation.inputs
            for _ in range(2 if operation.name in READS_TWICE else 1)
        )
        uses.update(line.operation for line in program.lines)
        uses.update(balance.closing for balance in program.balances)
        for place, operation in enumerate(program.operations):
            if not uses[place]:
                continue
            text = expressions.spelled(operation)
            is_name = operation.name in {"constant", "fact", "previous"}
            if (uses[place] > 1 or text.count("(") > DEEPEST) and not is_name:
                self.statements.append(f"v{place} = {text}")
                text = f"v{place}"
            texts[place] = text
        self.of = expressions.of
        self.scaled = expressions.scaled
