"""A statement for other programs: JSON with every line, CSV with one row a line, a page of its own."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from riskreward.figures import number_text
from riskreward.settlement import Statement


def statement_to_json(statement: Statement) -> str:
    """Return a statement as JSON; figures are texts, so that nothing rounds them."""
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
                "figures": {name: number_text(figure).replace(",", "") for name, figure in finding.figures.items()},
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
    from riskreward.tables import to_html
    from riskreward.tables.escaping import for_html

    page = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{for_html(statement.header.title)}</title>\n</head>\n<body>\n"
        f"{to_html(document(statement))}</body>\n</html>\n"
    )
    return page.encode("ascii", errors="xmlcharrefreplace").decode("ascii")


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
