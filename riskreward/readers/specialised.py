"""A program as it is where the truths that the calendar decides are known: what cannot happen is left out."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from riskreward.kernel.amounts import Amount
from riskreward.kernel.kinds import truth
from riskreward.kernel.program import Operation, Program
from riskreward.kernel.recording import Recorder
from riskreward.readers.sums import Sums

Known = Amount | bool


def specialised(program: Program, truths: Mapping[int, bool], wanted: Collection[int] | None = None) -> Program:
    """Return the program with these scheduled truths, each by the number of its fact, worked into it.

    Facts, balances and lines keep their order; a line may have a smaller denominator than before. Where operations are
    `wanted`, lines that rest on others are left out, and balances that do stay as they open.
    """
    recorder = Recorder()
    again = _Again(program, recorder, truths)
    for place, operation in enumerate(program.operations):
        if wanted is None or place in wanted or operation.name in {"fact", "previous"}:
            again.make(place, operation)
    known = again.known
    for balance in program.balances:
        closing = balance.closing if balance.closing in known else balance.opening
        recorder.carry(balance.path, _amount(recorder, known[closing]))
    for line in program.lines:
        if line.operation in known:
            recorder.named(line.path, _amount(recorder, known[line.operation]), line.clause)
    return recorder.program()


def needed(program: Program, lines: Iterable[str], balances: Iterable[str]) -> set[int]:
    """Return the operations that these lines, and what these balances close with, are worked out from."""
    wanted, kept = set(lines), set(balances)
    left = [line.operation for line in program.lines if line.path in wanted]
    left += [balance.closing for balance in program.balances if balance.path in kept]
    found: set[int] = set()
    while left:
        place = left.pop()
        if place not in found:
            found.add(place)
            left += program.operations[place].inputs
    return found


def balances_behind(programs: Iterable[Program], lines: Iterable[str], kept: Iterable[str] = ()) -> frozenset[str]:
    """Return the paths of the balances that these lines and these balances rest on, in this or any later period."""
    programs, lines, kept = tuple(programs), tuple(lines), frozenset(kept)
    while True:
        found = set(kept)
        for program in programs:
            places = needed(program, lines, kept)
            found |= {balance.path for balance in program.balances if balance.opening in places}
        if found == kept:
            return kept
        kept = frozenset(found)


class _Again:
    """Records each operation again, with its inputs as they are now known."""

    def __init__(self, program: Program, recorder: Recorder, truths: Mapping[int, bool]) -> None:
        self._program = program
        self._recorder = recorder
        self._truths = truths
        self._sums = Sums(recorder)
        self.known: dict[int, Known] = {}

    def make(self, place: int, operation: Operation) -> None:
        """Add what the next operation of the program is now."""
        self.known[place] = self._made(operation)

    def _made(self, operation: Operation) -> Known:
        name, recorder = operation.name, self._recorder
        if name == "constant":
            value = Fraction(operation.whole, operation.denominator)
            return bool(value) if operation.kind == truth else recorder.constant(value, operation.kind)
        if name == "fact":
            fact = self._program.facts[operation.whole]
            between = Fraction(fact.low, fact.denominator), Fraction(fact.high, fact.denominator)
            read = recorder.fact(fact.path, fact.kind, fact.denominator, between, fact.is_scheduled)
            return self._truths.get(operation.whole, read)
        if name == "previous":
            balance = self._program.balances[operation.whole]
            start = recorder.constant(Fraction(balance.start, balance.denominator), balance.kind)
            return recorder.previous(balance.path, start, len(str(balance.denominator)) - 1)
        inputs = [self.known[place] for place in operation.inputs]
        if name in {"both", "either", "opposite"}:
            return self._joined(name, inputs)
        if name == "choose" and isinstance(inputs[0], bool):
            return inputs[1] if inputs[0] else inputs[2]
        amounts = [_amount(recorder, each) for each in inputs]
        if name == "round":
            return recorder.rounded(amounts[0], Fraction(operation.whole, operation.denominator), operation.mode)
        if name == "ratio":
            above, below, otherwise = amounts
            places = len(str(operation.denominator)) - 1
            return recorder.ratio(above, below, operation.kind, places, operation.mode, otherwise)
        if name in {"add", "subtract"}:
            return self._sums.made(name, operation.kind, *amounts)
        if name == "larger" and (taken_off := self._sums.taken_off_nothing(amounts)) is not None:
            above = recorder.apply(name, operation.kind, taken_off, amounts[1])
            return self._sums.made("subtract", operation.kind, above, taken_off)
        return recorder.apply(name, operation.kind, *amounts)

    def _joined(self, name: str, inputs: list[Known]) -> Known:
        decided = [each for each in inputs if isinstance(each, bool)]
        left = [each for each in inputs if not isinstance(each, bool)]
        if name == "opposite":
            return not decided[0] if decided else self._recorder.apply(name, truth, *left)
        settles = name == "either"
        if settles in decided:
            return settles
        if not left:
            return not settles
        return left[0] if len(left) == 1 else self._recorder.apply(name, truth, *left)


def _amount(recorder: Recorder, known: Known) -> Amount:
    return recorder.constant(Fraction(known), truth) if isinstance(known, bool) else known
