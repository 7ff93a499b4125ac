"""The statement: what was settled, shown as text, as a table in a notebook, as Markdown."""

from typing import TYPE_CHECKING

from riskreward.settlement.settled import Settled
from riskreward.tables import Document, Shown

if TYPE_CHECKING:
    from riskreward.settlement.grouping import Grouping, Label


class Statement(Shown, Settled):
    """What a contract settled, which shows itself.

    `statement["2022-23"]["paid"]` is an amount; `statement.amount("paid")` is that of the last period;
    `statement.by("service")` groups the improvements.
    """

    def by(self, label: "Label") -> "Grouping":
        """Return the improvements in money by service, lever, efficiency class, fund, recurs or measure.

        Figures are in the contract's currency, exact. Raises InputError for another label.

        Source: Government Efficiency Framework: recurring and one-off apart, each counted once.
        """
        from riskreward.settlement.grouping import grouped

        return grouped(self, label)

    def document(self) -> Document:
        """Return how the statement is laid out."""
        from riskreward.settlement.showing import document

        return document(self)
