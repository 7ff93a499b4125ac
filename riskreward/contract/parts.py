"""The parts of a contract that must agree, and what every check asks of them."""

from datetime import date
from typing import NamedTuple

from riskreward.calendar import Calendar, Settled, Years, calendar
from riskreward.fees import Fee, Rounding
from riskreward.findings import InputError
from riskreward.guarantees import CoreVolume, Guarantee, Termination
from riskreward.improvements import Measure
from riskreward.settlement.terms import SettlementTerms


class Parts(NamedTuple):
    """The parts of a contract that must agree."""

    starts: date
    years: int | None
    months: int | None
    settled: Settled
    years_run: Years
    currency: str
    rounding: Rounding
    measure: tuple[Measure, ...]
    guarantee: Guarantee | None
    core_volume: CoreVolume | None
    termination: Termination | None
    fee: Fee
    settlement: SettlementTerms


def calendar_of(parts: Parts) -> Calendar:
    """Return the term and its periods. Raises InputError where no calendar can be made of it."""
    agreed = calendar(
        parts.starts, years=parts.years, months=parts.months, settled=parts.settled, years_run=parts.years_run
    )
    return agreed if parts.termination is None else agreed.ended(parts.termination.on, "termination.on")


def readable_calendar(parts: Parts) -> Calendar | None:
    """Return the term and its periods; None where no calendar can be made of it."""
    try:
        return calendar_of(parts)
    except InputError:
        return None


def earns(measure: Measure, fee: Fee) -> bool:
    """Return whether a measure may earn the fee."""
    return measure.baseline is not None and measure.benefit in fee.earns_on
