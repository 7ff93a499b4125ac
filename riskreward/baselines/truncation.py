"""The working paper of a truncated mean: where the outliers were cut off, and what is left."""

from dataclasses import dataclass
from fractions import Fraction

from riskreward.figures import number_text, share_text
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import Mode, to_step
from riskreward.tables import Document, Paragraph, Shown, Table


@dataclass(frozen=True)
class Truncation(Shown):
    """The costs of the cases, what they were truncated at, and their mean; it shows itself.

    `mean` is rounded to the penny, once, in `mode`.
    """

    costs: tuple[Fraction, ...]
    truncated_at: Fraction
    mode: Mode

    @property
    def rank(self) -> int:
        """The place of the percentile among the costs in rising order: the share of their number, rounded up."""
        parts = self.truncated_at * len(self.costs)
        return -(-parts.numerator // parts.denominator)

    @property
    def limit(self) -> Fraction:
        """The cost at that place; what a case cost above it is cut off."""
        return sorted(self.costs)[self.rank - 1]

    @property
    def outliers(self) -> tuple[Fraction, ...]:
        """The costs above the limit, in the order they were given."""
        return tuple(cost for cost in self.costs if cost > self.limit)

    @property
    def taken_off(self) -> Fraction:
        """What truncation took off the costs of all cases."""
        return sum((cost - self.limit for cost in self.outliers), Fraction(0))

    @property
    def mean(self) -> Fraction:
        """The mean of the truncated costs, to the penny."""
        kept = sum(self.costs, Fraction(0)) - self.taken_off
        return to_step(kept / len(self.costs), Fraction(1, 10**MINOR_PLACES), self.mode)

    def document(self) -> Document:
        """Return the working paper."""
        rows = (
            ("cases", f"{len(self.costs):,}"),
            (f"place of the {share_text(self.truncated_at)} percentile, nearest rank", f"{self.rank:,}"),
            ("truncated at", number_text(self.limit)),
            ("cases truncated", f"{len(self.outliers):,}"),
            ("costs", number_text(sum(self.costs, Fraction(0)))),
            ("taken off", number_text(self.taken_off)),
            (f"mean, {self.mode} to the penny", number_text(self.mean)),
        )
        outliers = tuple((number_text(cost), number_text(cost - self.limit)) for cost in self.outliers)
        tables = [Table("Truncated mean", ("figure", "amount"), rows, figures=(1,))]
        if outliers:
            tables.append(Table("Cases truncated", ("cost", "taken off"), outliers, figures=(0, 1)))
        return Document("Outlier truncation", (*tables, Paragraph("The outturn is truncated at the same figure.")))
