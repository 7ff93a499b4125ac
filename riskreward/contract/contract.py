"""The contract: the agreed terms, what can be settled under them, and what to know before signing."""

from typing import Any

from riskreward.contract.agreement import Agreement
from riskreward.contract.settling import settle
from riskreward.settlement import Statement


class Contract(Agreement):
    """The terms of one contract, which settles an outturn; it cannot be changed, only replaced.

    Raises InputError with every problem at once, each naming its place, the value and the mend.
    """

    def settle(self, outturn: object, to: str | None = None) -> Statement:
        """Return the statement of an outturn, up to the period `to` where one is named.

        The outturn is read_outturn's, records with a period, or a figure for each period. Raises InputError with
        every problem of it.
        """
        return settle(self, outturn, to, lambda statement: ())

    def replace(self, **changes: Any) -> "Contract":
        return self
