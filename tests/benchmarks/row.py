"""One comparison of the benchmarks, what it should come to, and how it is shown."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

SECONDS = "s"
SIZES = ((1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


@dataclass(frozen=True)
class Row:
    """One comparison: what is measured on either side, in seconds or another unit, and what their ratio should be.

    Where there is nothing on the other side, or nought, the target is of ours itself; without a target a row only
    tells. A row that cannot be measured here says why, and nothing else.
    """

    name: str
    ours: float | None
    theirs: float | None = None
    target: float | None = None
    better: Literal["lower", "higher"] = "lower"
    unit: str = SECONDS
    not_measured: str | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs and self.ours is not None else None

    @property
    def met(self) -> bool:
        """Whether the target is met; one that cannot be measured here is not missed either."""
        found = self.ours if self.ratio is None else self.ratio
        if self.target is None or found is None:
            return True
        return found <= self.target if self.better == "lower" else found >= self.target

    @property
    def state(self) -> str:
        """What is told in the last column."""
        if self.not_measured is not None:
            return f"not measured: {self.not_measured}"
        return "" if self.target is None else "met" if self.met else "missed"

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the table: the name, both sides, their ratio, the target, and whether it is met."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}" if self.ratio >= 0.01 else f"{self.ratio:.2g}"
        bound = "at most" if self.better == "lower" else "at least"
        target = "" if self.target is None else f"{bound} {self.target:g}"
        return self.name, self._amount(self.ours), self._amount(self.theirs), ratio, target, self.state

    def _amount(self, amount: float | None) -> str:
        if amount is None:
            return ""
        if self.unit != SECONDS:
            return f"{amount:,.0f} {self.unit}"
        size, name = next((each for each in SIZES if amount >= each[0]), SIZES[-1])
        return f"{amount / size:.2f} {name}"

    def record(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio}
