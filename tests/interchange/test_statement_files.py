"""Statements for other programs: figures exact, texts that no spreadsheet takes for a formula, any encoding."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest

from riskreward import (
    Statement,
    contract_from_toml,
    outturn_from_csv,
    statement_to_csv,
    statement_to_json,
    statement_to_page,
)
from riskreward.interchange import FORMATS
from tests.interchange import CONTRACT, OUTTURN, written


def settled(*pairs: tuple[str, str], outturn: str = OUTTURN) -> Statement:
    return contract_from_toml(written(CONTRACT, *pairs)).settle(outturn_from_csv(outturn))


def rows(statement: Statement) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(statement_to_csv(statement), newline="")))


def test_csv_has_a_row_for_each_line_of_each_period():
    statement = settled()
    assert [(row["period"], row["path"], Decimal(row["amount"])) for row in rows(statement)] == [
        (period.label, line.path, line.amount) for period in statement.periods for line in period.lines
    ]


def test_figures_of_csv_are_plain_numbers():
    negative = [row["amount"] for row in rows(settled()) if row["amount"].startswith("-")]
    assert "-190463.99" in negative
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", row["amount"]) for row in rows(settled()))


@pytest.mark.parametrize("name", ["=1+1", "+44", "-repairs", "@home", '=HYPERLINK("a";"b")'])
def test_no_text_of_csv_is_taken_for_a_formula(name):
    quality = written(OUTTURN, ("repairs on time", json.dumps(name).replace('\\"', '""')))
    toml = json.dumps(name)
    statement = settled(
        ('name = "repairs on time"', f"name = {toml}"),
        ('measure = "repairs on time"', f"measure = {toml}\nclause = {toml}"),
        outturn=quality,
    )
    texts = [value for row in rows(statement) for column, value in row.items() if column != "amount"]
    assert any(text == f"'{name}" for text in texts)
    assert not [text for text in texts if text.lstrip()[:1] in {"=", "+", "-", "@"}]


def test_a_text_that_is_no_formula_is_left_as_it_is():
    assert not [value for row in rows(settled()) for value in row.values() if value.startswith("'")]


def test_json_holds_every_line_exactly():
    statement = settled()
    content = json.loads(statement_to_json(statement))
    assert [
        (period["period"], line["path"], Decimal(line["amount"]))
        for period in content["periods"]
        for line in period["lines"]
    ] == [(period.label, line.path, line.amount) for period in statement.periods for line in period.lines]
    assert content["sentence"].startswith("To 31 March 2024, South Tyneside Council has saved £2,794,373.06")
    assert content["currency"] == "£"


def test_json_and_the_page_are_ascii_so_that_they_read_the_same_however_they_are_saved():
    statement = settled(("South Tyneside Council", "Cyngor Sir Ŵysg"))
    assert statement_to_json(statement).isascii()
    assert statement_to_page(statement).isascii()
    assert json.loads(statement_to_json(statement))["authority"] == "Cyngor Sir Ŵysg"
    assert "&#163;150,051.30" in statement_to_page(statement)


def test_the_page_shows_what_was_typed_and_runs_nothing():
    page = statement_to_page(settled(("Highways and transport", "<script>alert(1)</script>")))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.startswith("<!doctype html>")


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_shows_the_figures_and_is_the_same_each_time(form):
    statement = settled()
    text = FORMATS[form](statement)
    assert "150,051.30" in text or "150051.30" in text
    assert text.endswith("\n")
    assert FORMATS[form](settled()) == text
