# ruff: noqa: E501  # tables of what is said, a line each
"""Outturn files: CSV as a spreadsheet saves it, and what is said of each row and cell that cannot be read."""

import pytest

from riskreward import Outturn, contract_from_toml, outturn_from_csv, read_outturn
from riskreward.__main__ import EXAMPLE
from tests.interchange import CONTRACT, OUTTURN, Desk, said, written

AGREED = contract_from_toml(CONTRACT)
COSTS = "outturn.csv row 2, column 'running costs',"
NUMBER = "where a number belongs; write a number such as £12,201,000"
UTF_8 = "save it as UTF-8 (in Excel: CSV UTF-8)"
COMMA = "but the heading has 7; put quotation marks around a cell that has a comma within it, such as"
PERIODS = "which is not one of 2022-23, 2023-24, 2024-25"
CHOOSE = "choose one of provisional, final, audited"

CELLS = [
    # what was written, what was written instead, what is said
    ("11885000", "NaN", f"{COSTS} is 'NaN', {NUMBER}"),
    ("11885000", "inf", f"{COSTS} is 'inf', {NUMBER}"),
    ("11885000", "1E+1000000", f"{COSTS} is '1E+1000000', in scientific notation; write the figure in full"),
    ("11885000", "1.1885E+07", f"{COSTS} is '1.1885E+07', in scientific notation; write the figure in full"),
    ("11885000", "9" * 5000, f"{COSTS} is a number of more than 60 digits, beginning 999999999999, which no contract reaches; check the number of noughts"),
    ("11885000", "twelve", f"{COSTS} is 'twelve', {NUMBER}"),
    ("11885000", "#REF!", f"{COSTS} is '#REF!', {NUMBER}"),
    ("11885000", "x" * 5000, f"{COSTS} is 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...', {NUMBER}"),
    ("11885000", "\x1b[31m12", f"{COSTS} is '\\x1b[31m12', which holds a control character (U+001B); delete that character, or type the text again"),
    ("11885000", "", f"{COSTS} is missing; write the figure; nought is written 0"),
    ("11885000", "   ", f"{COSTS} is missing; write the figure; nought is written 0"),
    ("93%", "9O%", "outturn.csv row 2, column 'repairs on time', is '9O%', where a number belongs; write a number such as 25%"),
    ("11885000", "-", f"{COSTS} is '-', {NUMBER}"),
    ("11885000", '"(1,234.50)"', f"{COSTS} is '(1,234.50)'; brackets may or may not mean a negative; write -1,234.50 if it is negative"),
    ("11885000", '"£11,88,5000"', f"{COSTS} is '£11,88,5000', whose commas or points do not divide it into thousands; write it as 1,234,567.89 or 1234567.89"),
    ("11885000", "$11885000", f"{COSTS} is '$11885000', in another currency than £; write it in £"),
    ("11885000", "11885000.005", f"{COSTS} is '11885000.005', finer than a penny; round it, for instance to £11,885,000.01"),
    ("11885000", "31885000", f"{COSTS} is 31885000, outside the range 0 to 30,000,000 that the contract declares; check the figure, or widen outturn_between in the contract"),
    ("11885000", "-5", f"{COSTS} is -5, outside the range 0 to 30,000,000 that the contract declares; check the figure, or widen outturn_between in the contract"),
    ("93%", "93", "outturn.csv row 2, column 'repairs on time', is 93, which is 93 times the whole; did you mean \"93%\"? write \"93%\""),
    ("93%", "93.125%", "outturn.csv row 2, column 'repairs on time', is 93.125%, finer than two decimal places of a per cent; round it"),
    ("2022-23", "2031-32", f"outturn.csv row 2, column 'period', is 2031-32, {PERIODS}; write one of them"),
    ("2022-23", "2022/23", f"outturn.csv row 2, column 'period', is 2022/23, {PERIODS}; write 2022-23"),
    ("2022-23", "01/06/2022", f"outturn.csv row 2, column 'period', is 01/06/2022, {PERIODS}; write 2022-23 if the one with 1 June 2022 in it is meant"),
    ("2022-23", "", "outturn.csv row 2, column 'period', is empty; write the period, such as 2022-23"),
    ("2023-24", "2022-23", "outturn.csv row 3, column 'period', is '2022-23', which outturn.csv row 2 gives already; leave one of them out"),
    ("2022-23,11885000,5545000,93%,final,illustrative,2023-07-31\n", "", "outturn.csv has no row for 2022-23, before 2023-24; write that row"),
    ("final", "Final", f"outturn.csv row 2, column 'status', is 'Final'; did you mean 'final'? {CHOOSE}"),
    ("final", "done", f"outturn.csv row 2, column 'status', is 'done'; {CHOOSE}"),
    ("2023-07-31", "31/07/2023", "outturn.csv row 2, column 'verified on', is 31/07/2023, which is not a date this library reads; write 2023-07-31 if 31 July 2023 is meant"),
    ("2023-07-31", "2023-07-32", "outturn.csv row 2, column 'verified on', is 2023-07-32, a day that does not exist; write the year, the month and the day, such as 2026-04-01"),
    ("illustrative", "\u202eevil", "outturn.csv row 2, column 'verified by', is '\\u202eevil', which holds a control character (U+202E); delete that character, or type the text again"),
    # figures that their own commas split
    ("11885000", "£1,234.50", f"outturn.csv row 2 has 8 cells, {COMMA} \"£1,234.50\""),
    ("11885000", "£11,885,000", f"outturn.csv row 2 has 9 cells, {COMMA} \"£11,885,000\""),
    ("11885000", "(1,234.50)", f"outturn.csv row 2 has 8 cells, {COMMA} \"(1,234.50)\""),
    ("illustrative", "Smith, J", f"outturn.csv row 2 has 8 cells, {COMMA} \"1,234.50\""),
    (",2023-07-31", "", "outturn.csv row 2 has 6 cells, but the heading has 7; give it as many cells as the heading, with nothing between two commas for a blank one"),
    ("2022-23,11885000,5545000,93%,final,illustrative,2023-07-31", "2022-23", "outturn.csv row 2 has 1 cell, but the heading has 7; give it as many cells as the heading, with nothing between two commas for a blank one"),
    ("11885000", '"11885000', "outturn.csv row 2 has a quotation mark that is not closed, or one in the middle of a cell; put quotation marks around the whole cell, and write \"\" for each within it"),
    ("11885000", '"118"85000', "outturn.csv row 2 has a quotation mark that is not closed, or one in the middle of a cell; put quotation marks around the whole cell, and write \"\" for each within it"),
    ("11885000", "1" * 200_000, "outturn.csv row 2 has a cell longer than any outturn's; close the quotation mark that begins it"),
    # columns
    ("running costs", "runing costs", "outturn.csv row 1, column 'runing costs', is no column of this contract; did you mean 'running costs'?"),
    ("running costs", "Running Costs", "outturn.csv row 1, column 'Running Costs', is no column of this contract; did you mean 'running costs'?"),
    ("verified by", "verified", "outturn.csv row 1, column 'verified', is no column of this contract; did you mean 'verified by'?"),
    ("status", "council costs", "outturn.csv row 1, column 'council costs', is given, but the contract does not say what it does; write council_costs = \"taken off the saving\" or \"shown\" in the contract"),
    ("status", "zzz", "outturn.csv row 1, column 'zzz', is no column of this contract; the columns are period, running costs, income, repairs on time, status, verified by, verified on, evidence, invoice received"),
    ("income", "running costs", "outturn.csv row 1 has 2 columns 'running costs'; keep one of them"),
    ("income", "", "outturn.csv row 1 has a column without a name; name it, or leave it out"),
    ("period,", "Period,", "outturn.csv row 1 has no column 'period'; write 'period' for 'Period'"),
    ("period,", "when,", "outturn.csv row 1 has no column 'period'; head the first column with it"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "other", "message"), CELLS, ids=[f"{n}-{each[1][:20]!r}" for n, each in enumerate(CELLS)]
)
def test_a_cell_a_row_or_a_column_that_cannot_be_read_gives_one_message(tmp_path, capsys, piece, other, message):
    text = written(OUTTURN, (piece, other))
    assert said(lambda: AGREED.settle(outturn_from_csv(text, "outturn.csv"))) == [message]
    assert Desk(tmp_path, capsys).refused(outturn=text) == [message]


FILES = [
    (b"", "outturn.csv is empty; write its contents, or name another file"),
    (b" \r\n\t\n", "outturn.csv is empty; write its contents, or name another file"),
    (b"\xef\xbb\xbf", "outturn.csv is empty; write its contents, or name another file"),
    (b",,,\r\n , ,\r\n", "outturn.csv is empty; write its columns in the first row, then a row for each period"),
    (OUTTURN.splitlines()[0].encode(), "outturn.csv has a heading but no rows; write a row for each period"),
    (OUTTURN.replace(",", ";").encode(), "outturn.csv row 1 has semicolons between its columns; save it with commas between the columns (in Excel: CSV UTF-8)"),
    (OUTTURN.replace(",", "\t").encode(), "outturn.csv row 1 has tabs between its columns; save it with commas between the columns (in Excel: CSV UTF-8)"),
    (OUTTURN.encode("utf-16"), f"outturn.csv is in UTF-16; {UTF_8}"),
    (OUTTURN.encode("utf-16-be"), f"outturn.csv is not a text file; {UTF_8}"),
    (OUTTURN.replace("11885000", '"£11,885,000"').encode("cp1252"), f"outturn.csv line 2 holds the byte 0xA3, £ in Windows encoding, which is not UTF-8; {UTF_8}"),
    (OUTTURN.replace("illustrative,2024", "José,2024").encode("cp1252"), f"outturn.csv line 3 holds the byte 0xE9, é in Windows encoding, which is not UTF-8; {UTF_8}"),
    (b"PK\x03\x04\x14\x00\x06\x00", "outturn.csv is a workbook or another packed file; save its sheet as CSV UTF-8"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", f"outturn.csv is not a text file; {UTF_8}"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "message"), FILES)
def test_a_file_that_is_no_outturn_gives_one_message(tmp_path, capsys, content, message):
    desk = Desk(tmp_path, capsys)
    assert said(lambda: read_outturn(desk.put("outturn.csv", content))) == [message]
    assert desk.refused(outturn=content) == [message]


def test_a_file_that_is_not_there_a_folder_or_a_contract_is_named(tmp_path):
    assert said(lambda: read_outturn(tmp_path / "no.csv")) == [
        f"{tmp_path}/no.csv is not there; check the name and the folder"
    ]
    assert said(lambda: read_outturn(tmp_path)) == [f"{tmp_path} is a folder; name the file in it"]
    assert said(lambda: read_outturn(EXAMPLE / "south-tyneside.toml")) == [
        "south-tyneside.toml is a contract, where an outturn belongs; name the contract first, and then the outturn"
    ]


# All at once


def test_everything_wrong_is_told_once_and_in_the_order_of_the_file():
    text = (
        "period,running cots,income,repairs on time,verified on,colour\n"
        "2023-24,12736000,abc,94,31/07/2024,\n"
        "2022-23,(1,234.50),5545000,93%,2023-07-31,\n"
        "2024-25,1,,91%,2025-07-31,\n"
        "2023-24,1,2,91%,2025-07-31,\n"
        "1999-00,1,2,x,2025-07-31,\n"
    )
    assert [problem.split(";")[0] for problem in said(lambda: AGREED.settle(outturn_from_csv(text)))] == [
        "outturn row 1, column 'running cots', is no column of this contract",
        "outturn row 1, column 'colour', is no column of this contract",
        "outturn row 2, column 'income', is 'abc', where a number belongs",
        "outturn row 2, column 'repairs on time', is 94, which is 94 times the whole",
        "outturn row 2, column 'verified on', is 31/07/2024, which is not a date this library reads",
        "outturn row 3 has 7 cells, but the heading has 6",
        "outturn row 4, column 'income', is missing",
        "outturn row 5, column 'period', is '2023-24', which outturn row 2 gives already",
        f"outturn row 6, column 'period', is 1999-00, {PERIODS}",
        "outturn row 6, column 'repairs on time', is 'x', where a number belongs",
        "measure[0].baseline.index.levels has no level for 2024-25, which the outturn settles",
    ]


def test_a_missing_column_is_told_once_not_for_every_row():
    text = "period,running costs,repairs on time\n2022-23,11885000,93%\n2023-24,12736000,94%\n"
    assert said(lambda: AGREED.settle(outturn_from_csv(text))) == [
        "outturn row 1 has no column 'income'; head a column with it, and write a figure for each period"
    ]


def test_the_councils_own_costs_are_nought_or_more_where_the_contract_speaks_of_them():
    agreed = contract_from_toml(written(CONTRACT, ("years = 3", 'years = 3\ncouncil_costs = "shown"')))
    text = written(
        OUTTURN, ("status", "council costs,status"), ("93%,final", "93%,-5,final"), ("94%,final", "94%,,final")
    )
    assert said(lambda: agreed.settle(outturn_from_csv(text))) == [
        "outturn row 2, column 'council costs', is '-5', below nought; write costs as a positive figure",
        "outturn row 3, column 'council costs', is missing; write the figure; nought is written 0",
    ]
    assert said(lambda: agreed.settle(outturn_from_csv(OUTTURN))) == [
        "outturn row 1 has no column 'council costs'; head a column with it, and write a figure for each period"
    ]
    assert len(agreed.settle(outturn_from_csv(text.replace("-5", "£5").replace("94%,,", "94%,0,"))).periods) == 2


def test_every_gap_is_told():
    text = written(
        OUTTURN, ("2023-24", "2024-25"), ("2022-23,11885000,5545000,93%,final,illustrative,2023-07-31\n", "")
    )
    problems = said(lambda: AGREED.settle(outturn_from_csv(text)))
    assert [problem.split(";")[0] for problem in problems if problem.startswith("outturn")] == [
        "outturn has no row for 2022-23, before 2024-25",
        "outturn has no row for 2023-24, before 2024-25",
    ]


def test_a_period_that_cannot_be_read_is_not_told_as_a_gap_as_well():
    assert len(said(lambda: AGREED.settle(outturn_from_csv(written(OUTTURN, ("2022-23", "2002-23")))))) == 1


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    text = written(OUTTURN, ("illustrative", '"one\ntwo"'), ("\n2023-24,12736000", "\n\n2023-24,x"))
    assert said(lambda: AGREED.settle(outturn_from_csv(text))) == [
        f"outturn row 4, column 'running costs', is 'x', {NUMBER}"
    ]


def test_settling_to_a_period_needs_its_row_and_a_known_period():
    outturn = outturn_from_csv(OUTTURN)
    assert said(lambda: AGREED.settle(outturn, "2031-32")) == [f"to is 2031-32, {PERIODS}; write one of them"]
    assert said(lambda: AGREED.settle(outturn, "2024-25")) == [
        "outturn has no row for 2024-25, but is to be settled to 2024-25; write that row",
    ]
    assert said(lambda: AGREED.settle(outturn_from_csv(written(OUTTURN, ("11885000", "x"))), "2031-32")) == [
        f"to is 2031-32, {PERIODS}; write one of them",
        f"outturn row 2, column 'running costs', is 'x', {NUMBER}",
    ]
    later = outturn_from_csv(written(OUTTURN, ("12736000", "x")))
    assert len(AGREED.settle(later, "2022-23").periods) == 1


# What is read


SETTLED = AGREED.settle(outturn_from_csv(OUTTURN))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + OUTTURN,
        OUTTURN.replace("\n", "\r\n"),
        OUTTURN.replace("\n", "\r"),
        OUTTURN.replace("\n", "\n,,,,,,\n"),
        OUTTURN.replace("11885000", '"£11,885,000.00"'),
        OUTTURN.replace("11885000", '" 11,885,000 "'),
        OUTTURN.replace("11885000", "+11885000"),
        OUTTURN.replace("93%", "0.93"),
        OUTTURN.replace("93%", '"93.00 %"'),
        OUTTURN.replace("running costs", " running  costs "),
        OUTTURN.replace("running costs", "running\u00a0costs"),
        OUTTURN.replace("2022-23", "2022 - 23"),
        OUTTURN.replace(",", " , "),
        "\n".join([OUTTURN.splitlines()[number] for number in (0, 2, 1)]),
    ],
    ids=range(14),
)  # fmt: skip
def test_what_spreadsheets_do_to_a_file_is_read(text):
    statement = AGREED.settle(outturn_from_csv(text))
    assert [period.lines for period in statement.periods] == [period.lines for period in SETTLED.periods]


def test_an_outturn_is_rows_that_go_back_to_records():
    outturn = outturn_from_csv(OUTTURN)
    assert isinstance(outturn, Outturn)
    assert len(outturn) == 2
    assert AGREED.settle(outturn.to_records())["2023-24"]["clawback"] == SETTLED["2023-24"]["clawback"]


# Records and Python objects


RECORD = {"period": "2022-23", "running costs": 11885000, "income": 5545000, "repairs on time": "93%"}

RECORDS = [
    ({"running costs": None}, "outturn[0], column 'running costs', is missing; write the figure; nought is written 0"),
    ({"running costs": True}, f"outturn[0], column 'running costs', is true, {NUMBER}"),
    ({"running costs": [1]}, f"outturn[0], column 'running costs', is a list, {NUMBER}"),
    ({"running costs": [10**5000]}, f"outturn[0], column 'running costs', is a list, {NUMBER}"),
    ({"evidence": 10**5000}, "outturn[0], column 'evidence', is a number of more than 60 digits, which no contract reaches; check the number of noughts"),
    ({"evidence": [10**5000]}, "outturn[0], column 'evidence', is a list, where text belongs; write it in quotes"),
    ({"verified on": [10**5000]}, None),
    ({"running costs": {}}, f"outturn[0], column 'running costs', is a table, {NUMBER}"),
    ({"running costs": float("nan")}, "outturn[0], column 'running costs', is NaN, which is not a number; write a number such as £12,201,000"),
    ({"running costs": 10**5000}, "outturn[0], column 'running costs', is a number of more than 60 digits, which no contract reaches; check the number of noughts"),
    ({"period": None}, "outturn[0], column 'period', is empty; write the period, such as 2022-23"),
    ({"period": 2022}, f"outturn[0], column 'period', is 2022, {PERIODS}; write 2022-23"),
    ({"period": ["2022-23"]}, "outturn[0], column 'period', is a list, where a period belongs; write it as 2022-23"),
    ({"period": [10**5000]}, "outturn[0], column 'period', is a list, where a period belongs; write it as 2022-23"),
    ({"period": 10**5000}, "outturn[0], column 'period', is a number of more than 60 digits, which no contract reaches; check the number of noughts"),
    ({"status": 5}, f"outturn[0], column 'status', is '5'; {CHOOSE}"),
    ({"evidence": ["a"]}, "outturn[0], column 'evidence', is a list, where text belongs; write it in quotes"),
    ({"evidence": "a\ud800"}, "outturn[0], column 'evidence', is 'a\\ud800', which holds half a character (U+D800); delete that character, or type the text again"),
    ({"verified on": 20230731}, None),
    ({7: 1}, None),
    ({"v" * 10_000: 1}, None),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), RECORDS, ids=range(len(RECORDS)))
def test_a_record_that_cannot_be_read_gives_one_message(change, message):
    (problem,) = said(lambda: AGREED.settle([{**RECORD, **change}]))
    assert problem.startswith("outturn[0]")
    assert len(problem) < 400
    assert message is None or problem == message


def test_a_record_without_its_period_or_a_measure_is_told():
    assert said(lambda: AGREED.settle([{"running costs": 1, "incom": 2, "repairs on time": "93%"}])) == [
        'outturn[0] has no period; write "period": "2022-23" in it',
        "outturn[0], column 'incom', is no column of this contract; did you mean 'income'?",
    ]


def test_what_is_no_record_is_told_with_what_is_wrong_in_the_others():
    assert said(lambda: AGREED.settle(["2022-23", {**RECORD, "income": "x"}])) == [
        'outturn[0] is \'2022-23\', where a record belongs; write {"period": "2022-23", ...}',
        f"outturn[1], column 'income', is 'x', {NUMBER}",
    ]


@pytest.mark.parametrize("given", [5, "2022-23", b"x", None, 1.5])
def test_what_is_no_outturn_is_told(given):
    (problem,) = said(lambda: AGREED.settle(given))
    assert problem.endswith(
        'where figures by period belong; write {"2022-23": "£11,885,000"}, or read_outturn(path) for a file'
    )


def test_bare_figures_need_a_contract_of_one_measure():
    name = 'but the contract has several measures; name them: {"2022-23": {"running costs": ...}}'
    assert said(lambda: AGREED.settle({"2022-23": 1, "2023-24": "x" * 500})) == [
        f"outturn['2022-23'] is 1, {name}",
        f"outturn['2023-24'] is 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...', {name}",
    ]


def test_nothing_at_all_is_told():
    assert said(lambda: AGREED.settle([])) == ["outturn is empty; write a row for 2022-23"]
    assert said(lambda: AGREED.settle({})) == ["outturn is empty; write a row for 2022-23"]
    assert said(lambda: outturn_from_csv("")) == [
        "outturn is empty; write its columns in the first row, then a row for each period"
    ]
