"""The promises that are asked of every contract."""

from collections.abc import Iterator
from fractions import Fraction

from riskreward.contract.agreement import Agreement
from riskreward.contract.trying import EARNED, pounds_text
from riskreward.improvements import CASH
from riskreward.kernel import Amount, at_least, both, choose, either, nothing, opposite, pounds
from riskreward.kernel.words import PATH
from riskreward.promises.caps import cap_promises
from riskreward.promises.lines import Lines
from riskreward.promises.promise import Promise
from riskreward.settlement.settled import Settled

SAVED = f"to date{PATH}saved to date"
PAID = f"to date{PATH}paid to date, less what was given back"
COSTS = f"to date{PATH}council costs to date"
KEPT_RETENTION = f"settlement{PATH}retention kept by the council"
ENDING = f"settlement{PATH}termination payment"
COMPENSATION = f"to date{PATH}compensation owed to date"
SHORTFALL = f"to date{PATH}shortfall received to date"


def promises(agreement: Agreement) -> Iterator[Promise]:
    """Yield every promise in the order that a committee asks: improvement, out of pocket, caps, the guarantee."""
    yield from (NO_FEE_WITHOUT_IMPROVEMENT, NEVER_OUT_OF_POCKET, NOT_OUT_OF_POCKET_AT_THE_END)
    yield from cap_promises(agreement)
    yield from (GUARANTEE_COMES_FIRST, GUARANTEE_IS_REACHED, RECONCILED, ONLY_CASH_EARNS, NEVER_REPAYS_MORE)


def implies(condition: Amount, then: Amount) -> Amount:
    """Return whether `then` holds wherever the condition does."""
    return either(opposite(condition), then)


def _earned(statement: Settled) -> str:
    return f"a fee of {_money(statement, EARNED)} is earned"


def _paid_for(statement: Settled) -> str:
    kept = statement.exact(SAVED) - (statement.exact(COSTS) if statement.has(COSTS) else 0)
    saved = f"{_text(statement, kept)} saved" if kept > 0 else "nothing saved"
    paid = f"paid {_money(statement, PAID)}"
    if statement.has(COMPENSATION) and statement.exact(COMPENSATION):
        paid += f", and owe {_money(statement, COMPENSATION)} for ordering less than you committed to,"
    return f"you will have {paid} for {saved}"


def _money(statement: Settled, line: str) -> str:
    return _text(statement, statement.exact(line))


def _text(statement: Settled, amount: Fraction) -> str:
    return pounds_text(amount, statement.header.currency)


def _no_fee_without_improvement(lines: Lines) -> Amount:
    improved = pounds(0)
    if lines.agreement.earning:
        improvement = lines.as_counted("improvement", lines.realised.improvement)
        improved = choose(improvement > nothing, pounds(1), pounds(0))
    if lines.outcomes is not None:
        improved = improved + lines.to_date("outcomes", lines.outcomes)
    return implies(both(lines.earned > nothing, lines.earned_to_date > nothing), improved > nothing)


NO_FEE_WITHOUT_IMPROVEMENT = Promise(
    "no improvement, no fee",
    "No fee is earned unless an improvement was realised in what is counted.",
    _no_fee_without_improvement,
    ending=_earned,
)


def within_what_was_saved(lines: Lines) -> Amount:
    """What was paid, less what came back, is within what was saved in cash less the council's own costs, or nil.

    What the council owes for ordering less than it committed to is paid as well.
    """
    kept = lines.saved_to_date
    if lines.has(COSTS):
        kept = kept - lines[COSTS]
    paid = lines.paid_to_date
    if lines.has(COMPENSATION):
        paid = paid + lines[COMPENSATION]
    return paid <= at_least(kept, nothing)


def _no_saving_in_cash(agreement: Agreement) -> str:
    if any(measure.in_money for measure in agreement.measure):
        return ""
    return "the contract measures no saving in money that a fee could be set against"


NEVER_OUT_OF_POCKET = Promise(
    "never out of pocket",
    "At every settlement, what the council has paid is no more than it has saved in cash, or nothing.",
    within_what_was_saved,
    _no_saving_in_cash,
    _paid_for,
)

NOT_OUT_OF_POCKET_AT_THE_END = Promise(
    "not out of pocket at the end",
    "When the term is over, what the council has paid is no more than it has saved in cash, or nothing.",
    lambda lines: implies(lines.term_is_over, within_what_was_saved(lines)),
    _no_saving_in_cash,
    _paid_for,
)


def _no_guarantee(agreement: Agreement) -> str:
    return "" if agreement.guarantee is not None else "nothing is guaranteed"


def _no_shortfall_paid(agreement: Agreement) -> str:
    if agreement.guarantee is not None and not agreement.guarantee.is_paid:
        return "a shortfall costs the provider its fee only"
    return _no_guarantee(agreement)


def _guarantee_comes_first(lines: Lines) -> Amount:
    return lines.earned_to_date <= at_least(lines.above_the_guarantee_to_date, nothing)


GUARANTEE_COMES_FIRST = Promise(
    "the guaranteed amount comes first",
    "The fee earned to date is no more than what was saved beyond the guaranteed amount.",
    _guarantee_comes_first,
    _no_guarantee,
    lambda statement: (
        f"{_earned(statement)}, and at the end of {statement.periods[-1].label} that is more than was saved to date "
        "beyond the guaranteed amount"
    ),
)


def _guarantee_is_reached(lines: Lines) -> Amount:
    reached = lines.above_the_guarantee_to_date + lines[SHORTFALL]
    return implies(lines.schedule.last_of_term, reached >= nothing)


GUARANTEE_IS_REACHED = Promise(
    "the guaranteed amount is reached",
    "When the term ends, the guaranteed amount has reached the council, by saving or by shortfall payment.",
    _guarantee_is_reached,
    _no_shortfall_paid,
    lambda statement: (
        f"the saving of {_money(statement, SAVED)} and a shortfall payment of "
        f"{_money(statement, SHORTFALL)} stay short of the guaranteed amount"
    ),
)


def _reconciled(lines: Lines) -> Amount:
    paid = lines.paid_to_date
    retained = f"settlement{PATH}still retained"
    if lines.has(retained):
        paid = paid + lines[retained]
    if lines.has(KEPT_RETENTION):
        paid = paid + lines.to_date("retention kept", lines[KEPT_RETENTION])
    if lines.has(ENDING):
        paid = paid - lines.to_date("termination payment", lines[ENDING])
    closes = both(lines.schedule.last_of_year, lines.schedule.in_term)
    within = paid <= lines.earned_to_date
    if (
        lines.agreement.settlement.interim is not None
        and lines.agreement.settlement.interim.overpaid == "provider repays"
    ):
        within = both(within, paid >= lines.earned_to_date)
    return implies(closes, within)


def _not_on_account(agreement: Agreement) -> str:
    if agreement.settlement.interim is None:
        return "nothing is paid on account"
    return "an advance is paid as well" if agreement.settlement.advance is not None else ""


RECONCILED = Promise(
    "reconciled at the year's end",
    "When a year closes, what was paid on account, with what is retained, is what the year earned.",
    _reconciled,
    _not_on_account,
    lambda statement: f"{_money(statement, PAID)} will have been paid for {_money(statement, EARNED)} earned",
)


def _only_cash_earns(lines: Lines) -> Amount:
    in_cash = lines.as_counted("saved in cash", lines.realised.cash)
    return implies(lines.earned > nothing, in_cash > nothing)


def _only_cash(agreement: Agreement) -> str:
    if all(measure.benefit in CASH for measure in agreement.measure if measure.baseline is not None):
        return "every improvement that is measured against a baseline is in cash"
    return ""


ONLY_CASH_EARNS = Promise(
    "only cash earns",
    "No fee is earned unless something was saved in cash.",
    _only_cash_earns,
    _only_cash,
    _earned,
)


def _never_repays_more(lines: Lines) -> Amount:
    return lines.paid_to_date >= nothing


def _may_pay(agreement: Agreement) -> str:
    if agreement.guarantee is not None and agreement.guarantee.is_paid:
        return "the provider also pays for a shortfall"
    return "the provider bears a share of a loss" if agreement.fee.may_owe else ""


NEVER_REPAYS_MORE = Promise(
    "the provider never repays more than it was paid",
    "What the provider has given back is never more than it was paid.",
    _never_repays_more,
    _may_pay,
    lambda statement: (
        f"the provider will have given back {_text(statement, -statement.exact(PAID))} more than it was paid"
    ),
)
