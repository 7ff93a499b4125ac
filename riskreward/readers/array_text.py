"""One period of a program as Python text over whole arrays, one call a step, in buffers that are used again.

A figure that is alike on every path stays a Python number. The arrays hold whole numbers of 64 bits; what the text
relies on, that nothing outgrows them, is seen to by `boxes`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import gcd, lcm
from typing import NamedTuple, TypeVar

from riskreward.kernel.program import Operation, Program
from riskreward.kernel.rounding import Mode
from riskreward.readers.bounds import Interval
from riskreward.readers.expressions import Expressions


class Wanted(NamedTuple):
    """A line that is asked for: the operation it shows, and the denominator to give it in."""

    operation: int
    denominator: int


class Call(NamedTuple):
    """One step of a period: a function of what was worked out before, into a buffer.

    Where there is no function, the one input is an expression over figures that are alike on every path.
    """

    function: str
    inputs: tuple[str, ...]
    out: str

    def __str__(self) -> str:
        if not self.function:
            return f"{self.out} = {self.inputs[0]}"
        if self.function in NEW:
            return f"{self.out} = {self.function}({', '.join(self.inputs)})"
        return f"{self.function}({', '.join(self.inputs)}, out={self.out})"


NEW = ("spare", "truths")
"""Functions that return an array, and write to none."""


class Given(NamedTuple):
    """Which facts and balances, by number, differ from path to path."""

    facts: frozenset[int]
    balances: frozenset[int]


class Step:
    """One period worked out: its calls in their order, and where its lines and closings are after them.

    `places` are the operations to work out, `kept` the numbers of the balances to carry. Bounds of the period tell
    which figures are never below nought. Facts that differ from path to path are arrays as the buffers are.
    """

    def __init__(
        self,
        program: Program,
        places: Collection[int],
        lines: Sequence[Wanted],
        kept: Sequence[int],
        given: Given,
        intervals: Sequence[Interval],
    ) -> None:
        self._program = program
        self._operations = program.operations
        self._places = sorted(places)
        self.kept = kept
        self._given = given
        self._intervals = intervals
        self._texts: dict[int, str] = {}
        self._scalars = Expressions(program.operations, self._texts)
        self._arrays: set[int] = set()
        self._known: defaultdict[str, list[int]] = defaultdict(list)
        self._owned: set[str] = set()
        self._free: list[str] = []
        self._free_truths: list[str] = []
        self._made = 0
        self.calls: list[Call] = []
        self._left = Counter(place for each in self._places for place in dict.fromkeys(self._operations[each].inputs))
        self._left.update(line.operation for line in lines)
        self._left.update(program.balances[number].closing for number in kept)
        for place in self._places:
            self._work_out(place)
        self.lines = [self._at(line.operation, line.denominator) for line in lines]
        self.closings: list[str] = []
        for number in kept:
            balance = program.balances[number]
            closing = self._at(balance.closing, balance.denominator)
            if balance.closing in self._arrays and (closing not in self._owned or closing in self.closings):
                closing = self._copied(closing)
            self.closings.append(closing)

    def text(self) -> str:
        """Return `step(facts, balances, spare, truths)`: it returns the lines, the closings and free arrays.

        `spare` and `truths` give a buffer of whole numbers, and one of truths, for each call.
        """
        lines, closings = self.lines, self.closings
        held = {text for text in lines if text in self._owned} - set(closings)
        kept = {*closings, *held}
        free = [name for name in self._owned if name not in kept and name in self._free]
        head = ["def step(facts, balances, spare, truths):"]
        head += [f"    f{number} = facts[{number}]" for number in self._read("fact")]
        head += [f"    b{number} = balances[{number}]" for number in self._read("previous")]
        balances = ", ".join(f"{number}: {text}" for number, text in zip(self.kept, closings, strict=True))
        ending = (
            f"    return ({_listed(lines)}), {{{balances}}}, ({_listed(sorted(held))}), ({_listed(sorted(free))}), "
        )
        return "\n".join([*head, *(f"    {each}" for each in self.calls), ending + f"({_listed(self._free_truths)})"])

    def _read(self, name: str) -> list[int]:
        return sorted(self._operations[each].whole for each in self._places if self._operations[each].name == name)

    # What an operation is worked out from

    def _work_out(self, place: int) -> None:
        operation = self._operations[place]
        name = operation.name
        if name in {"fact", "previous"}:
            self._begin(place, operation)
        elif not self._arrays.intersection(operation.inputs):
            text = self._scalars.spelled(operation)
            if name != "constant":
                self._call("", text, out=f"s{place}")
                text = f"s{place}"
            self._texts[place] = text
            self._done(operation)
        else:
            self._arrays.add(place)
            if name == "multiply" and (same := self._times_one(operation)) is not None:
                self._know(place, self._texts[same])
                self._done(operation)
            else:
                self._know(place, getattr(self, f"_{_FORMS.get(name, name)}")(operation))

    def _know(self, place: int, text: str) -> None:
        self._texts[place] = text
        self._known[text].append(place)

    def _begin(self, place: int, operation: Operation) -> None:
        is_fact = operation.name == "fact"
        text = f"{'f' if is_fact else 'b'}{operation.whole}"
        if operation.whole in (self._given.facts if is_fact else self._given.balances):
            self._arrays.add(place)
            if operation.kind.is_truth:
                truth = self._truth()
                self._call("not_equal", text, "0", out=truth)
                text = truth
            elif not is_fact:
                self._owned.add(text)
        self._know(place, text)

    def _at(self, place: int, denominator: int) -> str:
        """Return an operation as a whole number over a denominator that its own divides."""
        factor = denominator // self._operations[place].denominator
        if place not in self._arrays:
            return self._scalars.scaled(place, denominator)
        return self._texts[place] if factor == 1 else self._into("multiply", self._texts[place], str(factor))

    def _done(self, operation: Operation, *temporary: str) -> None:
        """Free what an operation was the last to read."""
        for place in dict.fromkeys(operation.inputs):
            self._left[place] -= 1
            text = self._texts[place]
            if not self._left[place] and place in self._arrays:
                if self._operations[place].kind.is_truth:
                    self._free_truths.append(text)
                elif text in self._owned and not self._is_shared(place, text):
                    self._free.append(text)
        self._free += [each for each in temporary if each in self._owned and each not in self._free]

    def _is_shared(self, place: int, text: str) -> bool:
        return any(other != place and self._left[other] for other in self._known[text])

    def _call(self, function: str, *inputs: str, out: str) -> None:
        self.calls.append(Call(function, inputs, out))

    def _whole(self) -> str:
        if self._free:
            return self._free.pop()
        self._made += 1
        name = f"r{self._made}"
        self._owned.add(name)
        self._call("spare", out=name)
        return name

    def _truth(self) -> str:
        if self._free_truths:
            return self._free_truths.pop()
        self._made += 1
        name = f"t{self._made}"
        self._call("truths", out=name)
        return name

    def _into(self, function: str, *inputs: str) -> str:
        out = self._whole()
        self._call(function, *inputs, out=out)
        return out

    def _copied(self, text: str) -> str:
        return self._into("copy", text)

    # One form for each kind of operation

    def _alike(self, operation: Operation) -> tuple[list[str], list[str]]:
        """Return the inputs over their common denominator, and which of them were made for it."""
        common = lcm(*(self._operations[place].denominator for place in operation.inputs))
        texts = [self._at(place, common) for place in operation.inputs]
        known = {self._texts[place] for place in operation.inputs}
        return texts, [text for text in texts if text not in known]

    def _plain(self, operation: Operation) -> str:
        texts, made = self._alike(operation)
        self._done(operation, *made)
        return self._into(_FUNCTIONS[operation.name], *texts)

    def _compared(self, operation: Operation) -> str:
        texts, made = self._alike(operation)
        out = self._truth()
        self._call(_FUNCTIONS[operation.name], *texts, out=out)
        self._done(operation, *made)
        return out

    def _joined(self, operation: Operation) -> str:
        texts = [self._texts[place] for place in operation.inputs]
        out = self._truth()
        self._call(_FUNCTIONS[operation.name], *texts, out=out)
        self._done(operation)
        return out

    def _times_one(self, operation: Operation) -> int | None:
        """Return the input that a product is the same whole number as, over another denominator."""
        left, right = operation.inputs
        first, second = self._scalars.factors(operation)
        return {"1": right}.get(first, {"1": left}.get(second))

    def _multiply(self, operation: Operation) -> str:
        texts = self._scalars.factors(operation)
        self._done(operation)
        return self._into("multiply", *texts)

    def _choose(self, operation: Operation) -> str:
        condition, then, otherwise = operation.inputs
        first, second = (self._at(place, operation.denominator) for place in (then, otherwise))
        made = [text for text in (first, second) if text not in {self._texts[then], self._texts[otherwise]}]
        truth = self._texts[condition]
        if condition not in self._arrays:
            chosen = self._into("copy", f"{first} if {truth} else {second}")
            self._done(operation, *made)
            return chosen
        if second == "0" and then in self._arrays:
            out = self._into("multiply", first, truth)
            self._done(operation, *made)
            return out
        out = self._into("choose", truth, first, second)
        self._done(operation, *made)
        return out

    def _round(self, operation: Operation) -> str:
        (place,) = operation.inputs
        given = self._operations[place]
        above, below = operation.denominator, given.denominator * operation.whole
        shared = gcd(above, below)
        above, below = above // shared, below // shared
        text = self._texts[place] if above == 1 else self._into("multiply", self._texts[place], str(above))
        made = [] if above == 1 else [text]
        if self._intervals[place][0] >= 0 or operation.mode == "floor" or (operation.mode == "half up" and below % 2):
            self._done(operation, *made)
            out = self._shifted(text, below, operation.mode)
        else:
            out = self._by_sign(text, below, operation.mode)
            self._done(operation, *made)
        self._call("floor_divide", out, str(below), out=out)
        if operation.whole != 1:
            self._call("multiply", out, str(operation.whole), out=out)
        return out

    def _shifted(self, text: str, below: int, mode: Mode) -> str:
        """Return what divided to the lower whole number is rounded, where the sign does not matter."""
        more = {"half up": below // 2, "up": below - 1}.get(mode, 0)
        return self._into("add", text, str(more)) if more else self._copied(text)

    def _by_sign(self, text: str, below: int, mode: Mode) -> str:
        """Return the same for figures of either sign: below nought there is one less to add, or all, or nothing."""
        out = self._into("right_shift", text, "63")
        if mode == "half up":
            self._call("add", out, str(below // 2), out=out)
        elif mode == "down":
            self._call("bitwise_and", out, str(below - 1), out=out)
        else:
            self._call("invert", out, out=out)
            self._call("bitwise_and", out, str(below - 1), out=out)
        self._call("add", out, text, out=out)
        return out

    _ratio_function = "ratio"

    def _ratio(self, operation: Operation) -> str:
        above, below, otherwise = operation.inputs
        top, bottom = self._operations[above], self._operations[below]
        numerator = f"{self._texts[above]} * {bottom.denominator * operation.denominator}"
        denominator = f"{self._texts[below]} * {top.denominator}"
        answer = f"{self._texts[otherwise]} * {operation.denominator // self._operations[otherwise].denominator}"
        out = self._into(self._ratio_function, numerator, denominator, answer, repr(operation.mode))
        self._done(operation)
        return out


StepForm = TypeVar("StepForm", bound=Step)


def _listed(texts: Sequence[str]) -> str:
    return "".join(text + ", " for text in texts)


_FORMS: Mapping[str, str] = {
    **dict.fromkeys(("add", "subtract", "larger", "smaller"), "plain"),
    **dict.fromkeys(("less", "less_or_equal", "equal"), "compared"),
    **dict.fromkeys(("both", "either", "opposite"), "joined"),
}
_FUNCTIONS = {
    "add": "add",
    "subtract": "subtract",
    "larger": "maximum",
    "smaller": "minimum",
    "less": "less",
    "less_or_equal": "less_equal",
    "equal": "equal",
    "both": "logical_and",
    "either": "logical_or",
    "opposite": "logical_not",
}
