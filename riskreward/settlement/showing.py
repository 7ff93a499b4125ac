"""How a statement is laid out: findings, the figures side by side, each line's working, signatures, one sentence."""

from collections.abc import Sequence
from datetime import date

from riskreward.calendar import day_text
from riskreward.figures import money_text
from riskreward.kernel.words import PATH
from riskreward.settlement.grouping import groupings
from riskreward.settlement.settled import PeriodStatement, Settled
from riskreward.tables import Block, Document, Heading, Paragraph, Points, Table

TOGETHER = "all measures"
SIDE_BY_SIDE = 4
"""Periods shown side by side, and periods at the end whose workings are shown; the files hold every working."""


def document(statement: Settled) -> Document:
    """Return the statement to be shown."""
    shown = statement.periods[-SIDE_BY_SIDE:]
    return Document(
        statement.header.title,
        (
            *_opening(statement, shown),
            Points(tuple(finding.sentence for finding in statement.findings), "Findings"),
            *(_side_by_side(statement, some) for some in _abreast(statement.periods)),
            *_variations(statement),
            *_groups(statement),
            *_adjustments(statement),
            *(block for period in shown for block in _workings(period)),
            _signatures(),
            Paragraph(sentence(statement)),
        ),
    )


def sentence(statement: Settled) -> str:
    """Return what the statement says in one sentence."""
    header, last = statement.header, statement.periods[-1]

    def money(name: str) -> str:
        return money_text(last[name], header.currency)

    def told(name: str, words: str) -> list[str]:
        return [words.format(money(name))] if statement.has(name) and last[name] else []

    saved = last["to date / saved to date"]
    words = "saved" if saved >= 0 else "overspent"
    paid = last["paid to date, less what was given back"]
    net = money_text(abs(paid), header.currency)
    measures_a_saving = any(measure.baseline is not None for measure in statement.measures)
    against = [f"{words} {money_text(abs(saved), header.currency)} against the agreed baseline"]
    paid_for = "it" if measures_a_saving else "what was measured"
    did = [
        *(against if measures_a_saving else []),
        f"paid {net} for {paid_for}" if paid >= 0 else f"had {net} from the provider",
        *told("council costs to date", "spent {} of its own on it"),
        *told("compensation owed to date", "owed {} for ordering less than it committed to"),
        *told("shortfall received to date", "received {} for a shortfall"),
    ]
    listed = f"{', '.join(did[:-1])} and {did[-1]}" if len(did) > 1 else did[0]
    text = f"To {day_text(last.period.last)}, {header.authority or 'the council'} has {listed}"
    kept = last["kept by the council to date"]
    if not measures_a_saving:
        text += "; no baseline says what was saved"
    elif kept >= 0:
        text += f": it has kept {money('kept by the council to date')}"
    else:
        text += f": it is {money_text(-kept, header.currency)} out of pocket"
    if statement.has("still retained") and last["still retained"]:
        text += f", and still holds {money('still retained')} of the fee in retention"
    if statement.has("advance still owed") and last["advance still owed"]:
        text += f"; the provider still owes {money('advance still owed')} of the advance"
    if statement.has("overpayment still owed") and last["overpayment still owed"]:
        text += f"; the provider still owes {money('overpayment still owed')} that was overpaid on account"
    return text + "."


def _opening(statement: Settled, shown: tuple[PeriodStatement, ...]) -> list[Block]:
    header = statement.header
    parties = " and ".join(party for party in (header.authority, header.provider) if party)
    blocks: list[Block] = [Paragraph(f"Statement of what {parties} settled.")] if parties else []
    left_out = len(statement.periods) - len(shown)
    if left_out:
        blocks.append(
            Paragraph(
                f"The workings of the last {len(shown)} of {len(statement.periods)} periods are shown; "
                "the JSON and CSV forms hold all."
            )
        )
    return blocks


def _abreast(periods: tuple[PeriodStatement, ...]) -> list[tuple[PeriodStatement, ...]]:
    return [periods[first : first + SIDE_BY_SIDE] for first in range(0, len(periods), SIDE_BY_SIDE)]


def _variations(statement: Settled) -> list[Block]:
    """Return what was varied, from when, by whose agreement, and what became of the balances."""
    columns = ("variation", "from", "agreed on", "by", "source", "reason", "what changed", "before", "after")
    rows = []
    for each in statement.variations:
        about = (each.name, each.holds_from, each.agreed_on.isoformat(), each.agreed_by, each.source, each.reason)
        changed = [(change.place, change.before, change.after) for change in each.changes]
        changed += [(f"balance {name}", "", words) for name, words in each.balances.items()]
        rows += [(*(about if not number else ("",) * len(about)), *texts) for number, texts in enumerate(changed)]
    return [Table("Variations", columns, tuple(rows))] if rows else []


def _groups(statement: Settled) -> list[Block]:
    """Return a table for each label that is given, and once how they are to be read."""
    shown = groupings(statement)
    return [*(grouping.table for grouping in shown), Paragraph(shown[0].note)] if shown else []


def _adjustments(statement: Settled) -> list[Block]:
    """Return why each baseline was adjusted, on what evidence, and who agreed."""
    columns = ("measure", "period", "amount", "kind", "dated", "reason", "evidence", "agreed by")
    labels = [period.label for period in statement.settled]
    rows = tuple(
        (
            measure,
            each.period,
            each.amount_text,
            each.title,
            each.on.isoformat(),
            each.reason,
            each.evidence,
            each.agreed_by,
        )
        for measure, each in statement.adjustments
        if each.period in labels
    )
    return [Table("Adjustments of the baseline", columns, rows, figures=(2,))] if rows else []


def _side_by_side(statement: Settled, shown: tuple[PeriodStatement, ...]) -> Table:
    rows: list[tuple[str, ...]] = []
    section: str | None = None
    lines = [{line.path: line for line in period.lines} for period in shown]
    for path in aligned([list(each) for each in lines]):
        *scopes, name = path.split(PATH)
        if section != (section := ", ".join(scopes)):
            rows.append((section or TOGETHER,))
        unit = next(each[path].unit for each in lines if path in each)
        rows.append((name, unit, *(f"{each[path].amount:,}" if path in each else "" for each in lines)))
    evidence = _evidence(shown)
    if evidence:
        rows += [("verification",), *evidence]
    labels = [f"{period.label}, after the term" if period.period.run_off else period.label for period in shown]
    columns = ("line", "unit", *labels)
    return Table("Statement", columns, tuple(rows), tuple(range(2, len(columns))))


def aligned(listings: Sequence[Sequence[str]]) -> list[str]:
    """Return every path once, in an order that keeps each listing's: a new path follows the one before it."""
    merged: list[str] = []
    for listing in dict.fromkeys(map(tuple, listings)):
        known = {path: number for number, path in enumerate(merged)}
        place = 0
        for path in listing:
            if path in known:
                place = merged.index(path) + 1
            else:
                merged.insert(place, path)
                place += 1
    return merged


def _evidence(shown: tuple[PeriodStatement, ...]) -> list[tuple[str, ...]]:
    """Return who says so, and when it is paid, as far as anything is known."""
    details = [period.details for period in shown]
    stages = dict.fromkeys(column for each in details for column in each.stages)
    known = {
        **{column: [each.stages.get(column, "") for each in details] for column in stages},
        "status of the outturn": [each.status for each in details],
        "verified by": [each.verified_by for each in details],
        "verified on": [_day(each.verified_on) for each in details],
        "evidence": [each.evidence for each in details],
        "invoice received": [_day(each.invoice_received) for each in details],
        "payment due": [_day(period.due) for period in shown],
        "settled under": [period.varied.name if period.varied else "" for period in shown],
    }
    return [(title, "", *texts) for title, texts in known.items() if any(texts)]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _workings(period: PeriodStatement) -> list[Block]:
    rows: list[tuple[str, ...]] = []
    section: str | None = None
    for line in period.lines:
        *scopes, name = line.path.split(PATH)
        if section != (section := ", ".join(scopes)):
            rows.append((section or TOGETHER,))
        rows.append((name, f"{line.amount:,}", line.unit, line.clause, line.working))
    first, last = day_text(period.period.first), day_text(period.period.last)
    title = f"{period.label}: {first} to {last}" + (", after the term" if period.period.run_off else "")
    title += f", under {period.varied.name}" if period.varied else ""
    table = Table(
        f"Working, {period.label}", ("line", "amount", "unit", "clause", "working"), tuple(rows), figures=(1,)
    )
    return [Heading(title), table]


def _signatures() -> Table:
    rows = tuple((role, "", "", "") for role in ("prepared", "verified", "authorised"))
    return Table("Signatures", ("", "name", "signature", "date"), rows)
