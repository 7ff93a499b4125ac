"""The invoice of a settlement: what is charged line by line, what is given back, the VAT on both, and whose each is."""

from dataclasses import dataclass, field

from riskreward.fees import Rounding
from riskreward.kernel import Amount, total
from riskreward.settlement.allotment import record_allotment
from riskreward.settlement.terms import SettlementTerms
from riskreward.settlement.vat import record_vat

_GIVEN_BACK = {
    "clawback": "clawed back",
    "advance": "advance repaid",
    "loss": "owed",
    "overpayment": "overpayment repaid",
}
"""What is given back, and how the share of one of several providers in it is called."""


@dataclass(slots=True)
class Invoice:
    """What is charged, in the lines that VAT may be rounded on; what is given back; and what is allotted as one."""

    lines: dict[str, Amount] = field(default_factory=dict)
    given_back: dict[str, Amount] = field(default_factory=dict)
    allotted: dict[str, Amount] = field(default_factory=dict)

    @property
    def net(self) -> Amount:
        """What is charged, less what is given back."""
        return total([*self.allotted.values(), *(-each for each in self.given_back.values())])

    def charge(self, name: str, amount: Amount) -> None:
        """Add a charge that is one line, and is allotted by itself."""
        self.lines[name] = self.allotted[name] = amount

    def record(self, terms: SettlementTerms, rounding: Rounding) -> None:
        """Record the VAT, and what each of several providers has of it."""
        if terms.vat is not None:
            record_vat(terms.vat, rounding, total(self.allotted.values()), self.lines, self.given_back)
        if terms.provider:
            returns = {_GIVEN_BACK[name]: amount for name, amount in self.given_back.items()}
            record_allotment(terms.provider, self.allotted | returns)
