"""The same text over whole numbers held in float64, which holds them exactly and rounds a division faster.

It is for periods in which no whole number can need more than `FLOAT_WIDEST` bits.
"""

from collections.abc import Mapping
from fractions import Fraction

from riskreward.kernel.program import Operation
from riskreward.kernel.rounding import Mode
from riskreward.readers.array_text import Step

FLOAT_WIDEST = 46
"""Bits of the largest whole number that float64 divides and rounds as a whole number would be.

A product with a factor such as (1 + 2^-50) / 20 is out by less than 2^-51 of itself, the nudge included at most 2^-49:
a quotient of 46 bits over 1/20 is further than that from the next place where its rounding turns, unless it is there;
and where it is there, the nudge takes it to the side that the mode says.
"""

NUDGE = Fraction(1, 1 << 50)


class FloatStep(Step):
    """Rounds by a product with the nearest factor, nudged so that a quotient that is exact falls where it should."""

    _ratio_function = "ratio_in_floats"

    def _round(self, operation: Operation) -> str:
        (place,) = operation.inputs
        given = self._operations[place]
        exactly = Fraction(operation.denominator, given.denominator * operation.whole)
        text, mode = self._texts[place], operation.mode
        nudged = {"half up": exactly * (1 + NUDGE), "down": exactly * (1 + NUDGE), "up": exactly * (1 - NUDGE)}
        self._done(operation)
        out = self._into("multiply", text, repr(float(nudged.get(mode, exactly))))
        if mode == "floor":
            half_a_part = Fraction(1, 2 * exactly.denominator)
            self._call("add", out, repr(float(half_a_part)), out=out)
        if mode == "up" and self._intervals[place][0] < 0:
            self._call("away_from_zero", out, out=out)
        else:
            self._call(_ROUNDINGS[mode], out, out=out)
        if operation.whole != 1:
            self._call("multiply", out, str(operation.whole), out=out)
        return out


_ROUNDINGS: Mapping[Mode, str] = {"half up": "rint", "down": "trunc", "up": "ceil", "floor": "floor"}
