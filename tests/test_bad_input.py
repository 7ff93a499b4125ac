"""Bad input of both files at once, and any input at all: it is read, or refused in plain words, and nothing else."""

import copy
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskreward import (
    Contract,
    InputError,
    contract_from_json,
    contract_from_toml,
    contract_to_json,
    outturn_from_csv,
)
from riskreward.terms import read_terms
from tests.interchange import CONTRACT, OUTTURN, TERMS, Desk, written

AGREED = contract_from_toml(CONTRACT)
JARGON = re.compile(
    r"pydantic|Input should|Traceback|<class|Decimal\('|Fraction\(|validation error|\((dict|list|tuple)\)| of type "
)

# Both files at once

BOTH = {
    "a share and a cell": (
        (('share = "20%"', "share = 20"),),
        (("11885000", "NaN"),),
        [
            "contract.toml: settlement.retention.share is 20, which is 20 times the whole; "
            'did you mean "20%"? write "20%"',
            "outturn.csv row 2, column 'running costs', is 'NaN', where a number belongs; "
            "write a number such as £12,201,000",
        ],
    ),
    "a date that is no TOML, a period given twice and a row that its commas split": (
        (("starts = 2022-04-01", "starts = 01/04/2022"),),
        (
            ("11885000", "£1,234.50"),
            ("2023-24,", "2023-24,12736000,5716000,94%,final,illustrative,2024-07-31\n2023-24,"),
        ),
        [
            "contract.toml: line 7 is 'starts = 01/04/2022', which is not TOML; "
            "write 2022-04-01 if 1 April 2022 is meant",
            "outturn.csv row 2 has 8 cells, but the heading has 7; "
            'put quotation marks around a cell that has a comma within it, such as "£1,234.50"',
            "outturn.csv row 4, column 'period', is '2023-24', which outturn.csv row 3 gives already; "
            "leave one of them out",
        ],
    ),
    "a contradiction and a column": (
        (("years = 3", "years = 3\nmonths = 36"),),
        (("income", "incom"),),
        [
            "contract.toml: months is 36, but years is 3; write how long the term is once",
            "outturn.csv row 1, column 'incom', is no column of this contract; did you mean 'income'?",
        ],
    ),
    "a contract that is no TOML at all and a row": (
        (("[settlement]", "[settlement"),),
        (("11885000", "(1,234.50)"),),
        [
            "contract.toml: line 67 is '[settlement', which is not TOML; write [name], or [[name]] for one of several",
            "outturn.csv row 2 has 8 cells, but the heading has 7; "
            'put quotation marks around a cell that has a comma within it, such as "(1,234.50)"',
        ],
    ),
    "a band out of order and a file without a period": (
        (("up_to = 500_000", "up_to = -500_000"),),
        (("period,", "Period,"),),
        [
            "contract.toml: fee.step[1].bands[0].up_to is -500,000, not above nought; list bands in rising order",
            "outturn.csv row 1 has no column 'period'; write 'period' for 'Period'",
        ],
    ),
    "a level that is missing and a gap": (
        (),
        (("2023-24", "2024-25"),),
        [
            "contract.toml: measure[0].baseline.index.levels has no level for 2024-25, which the outturn settles; "
            'write the published level: "2024-25" = ...',
            "outturn.csv has no row for 2023-24, before 2024-25; write that row",
        ],
    ),
}


@pytest.mark.parametrize("what", BOTH)
def test_what_is_wrong_with_both_files_is_told_at_once_the_contract_first(tmp_path, capsys, what):
    in_contract, in_outturn, complaints = BOTH[what]
    desk = Desk(tmp_path, capsys)
    assert desk.refused(written(CONTRACT, *in_contract), written(OUTTURN, *in_outturn)) == complaints


def test_two_files_that_are_not_there_are_both_named(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    assert desk.run("settle", tmp_path / "a.toml", tmp_path / "a.csv") == (
        2,
        "",
        [
            "folder/a.toml is not there; check the name and the folder",
            "folder/a.csv is not there; check the name and the folder",
        ],
    )


def test_two_files_the_wrong_way_round_are_told(tmp_path, capsys):
    complaints = Desk(tmp_path, capsys).refused(OUTTURN, CONTRACT, names=("outturn.csv", "contract.toml"))
    assert complaints == [
        "outturn.csv is an outturn, where a contract belongs; name the contract first, and then the outturn",
        "contract.toml is a contract, where an outturn belongs; name the contract first, and then the outturn",
    ]


def test_a_period_that_is_not_of_the_term_is_told_as_the_option_it_was_typed_in(tmp_path, capsys):
    complaints = Desk(tmp_path, capsys).refused(CONTRACT, written(OUTTURN, ("93%", "93")), "--to", "2031-32")
    assert complaints == [
        "--to is 2031-32, which is not one of 2022-23, 2023-24, 2024-25; write one of them",
        "outturn.csv row 2, column 'repairs on time', is 93, which is 93 times the whole; "
        'did you mean "93%"? write "93%"',
    ]


# Any input at all


def plain_words(error: InputError) -> None:
    assert error.problems
    for problem in error.problems:
        assert not JARGON.search(str(problem)), problem
        assert problem.mend
    assert len(set(error.problems)) == len(error.problems)


def read_or_refused(read: Any, *given: Any) -> Any:
    try:
        return read(*given)
    except InputError as error:
        plain_words(error)
        return None


TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=8),
    st.sampled_from(["25%", "£1,234.50", "2022-23", "01/04/2026", "cap", "nan", "first pound", "£", "%", "x" * 300]),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 400),
    st.sampled_from([10**16, -(10**70), 10**4000]),
    st.floats(),
    st.decimals(),
    st.dates(),
    TEXTS,
)
NAMES = st.one_of(st.sampled_from(["rule", "title", "measure", "fee", "step", "amount", "share", "years"]), TEXTS)
LABELS = ["2022-23", "2023-24"]
DATA = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield every place in nested data but the whole."""
    for name, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*at, name)
        yield from places(each, (*at, name))


PLACES = list(places(TERMS))


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """The example's terms with some taken out, some replaced, and some put in that nobody asked for."""
    terms: dict[str, Any] = copy.deepcopy(TERMS)
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4, unique=True)):
        table: Any = terms
        try:
            for part in place[:-1]:
                table = table[part]
            table[place[-1]]
        except (LookupError, TypeError):
            continue  # an earlier change has taken it away
        if not isinstance(table, dict | list):
            continue
        if not isinstance(table, dict | list):
            continue
        what = draw(st.sampled_from(["drop", "replace", "replace", "insert"]))
        if what == "drop":
            del table[place[-1]]
        elif what == "replace":
            table[place[-1]] = draw(st.one_of(DATA, st.sampled_from(PLACES).map(found)))
        elif isinstance(table, dict):
            table[draw(NAMES)] = draw(DATA)
        else:
            table.insert(place[-1], draw(DATA))
    return terms


def found(place: tuple[Any, ...]) -> Any:
    value: Any = TERMS
    for part in place:
        value = value[part]
    return copy.deepcopy(value)


@settings(deadline=None, max_examples=150)
@given(DATA)
def test_any_data_is_read_or_refused(data):
    read_or_refused(read_terms, Contract, data)


@settings(deadline=None, max_examples=250)
@given(mutated())
def test_the_examples_terms_with_something_else_in_them_are_read_or_refused(terms):
    contract = read_or_refused(read_terms, Contract, terms)
    if contract is not None:
        assert contract_from_json(contract_to_json(contract)) == contract
        read_or_refused(contract.settle, outturn_from_csv(OUTTURN))


@settings(deadline=None, max_examples=100)
@given(
    st.dictionaries(st.one_of(st.sampled_from(["2022-23", "2023-24", 2022, 10**4000, None]), TEXTS), DATA, max_size=3)
)
def test_any_outturn_by_period_is_read_or_refused(outturn):
    read_or_refused(AGREED.settle, outturn)


RECORDS = st.lists(
    st.one_of(
        DATA,
        st.dictionaries(
            st.sampled_from(["period", "running costs", "income", "repairs on time", "status", "verified on", "x"]),
            st.one_of(st.sampled_from([*LABELS, "93%", 11885000, "final"]), DATA),
        ),
    ),
    max_size=3,
)


@settings(deadline=None, max_examples=200)
@given(RECORDS, st.one_of(st.none(), st.sampled_from([*LABELS, "2031-32"]), TEXTS))
def test_any_records_are_read_or_refused(records, to):
    read_or_refused(AGREED.settle, records, to)


SCRAPS = st.sampled_from([*"\n,\";=[]{}#'£%\\\t\r\x00\ufeff\ue000.-", "e9", "= 1\n", "\n[fee]\n"])


@st.composite
def scribbled(draw: st.DrawFn, text: str) -> str:
    """A text with some of it cut out, and something else put in."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 12))
        text = text[:at] + draw(st.one_of(SCRAPS, st.text(max_size=6))) + text[at + cut :]
    return text


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(), st.lists(SCRAPS).map("".join), scribbled(CONTRACT)))
def test_any_text_as_toml_is_read_or_refused(text):
    read_or_refused(contract_from_toml, text)


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(), DATA.map(lambda data: json.dumps(data, default=str)), scribbled(contract_to_json(AGREED))))
def test_any_text_as_json_is_read_or_refused(text):
    read_or_refused(contract_from_json, text)


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(), st.lists(SCRAPS).map("".join), scribbled(OUTTURN)))
def test_any_text_as_csv_is_read_or_refused(text):
    outturn = read_or_refused(outturn_from_csv, text)
    if outturn is not None:
        read_or_refused(AGREED.settle, outturn)


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_any_bytes_in_either_file_settle_or_are_refused(data, tmp_path_factory):
    from riskreward import read_contract, read_outturn

    folder = tmp_path_factory.mktemp("any")
    kind = data.draw(st.sampled_from(["utf-8", "utf-16", "cp1252", "latin-1"]))
    for name, text in (("contract.toml", CONTRACT), ("outturn.csv", OUTTURN)):
        content = data.draw(
            st.one_of(st.binary(max_size=60), scribbled(text).map(lambda text: text.encode(kind, "replace")))
        )
        (folder / name).write_bytes(content)
    outturn = read_or_refused(read_outturn, folder / "outturn.csv")
    contract = read_or_refused(read_contract, folder / "contract.toml", outturn)
    if outturn is not None and contract is not None:
        contract.settle(outturn)


def test_mutations_reach_both_answers():
    """What is drawn is refused often and read often, or it would test nothing."""
    answers = {True: 0, False: 0}

    @settings(deadline=None, max_examples=240, database=None, derandomize=True)
    @given(mutated())
    def count(terms):
        try:
            read_terms(Contract, terms)
        except InputError:
            answers[False] += 1
        else:
            answers[True] += 1

    count()
    assert answers[False] > 20
    assert answers[True] > 2


@pytest.mark.parametrize("figure", [Decimal("NaN"), Decimal("sNaN"), float("inf"), Decimal("-Infinity")])
def test_what_is_not_a_number_gives_no_figure_anywhere(figure):
    for records in ([{"period": "2022-23", "running costs": figure, "income": 1, "repairs on time": "93%"}],):
        with pytest.raises(InputError):
            AGREED.settle(records)
    with pytest.raises(InputError):
        AGREED.replace(cap=figure)


@pytest.mark.parametrize(("given", "shown"), [(None, "empty"), (5, "5"), (["x"], "a list"), ({}, "a table")])
def test_a_contract_that_is_no_text_is_refused(given, shown):
    for read, form in ((contract_from_toml, "TOML"), (contract_from_json, "JSON")):
        with pytest.raises(InputError) as caught:
            read(given)
        mend = f"give the text in {form}, or the file's name to read_contract"
        assert str(caught.value) == f"the contract is {shown}, where text belongs; {mend}"
