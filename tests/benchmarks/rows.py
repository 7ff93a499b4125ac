"""What is measured against what, and the targets."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import pairwise
from time import perf_counter

from riskreward import Contract, Statement
from riskreward.contract.assembly import assemble
from riskreward.readers import exact
from tests.benchmarks import decimal_loop
from tests.benchmarks.five_years import Month, contract, facts, happened, outturn
from tests.benchmarks.proving import CONTRACTS, FREE, LENGTHS, checked, proved_for
from tests.benchmarks.row import Row
from tests.benchmarks.rows_of_paths import of_paths
from tests.benchmarks.timing import Timed, fresh_processes, in_turn

MONTHS = 60
TERMS = (6, 60, 600)
LAST_LINE = "kept by the council to date"

OURS_IMPORTED = "import riskreward; riskreward.gain_share; riskreward.Contract"
THEIRS_IMPORTED = """
import pydantic
from decimal import Decimal

class Model(pydantic.BaseModel):
    number: int
    text: str
    amount: Decimal
"""
FIRST_CONTRACT = """
import riskreward
riskreward.gain_share(
    baseline="£12,201,000", guarantee="10%", share="25%", fee_starts="above the guarantee",
    starts="2026-04-01", years=5)
"""


def measured(rounds: int = 25, processes: int = 15, heavy: bool = False) -> Iterator[Row]:
    """Yield every row, each as soon as it is measured; those that take minutes where `heavy` asks for them."""
    yield from settling(rounds)
    yield from recording(rounds)
    yield from further_periods(rounds)
    yield from importing(processes)
    yield from proving()
    yield from of_paths(heavy=heavy)


def agreed_lines(agreed: Contract, months: list[Month]) -> int:
    """Return how many figures both sides come to. Raises AssertionError where one differs by any part of a penny."""
    program = assemble(agreed).program
    assert tuple(line.path for line in program.lines) == decimal_loop.LINES
    denominators = [program.denominator_of(line) for line in program.lines]
    ours = [
        [Fraction(whole, denominator) for whole, denominator in zip(period, denominators, strict=True)]
        for period in exact.run(program, facts(agreed, months)).lines
    ]
    theirs = [[Fraction(figure) for figure in period] for period in decimal_loop.settle(months, len(months))]
    assert ours == theirs
    statement = agreed.settle(outturn(agreed, months))
    assert [[period.exact(path) for path in decimal_loop.LINES] for period in statement.periods] == _shown(theirs)
    return sum(len(period) for period in theirs)


def _shown(periods: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return the figures as a statement has them, the share in per cent."""
    per_cent = decimal_loop.LINES.index("repairs on time / outturn")
    return [[figure * 100 if place == per_cent else figure for place, figure in enumerate(each)] for each in periods]


def settling(rounds: int) -> Iterator[Row]:
    """Yield how long a settlement of 60 periods takes against the Decimal loop."""
    agreed, months = contract(MONTHS), happened(MONTHS)
    agreed_lines(agreed, months)
    program, whole_numbers, given = assemble(agreed).program, facts(agreed, months), outturn(agreed, months)
    statement = agreed.settle(given)
    reader, built, loop = in_turn(
        [
            Timed(lambda: exact.run(program, whole_numbers), 20),
            Timed(lambda: agreed.settle(given).amount(LAST_LINE), 20),
            Timed(lambda: decimal_loop.settle(months, MONTHS), 20),
        ],
        rounds,
    )
    yield Row("settle 60 periods, every line recorded: exact reader against a Decimal loop", reader, loop, 1.0)
    yield Row("settle 60 periods with the statement built: contract.settle against the same loop", built, loop, 3.0)
    (lines,) = in_turn([Timed(lambda: [statement.periods[-1].line(path) for path in decimal_loop.LINES])], rounds)
    yield Row("every line of the last period with its working", lines)


def recording(rounds: int) -> Iterator[Row]:
    """Yield how long a contract takes to be recorded and compiled, in settlements."""
    agreed, months = contract(MONTHS), happened(MONTHS)
    program, whole_numbers = assemble(agreed).program, facts(agreed, months)
    fresh = iter([contract(MONTHS) for _ in range(rounds)])
    once, settled, read = in_turn(
        [
            Timed(lambda: exact.runner(assemble(next(fresh)).program)),
            Timed(lambda: exact.run(program, whole_numbers), 20),
            Timed(lambda: contract(MONTHS)),
        ],
        rounds,
    )
    yield Row("record and compile once, in settlements of 60 periods", once, settled, 100.0)
    yield Row("read and check the terms of a contract of 60 periods", read)


def further_periods(rounds: int) -> Iterator[Row]:
    """Yield whether a period costs the same in a long term as in a short one.

    Every sample settles the same 600 months and keeps what they come to: as one long term, as terms of 60 months or
    of 6. Otherwise a short term would look cheaper only because its figures stay in the processor's cache.
    """
    agreed, months = contract(TERMS[-1]), happened(TERMS[-1])
    program = assemble(agreed).program

    def cut(term: int) -> list[list[Month]]:
        return [months[first : first + term] for first in range(0, len(months), term)]

    def by_reader(term: int) -> Callable[[], object]:
        terms = [facts(agreed, each) for each in cut(term)]
        return lambda: [exact.run(program, each) for each in terms]

    def by_contract(term: int) -> Callable[[], object]:
        terms = [outturn(agreed, each) for each in cut(term)]
        return lambda: [_touched(agreed.settle(each)) for each in terms]

    for name, settled in (("the exact reader", by_reader), ("contract.settle", by_contract)):
        seconds = in_turn([Timed(settled(term)) for term in TERMS], 4 * rounds)
        of_a_term = [each * term / TERMS[-1] for each, term in zip(seconds, TERMS, strict=True)]
        at_first, later = (
            (after - before) / (longer - shorter)
            for (before, after), (shorter, longer) in zip(pairwise(of_a_term), pairwise(TERMS), strict=True)
        )
        yield Row(f"cost of a further period at 60 to 600 against 6 to 60: {name}", later, at_first, 1.2)


def _touched(statement: Statement) -> Statement:
    statement.amount(LAST_LINE)
    return statement


def importing(processes: int) -> Iterator[Row]:
    """Yield how long importing takes, start of the interpreter included."""
    ours, theirs, contracted, started = fresh_processes(
        [OURS_IMPORTED, THEIRS_IMPORTED, FIRST_CONTRACT, "pass"], processes
    )
    yield Row("import riskreward against import pydantic and one model", ours, theirs, 1.5)
    yield Row("import riskreward and make the first contract", contracted, theirs)
    yield Row("start the interpreter", started)


def proving() -> Iterator[Row]:
    """Yield what proofs take: at several lengths, with terms left free, and for whole tables of the catalogue."""
    seconds = in_turn([Timed(partial(proved_for, months)) for months in LENGTHS], 5)
    by_length = dict(zip(LENGTHS, seconds, strict=True))
    for months, each in by_length.items():
        yield Row(f"never out of pocket proved, {months} months", each)
    yield Row("never out of pocket proved, 60 months against 5", by_length[60], by_length[5], 1.5)
    yield Row("never out of pocket proved, 60 months against a second", by_length[60], 1.0, 1.0)
    for free in FREE:
        (each,) = in_turn([Timed(partial(proved_for, 60, free))], 3)
        yield Row(f"the same for every {' and '.join(free)}", each)
    tables = {name: in_turn([Timed(partial(checked, name))], 1, perf_counter)[0] for name in CONTRACTS}
    slowest = max(tables, key=lambda name: tables[name])
    yield Row(
        f"the whole table of {slowest}, the slowest of the catalogue, against 10 seconds", tables[slowest], 10.0, 1.0
    )
