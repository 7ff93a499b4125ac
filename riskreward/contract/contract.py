"""The contract: the agreed terms, what can be settled under them, and what to know before signing."""

from functools import partial
from typing import Any

from riskreward.contract.agreement import Agreement
from riskreward.contract.cautions import cautions
from riskreward.contract.replacing import replaced
from riskreward.contract.settling import settle
from riskreward.findings import Finding
from riskreward.settlement import Statement
from riskreward.terms import read_terms


class Contract(Agreement):
    """The terms of one contract, which settles an outturn; it cannot be changed, only replaced.

    Raises InputError with every problem at once, each naming its place, the value and the mend.
    """

    def settle(self, outturn: object, to: str | None = None) -> Statement:
        """Return the statement of an outturn, up to the period `to` where one is named.

        The outturn is read_outturn's, records with a period, or a figure for each period. Raises InputError with
        every problem of it, and then gives no figure.
        """
        return settle(self, outturn, to, partial(cautions, self))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to know of the terms before signing, the weightiest first."""
        return self.once("findings", lambda: cautions(self))

    def replace(self, **changes: Any) -> "Contract":
        """Return the contract with some terms replaced, by name or, in a dictionary, by place.

        `contract.replace(share="20%")` changes the one term of the fee with that name; a term whose name stands
        in several places is given by its place: `contract.replace(**{"settlement.retention.share": "10%"})`.
        Raises InputError for a name that is no term, or not one alone.
        """
        return read_terms(Contract, replaced(self, changes))
