"""Cautions about the payment: is the council ever out of pocket, and what stays held at the end."""

from collections.abc import Iterator

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import listed, pounds_text
from riskreward.contract.varying import in_force
from riskreward.figures import share_text
from riskreward.findings import Finding
from riskreward.settlement.reversal import OVERTURNED
from riskreward.settlement.settled import Settled

KEPT = "to date / kept by the council to date"


def out_of_pocket(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """The council has paid for more than it has saved."""
    if statement is None or not agreement.measures_a_saving:
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


def paid_on_account(agreement: Agreement, statement: Settled | None) -> Iterator[Finding]:
    """A year's fee is paid on account before it is known."""
    terms = agreement.settlement.interim
    if terms is None or not terms.share:
        return
    figures = {}
    text = (
        f"{share_text(terms.share)} of the fee as it stands is paid on account before a year is over: where the year "
    )
    text += "ends with less, the council is out of pocket until "
    repaid = terms.overpaid == "provider repays"
    text += "the provider repays what was overpaid" if repaid else "later payments make good what was overpaid"
    if statement is not None and statement.has("overpayment still owed") and statement.exact("overpayment still owed"):
        figures["overpaid"] = statement.exact("overpayment still owed")
        text += f" ({pounds_text(figures['overpaid'], agreement.currency)} of it is still owed)"
    if terms.at_the_end == "written off":
        text += ", and what they never do it loses"
    yield Finding("paid on account", f"{text}.", "serious" if terms.at_the_end == "written off" else "warning", figures)


def overturned_after_the_term(agreement: Agreement, _: Settled | None) -> Iterator[Finding]:
    """What is overturned once the term is over has nothing back."""
    clawback, term = agreement.settlement.clawback, agreement.calendar
    if clawback is None or clawback.when != OVERTURNED:
        return
    last = "year" if agreement.fee.counted == "each year" or term.settled == "yearly" else "settlement"
    text = (
        f"What is overturned is returned only within the term: of what the last {last} counts nothing is returned by "
    )
    yield Finding("overturned after the term", f"{text}these terms.", "warning")
