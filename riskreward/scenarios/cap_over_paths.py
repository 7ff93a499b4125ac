"""One cap over lots on every path at once: what is within it, and what it cuts off each lot, to the same penny."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from riskreward.portfolios.cap import WITHIN, Cap, program
from riskreward.portfolios.lots import SharedOut
from riskreward.readers import exact
from riskreward.readers.arrays import PATHS, Arrays, Buffers, Chunk
from riskreward.scenarios.tallies import SAFE_IN_WHOLES

if TYPE_CHECKING:
    from riskreward.scenarios.arrays import IntArray

AT_ONCE = 1 << 20
"""Fees that are shared out at once, which bounds what is held beside them."""

Fees = Mapping[str, "IntArray"]
"""The fee of each lot in a year, in pence, path by path."""


def within_cap(cap: Cap, shared_out: SharedOut, by_year: Mapping[str, Fees]) -> dict[str, dict[str, "IntArray"]]:
    """Return what each lot has within the cap in each year, the years in order; what a fee falls by is whole."""
    years = sorted(by_year)
    moved = [(_gained(by_year[year]), _gained({lot: -fee for lot, fee in by_year[year].items()})) for year in years]
    together = _together(cap, moved)
    share = _in_order if shared_out == "in order" else _pro_rata
    return {year: share(by_year[year], within) for year, within in zip(years, together, strict=True)}


def _gained(fees: Fees) -> "IntArray":
    """Return what the lots whose fee rises gain together."""
    import numpy

    found = numpy.zeros_like(next(iter(fees.values())))
    for fee in fees.values():
        found += numpy.maximum(fee, 0)
    return found


def _together(cap: Cap, years: "Sequence[tuple[IntArray, IntArray]]") -> list["IntArray"]:
    """Return what is within the cap in each year, as the cap's own program has it."""
    import numpy

    own, paths = program(cap), len(years[0][0])
    limits = [[(0, int(each.max())) for each in year][: len(own.facts)] for year in years]
    arrays = Arrays(own, [WITHIN], [(None,) * len(own.facts)] * len(years), limits)
    found = [numpy.empty(paths, numpy.int64) for _ in years]
    for first in range(0, paths, PATHS):
        part = slice(first, first + PATHS)
        rows = [[each[part] for each in year][: len(own.facts)] for year in years]

        def alone(path: int, rows: "list[list[IntArray]]" = rows) -> list[tuple[int, ...]]:
            return exact.run(own, [[int(each[path]) for each in row] for row in rows]).lines

        chunk = Chunk(arrays, Buffers(len(rows[0][0]), arrays.in_floats), alone)
        for number, row in enumerate(rows):
            (within,) = chunk.settle(number, [each.astype(arrays.whole_type) for each in row], number)
            found[number][part] = within
    return found


def _in_order(fees: Fees, within: "IntArray") -> dict[str, "IntArray"]:
    """Share out what is within the cap in the order of the lots, until nothing is left."""
    import numpy

    left, found = within.copy(), {}
    for name, fee in fees.items():
        kept = numpy.minimum(numpy.maximum(fee, 0), left)
        left -= kept
        found[name] = kept + numpy.minimum(fee, 0)
    return found


def _pro_rata(fees: Fees, within: "IntArray") -> dict[str, "IntArray"]:
    """Share out what is within the cap in proportion to the fees that rise, where they come to more."""
    import numpy

    found = {name: fee.copy() for name, fee in fees.items()}
    (capped,) = numpy.nonzero(_gained(fees) > within)
    step = max(1, AT_ONCE // len(fees))
    for first in range(0, len(capped), step):
        paths = capped[first : first + step]
        gains = numpy.array([numpy.maximum(fee[paths], 0) for fee in fees.values()])
        for fee, kept in zip(found.values(), by_largest_remainder(within[paths], gains), strict=True):
            fee[paths] = numpy.minimum(fee[paths], 0) + kept
    return found


def by_largest_remainder(wholes: "IntArray", amounts: "IntArray") -> "IntArray":
    """Return the parts of a whole number on each path, in proportion to a row of amounts for each lot.

    They are those of `riskreward.portfolios.largest_remainder`, path by path.
    """
    import numpy

    if int(wholes.max()) * int(amounts.max()) >= SAFE_IN_WHOLES:
        amounts = amounts.astype(numpy.object_)
    together = amounts.sum(axis=0)
    shares = amounts * wholes
    parts = shares // together
    lost_most = numpy.argsort(parts * together - shares, axis=0, kind="stable")
    place = numpy.argsort(lost_most, axis=0, kind="stable")
    found: IntArray = (parts + (place < wholes - parts.sum(axis=0))).astype(numpy.int64)
    return found
