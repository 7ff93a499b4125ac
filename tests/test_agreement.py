"""All readers agree, however an outturn is given or a contract kept, on contracts drawn from the whole vocabulary."""

import json
import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

import riskreward as rr
from riskreward import Contract, Statement
from riskreward.__main__ import EXAMPLE
from riskreward.readers.bounds import bound
from riskreward.readers.words import values
from tests.generators import TWO_SIDED, Case, cases, contracts
from tests.readings import direct_lines, exact_lines, openings, program_of


def settled(case: Case) -> Statement:
    contract, rows = case
    note(rr.contract_to_json(contract))
    return contract.settle(rows)


# The readers


@settings(max_examples=200)
@given(cases())
def test_the_exact_reader_equals_the_direct_reader_on_every_line_of_every_period(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    for lines, other in zip(exact_lines(statement), direct_lines(contract, statement), strict=True):
        assert lines == other
        assert list(lines) == list(other)


@settings(max_examples=60)
@given(cases(TWO_SIDED))
def test_the_readers_agree_where_a_loss_is_shared(case: Case) -> None:
    contract, _ = case
    statement = settled(case)
    for lines, other in zip(exact_lines(statement), direct_lines(contract, statement), strict=True):
        assert lines == other


@settings(max_examples=100)
@given(cases())
def test_the_exact_reader_equals_a_walk_through_the_program_on_lines_and_balances(case: Case) -> None:
    statement = settled(case)
    opened = [*openings(statement)]
    starts = {each.first for each in statement.stretches}
    for number, (wholes, facts) in enumerate(zip(statement.wholes, statement.facts, strict=True)):
        program = program_of(statement, number)
        walked = values(program, facts, opened[number])
        for line, whole in zip(program.lines, wholes, strict=True):
            assert walked[line.operation] == Fraction(whole, program.denominator_of(line)), line.path
        if number + 1 in starts:  # handed over to other terms
            continue
        for balance, whole in zip(program.balances, opened[number + 1], strict=True):
            assert walked[balance.closing] == Fraction(whole, balance.denominator), balance.path


@settings(max_examples=75)
@given(cases())
def test_every_line_has_a_working_that_ends_as_a_phrase_does(case: Case) -> None:
    for period in settled(case).periods:
        for line in period.lines:
            assert line.working.strip() == line.working != ""
            assert "  " not in line.working, (line.path, line.working)
            assert not re.search(r"(^|\s)(as|of|less|plus|and|is|times|by)$", line.working), (line.path, line.working)
            assert line.clause


@settings(max_examples=75)
@given(cases())
def test_the_bounds_of_a_period_contain_every_value_that_any_operation_takes_in_it(case: Case) -> None:
    statement = settled(case)
    opened = [*openings(statement)][:-1]
    for stretch in statement.stretches:
        program, own = stretch.program, range(stretch.first, len(statement.facts))
        own = [number for number in own if program_of(statement, number) is program]
        boxes = zip(*(opened[number] for number in own), strict=True)
        seen = {balance.path: (min(each), max(each)) for balance, each in zip(program.balances, boxes, strict=True)}
        bounds = bound(program, seen)
        for number in own:
            walked = values(program, statement.facts[number], opened[number])
            for place, (operation, value) in enumerate(zip(program.operations, walked, strict=True)):
                low, high = bounds.intervals[place]
                whole = Fraction(value) * operation.denominator
                assert whole.denominator == 1, (operation, value)
                assert low <= whole <= high, (operation, value, low, high)


# How an outturn is given


@settings(max_examples=60)
@given(cases())
def test_settling_period_by_period_gives_the_periods_of_settling_all_at_once(case: Case) -> None:
    contract, rows = case
    whole = settled(case)
    for number, row in enumerate(rows):
        for part in (contract.settle(rows[: number + 1]), contract.settle(rows, to=row["period"])):
            assert part.settled[: number + 1] == whole.settled[: number + 1]
            assert [*part.wholes][: number + 1] == [*whole.wholes][: number + 1]
    assert contract.settle(rows, to=rows[-1]["period"]).periods[-1].lines == whole.periods[len(rows) - 1].lines


@settings(max_examples=25)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_of_an_outturn_does_not_matter(case: Case, order: Any) -> None:
    contract, rows = case
    shuffled = list(rows)
    order.shuffle(shuffled)
    assert rr.statement_to_json(contract.settle(shuffled)) == rr.statement_to_json(settled(case))


# Files


@settings(max_examples=100)
@given(contracts())
def test_a_contract_to_json_and_back_is_the_same_contract(contract: Contract) -> None:
    text = rr.contract_to_json(contract)
    note(text)
    again = rr.contract_from_json(text)
    assert again == contract
    assert rr.contract_to_json(again) == text


@settings(max_examples=25)
@given(cases())
def test_a_contract_to_json_and_back_settles_alike(case: Case) -> None:
    contract, rows = case
    again = rr.contract_from_json(rr.contract_to_json(contract))
    assert rr.statement_to_json(again.settle(rows)) == rr.statement_to_json(settled(case))


def test_the_shipped_example_reads_equal_from_toml_and_from_json() -> None:
    text = (EXAMPLE / "south-tyneside.toml").read_text(encoding="utf-8")
    from_toml = rr.contract_from_toml(text)
    as_typed = json.dumps(tomllib.loads(text, parse_float=Decimal), default=str)
    assert rr.contract_from_json(as_typed) == from_toml
    assert rr.contract_from_json(rr.contract_to_json(from_toml)) == from_toml
    outturn = rr.read_outturn(EXAMPLE / "south-tyneside-outturn.csv")
    first, second = (contract.settle(outturn) for contract in (from_toml, rr.contract_from_json(as_typed)))
    assert rr.statement_to_json(first) == rr.statement_to_json(second)


@settings(max_examples=30)
@given(cases())
def test_a_statement_is_shown_in_every_form_and_byte_for_byte_the_same_each_time(case: Case) -> None:
    contract, rows = case
    first, second = settled(case), contract.settle(rows)
    for show in (rr.statement_to_json, rr.statement_to_csv, rr.statement_to_page, Statement.to_markdown, str):
        shown = show(first)
        assert shown.strip()
        assert shown == show(second)
    assert all(finding.sentence.endswith(".") for finding in (*contract.findings, *first.findings))
    assert json.loads(rr.statement_to_json(first))["periods"][0]["lines"]
    assert first._repr_html_() == second._repr_html_()


@settings(max_examples=25)
@given(cases())
def test_every_baseline_can_be_questioned_before_and_after_an_outturn(case: Case) -> None:
    contract, rows = case
    for questions in (rr.question(contract), rr.question(contract, outturn=rows)):
        assert str(questions).strip()
