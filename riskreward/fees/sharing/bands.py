"""Bands: each slice of what is counted earns its own share."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from riskreward.fees.step import Around, Seen, Stage, Step
from riskreward.figures import Share as ShareTerm
from riskreward.figures import number_text, read_money, read_rate, share_text, written
from riskreward.findings import Problem
from riskreward.kernel import Amount, at_least, at_most, figure, named, nothing, pounds, share_of, total
from riskreward.terms import Terms, TermsError

Edges = Literal["share of baseline", "share of guarantee"]


def slices(counted: Amount, edges: Sequence[Amount]) -> list[Amount]:
    """The part of what is counted that falls below the first edge, between each two, and beyond the last."""
    found: list[Amount] = []
    beyond = at_least(counted, nothing)
    below: Amount | None = None
    for edge in edges:
        width = edge if below is None else edge - below
        found.append(at_most(beyond, width))
        beyond = at_least(counted - edge, nothing)
        below = edge
    return [*found, beyond]


def by_bands(parts: Sequence[Amount], rates: Sequence[Amount]) -> Amount:
    """Each slice earns its own share."""
    return total(rate * figure(part) for rate, part in zip(rates, parts, strict=True))


def _edge(value: object) -> object:
    if isinstance(value, str) and (value.strip().endswith("%") or "/" in value):
        return read_rate(value)
    return value if value is None or isinstance(value, Fraction) else read_money(value)


def _written(edge: object) -> object:
    """Return an edge as a text that reads back the same: a share stays one, above the whole too."""
    return share_text(edge).replace(",", "") if isinstance(edge, Fraction) else written(edge)


Edge = Annotated[
    Any,
    BeforeValidator(_edge),
    PlainSerializer(_written, when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "examples": [500_000, "5%"]}),
]


class Band(Terms):
    """A share, and the edge it reaches up to: money, or a percentage of what `edges` names."""

    splits: ClassVar[frozenset[str]] = frozenset({"up_to"})

    up_to: Edge = None
    share: ShareTerm


def check_bands(bands: Sequence[Band], edges: str | None, known: Sequence[str]) -> None:
    """Raise TermsError for bands that are not in rising order, or whose edges are not what `edges` says."""
    before: Decimal | Fraction = Decimal(0)
    last_written = ""
    for number, band in enumerate(bands):
        where = f"bands[{number}].up_to"
        if band.up_to is None:
            if number < len(bands) - 1:
                raise TermsError(where, "is missing, but more bands follow", "only the last band may be open")
            continue
        text = _shown(band.up_to)
        if isinstance(band.up_to, Fraction) != (edges is not None):
            mend = f"write edges = {' or '.join(map(repr, known))}" if edges is None else "write a %"
            raise TermsError(where, f"is {text}; edges are money, or shares of something named", mend)
        if Fraction(band.up_to) <= Fraction(before):
            than = f"not above bands[{number - 1}].up_to {last_written}" if number else "not above nought"
            if number and Fraction(band.up_to) < Fraction(before):
                than = f"below bands[{number - 1}].up_to {last_written}"
            raise TermsError(where, f"is {text}, {than}", "list bands in rising order")
        before, last_written = band.up_to, text


class Bands(Step):
    """Slice by slice, measured from where the fee starts; each slice earns its own share.

    A last band without an edge has no end. Where the last band ends, what lies beyond earns nothing, and the
    statement names it: bands are never extrapolated.

    Source: NEC engineering and construction contract, option C, clause 54: share ranges.
    """

    takes: ClassVar[Stage] = "saving counted"
    gives: ClassVar[Stage] = "fee"
    usual_place: ClassVar[int] = 40

    rule: Literal["bands"] = "bands"
    bands: tuple[Band, ...] = Field(min_length=1)
    edges: Edges | None = None

    @model_validator(mode="after")
    def _in_rising_order(self) -> "Bands":
        check_bands(self.bands, self.edges, get_args(Edges))
        return self

    @property
    def result(self) -> str:
        """What the statement calls the fee so far."""
        return f"fee by the {self.title}"

    @property
    def reads(self) -> frozenset[str]:
        """What the edges are shares of."""
        return frozenset() if self.edges is None else frozenset({self.edges.removeprefix("share of ")})

    def limits_fee(self, baseline_is_bounded: bool) -> bool:
        """Return whether the bands end, in money or in shares of a baseline that has a largest amount."""
        return self.bands[-1].up_to is not None and (self.edges is None or baseline_is_bounded)

    def problems(self, where: str, around: Around) -> Iterator[Problem]:
        """Yield that there is no guarantee for the edges to be shares of."""
        if self.edges == "share of guarantee" and not around.has_guarantee:
            yield Problem(f"{where}.edges", "are shares of the guarantee, but there is none", "write the guarantee")

    def record(self, amount: Amount, seen: Seen) -> Amount:
        """Return the sum of each slice's share."""
        edges = [self._edge(band.up_to, seen) for band in self.bands if band.up_to is not None]
        parts = slices(amount, edges)
        if self.bands[-1].up_to is not None:
            named(f"beyond the last of the {self.title}", parts.pop())
        return by_bands(parts, [share_of(band.share) for band in self.bands])

    def _edge(self, up_to: Decimal | Fraction, seen: Seen) -> Amount:
        if self.edges is None:
            return pounds(up_to)
        base = seen.baseline if self.edges == "share of baseline" else seen.guaranteed
        assert base is not None
        return at_least(share_of(up_to) * base, nothing)


def _shown(edge: Decimal | Fraction) -> str:
    return share_text(edge) if isinstance(edge, Fraction) else number_text(Fraction(edge))
