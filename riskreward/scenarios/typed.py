"""Figures of a scenario as people write them: a share of the whole, an amount of money, or a bare number."""

from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction
from typing import NamedTuple

from riskreward.figures import (
    FigureError,
    money_text,
    number_text,
    read_money,
    read_number,
    read_rate,
    share_text,
    shown,
)
from riskreward.findings import Problem

SHARE = "%"
NUMBER = ""
_SIGNS = "£$€"


class Typed(NamedTuple):
    """A figure, and what it was written in: `%`, the sign of a currency, or nothing for a bare number."""

    value: Fraction
    unit: str

    def __str__(self) -> str:
        return text_of(self.value, self.unit)


def text_of(value: Fraction, unit: str) -> str:
    """Return a figure as it is shown in a unit."""
    if unit == SHARE:
        return share_text(value)
    return money_text(value, unit).removesuffix(".00") if unit in _SIGNS and unit else number_text(value)


def read_typed(value: object) -> Typed:
    """Return a figure with what it was written in. Raises FigureError for anything that is none."""
    if isinstance(value, str):
        text = value.strip()
        sign = next((each for each in text[:3] if each in _SIGNS), None)
        if sign is not None:
            return Typed(Fraction(read_money(text, sign)), sign)
        if text.endswith(SHARE) or "/" in text:
            return Typed(read_rate(text), SHARE)
    return Typed(read_number(value, example="10%"), NUMBER)


class Reading:
    """Reads the figures of one part of a scenario, and keeps every problem of them."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []

    def at(self, name: str) -> str:
        """Return where a figure stands, for a message."""
        return f"{self.where}.{name}".strip(".") if name else self.where

    def refuse(self, name: str, what: str, mend: str) -> None:
        """Keep a problem of the figure of this name."""
        self.problems.append(Problem(self.at(name), what, mend))

    def typed(self, name: str, value: object) -> Typed:
        """Return a figure; nought where it cannot be read, which is a problem."""
        try:
            return read_typed(value)
        except FigureError as error:
            self.refuse(name, error.what, error.mend)
            return Typed(Fraction(0), NUMBER)

    def share(self, name: str, value: object, low: Fraction = Fraction(0), high: Fraction = Fraction(1)) -> Fraction:
        """Return a share between two ends; the lower end where it is none, which is a problem."""
        try:
            found = read_rate(value)
        except FigureError as error:
            self.refuse(name, error.what, error.mend)
            return low
        if not low <= found <= high:
            ends = f"between {share_text(low)} and {share_text(high)}"
            self.refuse(name, f"is {shown(value)}, not {ends}", f'write a share {ends}, such as "50%"')
            return low
        return found

    def chosen(self, name: str, value: object, choices: Sequence[str]) -> None:
        """Keep a problem of a word that is none of the choices."""
        if value not in choices:
            offered = " or ".join(f'"{each}"' for each in choices)
            self.refuse(name, f"is {shown(value)}", f"write {offered}")

    def listed(self, name: str, value: object, mend: str) -> list[object]:
        """Return what is listed, in its order; nothing where it is no list, which is a problem."""
        if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping | Set):
            return list(value)
        self.refuse(name, f"is {shown(value)}, which is no list", mend)
        return []

    def unit(self, figures: Sequence[Typed]) -> str:
        """Return what the figures are all written in; a nought fits them all. Figures that differ are a problem."""
        found = list(dict.fromkeys(each.unit for each in figures if each.value or each.unit))
        if len(found) > 1:
            names = " and ".join(_called(each) for each in found)
            self.refuse("", f"mixes {names}", "write every figure in the same way")
        return found[0] if found else NUMBER


def _called(unit: str) -> str:
    return {SHARE: "shares in %", NUMBER: "bare numbers"}.get(unit, f"money in {unit}")
