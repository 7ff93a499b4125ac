"""VAT on what is paid and on what is given back: rounded once an invoice, or line by line."""

from collections.abc import Mapping

from riskreward.fees import Rounding
from riskreward.kernel import Amount, named, round_to, scope, share_of, total
from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.settlement.terms import Vat


def taxed(amount: Amount, rate: Amount, rounding: Rounding) -> Amount:
    """The tax on an amount, to the penny."""
    return round_to(rate * amount, MINOR_PLACES, rounding.mode)


def record_vat(
    vat: Vat, rounding: Rounding, paid: Amount, lines: Mapping[str, Amount], given_back: Mapping[str, Amount]
) -> None:
    """Record the VAT on what is paid, whose `lines` add up to it, and on what is given back, by what it is for."""
    with scope("", "settlement.vat"):
        if vat.treatment == "outside the scope":
            return
        rate = share_of(vat.rate)
        tax = taxed(paid, rate, rounding)
        if vat.rounded == "per line":
            of_each = {name: taxed(amount, rate, rounding) for name, amount in lines.items()}
            if len(lines) > 1:
                of_each = {name: named(f"VAT on the {name}", each) for name, each in of_each.items()}
            tax = total(of_each.values())
        credited = {name: taxed(repaid, rate, rounding) for name, repaid in given_back.items()}
        if vat.treatment == "reverse charge":
            net = total([tax, *(-credit for credit in credited.values())])
            named("VAT the council accounts for (reverse charge)", net)
            return
        named("VAT on what is paid", tax)
        named("invoice with VAT", paid + tax)
        for name, credit in credited.items():
            named(f"VAT credited on the {name}", credit)
        if given_back:
            named("credit note with VAT", total([*given_back.values(), *credited.values()]))
