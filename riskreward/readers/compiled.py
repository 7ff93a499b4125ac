"""The same program compiled by numba: whole numbers in float64, a block of paths through the whole term at a time.

It is for terms that the bounds prove throughout, so that no balance has to be looked at; `Arrays` does the others.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from threading import local
from typing import TYPE_CHECKING, Any, NamedTuple

from riskreward.kernel.rounding import MODES, quotient
from riskreward.readers.array_text import Call, Given
from riskreward.readers.arrays import Arrays
from riskreward.readers.float_text import FloatStep

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Floats = NDArray[float64]

BLOCK = 192
"""Paths in a block: their figures stay beside the processor through the whole term.

They are rows of one array whose places are known when it is compiled, so that no two can be taken for the same and
several paths are settled by one instruction.
"""

INSTALL = "pip install 'riskreward[compile]'"


class CompilerMissingError(ImportError):
    """A compiled settlement was asked for, and numba is not installed."""


def need_compiler() -> None:
    """Raise CompilerMissingError, with the line that installs it, where numba is not there."""
    if find_spec("numba") is None:
        raise CompilerMissingError(f"settling compiled needs numba, which is not installed; {INSTALL}")


def can_be_compiled(arrays: Arrays) -> bool:
    """Return whether the bounds prove every period of the term in float64, from its opening."""
    return arrays.in_floats and arrays.watched == {}


class Compiled:
    """The periods of arrays compiled, for facts of which these, by number, differ from path to path."""

    def __init__(self, arrays: Arrays, facts: frozenset[int]) -> None:
        import numpy

        need_compiler()
        self._facts = sorted(facts)
        given = Given(facts, frozenset(arrays.kept_numbers))
        starts = [float(arrays.program.balances[number].start) for number in arrays.kept_numbers]
        self._starts = numpy.array(starts)
        keys = dict.fromkeys(arrays.keys)
        variants = [_Variant(arrays.worked_out(key, given, FloatStep), self._facts) for key in keys]
        numbers = {key: number for number, key in enumerate(keys)}
        self._variants = [variants[numbers[key]] for key in arrays.keys]
        self._numbers = numpy.array([numbers[key] for key in arrays.keys])
        self._width = max(len(each.scalars) for each in variants)
        self._lines = len(arrays.lines)
        self._own = local()  # each thread writes to lines of its own
        self._known: list[Mapping[int, int]] = []
        self._scalars: Floats | None = None
        self._run = _compiled(_text(variants, _Rows(len(self._facts), len(starts), self._lines)))

    def settle(self, known: Sequence[Mapping[int, int]], drawn: "Floats") -> "Floats":
        """Return every line of every period and path, as whole numbers in float64: (lines, periods, paths).

        `known` are the facts of each period that are alike on every path, by number; `drawn` are the others, in the
        order of their numbers: (facts, periods, paths). What is returned is good until the thread settles the next.
        """
        import numpy

        if self._scalars is None or known != self._known:
            self._known, self._scalars = [*known], self._alike(known)
        shape = self._lines, len(known), drawn.shape[2]
        settled: Floats | None = getattr(self._own, "settled", None)
        if settled is None or settled.shape != shape:
            settled = self._own.settled = numpy.empty(shape)
        self._run(self._numbers, self._scalars, drawn, self._starts, settled)
        return settled

    def _alike(self, known: Sequence[Mapping[int, int]]) -> "Floats":
        """Return what is alike on every path in each period: (periods, figures)."""
        import numpy

        scalars = numpy.zeros((len(known), self._width))
        for period, (variant, facts) in enumerate(zip(self._variants, known, strict=True)):
            for place, value in enumerate(variant.worked_out(facts)):
                scalars[period, place] = value
        return scalars


class _Variant:
    """One kind of period: what is alike on every path, worked out in Python, and a loop over the paths."""

    def __init__(self, step: FloatStep, facts: Sequence[int]) -> None:
        self._step = step
        self._facts = facts
        alike = [call for call in step.calls if not call.function]
        self._calls = [call for call in step.calls if call.function not in {"", "spare", "truths"}]
        read = [text for call in self._calls for text in call.inputs] + [*step.lines, *step.closings]
        names = dict.fromkeys(name for text in read for name in re.findall(r"\b[sf]\d+\b", text))
        self.scalars = [name for name in names if name not in {f"f{number}" for number in facts}]
        self._alike = alike
        scope: dict[str, Any] = {"quotient": quotient}
        known = sorted({int(name[1:]) for call in alike for name in re.findall(r"\bf\d+\b", call.inputs[0])})
        known += [int(name[1:]) for name in self.scalars if name[0] == "f" and int(name[1:]) not in known]
        body = [f"f{number} = facts[{number}]" for number in known] + [str(call) for call in alike]
        listed = "".join(f"{name}, " for name in self.scalars)
        text = "\n".join(["def alike(facts):", *(f"    {each}" for each in body), f"    return ({listed})"])
        exec(compile(text, "<riskreward figures alike>", "exec"), scope)
        self.worked_out: Callable[[Mapping[int, int]], tuple[int, ...]] = scope["alike"]

    def text(self, name: str, rows: "_Rows") -> list[str]:
        """Return the loop over a block."""
        step = self._step
        used = [text for call in self._calls for text in call.inputs] + [*step.lines, *step.closings]
        read = {found for text in used for found in re.findall(r"\b[fb]\d+\b", text)}
        inside = [f"f{each} = {rows.fact(place)}" for place, each in enumerate(self._facts) if f"f{each}" in read]
        inside += [f"b{each} = {rows.balance(place)}" for place, each in enumerate(step.kept) if f"b{each}" in read]
        inside += [f"{call.out} = {_expression(call)}" for call in self._calls]
        inside += [f"{rows.line(place)} = {text}" for place, text in enumerate(step.lines)]
        inside += [f"{rows.balance(place)} = {text}" for place, text in enumerate(step.closings)]
        return [
            "@njit",
            f"def {name}(paths, scalars, block):",
            *(f"    {each} = scalars[{place}]" for place, each in enumerate(self.scalars)),
            "    for i in range(paths):",
            *(f"        {each}" for each in inside or ["pass"]),
            "",
        ]


class _Rows(NamedTuple):
    """The rows of a block: the facts, the balances, then the lines."""

    facts: int
    balances: int
    lines: int

    def fact(self, place: int) -> str:
        """Return the text of a fact on path i."""
        return f"block[{place * BLOCK} + i]"

    def balance(self, place: int) -> str:
        """Return the text of a balance on path i."""
        return f"block[{(self.facts + place) * BLOCK} + i]"

    def line(self, place: int) -> str:
        """Return the text of a line on path i."""
        return f"block[{(self.facts + self.balances + place) * BLOCK} + i]"


def _text(variants: Sequence[_Variant], rows: _Rows) -> str:
    """Return the text of `run`: every block of paths through every period."""
    calls = []
    for number in range(len(variants)):
        calls += [f"            if numbers[period] == {number}:"]
        calls += [f"                step{number}(paths, scalars[period], block)"]
    return "\n".join(
        [
            *(line for number, each in enumerate(variants) for line in each.text(f"step{number}", rows)),
            "@njit",
            "def run(numbers, scalars, facts, starts, lines):",
            f"    block = empty({sum(rows) * BLOCK})",
            f"    for start in range(0, facts.shape[2], {BLOCK}):",
            f"        paths = min({BLOCK}, facts.shape[2] - start)",
            f"        for place in range({rows.balances}):",
            f"            at = ({rows.facts} + place) * {BLOCK}",
            f"            block[at : at + {BLOCK}] = starts[place]",
            "        for period in range(len(numbers)):",
            f"            for place in range({rows.facts}):",
            f"                at = place * {BLOCK}",
            "                block[at : at + paths] = facts[place, period, start : start + paths]",
            *calls,
            f"            for place in range({rows.lines}):",
            f"                at = ({rows.facts + rows.balances} + place) * {BLOCK}",
            "                lines[place, period, start : start + paths] = block[at : at + paths]",
            "",
        ]
    )


def _expression(call: Call) -> str:
    inputs = [f"({text} != 0)" if call.function in _LOGICAL and text[0] == "s" else text for text in call.inputs]
    if call.function == "ratio_in_floats":
        return f"ratio({', '.join([*inputs[:3], str(MODES.index(_mode(inputs[3])))])})"
    return _FORMS[call.function].format(*inputs)


def _mode(text: str) -> Any:
    return text.strip("'")


_LOGICAL = {"logical_and", "logical_or", "logical_not"}
_FORMS = {
    "add": "({}) + ({})",
    "subtract": "({}) - ({})",
    "multiply": "({}) * ({})",
    "maximum": "max(1.0 * ({}), 1.0 * ({}))",
    "minimum": "min(1.0 * ({}), 1.0 * ({}))",
    "less": "({}) < ({})",
    "less_equal": "({}) <= ({})",
    "equal": "({}) == ({})",
    "not_equal": "({}) != ({})",
    "logical_and": "({}) and ({})",
    "logical_or": "({}) or ({})",
    "logical_not": "not ({})",
    "choose": "(1.0 * ({1})) if ({0}) else (1.0 * ({2}))",
    "copy": "1.0 * ({})",
    "rint": "rint({})",
    "trunc": "trunc({})",
    "ceil": "ceil({})",
    "floor": "floor({})",
    "away_from_zero": "copysign(ceil(abs({0})), {0})",
}


@lru_cache(maxsize=64)
def _compiled(text: str) -> Callable[..., None]:
    import numba
    import numpy

    scope: dict[str, Any] = {name: getattr(numpy, name) for name in ("rint", "trunc", "ceil", "floor", "copysign")}
    scope |= {"njit": numba.njit(nogil=True), "empty": numpy.empty, "ratio": numba.njit(_ratio)}
    exec(compile(text, "<riskreward compiled>", "exec"), scope)
    run: Callable[..., None] = scope["run"]
    return run


def _ratio(above: float, below: float, otherwise: float, mode: int) -> float:
    """Return above / below as a whole number in the mode of this number in `MODES`, whatever the sign of either."""
    if below == 0:
        return 1.0 * otherwise
    top, bottom = int(above), int(below)
    if bottom < 0:
        top, bottom = -top, -bottom
    if mode == 3:
        return float(top // bottom)
    size = abs(top)
    if mode == 0:
        size = (2 * size + bottom) // (2 * bottom)
    elif mode == 1:
        size = size // bottom
    else:
        size = -(-size // bottom)
    return float(size) if top >= 0 else -float(size)
