"""The contract that the benchmarks settle: five years or longer, settled monthly, with all that a council asks for."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import NamedTuple

from riskreward import Contract, Outturn
from riskreward.contract.assembly import Assembled, assemble
from riskreward.improvements import PERIOD, read_records
from riskreward.terms import read_terms

COSTS = "running costs"
ON_TIME = "repairs on time"


COSTS_IN_PENCE = (
    (95_000_000, 106_000_000),
    (75_000_000, 95_000_000),
    (70_000_000, 90_000_000),
    (90_000_000, 110_000_000),
    (60_000_000, 95_000_000),
)
"""The range of a month's costs, year by year; the baseline of a month is 101,720,833 pence."""


class Month(NamedTuple):
    """What really happened in a month."""

    costs: Decimal
    on_time: Decimal


def contract(months: int = 60) -> Contract:
    """Return the contract; `decimal_loop` settles the same terms."""
    terms = {
        "title": "Highways running costs",
        "starts": "2026-04-01",
        "months": months,
        "settled": "monthly",
        "rounding": "half up to the penny",
        "measure": [
            {
                "name": COSTS,
                "unit": "£",
                "benefit": "cashable",
                "fund": "General Fund",
                "baseline": {"rule": "fixed", "amount": 12_206_500, "spread": "evenly over the months"},
            },
            {"name": ON_TIME, "unit": "%", "better": "higher"},
        ],
        "guarantee": {"share_of_baseline": "5%", "tested": "cumulatively", "shortfall": "provider pays each year"},
        "fee": {
            "starts": "above the guarantee",
            "counted": "to date",
            "step": [
                {"rule": "quality gate", "measure": ON_TIME, "at_least": "90%"},
                {"rule": "bands", "bands": [{"up_to": 500_000, "share": "25%"}, {"share": "15%"}]},
                {"rule": "cap", "amount": 400_000, "over": "term", "room_used_by": "what is earned"},
            ],
        },
        "settlement": {
            "retention": {
                "share": "20%",
                "released": "when the next year meets its guarantee",
                "at_the_end": "kept by the council",
            },
            "clawback": {"first_from": "retention", "restores_cap": True, "vintage": "oldest first"},
            "vat": {"rate": "20%", "treatment": "standard"},
        },
    }
    return read_terms(Contract, terms)


def happened(months: int = 60) -> list[Month]:
    """Return what happened: years of savings between years of losses, and months that miss their standard."""
    chance = Random(2026)
    return [
        Month(
            costs=Decimal(chance.randrange(*COSTS_IN_PENCE[month // 12 % len(COSTS_IN_PENCE)])) / 100,
            on_time=Decimal(chance.randrange(8_900, 9_900)) / 10_000,
        )
        for month in range(months)
    ]


def outturn(agreed: Contract, months: Sequence[Month]) -> Outturn:
    """Return the months as an outturn of the contract, already read."""
    periods = agreed.calendar.periods[: len(months)]
    return read_records(
        {PERIOD: period.label, COSTS: month.costs, ON_TIME: month.on_time, "status": "final"}
        for period, month in zip(periods, months, strict=True)
    )


def facts(agreed: Contract, months: Sequence[Month]) -> list[tuple[int, ...]]:
    """Return the months as whole numbers, ready for the exact reader."""
    assembled = assemble(agreed)
    return [
        _whole_numbers(assembled, number, {f"{COSTS} / outturn": month.costs, f"{ON_TIME} / outturn": month.on_time})
        for number, month in enumerate(months)
    ]


def _whole_numbers(assembled: Assembled, number: int, found: dict[str, Decimal]) -> tuple[int, ...]:
    scheduled = assembled.scheduled[number]
    return tuple(
        int(found[fact.path] * fact.denominator) if value is None else value
        for fact, value in zip(assembled.program.facts, scheduled, strict=True)
    )
