"""What every contract promises holds, on contracts drawn from the whole vocabulary.

Each promise says exactly what is promised; none is held to less than it says.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from riskreward import Contract, PeriodStatement, Statement
from riskreward.fees import (
    AnyStep,
    Bands,
    Cap,
    CostRecovery,
    DeficitCarryForward,
    PaymentGate,
    QualityGate,
    Share,
    Threshold,
)
from riskreward.improvements import COUNCIL_COSTS, Measure
from riskreward.kernel.rounding import to_step
from tests.generators import BY_HAND, ONCE_MET, PENNY, RELEASED, Case, Vocabulary, cases, typed
from tests.generators.baselines import RULES as BASELINES
from tests.guarantees.oracle import by_hand
from tests.improvements.oracle import measured_by_hand
from tests.readings import (
    NOTHING,
    balances_of,
    exact_lines,
    figure_of,
    line,
    openings,
    paths,
    program_of,
    terms_of,
)
from tests.test_agreement import settled

CASH = {"cashable", "recovered"}
SAVING = "saving of the period"
PERIODS = {"monthly": "month", "quarterly": "quarter", "half-yearly": "half-year", "yearly": "year"}
NEXT_YEAR, TERM_END, YEAR_AFTER, BY_AGE = RELEASED
STATELESS = Vocabulary(
    counted=("each period",),
    rules=("share", "bands", "threshold", "quality gate", "payment gate"),
    retention=False,
    overturned=False,
    gates_on_savings=False,
    in_units=False,
)
CAPPED = Vocabulary(ends_with="cap")
CLAWED_BACK = Vocabulary(counted=("to date",), guarantee=True, retention=True, clawback=True)
RELEASED_BY_GUARANTEE = Vocabulary(guarantee=True, retention=True, released=(NEXT_YEAR,))
RELEASED_OR_CLAWED_BACK = Vocabulary(
    counted=("to date",),
    rules=("share", "bands", "threshold"),
    guarantee=True,
    retention=True,
    released=(NEXT_YEAR,),
    clawback=True,
    first_from=("retention",),
)
AGED_AND_CLAWED_BACK = Vocabulary(
    counted=("to date",), retention=True, released=(BY_AGE,), clawback=True, first_from=("retention",)
)
CAPPED_EACH_PERIOD_OR_YEAR = Vocabulary(
    counted=("to date",),
    guarantee=True,
    retention=True,
    released=(NEXT_YEAR, YEAR_AFTER),
    ends_with="cap",
    over=("period", "year"),
)
CAPPED_AND_RESTORED = Vocabulary(
    varied=False,
    counted=("to date",),
    rules=("share", "bands", "threshold", "quality gate"),
    clawback=True,
    restores_cap=True,
    ends_with="cap",
    over=("term",),
)


def fee_of(contract: Contract, period: PeriodStatement) -> Fraction:
    """Return what is earned in the period."""
    return period.exact(f"settlement / fee of the {PERIODS[contract.settled]}")


def worth(period: PeriodStatement, measure: Measure, units: Fraction) -> Fraction:
    """Return what units of a measure, or percentage points, earn by in the period."""
    return units if measure.price is None else units * period.exact(f"{measure.name} / {measure.priced_at}")


def held_of(statement: Statement, period: PeriodStatement, measure: Measure) -> Fraction:
    """Return what a measure's outturn is held against, adjustments included, in its unit."""
    kinds = ("baseline", "routine adjustment", "non-routine adjustment", "scope change")
    return sum((line(statement, period, f"{measure.name} / {kind}") for kind in kinds), NOTHING)


def baseline_of(contract: Contract, statement: Statement, period: PeriodStatement) -> Fraction:
    """Return what all that earns is held against, in money."""
    held = (worth(period, each, held_of(statement, period, each)) for each in contract.earning)
    return sum(held, NOTHING)


def saving_of(contract: Contract, statement: Statement, number: int) -> Fraction:
    """Return the saving that may earn: of every measure that earns, less the council's costs where they come off."""
    period = statement.periods[number]
    saved = sum((period.exact(f"{each.name} / {each.counted}") for each in contract.earning), NOTHING)
    if contract.council_costs == "taken off the saving":
        saved -= costs_of(statement, number)
    return saved


def costs_of(statement: Statement, number: int) -> Fraction:
    return figure_of(statement, number, COUNCIL_COSTS)


def rounded(contract: Contract, amount: Fraction) -> Fraction:
    return to_step(amount, contract.rounding.step, contract.rounding.mode)


def in_pence(contract: Contract, amount: Fraction) -> Fraction:
    """Return an amount as it is carried to another period."""
    return to_step(amount, PENNY, contract.rounding.mode)


def is_yearly(contract: Contract) -> bool:
    return contract.settled == "yearly" and not any(period.part for period in contract.calendar.periods)


def over(contract: Contract, statement: Statement, stretch: str, amounts: Sequence[Fraction]) -> list[Fraction]:
    """Return what amounts come to in each period alone, over the year so far, or to date."""
    if stretch == "each period" or (stretch == "each year" and is_yearly(contract)):
        return list(amounts)
    found: list[Fraction] = []
    for period, amount in zip(statement.periods, amounts, strict=True):
        fresh = not found or (stretch == "each year" and period.period.first_of_year)
        found.append(in_pence(contract, amount) + (NOTHING if fresh else found[-1]))
    return found


def counted(contract: Contract, statement: Statement, amounts: Sequence[Fraction]) -> list[Fraction]:
    """Return what is counted of amounts: each year's at its last settlement within the term, or as it stands."""
    found = over(contract, statement, contract.fee.counted, amounts)
    if contract.settlement.interim is not None:
        return [
            NOTHING if each.period.run_off else so_far for each, so_far in zip(statement.periods, found, strict=True)
        ]
    if contract.fee.counted == "each year" and not is_yearly(contract):
        closing = [period.period.last_of_year and not period.period.run_off for period in statement.periods]
        return [each if closes else NOTHING for each, closes in zip(found, closing, strict=True)]
    return found


def overturned_in(statement: Statement, number: int) -> dict[str, Fraction]:
    """Return what is overturned in a period, by what it was counted in."""
    before = "settlement / overturned of "
    known = [path for path in statement.program.line_numbers if path.startswith(before)]
    return {path.removeprefix(before): statement.periods[number].exact(path) for path in known}


@settings(max_examples=80)
@given(cases(BY_HAND, improves=False))
def test_while_no_period_has_improved_on_its_baseline_nothing_has_been_earned(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    for number, period in enumerate(statement.periods):
        if saving_of(contract, statement, number) > 0:
            break
        assert fee_of(contract, period) == 0


@settings(max_examples=50)
@given(cases(BY_HAND))
def test_the_saving_the_baseline_and_the_guarantee_are_the_sums_of_their_parts(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    known = statement.program.line_numbers
    several = len(contract.earning) > 1
    assert ("baseline" in known) == several
    assert ("saving" in known) == (several or contract.council_costs is not None)
    clauses = {line.path: line.clause for line in statement.program.lines}
    assert clauses.get("baseline", "measure") == "measure"
    assert clauses.get("saving") in {None, "measure" if contract.council_costs is None else "council_costs"}
    for number, period in enumerate(statement.periods):
        saving = saving_of(contract, statement, number)
        assert "saving" not in known or period.exact("saving") == saving
        assert "baseline" not in known or period.exact("baseline") == baseline_of(contract, statement, period)
        guarantee = contract.guarantee
        if guarantee is not None:
            guaranteed = period.exact("guarantee / guaranteed")
            assert guaranteed >= 0
            held = saving
            if guarantee.measure is not None:
                measure = next(each for each in contract.earning if each.name == guarantee.measure)
                units = period.exact(f"{measure.name} / {measure.attributed}")
                held = units * period.exact(f"{measure.name} / price")
            assert period.exact("above (below) the guarantee") == held - guaranteed


def is_as_by_hand(case: Case) -> None:
    """Every baseline, adjustment, price, claim, deadweight, confidence and stage, as plain fractions have it."""
    contract, _ = case
    statement = settled(case)
    for told, lines in zip(exact_lines(statement), measured_by_hand(contract, statement), strict=True):
        assert {path: told[path] for path in lines} == lines
        for each in contract.measure:
            if each.in_money:
                assert f"{each.name} / {each.counted}" in lines


@pytest.mark.parametrize("rule", BASELINES)
def test_from_the_outturn_to_what_counts_every_line_is_as_by_hand(rule: str) -> None:
    settings(max_examples=40)(given(cases(Vocabulary(baselines=(rule,))))(is_as_by_hand))()


@settings(max_examples=80)
@given(cases(Vocabulary(eligible=True)))
def test_what_stands_between_a_saving_and_what_counts_is_as_by_hand(case: Case) -> None:
    is_as_by_hand(case)


@settings(max_examples=50)
@given(cases(BY_HAND))
def test_what_is_counted_adds_up_from_the_periods_each_rounded_to_the_penny(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    flows = []
    for number, period in enumerate(statement.periods):
        flow = saving_of(contract, statement, number)
        flow -= line(statement, period, "guaranteed") if contract.fee.starts == "above the guarantee" else 0
        for step in contract.fee.step:
            if type(step) is QualityGate:
                passes = meets(contract, statement, number, step)
                flow = flow if passes else min(flow, NOTHING)
                assert period.exact(f"fee / {step.result}") == flow
        flows.append(flow)
    suffix = {"each period": "", "each year": ", for the year", "to date": ", to date"}[contract.fee.counted]
    suffix = suffix if contract.settlement.interim is None else ", year to date"
    expected = counted(contract, statement, flows)
    if contract.fee.counted == "to date" or (contract.fee.counted == "each year" and not is_yearly(contract)):
        name = f"fee / {contract.fee.measured_from}{suffix}"
        assert [period.exact(name) for period in statement.periods] == expected


def gates_of(contract: Contract) -> list[QualityGate]:
    return [step for step in contract.fee.step if type(step) is QualityGate]


def outturn_of(contract: Contract, statement: Statement, number: int, name: str) -> Fraction:
    """Return what was measured; a ratio is a line."""
    measure = next(each for each in contract.measure if each.name == name)
    if measure.ratio is not None:
        return statement.periods[number].exact(f"{name} / outturn") / 100
    return figure_of(statement, number, f"{name} / outturn")


def meets(contract: Contract, statement: Statement, number: int, gate: QualityGate) -> bool:
    measured = outturn_of(contract, statement, number, gate.measure)
    return bool(measured >= gate.at_least if gate.at_least is not None else measured <= gate.at_most)


def steps_of(contract: Contract, statement: Statement, number: int) -> list[tuple[AnyStep, Fraction, Fraction]]:
    """Return each step of the fee with what it took and what it gave in a period."""
    fee, period = terms_of(contract, number).fee, statement.periods[number]
    found: list[tuple[AnyStep, Fraction, Fraction]] = []
    flow = saving_of(contract, statement, number)
    flow -= line(statement, period, "guaranteed") if fee.starts == "above the guarantee" else 0
    suffixes = (", to date", ", for the year", ", year to date")
    names = [f"fee / {fee.measured_from}{suffix}" for suffix in suffixes]
    names += ["fee / saving, less what is still to come"] if fee.still_to_come is not None else []
    counts = [name for name in names if name in statement.program.line_numbers]
    for step in fee.step:
        if step.takes != "saving of the period" and counts:
            flow = period.exact(counts.pop())
        gave = period.exact(f"fee / {step.result}")
        found.append((step, flow, gave))
        flow = gave
    return found


def banded(step: Bands, amount: Fraction, base: Fraction) -> Fraction:
    """Return the fee by bands, each from where the last ended up to its own edge."""
    fee = below = NOTHING
    for band in step.bands:
        edge = amount if band.up_to is None else max(Fraction(band.up_to) * base, NOTHING)
        fee += band.share * max(min(amount, edge) - below, NOTHING)
        below = edge
    return fee


def _make_good(contract: Contract, lost: dict[int, Fraction], year: int, taken: Fraction) -> None:
    """Make good what was lost, the oldest first, or add to it; what is kept is in pence."""
    rest = max(taken, NOTHING)
    for before in sorted(lost):
        part = min(rest, lost[before])
        lost[before], rest = in_pence(contract, lost[before] - part), rest - part
    lost[year] = lost.get(year, NOTHING) + in_pence(contract, max(-taken, NOTHING))


@settings(max_examples=80)
@given(cases(BY_HAND))
def test_every_step_gives_what_its_clause_says(case: Case) -> None:
    """Each clause told once more, in plain fractions; caps, which remember, are held to their promise below."""
    contract, _ = case
    statement = settled(case)
    baselines = counted(contract, statement, [baseline_of(contract, statement, each) for each in statement.periods])
    guaranteed = counted(contract, statement, [line(statement, each, "guaranteed") for each in statement.periods])
    years = [*dict.fromkeys(each.period.year for each in statement.periods)]
    deficits: dict[str, dict[int, Fraction]] = {}
    earned = NOTHING
    for number, period in enumerate(statement.periods):
        for step, taken, gave in steps_of(contract, statement, number):
            whole = max(taken, NOTHING)
            if isinstance(step, Share):
                assert gave == step.share * whole
            elif isinstance(step, Bands):
                base = baselines[number] if step.edges == "share of baseline" else guaranteed[number]
                assert gave == banded(step, taken, Fraction(1) if step.edges is None else base)
            elif isinstance(step, Threshold):
                needed = max((step.share_of_baseline or 0) * baselines[number], NOTHING)
                needed = needed if step.amount is None else Fraction(step.amount)
                assert line(statement, period, f"{step.title} to reach") == needed
                below = {ONCE_MET[0]: NOTHING, ONCE_MET[2]: (step.share_below or 0) * whole}.get(step.once_met)
                met = whole if taken >= needed else below
                assert gave == (max(taken - needed, NOTHING) if step.once_met == ONCE_MET[1] else met)
            elif isinstance(step, QualityGate):
                missed = NOTHING if contract.fee.counted != "to date" else earned
                missed = min(taken, missed if isinstance(step, PaymentGate) else NOTHING)
                assert gave == (taken if meets(contract, statement, number, step) else missed)
            elif isinstance(step, CostRecovery):
                recovered = min(to_step(whole, PENNY, "down"), period.exact("recovery due"))
                assert period.exact("recovered first") == recovered
                assert gave == recovered + step.share * (whole - recovered)
            elif isinstance(step, DeficitCarryForward):
                lost = deficits.setdefault(step.title, {})
                assert gave == max(taken - sum(lost.values(), NOTHING), NOTHING)
                if contract.settlement.interim is None or period.period.last_of_year:
                    _make_good(contract, lost, years.index(period.period.year), taken)
                if step.expires_after_years is not None and not period.period.run_off:
                    ends = years.index(period.period.year) - step.expires_after_years
                    due = [year for year in lost if year <= ends or period.period.last_of_term]
                    lapses = period.period.last_of_year
                    lapsed = sum((lost.pop(year) for year in due), NOTHING) if lapses else NOTHING
                    assert period.exact(f"lapsed of the {step.title}") == lapsed
                    owed = period.exact(f"still to be made good of the {step.title}")
                    assert owed == sum(lost.values(), NOTHING)
            else:
                assert 0 <= gave <= taken
        earned = period.exact("to date / fee earned to date")


@settings(max_examples=50)
@given(cases(Vocabulary(guarantee=True, starts=("after the council has its guaranteed amount",))))
def test_where_the_council_has_its_guaranteed_amount_first_the_fee_leaves_it_that(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    flows = [saving_of(contract, statement, number) for number in range(len(statement.periods))]
    for step in gates_of(contract):
        flows = [period.exact(f"fee / {step.result}") for period in statement.periods]
    left = counted(contract, statement, flows)
    guaranteed = counted(contract, statement, [period.exact("guaranteed") for period in statement.periods])
    earned = NOTHING
    for period, saved, kept in zip(statement.periods, left, guaranteed, strict=True):
        fee = period.exact("fee once the council has its guaranteed amount")
        payable = to_step(max(saved - kept, NOTHING), contract.rounding.step, "floor")
        assert fee == min(period.exact(f"fee / {contract.fee.step[-1].result}"), payable)
        earned = period.exact("fee to date") if contract.fee.counted == "to date" else fee_of(contract, period)
        if contract.settlement.interim is not None:
            earned = period.exact("fee of the year to date")
        assert earned == rounded(contract, fee) or period.period.run_off
        assert earned <= max(saved - kept, NOTHING) or period.period.run_off


@settings(max_examples=70)
@given(cases(BY_HAND))
def test_what_is_paid_is_what_is_earned_less_what_is_retained_and_with_what_is_released(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    retention = contract.settlement.retention
    for period in statement.periods:
        retained, released = (line(statement, period, name) for name in ("retained", "released from retention"))
        earned, paid = fee_of(contract, period), period.exact("paid")
        due = earned
        if contract.settlement.interim is not None:
            due = period.exact("paid on account") * (not period.period.last_of_year)
            due += max(period.exact("year-end reconciliation"), NOTHING)
        recovered = line(statement, period, "advance recovered") + line(statement, period, "overpayment recovered")
        assert retained + paid + recovered - released == due
        assert recovered >= 0
        assert 0 <= retained <= due
        assert released >= 0
        assert paid >= 0
        assert earned == rounded(contract, earned)
        if retention is not None:
            all_paid = retention.released == TERM_END and period.period.last_of_term
            if contract.settlement.interim is None:
                assert retained == (NOTHING if all_paid else rounded(contract, retention.share * earned))


@settings(max_examples=150)
@given(cases(Vocabulary(counted=("each year", "each period"), overturned=True)))
def test_what_is_overturned_has_back_the_fee_that_it_earned(case: Case) -> None:
    """In the proportion of what its period counted, all that was overturned to date together, and never more."""
    contract, _ = case
    statement = settled(case)
    fees: dict[str, Fraction] = {}
    counts: dict[str, Fraction] = {}
    gone: dict[str, Fraction] = {}
    given_back: dict[str, Fraction] = {}
    for number, period in enumerate(statement.periods):
        back = NOTHING
        for label, overturned in overturned_in(statement, number).items():
            gone[label] = gone.get(label, NOTHING) + overturned
            fee, counted_then = fees.get(label, NOTHING), counts.get(label, NOTHING)
            part = fee * gone[label] / counted_then if counted_then else NOTHING
            due = min(rounded(contract, max(part, NOTHING)), fee)
            returned = due - given_back.get(label, NOTHING)
            assert period.exact(f"fee returned on what was overturned of {label}") == -returned
            given_back[label] = due
            back += returned
        if (clawback := contract.settlement.clawback) is not None:
            assert (
                period.exact("clawback")
                == back
                == period.exact("clawed back from the provider") + line(statement, period, "clawed back from retention")
            )
            assert clawback.first_from == "retention" or line(statement, period, "clawed back from retention") == 0
        year = contract.fee.counted == "each year"
        if not period.period.run_off and (period.period.last_of_year or not year):
            label = period.period.year if year else period.label
            fees[label] = fee_of(contract, period)
            first = next((step for step, *_ in steps_of(contract, statement, number) if step.takes != SAVING), None)
            taken = next(taken for step, taken, _ in steps_of(contract, statement, number) if step is first)
            counts[label] = in_pence(contract, taken)


@settings(max_examples=150)
@given(cases(Vocabulary(counted=("each year",), interim=True)))
def test_what_is_paid_on_account_is_reconciled_at_the_end_of_the_year(case: Case) -> None:
    """Over each year it comes to the year's fee: paid, held, or owed back by the provider, as by hand."""
    contract, _ = case
    statement = settled(case)
    if contract.settlement.interim is None:
        return
    paid = held = owed = NOTHING
    for number, period in enumerate(statement.periods):
        terms = terms_of(contract, number).settlement.interim
        assert terms is not None
        stands, closes = period.exact("fee of the year to date"), period.period.last_of_year
        paid = NOTHING if period.period.first_of_year else paid
        due = (
            NOTHING if closes or period.period.run_off else max(rounded(contract, terms.share * stands) - paid, NOTHING)
        )
        assert period.exact("paid on account") == due
        paid += due
        assert period.exact("paid on account, year to date") == paid
        reconciled = stands - paid if closes and not period.period.run_off else NOTHING
        assert period.exact("year-end reconciliation") == reconciled
        from_retention = line(statement, period, "overpaid on account, from retention")
        owed += max(-reconciled, NOTHING) - from_retention
        recovered = line(statement, period, "overpayment recovered")
        gone = line(statement, period, "overpayment repaid by the provider")
        gone += line(statement, period, "overpayment written off")
        owed -= recovered + gone
        assert line(statement, period, "overpayment still owed") == owed >= 0
        if period.period.last_of_term or terms.overpaid == "provider repays":
            assert owed == 0
        held += period.exact("retained") if statement.has("retained") else NOTHING
        held -= line(statement, period, "released from retention") + from_retention
        assert held >= 0


@settings(max_examples=50)
@given(cases(Vocabulary(counted=("to date",), clawback=True, vat=True)))
def test_vat_is_shown_apart_on_what_is_paid_and_credited_on_what_is_given_back(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    vat = contract.settlement.vat
    assert vat is not None
    for period in statement.periods:
        shown = {each: period.exact(each) for each in paths(statement.program) if "VAT" in each}
        ending = line(statement, period, "termination payment")
        paid = period.exact("settlement / paid") + line(statement, period, "advance paid") + ending
        given_back = {"clawback": period.exact("clawed back from the provider")}
        if statement.has("advance repaid by the provider"):
            given_back["advance"] = period.exact("advance repaid by the provider")
        tax = in_pence(contract, vat.rate * paid)
        of_each = {"fee": paid}
        if vat.rounded == "per line":
            released, retained = (line(statement, period, name) for name in ("released from retention", "retained"))
            of_each = {"fee": fee_of(contract, period) - retained}
            if contract.settlement.retention is not None:
                of_each["release of retention"] = released
            if contract.settlement.advance is not None:
                of_each["advance recovered"] = -line(statement, period, "advance recovered")
                of_each["advance"] = line(statement, period, "advance paid")
            if statement.has("termination payment"):
                of_each["termination payment"] = ending
            assert sum(of_each.values()) == paid
            of_each = {f"VAT on the {name}": in_pence(contract, vat.rate * each) for name, each in of_each.items()}
            tax = sum(of_each.values(), NOTHING)
        parts = of_each if vat.rounded == "per line" and len(of_each) > 1 else {}
        charged = {"VAT on what is paid": tax, "invoice with VAT": paid + tax}
        credits = {
            f"VAT credited on the {name}": in_pence(contract, vat.rate * each) for name, each in given_back.items()
        }
        credit = sum(credits.values(), NOTHING)
        credited = credits | {"credit note with VAT": sum(given_back.values(), credit)}
        expected = {
            "standard": parts | charged | credited,
            "reverse charge": parts | {"VAT the council accounts for (reverse charge)": tax - credit},
            "outside the scope": {},
        }[vat.treatment]
        assert shown == expected | {f"settlement / {name}": amount for name, amount in expected.items()}


@settings(max_examples=50)
@given(cases(Vocabulary(retention=True)))
def test_what_is_still_retained_is_never_below_nothing_and_accounts_for_every_penny(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    retention = contract.settlement.retention
    assert retention is not None
    before = NOTHING
    for period in statement.periods:
        out = (
            *("released from retention", "clawed back from retention", "retention kept by the council"),
            "overpaid on account, from retention",
        )
        taken = sum((line(statement, period, name) for name in out), NOTHING)
        held = period.exact("still retained")
        assert held == before + period.exact("retained") - taken
        assert held >= 0
        before = held
        closes = period is statement.periods[-1] and period.period.run_off
        if closes or (period.period.last_of_term and TERM_END in (retention.released, retention.at_the_end)):
            assert held == 0
        elif retention.released in {TERM_END, YEAR_AFTER} and not (
            retention.released == TERM_END and period.period.last_of_term
        ):
            assert period.exact("released from retention") == 0
    assert not (retention.runs_off and period.period.last_of_term)


def met_to_the_penny() -> Case:
    """Return a second year that saves exactly what it guarantees, after a first that earned."""
    baseline = {"rule": "fixed", "amount": 1000}
    contract = Contract(
        title="A contract",
        starts="2026-04-01",
        years=2,
        settled="yearly",
        rounding="half up to the penny",
        measure=[{"name": "running costs", "benefit": "cashable", "unit": "£", "baseline": baseline}],
        guarantee={"share_of_baseline": "10%", "tested": "each period", "shortfall": "fee only"},
        fee={"starts": "above the guarantee", "counted": "to date", "step": [{"rule": "share", "share": "50%"}]},
        settlement={"retention": {"share": "20%", "released": NEXT_YEAR}},
    )
    return contract, [{"period": "2026-27", "running costs": 700}, {"period": "2027-28", "running costs": 900}]


@example(met_to_the_penny())
@settings(max_examples=150)
@given(st.one_of(cases(RELEASED_BY_GUARANTEE), cases(RELEASED_OR_CLAWED_BACK)))
def test_retention_of_a_year_is_released_when_a_later_year_meets_its_own_guarantee(case: Case) -> None:
    """What each year holds is kept apart here; the contract carries one figure for this year and one for all earlier.

    A clawback takes the oldest first, or the newest where the contract says so.
    """
    contract, _ = case
    statement = settled(case)
    retention, clawback = contract.settlement.retention, contract.settlement.clawback
    assert retention is not None
    above = over(
        contract,
        statement,
        "each year",
        [period.exact("above (below) the guarantee") for period in statement.periods],
    )
    held: dict[str, Fraction] = {}
    for period, over_it in zip(statement.periods, above, strict=True):
        taken = line(statement, period, "clawed back from retention")
        newest = clawback is not None and clawback.vintage == "newest first"
        for year in sorted(held, reverse=newest):
            part = min(taken, held[year])
            held[year], taken = held[year] - part, taken - part
        assert taken == 0
        earlier = [year for year in held if year != period.period.year]
        released = [year for year in earlier if period.period.last_of_year and over_it >= 0]
        if period.period.run_off:
            released = list(held) if period is statement.periods[-1] else []
        assert period.exact("released from retention") == sum((held.pop(year) for year in released), NOTHING)
        held[period.period.year] = held.get(period.period.year, NOTHING) + period.exact("retained")
        held[period.period.year] -= line(statement, period, "overpaid on account, from retention")
        assert held[period.period.year] >= 0
        if retention.at_the_end == "kept by the council":
            kept = sum(held.values(), NOTHING) if period.period.last_of_term else NOTHING
            assert period.exact("retention kept by the council") == kept
            held = {} if period.period.last_of_term else held
        assert period.exact("still retained") == sum(held.values(), NOTHING)


@settings(max_examples=150)
@given(st.one_of(cases(Vocabulary(retention=True, released=(BY_AGE,))), cases(AGED_AND_CLAWED_BACK)))
def test_retention_is_released_so_many_settlements_after_it_was_held_back(case: Case) -> None:
    """What each settlement holds is kept apart here; what is taken back takes the oldest or the newest first."""
    contract, _ = case
    statement = settled(case)
    retention, clawback = contract.settlement.retention, contract.settlement.clawback
    assert retention is not None
    assert retention.after_settlements is not None
    held: list[Fraction] = []
    for number, period in enumerate(statement.periods):
        taken = line(statement, period, "clawed back from retention")
        newest = clawback is not None and clawback.vintage == "newest first"
        for place in sorted(range(number), reverse=newest):
            part = min(taken, held[place])
            held[place], taken = held[place] - part, taken - part
        assert taken == 0
        due = number - retention.after_settlements
        released = held[due] if due >= 0 else NOTHING
        assert period.exact("released from retention") == released
        held = [NOTHING if place <= due else each for place, each in enumerate(held)]
        given_up = line(statement, period, "overpaid on account, from retention")
        for place in reversed(range(number)):
            part = min(given_up, held[place])
            held[place], given_up = held[place] - part, given_up - part
        assert given_up == 0
        held.append(period.exact("retained"))
        assert period.exact("still retained") == sum(held, NOTHING)


@settings(max_examples=80)
@given(cases(CAPPED))
def test_a_cap_holds_after_rounding(case: Case) -> None:
    """What uses the room never exceeds the cap, over each period, year or the term, however the fee is rounded.

    Room is used by what is earned, or by what is paid or still held; a clawback gives room back where it restores the
    cap. A share of the baseline is first rounded as the contract rounds; where the year's baseline or the cap falls,
    what was earned under the larger one stays earned.
    """
    contract, _ = case
    statement = settled(case)
    clawback = contract.settlement.clawback
    restores = clawback is not None and clawback.restores_cap
    baselines = [baseline_of(contract, statement, period) for period in statement.periods]
    closed = [*openings(statement)][1:]
    starts = {each.first for each in statement.stretches}
    for place in (place for place, step in enumerate(contract.fee.step) if isinstance(step, Cap)):
        used = NOTHING
        for number, (period, balances) in enumerate(zip(statement.periods, closed, strict=True)):
            cap = terms_of(contract, number).fee.step[place]
            assert isinstance(cap, Cap)
            limits = over(contract, statement, "each year" if cap.over == "year" else "each period", baselines)
            if cap.over == "period" or (cap.over == "year" and period.period.first_of_year):
                used = NOTHING
            limit = rounded(contract, (cap.share_of_baseline or 0) * limits[number])
            limit = limit if cap.amount is None else Fraction(cap.amount)
            assert fee_of(contract, period) <= max(limit - used, NOTHING)
            used += fee_of(contract, period)
            if cap.room_used_by == "what is paid":
                used -= line(statement, period, "clawed back from retention")
                used -= line(statement, period, "retention kept by the council")
                used -= line(statement, period, "clawed back from the provider") if restores else 0
            elif restores:
                used -= line(statement, period, "clawback")
            if cap.over != "period" and number + 1 not in starts:
                room = balances_of(program_of(statement, number), balances)
                assert room[f"fee / room used under the {cap.title}"] == used


@settings(max_examples=70)
@given(cases(BY_HAND))
def test_the_position_to_date_adds_up_from_the_periods(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    cash = [each for each in contract.measure if each.in_money and each.benefit in CASH]
    sums = dict.fromkeys(("saved", "earned", "clawed back", "paid", "costs", "shortfall", "compensation"), NOTHING)
    for number, period in enumerate(statement.periods):
        clawback, repaid = (line(statement, period, name) for name in ("clawback", "clawed back from the provider"))
        saved = sum((period.exact(f"{each.name} / {each.saved_as}") for each in cash), NOTHING)
        if all(each in cash for each in contract.earning):
            saved -= sum(overturned_in(statement, number).values(), NOTHING)
        sums["saved"] += in_pence(contract, saved)
        sums["earned"] += fee_of(contract, period) - clawback
        sums["clawed back"] += clawback
        sums["paid"] += period.exact("paid") - repaid + line(statement, period, "advance paid")
        sums["paid"] -= line(statement, period, "advance repaid by the provider")
        sums["paid"] -= line(statement, period, "overpayment repaid by the provider")
        sums["paid"] += line(statement, period, "termination payment")
        sums["compensation"] += line(statement, period, "compensation owed by the council")
        sums["shortfall"] += line(statement, period, "shortfall payable by the provider")
        sums["shortfall"] -= line(statement, period, "shortfall refunded to the provider")
        sums["costs"] += costs_of(statement, number) if contract.council_costs is not None else 0
        assert clawback == repaid + line(statement, period, "clawed back from retention")
        assert clawback >= 0
        assert repaid >= 0
        assert period.exact("saved to date") == sums["saved"]
        assert period.exact("fee earned to date") == sums["earned"] >= 0
        assert line(statement, period, "clawed back to date") == sums["clawed back"]
        assert period.exact("paid to date, less what was given back") == sums["paid"]
        assert line(statement, period, "shortfall received to date") == sums["shortfall"]
        assert line(statement, period, "council costs to date") == sums["costs"]
        assert line(statement, period, "compensation owed to date") == sums["compensation"]
        kept = sums["saved"] - sums["paid"] - sums["costs"] + sums["shortfall"] - sums["compensation"]
        assert period.exact("kept by the council to date") == kept


@settings(max_examples=80)
@given(cases(Vocabulary(guarantee=True)))
def test_a_shortfall_is_what_the_guarantee_exceeds_the_saving_by_and_goes_its_way_as_by_hand(case: Case) -> None:
    """Forgiven, credited, made good, banked, repaired, secured, paid and refunded, as plain fractions have it."""
    contract, _ = case
    statement = settled(case)
    for period, lines in zip(statement.periods, by_hand(contract, statement), strict=True):
        assert {name: period.exact(name) for name in lines} == lines
        assert statement.has("shortfall payable by the provider") == ("shortfall payable by the provider" in lines)


@settings(max_examples=50)
@given(cases(CAPPED_EACH_PERIOD_OR_YEAR))
def test_after_the_term_nothing_moves_but_what_was_retained(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    still = ("saved to date", "fee earned to date", "shortfall received to date", "council costs to date")
    for number, period in enumerate(statement.periods):
        if period.period.run_off:
            assert fee_of(contract, period) == line(statement, period, "clawback") == 0
            before = statement.periods[number - 1]
            assert [line(statement, period, name) for name in still] == [
                line(statement, before, name) for name in still
            ]


@settings(max_examples=50)
@given(cases(Vocabulary(counted=("to date",))))
def test_what_was_paid_and_what_is_held_or_kept_is_what_was_earned(case: Case) -> None:
    """An advance apart, of which so much is still owed or was written off.

    So what was paid, less what was given back, falls below nothing only by what is held or kept of the fee.

    That happens only where a clawback comes from the provider at once although the council holds retention.
    """
    contract, _ = case
    statement = settled(case)
    clawback = contract.settlement.clawback
    kept = NOTHING
    for period in statement.periods:
        kept += line(statement, period, "retention kept by the council")
        kept -= line(statement, period, "advance written off") + line(statement, period, "termination payment")
        held = line(statement, period, "still retained") - line(statement, period, "advance still owed")
        paid = period.exact("paid to date, less what was given back")
        assert paid + held + kept == period.exact("fee earned to date")
        if clawback is None or clawback.first_from == "retention":
            assert paid >= 0


@settings(max_examples=50)
@given(cases(Vocabulary(counted=("to date",), clawback=True)))
def test_with_a_clawback_the_fee_earned_to_date_is_the_fee_to_date(case: Case) -> None:
    """And what is clawed back comes from retention first, as far as it goes, or from the provider alone."""
    contract, _ = case
    statement = settled(case)
    clawback = contract.settlement.clawback
    assert clawback is not None
    earned = held = NOTHING
    for period in statement.periods:
        change = (earned if period.period.run_off else period.exact("fee to date")) - earned
        earned += change
        assert period.exact("to date / fee earned to date") == earned
        assert period.exact("clawback") == max(-change, NOTHING)
        expected = min(max(-change, NOTHING), held) if clawback.first_from == "retention" else NOTHING
        assert line(statement, period, "clawed back from retention") == expected
        held = line(statement, period, "still retained")


@settings(max_examples=60)
@given(cases(CAPPED_AND_RESTORED))
def test_where_a_clawback_restores_the_cap_the_fee_earned_to_date_is_the_fee_within_it(case: Case) -> None:
    """With one cap over the term, whatever was earned and given back before: the lesser of fee and cap.

    The fee is rounded as the contract rounds, the cap down.
    """
    contract, _ = case
    statement = settled(case)
    for number, period in enumerate(statement.periods):
        *_, sharing, cap = terms_of(contract, number).fee.step
        assert isinstance(cap, Cap)
        assert cap.amount is not None
        if not period.period.run_off:
            fee = min(period.exact(sharing.result), to_step(Fraction(cap.amount), contract.rounding.step, "floor"))
            if contract.fee.starts.startswith("after"):
                fee = min(fee, period.exact("fee once the council has its guaranteed amount"))
            assert period.exact("to date / fee earned to date") == rounded(contract, fee)


@settings(max_examples=50)
@given(cases(Vocabulary(counted=("to date",), clawback=False)))
def test_without_a_clawback_a_fee_to_date_that_falls_is_kept_and_earns_nothing_until_it_is_exceeded(case: Case) -> None:
    statement = settled(case)
    earned = NOTHING
    for period in statement.periods:
        earned = earned if period.period.run_off else max(earned, period.exact("fee to date"))
        assert period.exact("to date / fee earned to date") == earned


@settings(max_examples=50)
@given(cases(STATELESS), st.data())
def test_where_each_period_stands_alone_more_saving_never_earns_less(case: Case, data: Any) -> None:
    """For every rule that remembers nothing: share, bands, thresholds, gates that read no saving."""
    contract, rows = case
    first, measure = settled(case), contract.earning[0]
    changed = data.draw(st.integers(0, len(rows) - 1))
    more = data.draw(st.integers(0, 200_000)) * PENNY
    was = measure.read(rows[changed][measure.name])
    better = typed(measure, was - more if measure.better == "lower" else was + more)
    second = contract.settle([*rows[:changed], {**rows[changed], measure.name: better}, *rows[changed + 1 :]])
    assert saving_of(contract, second, changed) >= saving_of(contract, first, changed)
    assert fee_of(contract, second.periods[changed]) >= fee_of(contract, first.periods[changed])
