"""Stretches of a settlement: periods settled under the same terms, and the variation that made those terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from riskreward.improvements import Measure
from riskreward.kernel import Kind, Program


class Change(NamedTuple):
    """One term that a variation changed: its place, and what it said before and after."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Varied:
    """A variation as the statement names it."""

    name: str
    holds_from: str
    agreed_on: date
    agreed_by: str
    source: str
    reason: str
    changes: tuple[Change, ...]
    balances: Mapping[str, str]


class Dropped(NamedTuple):
    """A balance that a variation dropped, by its name, and what it stood at; `replaced_by` is what it opens at anew."""

    name: str
    amount: Fraction
    kind: Kind
    replaced_by: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Periods settled by one program, from the number of the first: what they measure, and what they opened with.

    `dropped` are the balances that the variation closed, or opened anew, although they were not nothing.
    """

    program: Program
    first: int
    opening: tuple[int, ...]
    measures: tuple[Measure, ...]
    varied: Varied | None = None
    dropped: tuple[Dropped, ...] = ()
