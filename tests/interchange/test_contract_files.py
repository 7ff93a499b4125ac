# ruff: noqa: E501  # tables of what is said, a line each
"""Contract files: TOML as officers write it, JSON as programs write it, whatever saved them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from riskreward import (
    contract_from_json,
    contract_from_toml,
    contract_to_json,
    gain_share,
    read_contract,
)
from riskreward.__main__ import EXAMPLE
from tests.interchange import CONTRACT, Desk, said, written

QUOTED = 'put figures with a sign or a comma in quotes: "£12,201,000", "25%"'
PLAIN = "write the figure plainly, such as 12_201_000 or 0.5"
NESTED = "more than any contract has; see the example"
UTF_8 = "save it as UTF-8 (in Excel: CSV UTF-8)"
NOUGHTS = "which no contract reaches; check the number of noughts"

TOML = [
    # what was written, what was written instead, what is said
    ("starts = 2022-04-01", "starts = 01/04/2026", "line 7 is 'starts = 01/04/2026', which is not TOML; write 2026-04-01 if 1 April 2026 is meant"),
    ("starts = 2022-04-01", "starts = 1.4.2026", "line 7 is 'starts = 1.4.2026', which is not TOML; write 2026-04-01 if 1 April 2026 is meant"),
    ("starts = 2022-04-01", "starts = 2022-4-1", "line 7 is 'starts = 2022-4-1', which is not TOML; write 2022-04-01 if 1 April 2022 is meant"),
    ("starts = 2022-04-01", 'starts = "01/04/2026"', "starts is 01/04/2026, which is not a date this library reads; write 2026-04-01 if 1 April 2026 is meant"),
    ("starts = 2022-04-01", "starts = 2022-02-30", "line 7 is 'starts = 2022-02-30', a day that does not exist; check the day and the month"),
    ("on = 2022-04-01", "on = 01/04/2022", "line 23 is 'on = 01/04/2022', which is not TOML; write 2022-04-01 if 1 April 2022 is meant"),
    ("12_201_000", "£12,201,000", f"line 21 is 'amount = £12,201,000', which is not TOML; {QUOTED}"),
    ("12_201_000", "12,201,000", f"line 21 is 'amount = 12,201,000', which is not TOML; {QUOTED}"),
    ("12_201_000", "(12,201,000)", f"line 21 is 'amount = (12,201,000)', which is not TOML; {QUOTED}"),
    ("12_201_000", "12 201 000", f"line 21 is 'amount = 12 201 000', which is not TOML; {PLAIN}"),
    ("years = 3", "years = 03", f"line 8 is 'years = 03', which is not TOML; {PLAIN}"),
    ("base = 115.8", "base = .5", f"line 28 is 'base = .5', which is not TOML; {PLAIN}"),
    ("12_201_000", "NaN", "line 21 is 'amount = NaN', which is not TOML; write a number"),
    ("12_201_000", "Infinity", "line 21 is 'amount = Infinity', which is not TOML; write a number"),
    ("12_201_000", "nan", "measure[0].baseline.amount is NaN, which is not a number; write a number such as £12,201,000"),
    ("12_201_000", "-inf", "measure[0].baseline.amount is -Infinity, which is not a number; write a number such as £12,201,000"),
    ("12_201_000", "1E+1000000", "measure[0].baseline.amount is 1E+1000000, which no contract reaches; write a number such as £12,201,000"),
    ("12_201_000", "9" * 5000, f"line 21 is a number of more than 60 digits, {NOUGHTS}"),
    ("base = 115.8", "base = " + "9" * 5000, f"line 28 is a number of more than 60 digits, {NOUGHTS}"),
    ("base = 115.8", f'base = "{"9" * 5000}"', f"measure[0].baseline.index.base is a number of more than 60 digits, beginning 999999999999, {NOUGHTS}"),
    ("12_201_000", "true", "measure[0].baseline.amount is true, where a number belongs; write a number such as £12,201,000"),
    ('rate = "20%"', "rate = 20%", f"line 69 is 'rate = 20%', which is not TOML; {QUOTED}"),
    ('rate = "20%"', "rate = 20", 'settlement.vat.rate is 20, which is 20 times the whole; did you mean "20%"? write "20%"'),
    ("restores_cap = true", "restores_cap = True", "line 68 is 'restores_cap = True', which is not TOML; write true or false"),
    ('settled = "yearly"', "settled = yearly", "line 9 is 'settled = yearly', which is not TOML; put text in quotes: \"yearly\""),
    ('settled = "yearly"', "settled = “yearly”", "line 9 is 'settled = “yearly”', which is not TOML; write straight quotation marks: \"...\""),
    ('settled = "yearly"', 'settled = "yearly', "line 9 is 'settled = \"yearly', which is not TOML; close the quotation mark at the end of the text"),
    ('title = "Highways', 'title = "H:\\Highways', "line 4 is 'title = \"H:\\\\Highways and transport ru...', which is not TOML; write \\\\ for each \\"),
    ('title = "Highways', 'title = "\x1bHighways', "line 4 is 'title = \"\\x1bHighways and transport runn...', with a character that no text may hold; delete that character, or type the text again"),
    ("amount = 12_201_000", 'amount = 12_201_000\nhistory = { "2019-20" = 12_000_000, "2020-21" = 12_100_000, "2019-20" = 12_050_000 }', "line 22 writes history.2019-20 a second time; keep one of them"),
    ("amount = 12_201_000", 'amount = 12_201_000\none_off = { "2019-20" = { amount = 1, reason = "a, b = {", amount = 2 } }\nhistory = { "2019-20" = 12_000_000 }', "line 22 writes one_off.2019-20.amount a second time; keep one of them"),
    ("years = 3", "years = 3\nyears = 4", "line 9 writes years a second time; keep one of them"),
    ("[settlement]", "[fee]\nclause = '4'\n[settlement]", "line 67 is '[fee]', which is written already; keep one of them, or write [[...]] for a list"),
    ("[[measure]]", "[measure]", "line 32 is '[[measure]]', which is written already; keep one of them, or write [[...]] for a list"),
    ("[settlement]", "[settlement", "line 67 is '[settlement', which is not TOML; write [name], or [[name]] for one of several"),
    ("years = 3", "three years", "line 8 is 'three years', which is not TOML; write name = value, or # before a remark"),
    ("bands = [{ up_to = 500_000", "bands = [\n{ up_to = £500,000", f"line 61 is 'up_to = £500', which is not TOML; {QUOTED}"),
    ('bands = [{ up_to = 500_000, share = "25%" },', 'bands = [{ up_to = £500_000, share = "25%" },\n', f"line 60 is 'up_to = £500_000', which is not TOML; {QUOTED}"),
    ('share_of_baseline = ["5%", "10%", "10%"]', 'share_of_baseline = ["5%", "10%", "10%"', "line 45 is 'share_of_baseline = [\"5%\", \"10%\", \"10...', whose bracket is not closed; close it"),
    ("[settlement]\nclawback", "[settlement]\nvat = { rate = '20%', treatment = [\n'standard' ] }\n[fee]\nclawback", "line 70 is '[fee]', which is written already; keep one of them, or write [[...]] for a list"),
    ("years = 3", f"years = {'[' * 5000}{']' * 5000}", f"holds lists within lists, {NESTED}"),
    ("years = 3", f"{'a.' * 1200}a = 3", f"holds lists within lists, {NESTED}"),
    ("years = 3", "years = 3.5", "years is 3.5, where a whole number belongs; write a whole number such as 3"),
    ("years = 3", "years = -3", "years is -3; give a whole number from 1 to 100"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "other", "message"), TOML, ids=[f"{n}-{each[1][:20]!r}" for n, each in enumerate(TOML)]
)
def test_a_line_or_a_term_that_cannot_be_read_gives_one_message(tmp_path, capsys, piece, other, message):
    text = written(CONTRACT, (piece, other))
    assert said(lambda: contract_from_toml(text)) == [message]
    named = f"contract.toml {message}" if message.startswith("holds") else f"contract.toml: {message}"
    desk = Desk(tmp_path, capsys)
    assert said(lambda: read_contract(desk.put("contract.toml", text))) == [named]
    assert desk.refused(text) == [named]


def test_lines_that_cannot_be_read_are_told_with_everything_else_that_is_wrong():
    text = written(
        CONTRACT,
        ("starts = 2022-04-01", "starts = 01/04/2022"),
        ("years = 3", "years = 3\nyears = 4"),
        ("12_201_000", "£12,201,000"),
        ('counted = "to date"', 'counted = "to dat"'),
        ("amount = 400_000", "amount = 400_000.005"),
        ("settled", "setled"),
    )
    assert [problem.split(";")[0] for problem in said(lambda: contract_from_toml(text))] == [
        "line 9 writes years a second time",
        "line 7 is 'starts = 01/04/2022', which is not TOML",
        "setled is 'yearly', but there is no such term",
        "line 22 is 'amount = £12,201,000', which is not TOML",
        "fee.counted is 'to dat'",
        "fee.step[2].amount is 400000.005, finer than a penny",
    ]


def test_a_remark_after_a_value_is_no_part_of_it():
    text = written(CONTRACT, ('settled = "yearly" ', "settled = weekly "))
    assert said(lambda: contract_from_toml(text)) == [
        "line 9 is 'settled = weekly', which is not TOML; put text in quotes: \"weekly\""
    ]


JSON = [
    ("[1]", "holds a list, where a table of terms belongs; begin with { \"title\": ... }"),
    ("null", "holds nothing, where a table of terms belongs; begin with { \"title\": ... }"),
    ("12", "holds 12, where a table of terms belongs; begin with { \"title\": ... }"),
    ('"text"', "holds 'text', where a table of terms belongs; begin with { \"title\": ... }"),
    ('{"title": "x",}', "line 1 is '{\"title\": \"x\",}', which is not JSON; put each name in double quotes, and no comma after the last term"),
    ('{"title": "x"', "line 1 is '{\"title\": \"x\"', which is not JSON; put a comma between one term and the next"),
    ('{"title": "x"\n', "line 2 is where the JSON breaks off; put a comma between one term and the next"),
    ('{"title": \'x\'}', "line 1 is '{\"title\": \\'x\\'}', which is not JSON; put text, dates and figures with a sign in double quotes, and no comma after the last term"),
    ('{"starts": 01/04/2026}', "line 1 is '{\"starts\": 01/04/2026}', which is not JSON; put a comma between one term and the next"),
    ('{"share": 25%}', "line 1 is '{\"share\": 25%}', which is not JSON; put a comma between one term and the next"),
    ('{} {}', "line 1 is '{} {}', which is not JSON; keep the one table, { ... }, and nothing after it"),
    ('{"title": "x}', "line 1 is '{\"title\": \"x}', which is not JSON; close the quotation mark"),
    ('{"title": "a\\qb"}', "line 1 is '{\"title\": \"a\\\\qb\"}', which is not JSON; write \\\\ for each \\"),
    ("[" * 100_000, "holds tables within tables, more than any contract has; see the example"),
    ('{"a":' * 100_000 + "1" + "}" * 100_000, "holds tables within tables, more than any contract has; see the example"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), JSON, ids=[f"{n}-{each[0][:20]!r}" for n, each in enumerate(JSON)])
def test_json_that_is_no_table_gives_one_message(tmp_path, capsys, text, message):
    assert said(lambda: contract_from_json(text)) == [message]
    complaints = Desk(tmp_path, capsys).refused(text, names=("contract.json", "outturn.csv"))
    assert complaints == [f"contract.json {message}" if message.startswith("holds") else f"contract.json: {message}"]


def as_json(*pairs: tuple[str, str]) -> str:
    return written(contract_to_json(contract_from_toml(CONTRACT)), *pairs)


@pytest.mark.parametrize(
    ("piece", "other", "message"),
    [
        ('"years": 3', '"years": 3, "years": 4', "years is written twice; keep one of them"),
        ('"restores_cap": true', '"restores_cap": true, "restores_cap": false', "settlement.clawback.restores_cap is written twice; keep one of them"),
        ('"years": 3', '"years": NaN', "years is nan, where a whole number belongs; write a whole number such as 3"),
        ('"12201000"', "NaN", "measure[0].baseline.amount is NaN, which is not a number; write a number such as £12,201,000"),
        ('"12201000"', "Infinity", "measure[0].baseline.amount is Infinity, which is not a number; write a number such as £12,201,000"),
        ('"12201000"', "-Infinity", "measure[0].baseline.amount is -Infinity, which is not a number; write a number such as £12,201,000"),
        ('"12201000"', "1E+1000000", "measure[0].baseline.amount is 1E+1000000, which no contract reaches; write a number such as £12,201,000"),
        ('"12201000"', "9" * 5000, f"measure[0].baseline.amount is a number of more than 60 digits, beginning 999999999999, {NOUGHTS}"),
        ('"12201000"', "true", "measure[0].baseline.amount is true, where a number belongs; write a number such as £12,201,000"),
        ('"12201000"', "null", "measure[0].baseline.amount is empty, where a number belongs; write a number such as £12,201,000"),
        ('"12201000"', "1.005", "measure[0].baseline.amount is 1.005, finer than a penny; round it, for instance to £1.01"),
        ('"South Tyneside Council"', '"\\ud800"', "authority is '\\ud800', which holds half a character (U+D800); delete that character, or type the text again"),
        ('"South Tyneside Council"', '"a\\u0007"', "authority is 'a\\x07', which holds a control character (U+0007); delete that character, or type the text again"),
        ('"years": 3', '"years": true', "years is true, where a whole number belongs; write a whole number such as 3"),
    ],
)  # fmt: skip
def test_a_term_of_json_that_cannot_be_read_gives_one_message(piece, other, message):
    assert said(lambda: contract_from_json(as_json((piece, other)))) == [message]


# What saved the file


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "contract.toml is empty; write its contents, or name another file"),
        (b" \n\t\r\n ", "contract.toml is empty; write its contents, or name another file"),
        (b"\xef\xbb\xbf", "contract.toml is empty; write its contents, or name another file"),
        (CONTRACT.encode("utf-16"), f"contract.toml is in UTF-16; {UTF_8}"),
        (CONTRACT.encode("utf-16-le"), f"contract.toml is not a text file; {UTF_8}"),
        (CONTRACT.encode("cp1252"), f"contract.toml line 16 holds the byte 0xA3, £ in Windows encoding, which is not UTF-8; {UTF_8}"),
        (b"title = 'caf\x81'", f"contract.toml line 1 holds the byte 0x81 which is not UTF-8; {UTF_8}"),
        (bytes(range(256)), f"contract.toml is not a text file; {UTF_8}"),
        (b"PK\x03\x04\x14\x00", "contract.toml is a workbook or another packed file; save its sheet as CSV UTF-8"),
    ],
)  # fmt: skip
def test_what_saved_the_file_is_told(tmp_path, capsys, content, message):
    desk = Desk(tmp_path, capsys)
    assert said(lambda: read_contract(desk.put("contract.toml", content))) == [message]
    assert desk.refused(content) == [message]


def test_the_mark_that_excel_and_notepad_put_before_utf_8_is_read():
    assert contract_from_toml("\ufeff" + CONTRACT) == contract_from_toml(CONTRACT)
    assert contract_from_json("\ufeff" + as_json()) == contract_from_toml(CONTRACT)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_are_read_as_any_machine_writes_them(ending):
    assert contract_from_toml(CONTRACT.replace("\n", ending)) == contract_from_toml(CONTRACT)


def test_a_file_that_is_not_there_or_is_a_folder_is_named(tmp_path):
    assert said(lambda: read_contract(tmp_path / "no.toml")) == [
        f"{tmp_path}/no.toml is not there; check the name and the folder"
    ]
    assert said(lambda: read_contract(tmp_path)) == [f"{tmp_path} is a folder; name the file in it"]
    assert said(lambda: read_contract("a\0b")) == ["'a\\x00b' cannot be opened (embedded null byte); check the path"]


def test_an_outturn_given_for_a_contract_is_told():
    assert said(lambda: read_contract(EXAMPLE / "south-tyneside-outturn.csv")) == [
        "south-tyneside-outturn.csv is an outturn, where a contract belongs; name the contract first, and then the outturn"
    ]


# What is read


def test_a_path_may_be_text_and_json_may_have_any_name(tmp_path: Path):
    (tmp_path / "contract.txt").write_text(as_json(), encoding="utf-8")
    assert read_contract(str(tmp_path / "contract.txt")) == read_contract(EXAMPLE / "south-tyneside.toml")


def test_decimals_are_exact_in_either_language():
    toml = contract_from_toml(written(CONTRACT, ("12_201_000", "12201000.10")))
    of_json = contract_from_json(as_json(('"12201000"', "12201000.10")))
    assert toml.measure[0].baseline is not None
    assert toml.measure[0].baseline.amount == Decimal("12201000.10")
    assert of_json == toml


@pytest.mark.parametrize(
    "figure", ["12201000", "12_201_000", "12201000.00", '"£12,201,000"', '"12,201,000"', "12.201e6"]
)
def test_money_may_be_written_in_many_ways(figure):
    assert contract_from_toml(written(CONTRACT, ("12_201_000", figure))) == contract_from_toml(CONTRACT)


@pytest.mark.parametrize("figure", ['"20%"', '"20 %"', "0.2", '"0.20"', '"1/5"'])
def test_a_share_may_be_written_in_many_ways(figure):
    assert contract_from_toml(written(CONTRACT, ('share = "20%"', f"share = {figure}"))) == contract_from_toml(CONTRACT)


def test_a_contract_to_json_reads_back_equal_and_is_safe_in_any_encoding():
    contract = contract_from_toml(CONTRACT)
    text = contract_to_json(contract)
    assert contract_from_json(text) == contract
    assert text.isascii()
    assert "." not in str([value for value in json.loads(text).values() if isinstance(value, float)])


def test_a_contract_of_the_catalogue_reads_back_equal():
    contract = gain_share(
        baseline="£1,000,000", guarantee="10%", share="1/3", cap="£400,000", retention="20%", clawback=True,
        fee_starts="above the guarantee", starts="2026-04-01", years=3,
    )  # fmt: skip
    assert contract_from_json(contract_to_json(contract)) == contract
