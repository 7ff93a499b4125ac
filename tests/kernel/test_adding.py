"""How a line is told over a whole term: rules written for it, and the lines of every contract that is generated."""

from hypothesis import given, settings

from riskreward import Contract
from riskreward.contract.varying import in_force
from riskreward.kernel import (
    Amount,
    carry,
    choose,
    fact,
    money,
    named,
    pounds,
    previous,
    record,
    scheduled,
    share,
    share_of,
    truth,
)
from riskreward.kernel.adding import over_term
from riskreward.kernel.words import at_least
from tests.generators.contract import contracts


def _saved() -> Amount:
    return named("saving", pounds(100) - fact("outturn", money, 2, (0, 1_000)))


def _counted(name: str, amount: Amount) -> Amount:
    to_date = named(name, previous(name, pounds(0)) + amount)
    carry(name, to_date)
    return to_date


def test_what_is_added_to_a_balance_is_added_up_and_the_balance_is_told_at_the_end() -> None:
    def rule() -> None:
        to_date = _counted("saved to date", _saved())
        named("share to date", at_least(to_date, pounds(0)) * share_of(1))

    assert over_term(record(rule)) == {
        "saving": "added up",
        "saved to date": "at the end",
        "share to date": "at the end",
    }


def test_what_starts_anew_each_year_is_in_neither_way() -> None:
    def rule() -> None:
        before = choose(scheduled("first of the year", truth, ()), pounds(0), previous("of the year", pounds(0)))
        carry("of the year", named("year to date", before + _saved()))

    assert over_term(record(rule)) == {"saving": "added up"}


def test_a_share_and_what_no_balance_adds_up_are_in_neither_way() -> None:
    def rule() -> None:
        named("on time", fact("on time", share, 2, (0, 1)))
        named("security held", fact("security", money, 2, (0, 1_000)))

    assert over_term(record(rule)) == {}


def test_an_amount_carried_to_the_next_period_alone_is_in_neither_way() -> None:
    def rule() -> None:
        saving = _saved()
        named("before", previous("last", pounds(0)))
        carry("last", saving)
        _counted("saved to date", saving)

    assert over_term(record(rule)) == {"saved to date": "at the end"}


@settings(max_examples=60, deadline=None)
@given(contracts())
def test_of_every_contract_a_position_to_date_is_told_at_the_end_and_no_share_is_added_up(contract: Contract) -> None:
    for stage in in_force(contract):
        program = stage.assembled.program
        told = over_term(program)
        for line in program.lines:
            if line.path.startswith("to date / "):
                assert told[line.path] == "at the end"
            if program.kind_of(line) != money:
                assert told.get(line.path) != "added up"
            if "year to date" in line.path:
                assert line.path not in told
