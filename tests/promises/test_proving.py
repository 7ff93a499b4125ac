"""The solver reader: every line and balance as the exact reader has it, and proofs that hold on every path drawn."""

from decimal import Decimal
from typing import Any

import pytest
import z3
from hypothesis import given, settings

import riskreward as rr
from riskreward import Contract, Promise
from riskreward.contract.varying import in_force
from riskreward.kernel import Amount, at_least, nothing, pounds, share_of
from riskreward.promises import Lines, promises, watch
from riskreward.promises.proving import Candidate, Proof, Prover
from riskreward.promises.proving.coming import Coming
from riskreward.promises.proving.decided import Decided
from riskreward.promises.proving.free_terms import _prime_from
from riskreward.promises.proving.induction import EFFORT, LONGEST
from riskreward.promises.proving.invariants import Invariant, Linear
from riskreward.promises.proving.samples import states
from riskreward.promises.proving.solver import Sheet
from riskreward.promises.proving.translation import Translation
from riskreward.readers import exact
from tests.generators import Case, Vocabulary, cases
from tests.promises.contracts import gain_share, plain

MONTHLY = {"settled": "monthly", "measure[0].baseline.spread": "the same for each settlement"}
CAPPED = {
    "fee.step[1]": {"rule": "cap", "amount": 100_000, "over": "term", "room_used_by": "what is earned"},
    "settlement.retention": {"share": "20%", "released": "at the end of the term"},
    "settlement.clawback.first_from": "retention",
}


def proof_of(contract: Contract, name: str = "never out of pocket") -> Proof | Candidate | None:
    (promise,) = (each for each in promises(contract) if each.name == name)
    return Prover(watch(contract, (promise,))).prove(promise)


@settings(max_examples=25)
@given(cases(Vocabulary(varied=False)))
def test_every_balance_of_a_settlement_is_as_the_exact_reader_has_it(case: Case) -> None:
    contract, rows = case
    assembled = in_force(contract)[0].assembled
    facts = contract.settle(rows).facts[: len(rows)]
    decided = Decided(assembled.program, assembled.scheduled)
    balances = tuple(balance.start for balance in assembled.program.balances)
    for period, row in enumerate(facts):
        sheet = Sheet()
        step = Translation(sheet, decided, [sheet.figure(each) for each in balances], "", period)
        closing = [step.closing(balance) for balance in assembled.program.balances]
        for number in range(len(assembled.program.facts)):
            step.fact_numbered(number)
        asked = sheet.asker(EFFORT, LONGEST)
        asked.add(step.constraints)
        asked.add([_is(term, row[number]) for number, term in step.facts.items()])
        balances = exact.run(assembled.program, [row], balances).balances
        asked.add([term == each for term, each in zip(closing, balances, strict=True)])
        assert asked.check() == z3.sat
        if step.is_exact:
            asked.add(z3.Or([term != each for term, each in zip(closing, balances, strict=True)]))
            assert asked.check() == z3.unsat


def _is(term: Any, value: int) -> Any:
    return term == bool(value) if z3.is_bool(term) else term == value


@settings(max_examples=4)
@given(cases(Vocabulary(varied=False)))
def test_what_is_proved_holds_in_the_case_that_was_drawn(case: Case) -> None:
    contract, rows = case
    asked = tuple(each for each in promises(contract) if not each.why_not(contract))
    watched = watch(contract, asked)
    facts = contract.settle(rows).facts
    prover = Prover(watched)
    for promise in asked[:3]:
        if watched.broken_in(promise, facts) is not None:
            assert not isinstance(prover.prove(promise), Proof)


@pytest.mark.parametrize("months", [1, 5, 12, 60])
def test_never_out_of_pocket_is_proved_whatever_the_length_of_the_term(months: int) -> None:
    found = proof_of(plain(**CAPPED, **MONTHLY, years=None, months=months))
    assert isinstance(found, Proof)
    assert found.of_any_length


def test_rounding_is_proved_with_it() -> None:
    """Rounded half up, half of what is saved is exceeded by half a penny and by no more."""
    half = plain(**{"fee.step[0].share": "50%"})
    for more, kind in ((Decimal("0"), Candidate), (Decimal("0.005"), Proof)):

        def within(lines: Lines, more: Decimal = more) -> Amount:
            return lines.earned_to_date <= at_least(lines.saved_to_date, nothing) * share_of(Decimal("0.5")) + pounds(
                more
            )

        promise = Promise("half", "The fee is within half of the saving.", within)
        assert isinstance(Prover(watch(half, (promise,))).prove(promise), kind)


def test_a_short_term_is_unrolled_where_induction_does_not_reach() -> None:
    corridors = [{"up_to": "5%", "share": "50%"}, {"share": "5%"}]
    found = proof_of(rr.risk_corridors(benchmark=100, corridors=corridors, starts="2024-01-01", years=2))
    assert isinstance(found, Proof)
    assert not found.of_any_length
    assert found.certificate.count("(check-sat)") == 1


def test_a_broken_promise_has_the_shortest_real_path() -> None:
    found = proof_of(gain_share())
    assert isinstance(found, Candidate)
    assert (len(found.facts), found.is_exact) == (2, True)


def test_states_begin_with_the_start_and_invariants_say_what_they_hold() -> None:
    watched = watch(plain(**MONTHLY), ())
    assembled, coming = watched.assembled, Coming(watched.assembled)
    found = states(watched, coming)
    assert found[0] == (*(balance.start for balance in assembled.program.balances), *coming.start)
    assert found == states(watched, coming)
    first = assembled.program.balances[0].path
    within = Invariant((Linear(((1, 0),), -500),))
    assert within.text(assembled.program.balances) == f"[{first}] is at most 5"
    assert (within.holds((500, 0, 0, 0, 0, 0)), within.holds((501, 0, 0, 0, 0, 0))) == (True, False)


def test_primes_are_tried_so_that_nothing_cancels() -> None:
    assert [_prime_from(each) for each in (0, 102, 250_000)] == [101, 103, 250_007]


def test_a_verdict_is_the_same_alone_and_after_twenty_others() -> None:
    """With one sheet for all proofs, what the first one rests on changes with what was asked before it."""
    retained = plain(**{"settlement.retention": {"share": "20%", "released": "at the end of the term"}})
    contracts = (retained, gain_share(cap="£40,000", retention="20%", clawback=True))

    def found() -> list[Proof | Candidate | None]:
        names = ("never out of pocket", "the provider never repays more than it was paid")
        return [proof_of(contract, name) for contract in contracts for name in names]

    alone = found()
    for share in range(10, 30):
        proof_of(plain(**{"fee.step[0].share": f"{share}%"}))
    assert found() == alone
