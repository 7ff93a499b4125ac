"""The contract: the agreed terms, what can be settled under them, and what to know before signing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from riskreward.baselines.terms import Agreed
from riskreward.calendar import Calendar
from riskreward.contract.agreement import Agreement
from riskreward.contract.frozen import problems_of_own_years, problems_of_years_not_over
from riskreward.contract.replacing import plain, replaced
from riskreward.findings import Finding, InputError, Problem
from riskreward.refusals import described
from riskreward.terms import read_terms

if TYPE_CHECKING:
    from riskreward.settlement.settled import Settled
    from riskreward.settlement.statement import Statement


class Contract(Agreement):
    """The terms of one contract, which settles an outturn; it cannot be changed, only replaced.

    Raises InputError with every problem at once, each naming its place, the value and the mend.
    """

    @property
    def calendar(self) -> Calendar:
        """The term and its periods, as the variations leave them."""
        if not self.variation:
            return super().calendar
        from riskreward.contract.varying import in_force  # what most contracts, never varied, never ask

        return in_force(self)[-1].terms.calendar

    def contradictions(self) -> list[Problem]:
        """Return what contradicts itself: parts, baselines read out of the term's own years, an unearnable advance."""
        found = super().contradictions() + problems_of_own_years(self)
        if found or self.settlement.advance is None:
            return found
        from riskreward.contract.advance_checks import advance_problems  # what contracts without an advance never ask

        return list(advance_problems(self))

    def problems_of_variations(self) -> list[Problem]:
        """Return what is wrong with the variations, each against the terms before it."""
        if not self.variation:
            return []
        from riskreward.contract.varying import problems_of_variations  # as above

        return problems_of_variations(self) or list(problems_of_years_not_over(self))

    def settle(self, outturn: object, to: str | None = None) -> "Statement":
        """Return the statement of an outturn, up to the period `to` where one is named.

        The outturn is read_outturn's, records with a period, or a figure for each period. Raises InputError with
        every problem of it, and then gives no figure.
        """
        from riskreward.contract.settling import settle  # what reading a contract never asks

        return settle(self, outturn, to, self._found)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to know of the terms before signing, the weightiest first."""
        return self.once("findings", lambda: self._found(None))

    def _found(self, statement: "Settled | None") -> tuple[Finding, ...]:
        from riskreward.contract.cautions import cautions  # questions that most settlements never ask

        return cautions(self, statement)

    def replace(self, **changes: Any) -> "Contract":
        """Return the contract with some terms replaced, by name or, in a dictionary, by place.

        `contract.replace(share="20%")` changes the one term of the fee with that name; a term whose name stands
        in several places is given by its place: `contract.replace(**{"settlement.retention.share": "10%"})`.
        Raises InputError for a name that is no term, or not one alone.
        """
        return read_terms(Contract, replaced(self, changes))

    def vary(
        self,
        holds_from: str,
        *,
        name: str,
        agreed: Agreed | Mapping[str, Any],
        source: str,
        reason: str,
        balances: Mapping[str, str] | None = None,
        settled: "Statement | str | None" = None,
        **changes: Any,
    ) -> "Contract":
        """Return the contract with some terms changed from a period on, by name or, in a dictionary, by place.

        `agreed` is `{"on": date, "by": who}`. `settled` is the last statement issued, or the label of its last
        period: a variation that would begin in it, or before, is refused. Raises InputError with every problem.

        >>> from riskreward import gain_share
        >>> contract = gain_share(
        ...     baseline="£1,000,000", share="10%", fee_starts="first pound", counted="each period",
        ...     starts="2026-04-01", years=2)
        >>> varied = contract.vary(
        ...     "2027-28", name="Deed of variation 1", agreed={"on": "2027-02-01", "by": "Cabinet"},
        ...     source="Deed of 1 February 2027", reason="two depots added", share="20%")
        >>> [str(each["fee of the year"]) for each in varied.settle({"2026-27": 900_000, "2027-28": 900_000}).periods]
        ['10000.00', '20000.00']
        """
        variation: dict[str, Any] = {
            "name": name,
            "holds_from": holds_from,
            "agreed": agreed,
            "source": source,
            "reason": reason,
            "changes": changes,
        }
        if balances:
            variation["balances"] = balances
        if settled is not None:
            variation["settled_to"] = settled if isinstance(settled, str) else _last_of_the_term(settled)
        terms = plain(self)
        return read_terms(Contract, {**terms, "variation": [*terms.get("variation", []), variation]})


def _last_of_the_term(statement: object) -> str:
    """Return the label of a statement's last period in the term. Raises InputError for anything else."""
    from riskreward.settlement.statement import Statement  # whoever has one has it imported

    if not isinstance(statement, Statement):
        what = f"is {described(statement)}, where a statement or the label of a period belongs"
        raise InputError([Problem("settled", what, "give the last statement issued, or the label of its last period")])
    return [period for period in statement.settled if not period.run_off][-1].label
