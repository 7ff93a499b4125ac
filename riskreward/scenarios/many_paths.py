"""Many paths of a scenario settled at once: the terms in force in turn, each over its own periods."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import gcd, lcm
from threading import local
from typing import TYPE_CHECKING, NamedTuple

from riskreward.contract.handing_over import Handover
from riskreward.contract.varying import InForce
from riskreward.kernel.program import Program
from riskreward.readers.arrays import PATHS, Arrays, Buffers, Chunk
from riskreward.readers.compiled import Compiled, can_be_compiled, need_compiler
from riskreward.scenarios.drawing import Drawing
from riskreward.scenarios.tallies import times, wholes

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from riskreward.readers.arrays import Column, Wholes


class _Stage(NamedTuple):
    terms: InForce
    arrays: Arrays
    ends: int


COMPILED_PATHS = 8_192
"""Paths in a chunk that is compiled, whose lines are held for the whole term."""


class CompiledTerm:
    """The paths of a drawing settled by a compiled program, the whole term of a chunk at a time."""

    def __init__(self, drawing: Drawing, arrays: Arrays) -> None:
        self._drawing = drawing
        differ = {number for limits in drawing.limits for number, (low, high) in enumerate(limits) if low != high}
        self._drawn = sorted(differ)
        self._compiled = Compiled(arrays, frozenset(differ))
        self._own = local()  # each thread draws into facts of its own

    def settle(self, first: int, paths: int) -> "Iterator[list[Column]]":
        """Yield the wanted lines of each period of so many paths."""
        import numpy

        shape = len(self._drawn), len(self._drawing.limits), paths
        drawn: NDArray[float64] | None = getattr(self._own, "drawn", None)
        if drawn is None or drawn.shape != shape:
            drawn = self._own.drawn = numpy.empty(shape)
        known: list[dict[int, int]] = []
        for period, row in enumerate(self._drawing.rows(first, paths)):
            for place, number in enumerate(self._drawn):
                drawn[place, period] = row[number]
            known.append({number: each for number, each in enumerate(row) if isinstance(each, int)})
        lines = self._compiled.settle(known, drawn)
        for period in range(len(known)):
            yield [*lines[:, period]]


class ManyPaths:
    """The paths of a drawing, of which some lines are wanted, each by its whole path.

    `denominators` says how many parts of its unit a line's whole numbers count; a line that the terms in force do not
    have is nothing.
    """

    def __init__(self, drawing: Drawing, lines: Sequence[str], compiled: bool = False) -> None:
        self.drawing = drawing
        self.lines = tuple(lines)
        self.periods = len(drawing.watched.scheduled)
        programs = [each.assembled.program for each in drawing.watched.stages]
        self.denominators = [lcm(*(_denominator(each, path) for each in programs)) for path in self.lines]
        self._stages = self._staged()
        self._buffers: dict[int, Buffers] = {}
        self._compiled: CompiledTerm | None = None
        if compiled:
            need_compiler()
            if len(self._stages) == 1 and can_be_compiled(self._stages[0].arrays):
                self._compiled = CompiledTerm(drawing, self._stages[0].arrays)
        self.chunk = COMPILED_PATHS if self._compiled else PATHS
        """Paths in a chunk."""

    @property
    def engine(self) -> str:
        """How the paths are settled, in a few words; the figures are the same."""
        if self._compiled is not None:
            return "by a compiled program"
        if any(each.arrays.watched is None for each in self._stages):
            return "one by one, as figures may need more than 64 bits"
        in_floats = all(each.arrays.in_floats for each in self._stages)
        return f"many at once, {'held exactly in float64' if in_floats else 'in 64-bit whole numbers'}"

    def _staged(self) -> list[_Stage]:
        """Return the stages; each keeps what the next takes over."""
        watched, limits = self.drawing.watched, self.drawing.limits
        ends = [*(each.first for each in watched.stages[1:]), self.periods]
        staged: list[_Stage] = []
        taken_over: set[str] = set()
        for terms, end in zip(reversed(watched.stages), reversed(ends), strict=True):
            program, own = terms.assembled.program, slice(terms.first, end)
            lines = [path for path in self.lines if path in program.line_numbers]
            arrays = Arrays(
                program, lines, watched.scheduled[own], limits[own], taken_over, begins=terms.handover is None
            )
            staged.append(_Stage(terms, arrays, end))
            taken_over = set() if terms.handover is None else _sources(terms.handover, arrays)
        return staged[::-1]

    def chunks(self, first: int, paths: int) -> Iterator[tuple[int, int]]:
        """Yield the first path and the number of paths of each chunk of a stretch."""
        for start in range(first, first + paths, self.chunk):
            yield start, min(self.chunk, first + paths - start)

    def settle(self, first: int, paths: int, alone: set[int] | None = None) -> "Iterator[list[Column]]":
        """Yield the wanted lines of each period of so many paths; an array is good until the next period.

        In the end `alone` has the number, from the first on, of every path that was settled by itself.
        """
        if self._compiled is not None:
            yield from self._compiled.settle(first, paths)
            return
        rows = enumerate(self.drawing.rows(first, paths))
        before: Chunk | None = None
        for number, (terms, arrays, end) in enumerate(self._stages):
            buffers = self._buffer(number, arrays, paths)
            opening = None
            if before is not None and terms.handover is not None:
                opening = _opening(terms, before.balances, arrays, paths)
            apart = None if before is None else before.apart
            chunk = Chunk(arrays, buffers, lambda path: self._alone(first + path), opening, apart)
            scales = self._scales(arrays)
            held: list[Wholes] = []
            for period, facts in islice(rows, end - terms.first):
                buffers.give(held)
                held = []
                row = [_in_form(each, buffers, arrays, held) for each in facts]
                found = iter(chunk.settle(period - terms.first, row, period))
                yield [0 if scale is None else _scaled(next(found), scale, paths) for scale in scales]
            before = chunk
        if alone is not None and before is not None:
            alone.update(before.apart)

    def _buffer(self, number: int, arrays: Arrays, paths: int) -> Buffers:
        buffers = self._buffers.get(number)
        if buffers is None or buffers.paths != paths:
            buffers = self._buffers[number] = Buffers(paths, arrays.in_floats)
        return buffers

    def _scales(self, arrays: Arrays) -> list[int | None]:
        """Return what each line is multiplied by; None for one that these terms do not have."""
        return [
            whole // _denominator(arrays.program, path) if path in arrays.program.line_numbers else None
            for path, whole in zip(self.lines, self.denominators, strict=True)
        ]

    def _alone(self, path: int) -> list[list[int]]:
        """Return the wanted lines of each period of one path, settled by the exact reader."""
        watched = self.drawing.watched
        settled = []
        for period, every in enumerate(watched.settled(self.drawing.path(path))):
            program = watched.program_at(period)
            numbers = [program.line_numbers[each] for each in self.lines if each in program.line_numbers]
            settled.append([every[number] for number in numbers])
        return settled


def _denominator(program: Program, path: str) -> int:
    number = program.line_numbers.get(path)
    return 1 if number is None else program.denominator_of(program.lines[number])


def _sources(handover: Handover, arrays: Arrays) -> set[str]:
    taken = zip(handover.after.balances, handover.taken_from, strict=True)
    return {
        handover.before.balances[source].path
        for balance, source in taken
        if source is not None and balance.path in arrays.kept
    }


def _opening(terms: InForce, closing: "Mapping[int, Column]", arrays: Arrays, paths: int) -> "dict[int, Column]":
    """Return what new terms open with. Raises InputError where a balance cannot be handed over exactly."""
    import numpy

    handover = terms.handover
    assert handover is not None
    opening: dict[int, Column] = {}
    taken = zip(handover.after.balances, handover.taken_from, handover.opens_at, strict=True)
    for number, (balance, source, start) in enumerate(taken):
        if balance.path not in arrays.kept:
            continue
        if source is None:
            opening[number] = start
            continue
        parts = handover.before.balances[source].denominator
        factor = balance.denominator // gcd(balance.denominator, parts)  # the whole denominator may be 10**12
        parts //= gcd(balance.denominator, parts)
        whole = numpy.asarray(closing[source], numpy.int64) * factor
        if (whole % parts).any():
            path = int(numpy.flatnonzero(whole % parts)[0])
            every = [
                numpy.broadcast_to(closing.get(each, 0), paths)[path] for each in range(len(handover.before.balances))
            ]
            handover.opening(f"{terms.where}.balances", [int(each) for each in every])
        opening[number] = int(whole) // parts if whole.ndim == 0 else (whole // parts).astype(arrays.whole_type)
    return opening


def _in_form(fact: "Column", buffers: Buffers, arrays: Arrays, held: "list[Wholes]") -> "Column":
    """Return a fact as the arrays hold whole numbers; a buffer that it takes is held."""
    if isinstance(fact, int) or not arrays.in_floats:
        return fact
    held.append(buffers.whole())
    held[-1][...] = fact
    return held[-1]


def _scaled(line: "Column", scale: int, paths: int) -> "Column":
    return line if scale == 1 else times(wholes(line, paths), scale)
