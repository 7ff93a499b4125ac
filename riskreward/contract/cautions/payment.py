"""Cautions about the payment: is the council ever out of pocket, and what stays held at the end."""

from collections.abc import Iterator

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import listed, pounds_text
from riskreward.contract.varying import in_force
from riskreward.findings import Finding
from riskreward.settlement import Settled

KEPT = "to date / kept by the council to date"


def out_of_pocket(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """The council has paid for more than it has saved."""
    if statement is None:
        return
    worst = min(statement.periods, key=lambda period: period.exact(KEPT))
    figures = {"paid": worst.exact("to date / paid to date, less what was given back")}
    paid = pounds_text(abs(figures["paid"]), agreement.currency)
    did = [f"paid {paid}" if figures["paid"] >= 0 else f"had {paid} from the provider"]
    for name, line, what in (
        ("own costs", "council costs to date", "spent {} of its own"),
        ("owed", "compensation owed to date", "owed {} for ordering less than it committed to"),
    ):
        if worst.has(line) and worst.exact(line):
            figures[name] = worst.exact(line)
            did.append(what.format(pounds_text(figures[name], agreement.currency)))
    if worst.exact(KEPT) < 0 < max(figures.values()):
        short = -worst.exact(KEPT)
        text = (
            f"At the end of {worst.label} the council is {pounds_text(short, agreement.currency)} out of pocket: it "
            f"has {listed(did)}, and what it saved does not cover that."
        )
        yield Finding("out of pocket", text, "serious", {"out of pocket": short, **figures})


def retention_left_over(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """Retention that is still held when the term ends belongs to somebody."""
    retention = in_force(agreement)[-1].terms.settlement.retention
    if retention is None or not retention.released.startswith("when") or retention.at_the_end is not None:
        return
    text = "The terms do not say whose the retention is that is still held when the term ends"
    figures = {}
    if statement is not None and statement.settled[-1].last_of_term:
        held = statement.exact("still retained")
        if not held:
            return
        figures = {"still retained": held}
        text += f": {pounds_text(held, agreement.currency)} is"
    yield Finding("retention left over", f"{text}; write settlement.retention.at_the_end.", "warning", figures)
