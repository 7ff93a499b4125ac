"""Millions of settlements, each to the same penny: the program over numpy's 64-bit whole numbers, a chunk at a time."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from riskreward.kernel.program import Program
from riskreward.kernel.rounding import Mode, quotient
from riskreward.readers.array_text import Given, Step, StepForm, Wanted
from riskreward.readers.bounds import WIDEST, Bounding, Interval
from riskreward.readers.boxes import Period, watched_boxes
from riskreward.readers.compiling import compiled
from riskreward.readers.float_text import FLOAT_WIDEST, FloatStep
from riskreward.readers.specialised import balances_behind, needed, specialised

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    Wholes = NDArray[Any]
    """Whole numbers, in 64 bits or in float64 that holds them exactly."""
    Truths = NDArray[bool_]
    Column = int | Wholes
    """A figure of every path: one for all where they are alike."""

PATHS = 16_384
"""Paths in a chunk: as many as keep their buffers near the processor."""

FLOAT_HOLDS = 53
"""Bits of the largest whole numbers that float64 holds one by one."""

Key = tuple[bool, ...]
Alone = Callable[[int], Sequence[Sequence[int]]]
"""Settles one path of a chunk on whole numbers of any size: the asked lines of each period."""


class Arrays:
    """Periods of a program over many paths at once, for some of its lines; every path equals the exact reader's.

    `scheduled` is what the calendar decides in each period, `limits` the lowest and highest of each fact in it, and
    `kept` are balances to carry beside those that the lines rest on. Where the periods are not the first of the term,
    they do not begin with the program's own balances. Needs numpy.
    """

    def __init__(
        self,
        program: Program,
        lines: Sequence[str],
        scheduled: Sequence[Sequence[int | None]],
        limits: Sequence[Sequence[Interval]],
        kept: Collection[str] = (),
        widest: int = WIDEST,
        in_floats: bool | None = None,
        begins: bool = True,
    ) -> None:
        self.program = program
        self.lines = tuple(lines)
        wanted = needed(program, lines, balances_behind([program], lines, kept))
        facts = [(number, fact) for number, fact in enumerate(program.facts) if fact.operation in wanted]
        truths = [number for number, fact in facts if fact.is_scheduled and fact.kind.is_truth]
        self.keys: list[Key] = [tuple(bool(row[number]) for number in truths) for row in scheduled]
        self._programs = {
            key: specialised(program, dict(zip(truths, key, strict=True)), wanted) for key in dict.fromkeys(self.keys)
        }
        self.kept = balances_behind(self._programs.values(), lines, kept)
        self._places = {key: needed(each, lines, self.kept) for key, each in self._programs.items()}
        self._limits = limits
        self._steps: dict[tuple[Key, Given], Callable[..., Any]] = {}
        self._boundings = {key: Bounding(each, self._places[key]) for key, each in self._programs.items()}
        periods = [Period(self._boundings[key], limit) for key, limit in zip(self.keys, limits, strict=True)]
        carried = [each for each in program.balances if each.path in self.kept]
        starts = {each.path: (each.start, each.start) if begins else None for each in carried}
        narrow = None if in_floats is False else watched_boxes(periods, starts, min(widest, FLOAT_WIDEST))
        self.in_floats = narrow is not None
        """Whether float64 holds every whole number that comes up."""
        self.watched = narrow if self.in_floats or in_floats else watched_boxes(periods, starts, widest)
        """The boxes that balances must be in, by the number of the period to look before; None where no box is safe."""

    @property
    def whole_type(self) -> str:
        """The type of the arrays that hold whole numbers."""
        return "float64" if self.in_floats else "int64"

    def step(self, period: int, given: Given) -> Callable[..., Any]:
        """Return the function of one period, where these facts and balances differ from path to path."""
        key = self.keys[period]
        step = self._steps.get((key, given))
        if step is None:
            text = self.worked_out(key, given, FloatStep if self.in_floats else Step).text()
            step = self._steps[key, given] = compiled(text, _functions())
        return step

    def worked_out(self, key: Key, given: Given, form: type[StepForm]) -> StepForm:
        """Return one kind of period, by its scheduled truths, worked out for an engine."""
        program = self._programs[key]
        denominators = [self.program.denominator_of(self._line(path)) for path in self.lines]
        shown = {line.path: line.operation for line in program.lines}
        lines = [Wanted(shown[path], each) for path, each in zip(self.lines, denominators, strict=True)]
        return form(program, self._places[key], lines, self.kept_numbers, given, self._intervals(key))

    @cached_property
    def kept_numbers(self) -> list[int]:
        """The numbers of the balances that are carried."""
        return [number for number, each in enumerate(self.program.balances) if each.path in self.kept]

    def _line(self, path: str) -> Any:
        return self.program.lines[self.program.line_numbers[path]]

    def _intervals(self, key: Key) -> Sequence[Interval]:
        """Return bounds of the periods that have these truths, whatever their balances are."""
        limits = [limit for known, limit in zip(self.keys, self._limits, strict=True) if known == key]
        united = [(min(low for low, _ in each), max(high for _, high in each)) for each in zip(*limits, strict=True)]
        anything = {each.path: (-(1 << WIDEST), 1 << WIDEST) for each in self.program.balances}
        return self._boundings[key].bounded(anything, united)[0]


class Buffers:
    """Arrays of a chunk's length, used again from step to step and from chunk to chunk, by one thread or by several.

    An array is taken without looking first: between a look and the taking another thread may take the last.
    """

    def __init__(self, paths: int, in_floats: bool) -> None:
        self.paths = paths
        self._in_floats = in_floats
        self._wholes: list[Wholes] = []
        self._truths: list[Truths] = []

    def whole(self) -> "Wholes":
        """Return an array of whole numbers to write to."""
        import numpy

        try:
            return self._wholes.pop()
        except IndexError:
            return numpy.empty(self.paths, numpy.float64 if self._in_floats else numpy.int64)

    def truth(self) -> "Truths":
        """Return an array of truths to write to."""
        import numpy

        try:
            return self._truths.pop()
        except IndexError:
            return numpy.empty(self.paths, numpy.bool_)

    def give(self, wholes: Iterable["Wholes"], truths: Iterable["Truths"] = ()) -> None:
        """Take arrays back."""
        self._wholes.extend(wholes)
        self._truths.extend(truths)


class Chunk:
    """Some paths of periods that follow one another: what they carry, and those that had to be settled alone."""

    def __init__(
        self,
        arrays: Arrays,
        buffers: Buffers,
        alone: Alone,
        opening: "Mapping[int, Column] | None" = None,
        apart: "Mapping[int, Sequence[Sequence[int]]] | None" = None,
    ) -> None:
        self._arrays = arrays
        self._buffers = buffers
        self._alone = alone
        self.apart = dict(apart or {})
        """The lines of each period of each path that is settled alone."""
        starts = {number: each.start for number, each in enumerate(arrays.program.balances) if each.path in arrays.kept}
        self.balances: dict[int, Column] = dict(starts if opening is None else opening)
        self._held: Sequence[Wholes] = ()

    def settle(self, period: int, facts: Sequence["Column"], number: int) -> list["Column"]:
        """Return each line of the next period, which is `number` in the whole term; an array is good until the next."""
        if self._arrays.watched is None:
            self._leave(range(self._buffers.paths))
            return self._patched([0] * len(self._arrays.lines), number)
        self._look(self._arrays.watched.get(period, {}))
        self._buffers.give(self._held)
        given = Given(
            frozenset(place for place, each in enumerate(facts) if not isinstance(each, int)),
            frozenset(place for place, each in self.balances.items() if not isinstance(each, int)),
        )
        step = self._arrays.step(period, given)
        lines, self.balances, self._held, wholes, truths = step(
            facts, self.balances, self._buffers.whole, self._buffers.truth
        )
        self._buffers.give(wholes, truths)
        return self._patched(list(lines), number) if self.apart else list(lines)

    def _look(self, boxes: Mapping[str, Interval]) -> None:
        """Settle alone every path with a balance outside its box."""
        import numpy

        for number, each in self.balances.items():
            box = boxes.get(self._arrays.program.balances[number].path)
            if box is None:
                continue
            low, high = box
            if isinstance(each, int):
                if not low <= each <= high:
                    self._leave(range(self._buffers.paths))
                    self.balances[number] = 0
            elif each.min() < low or each.max() > high:
                outside = numpy.flatnonzero((each < low) | (each > high))
                self._leave(outside.tolist())
                each[outside] = 0

    def _leave(self, paths: Iterable[int]) -> None:
        for path in paths:
            if path not in self.apart:
                self.apart[path] = self._alone(path)

    def _patched(self, lines: list["Column"], number: int) -> list["Column"]:
        """Return the lines with those of the paths that were settled alone."""
        import numpy

        for place, line in enumerate(lines):
            values = [each[number][place] for each in self.apart.values()]
            column = numpy.array(line) if not isinstance(line, int) else numpy.full(self._buffers.paths, line)
            most = FLOAT_HOLDS if column.dtype.kind == "f" else WIDEST
            if any(abs(value) >> most for value in values):
                column = (column.astype(numpy.int64) if column.dtype.kind == "f" else column).astype(object)
            column[list(self.apart)] = values
            lines[place] = column
        return lines


def _functions() -> Mapping[str, Any]:
    import numpy

    names = (
        *("add", "subtract", "multiply", "maximum", "minimum", "less", "less_equal", "equal", "not_equal"),
        *("logical_and", "logical_or", "logical_not", "floor_divide", "right_shift", "bitwise_and", "invert"),
        *("rint", "trunc", "ceil", "floor"),
    )
    own = {
        "copy": _copy,
        "choose": _choose,
        "ratio": _ratio,
        "ratio_in_floats": _ratio_in_floats,
        "away_from_zero": _away_from_zero,
    }
    return {**{name: getattr(numpy, name) for name in names}, **own, "quotient": quotient}


def _away_from_zero(column: Any, out: Any) -> None:
    import numpy

    out[...] = numpy.copysign(numpy.ceil(numpy.abs(column)), column)


def _copy(column: "Column", out: "Wholes") -> None:
    out[...] = column


def _choose(truth: Any, then: Any, otherwise: Any, out: "Wholes") -> None:
    """Write `then` on the paths where a truth holds, and `otherwise` on the others, which `out` may not be."""
    import numpy

    numpy.subtract(then, otherwise, out=out)  # a branch for every path, or an array anew, would take longer
    out *= truth
    out += otherwise


def _ratio_in_floats(above: Any, below: Any, otherwise: Any, mode: Mode, out: "Wholes") -> None:
    import numpy

    above, below, otherwise = (numpy.asarray(each, numpy.int64) for each in (above, below, otherwise))
    _ratio(above, below, otherwise, mode, out)


def _ratio(above: Any, below: Any, otherwise: Any, mode: Mode, out: "Wholes") -> None:
    """Write above / below as whole numbers, and `otherwise` where below is nothing."""
    import numpy

    above = numpy.where(numpy.less(below, 0), numpy.negative(above), above)
    below = numpy.abs(below)
    whole = numpy.where(numpy.equal(below, 0), 1, below)
    lost = numpy.less(above, 0)
    if mode == "half up":
        found = (2 * above + whole - lost) // (2 * whole)
    else:
        more = {"floor": 0, "down": (whole - 1) * lost, "up": (whole - 1) * ~lost}[mode]
        found = (above + more) // whole
    out[...] = numpy.where(numpy.equal(below, 0), otherwise, found)
