"""A portfolio: one contract for each authority on the same terms, settled, with what netting is worth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from riskreward.contract import Contract
from riskreward.figures import money_text
from riskreward.findings import Finding
from riskreward.portfolios.figures_by_year import FiguresByYear
from riskreward.settlement.statement import Statement
from riskreward.tables import Block, Document, Paragraph, Points, Shown, Table
from riskreward.terms import read_terms

EARNED = "to date / fee earned to date"
SHOWN = 20
"""How many members, and how many findings, are shown; the records hold all."""


@dataclass(frozen=True, eq=False)
class Member:
    """One authority's contract and statement, and what each of its lines saved over the periods settled."""

    code: str
    name: str
    contract: Contract
    statement: Statement
    savings: Mapping[str, Fraction]

    @property
    def saved(self) -> Fraction:
        """What the lines that saved came to."""
        return sum((saving for saving in self.savings.values() if saving > 0), Fraction(0))

    @property
    def overspent(self) -> Fraction:
        """What the lines that overspent came to."""
        return -sum((saving for saving in self.savings.values() if saving < 0), Fraction(0))

    @property
    def fee(self) -> Fraction:
        """What was earned, the lines that overspent netted off."""
        return self.statement.exact(EARNED)

    @cached_property
    def fee_of_winners(self) -> Fraction:
        """What would have been earned had only the lines that saved been in the contract."""
        winners = [measure for measure in self.contract.measure if self.savings[measure.name] > 0]
        if len(winners) == len(self.contract.measure):
            return self.fee
        if not winners:
            return Fraction(0)
        outturn = [
            {name: entry for name, entry in row.items() if name == "period" or self.savings.get(name, 0) > 0}
            for row in self.statement.outturn.to_records()
        ]
        return self.contract.replace(measure=winners).settle(outturn).exact(EARNED)


@dataclass(frozen=True, eq=False)
class Portfolio(Shown):
    """Every member that could be settled, and a finding for whatever was left out of it."""

    members: tuple[Member, ...]
    findings: tuple[Finding, ...]
    currency: str

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    def __getitem__(self, code: str) -> Member:
        for member in self.members:
            if member.code == code:
                return member
        raise KeyError(f"{code!r} is no member of this portfolio")

    @property
    def saved(self) -> Fraction:
        """What the lines that saved came to, over all members."""
        return sum((member.saved for member in self.members), Fraction(0))

    @property
    def overspent(self) -> Fraction:
        """What the lines that overspent came to, over all members."""
        return sum((member.overspent for member in self.members), Fraction(0))

    @property
    def fee(self) -> Fraction:
        """What all members earned, each one's overspends netted off."""
        return sum((member.fee for member in self.members), Fraction(0))

    @cached_property
    def fee_of_winners(self) -> Fraction:
        """What would have been earned had each member counted only the lines that saved."""
        return sum((member.fee_of_winners for member in self.members), Fraction(0))

    def document(self) -> Document:
        """Return the members side by side, with what was left out."""
        columns = ("authority", "lines that saved", "lines that overspent", "net", "fee", "fee on winners only")
        rows = [
            (each.name, *self._amounts(each.saved, each.overspent, each.fee, each.fee_of_winners))
            for each in self.members[:SHOWN]
        ]
        total = self._amounts(self.saved, self.overspent, self.fee, self.fee_of_winners)
        table = Table("Portfolio", columns, (*rows, (), ("all authorities", *total)), tuple(range(1, len(columns))))
        told = [finding.sentence for finding in self.findings[:SHOWN]]
        blocks: list[Block] = [Points(tuple(told), "Findings"), table, Paragraph(self._sentence)]
        if more := [
            f"{len(each) - SHOWN} more {name}"
            for name, each in (("authorities", self.members), ("findings", self.findings))
            if len(each) > SHOWN
        ]:
            blocks.insert(2, Paragraph(f"Not shown: {' and '.join(more)}."))
        return Document("Portfolio", tuple(blocks))

    def _amounts(self, saved: Fraction, overspent: Fraction, fee: Fraction, winners: Fraction) -> tuple[str, ...]:
        amounts = (saved, -overspent, saved - overspent, fee, winners)
        return tuple(money_text(amount, "") for amount in amounts)

    @property
    def _sentence(self) -> str:
        def money(amount: Fraction) -> str:
            return money_text(amount, self.currency)

        return (
            f"{len(self)} authorities saved {money(self.saved)} on some lines and overspent {money(self.overspent)} on "
            f"others: {money(self.saved - self.overspent)} net. With each one's overspends netted off, the fees come "
            f"to {money(self.fee)}; paid on the lines that saved alone they would be {money(self.fee_of_winners)}, "
            f"which is {money(self.fee_of_winners - self.fee)} more for the same spending."
        )


def portfolio(
    figures: FiguresByYear, base_year: str, terms: Mapping[str, Any], baseline: Mapping[str, Any]
) -> Portfolio:
    """Return a portfolio: for each authority a contract with a measure for each line, settled for the later years.

    `terms` are a contract's but for its measures, `baseline` those of every baseline but for its amount, which is the
    line's figure in `base_year`. A line whose baseline is nil or below is left out with a finding, as is an authority
    of which no line is left. Losses of one line net off the savings of another within an authority. Raises InputError
    with every problem of the terms.

    Source: CalTRACK, aggregation: payable savings are the sum of all sites, negative ones included.
    """
    findings = list(figures.findings)
    members = []
    for code in figures:
        name = figures.names[code]
        lines = {}
        for line, by_year in figures.figures[code].items():
            if by_year[base_year] > 0:
                lines[line] = by_year
                continue
            amount = money_text(by_year[base_year])
            text = f"{line} of {name} ({code}) is refused: nothing is saved against a baseline of {amount}."
            findings.append(Finding("baseline of nil or below", text, "warning", {"baseline": by_year[base_year]}))
        if lines:
            members.append(_member(code, name, lines, base_year, terms, baseline))
        else:
            text = f"{name} ({code}) has no line with a baseline above nil."
            findings.append(Finding("no line left", text, "warning"))
    return Portfolio(tuple(members), tuple(findings), str(terms.get("currency", "£")))


def _member(
    code: str,
    name: str,
    lines: Mapping[str, Mapping[str, Fraction]],
    base_year: str,
    terms: Mapping[str, Any],
    baseline: Mapping[str, Any],
) -> Member:
    currency = terms.get("currency", "£")
    measures = [
        {
            "name": line,
            "unit": currency,
            "benefit": "cashable",
            "baseline": {**baseline, "amount": by_year[base_year]},
        }
        for line, by_year in lines.items()
    ]
    contract = read_terms(Contract, {"authority": name, **terms, "measure": measures})
    years = [year for year in next(iter(lines.values())) if year != base_year]
    outturn = [{"period": year, **{line: by_year[year] for line, by_year in lines.items()}} for year in sorted(years)]
    statement = contract.settle(outturn)
    savings = {
        line: sum((period.exact(f"{line} / saving") for period in statement.periods), Fraction(0)) for line in lines
    }
    return Member(code, name, contract, statement, savings)
