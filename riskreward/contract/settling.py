"""Settling: an outturn through the contract's program, into a statement."""

from collections.abc import Callable

from riskreward.contract.agreement import Agreement
from riskreward.contract.assembly import assemble
from riskreward.contract.overclaiming import refuse_overclaiming
from riskreward.contract.reading import Reader, run_off_facts
from riskreward.findings import Finding
from riskreward.improvements import outturn_of
from riskreward.readers import exact
from riskreward.settlement import Details, Header, Settled, Statement

Find = Callable[[Settled], tuple[Finding, ...]]


def settle(agreement: Agreement, given: object, to: str | None, find: Find) -> Statement:
    """Return the statement of an outturn. Raises InputError with every problem of it, and then no figure at all."""
    only = agreement.measure[0].name if len(agreement.measure) == 1 else None
    outturn = outturn_of(given, only)
    assembled = assemble(agreement)
    reader = agreement.once("reader", lambda: Reader(agreement, assembled))
    facts, details = reader.read(outturn, to)
    if to is None and len(facts) == len(agreement.calendar.periods):
        facts += run_off_facts(assembled, len(facts))
        details += [Details()] * (len(facts) - len(details))
    settled = exact.run(assembled.program, facts)
    refuse_overclaiming(agreement, assembled, outturn, settled.lines)
    header = Header(agreement.title, agreement.authority, agreement.provider, agreement.currency)
    return Statement(
        header,
        agreement.settlement,
        assembled.program,
        outturn,
        tuple((measure.name, each) for measure in agreement.measure for each in measure.adjustment),
        assembled.periods[: len(facts)],
        tuple(details),
        facts,
        settled.lines,
        find,
    )
