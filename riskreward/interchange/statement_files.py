"""A statement for other programs: JSON with every line, CSV with one row a line, a page of its own."""

import csv
import io
import json
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from riskreward.figures import number_text
from riskreward.settlement.statement import Statement

if TYPE_CHECKING:
    from riskreward.settlement.grouping import Group, Grouping
    from riskreward.tables import Document


def statement_to_json(statement: Statement) -> str:
    """Return a statement as JSON; figures are texts, so that nothing rounds them."""
    from riskreward.settlement.grouping import groupings
    from riskreward.settlement.showing import sentence

    header = statement.header
    content: dict[str, Any] = {
        "title": header.title,
        "authority": header.authority,
        "provider": header.provider,
        "currency": header.currency,
        "sentence": sentence(statement),
        "findings": [
            {
                "name": finding.name,
                "severity": finding.severity,
                "sentence": finding.sentence,
                "figures": {name: _plain(figure) for name, figure in finding.figures.items()},
            }
            for finding in statement.findings
        ],
        "adjustments": [
            {
                "measure": measure,
                "period": each.period,
                "amount": str(each.amount),
                "kind": each.title,
                "dated": each.on.isoformat(),
                "reason": each.reason,
                "evidence": each.evidence,
                "agreed by": each.agreed_by,
            }
            for measure, each in statement.adjustments
            if each.period in {period.label for period in statement.settled}
        ],
        "variations": [
            {
                "name": each.name,
                "from": each.holds_from,
                "agreed on": each.agreed_on.isoformat(),
                "by": each.agreed_by,
                "source": each.source,
                "reason": each.reason,
                "changes": [
                    {"place": change.place, "before": change.before, "after": change.after} for change in each.changes
                ],
                "balances": dict(each.balances),
            }
            for each in statement.variations
        ],
        "groups": [_grouping(grouping) for grouping in groupings(statement)],
        "periods": [
            {
                "period": period.label,
                "first": period.period.first.isoformat(),
                "last": period.period.last.isoformat(),
                "after the term": period.period.run_off,
                "status": period.details.status,
                "verified by": period.details.verified_by,
                "verified on": period.details.verified_on.isoformat() if period.details.verified_on else "",
                "evidence": period.details.evidence,
                "settled under": period.varied.name if period.varied else "",
                "stages": dict(period.details.stages),
                "payment due": period.due.isoformat() if period.due else "",
                "lines": [
                    {
                        "name": line.name,
                        "path": line.path,
                        "amount": str(line.amount),
                        "unit": line.unit,
                        "clause": line.clause,
                        "working": line.working,
                    }
                    for line in period.lines
                ],
            }
            for period in statement.periods
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def _grouping(grouping: "Grouping") -> dict[str, Any]:
    """Return the groups of a label and their totals; figures are exact, as texts."""
    return {
        "by": grouping.label,
        "year": grouping.year,
        "settled to": grouping.settled_to.isoformat() if grouping.settled_to else "",
        "annual year": grouping.annual_year or "",
        "note": grouping.note,
        "groups": [_group(group) for group in grouping],
        "totals": [_group(total) for total in grouping.totals if total.measures],
        "rounding": _plain(grouping.rounding),
        **({"overturned": _plain(grouping.overturned)} if grouping.overturned else {}),
        "saved to date": _plain(grouping.saved_to_date),
    }


def _group(group: "Group") -> dict[str, Any]:
    return {
        "section": group.section,
        "name": group.name,
        "measures": list(group.measures),
        "in year, recurring": _plain(group.recurring),
        "in year, one-off": _plain(group.one_off),
        "in year, not labelled": _plain(group.unlabelled),
        "annual": "" if group.annual is None else _plain(group.annual),
        "to date": _plain(group.to_date),
    }


def _plain(figure: Fraction) -> str:
    return number_text(figure).replace(",", "")


def statement_to_csv(statement: Statement) -> str:
    """Return a statement as CSV, one row for each line of each period.

    A text that a spreadsheet would take for a formula has an apostrophe before it; figures are left as they are.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["period", "path", "name", "amount", "unit", "clause", "working"])
    for period in statement.periods:
        for line in period.lines:
            label, path, name, unit, clause, working = map(
                _no_formula, (period.label, line.path, line.name, line.unit, line.clause, line.working)
            )
            writer.writerow([label, path, name, line.amount, unit, clause, working])
    return text.getvalue()


def _no_formula(text: str) -> str:
    return f"'{text}" if text.lstrip()[:1] in {"=", "+", "-", "@"} else text


def statement_to_page(statement: Statement) -> str:
    """Return a statement as a page of its own, in ASCII, so that it reads the same however it is saved."""
    from riskreward.settlement.showing import document

    return page(document(statement))


def page(shown: "Document") -> str:
    """Return what a record shows as a page of its own, in ASCII."""
    from riskreward.tables import to_html
    from riskreward.tables.escaping import for_html

    text = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{for_html(shown.title)}</title>\n</head>\n<body>\n"
        f"{to_html(shown)}</body>\n</html>\n"
    )
    return text.encode("ascii", errors="xmlcharrefreplace").decode("ascii")


def _text(statement: Statement) -> str:
    return f"{statement}\n"


FORMATS: dict[str, Callable[[Statement], str]] = {
    "text": _text,
    "json": statement_to_json,
    "csv": statement_to_csv,
    "markdown": Statement.to_markdown,
    "html": statement_to_page,
}
"""What a statement can be written as, by name."""
