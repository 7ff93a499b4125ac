"""What is said of terms that cannot be read: where, the value, and the mend; all at once, each once."""

import datetime
import re
from decimal import Decimal

import pytest

from riskreward import Contract
from riskreward.fees import Bands
from riskreward.terms import read_terms
from tests.contracts import BASELINES
from tests.generators.rules import STEPS
from tests.interchange import LEFT_OUT, TERMS, changed, said, said_of

AMOUNT = "measure[0].baseline.amount"
BAND = "fee.step[1].bands[0]"
LEVELS = "measure[0].baseline.index.levels"
NUMBER = "where a number belongs; write a number such as £12,201,000"
DATE = "write the year, the month and the day, such as 2026-04-01"
RULES = ", ".join(f'"{rule}"' for rule in STEPS)
TERMS_HERE = (
    "authority, core_volume, council_costs, currency, fee, format, guarantee, measure, months, provider, rounding, "
    "settled, settlement, starts, succession, termination, title, variation, years, years_run"
)
NOUGHTS = "which no contract reaches; check the number of noughts"
CONTROL = "delete that character, or type the text again"

FIGURES = [
    (AMOUNT, Decimal("NaN"), "is NaN, which is not a number; write a number such as £12,201,000"),
    (AMOUNT, float("nan"), "is NaN, which is not a number; write a number such as £12,201,000"),
    (AMOUNT, Decimal("Infinity"), "is Infinity, which is not a number; write a number such as £12,201,000"),
    (AMOUNT, Decimal("-Infinity"), "is -Infinity, which is not a number; write a number such as £12,201,000"),
    (AMOUNT, Decimal("1E+1000000"), "is 1E+1000000, which no contract reaches; write a number such as £12,201,000"),
    (AMOUNT, "1E+1000000", "is '1E+1000000', in scientific notation; write the figure in full"),
    (AMOUNT, "nan", f"is 'nan', {NUMBER}"),
    (AMOUNT, "twelve million", f"is 'twelve million', {NUMBER}"),
    (AMOUNT, "x" * 5000, f"is 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...', {NUMBER}"),
    (AMOUNT, "", f"is empty, {NUMBER}"),
    (AMOUNT, "   ", f"is empty, {NUMBER}"),
    (AMOUNT, None, f"is empty, {NUMBER}"),
    (AMOUNT, True, f"is true, {NUMBER}"),
    (AMOUNT, [12_201_000], f"is a list, {NUMBER}"),
    (AMOUNT, {"amount": 1}, f"is a table, {NUMBER}"),
    (
        AMOUNT,
        "(1,234.50)",
        "is '(1,234.50)'; brackets may or may not mean a negative; write -1,234.50 if it is negative",
    ),
    (AMOUNT, "12.2m", "is '12.2m', which is abbreviated; write the figure in full, such as 1,200,000"),
    (AMOUNT, "$12,201,000", "is '$12,201,000', in another currency than £; write it in £"),
    (AMOUNT, Decimal("1.005"), "is 1.005, finer than a penny; round it, for instance to £1.01"),
    (AMOUNT, 10**5000, f"is a number of more than 60 digits, {NOUGHTS}"),
    (AMOUNT, -(10**5000), f"is a number of more than 60 digits, {NOUGHTS}"),
    (AMOUNT, "9" * 5000, f"is a number of more than 60 digits, beginning 999999999999, {NOUGHTS}"),
    (AMOUNT, LEFT_OUT, "is missing; write it"),
    (f"{BAND}.share", 25, 'is 25, which is 25 times the whole; did you mean "25%"? write "25%"'),
    (f"{BAND}.share", "25", 'is 25, which is 25 times the whole; did you mean "25%"? write "25%"'),
    (f"{BAND}.share", "125%", "is 125%, not between 0% and 100%; write a share such as 25%"),
    (f"{BAND}.share", "-5%", "is -5%, not between 0% and 100%; write a share such as 25%"),
    (f"{BAND}.share", False, "is false, where a number belongs; write a number such as 25%"),
    (f"{BAND}.share", LEFT_OUT, 'is missing; write it, such as "25%"'),
    ("guarantee.share_of_baseline[1]", 10, 'is 10, which is 10 times the whole; did you mean "10%"? write "10%"'),
    ("guarantee.share_of_baseline", 10, 'is 10, which is 10 times the whole; did you mean "10%"? write "10%"'),
    (f"{LEVELS}.2022-23", "high", "is 'high', where a number belongs; write a number such as 12201000"),
]

DATES = [
    (
        "starts",
        "01/04/2026",
        "is 01/04/2026, which is not a date this library reads; write 2026-04-01 if 1 April 2026 is meant",
    ),
    (
        "starts",
        "1.4.2026",
        "is 1.4.2026, which is not a date this library reads; write 2026-04-01 if 1 April 2026 is meant",
    ),
    ("starts", "2026-02-30", f"is 2026-02-30, a day that does not exist; {DATE}"),
    ("starts", "next April", f"is next April, which is not a date this library reads; {DATE}"),
    ("starts", 20260401, "is 20260401, where a date belongs; write it as 2026-04-01"),
    ("starts", True, "is true, where a date belongs; write it as 2026-04-01"),
    ("starts", None, "is empty, where a date belongs; write it as 2026-04-01"),
    ("starts", ["2026-04-01"], "is a list, where a date belongs; write it as 2026-04-01"),
    ("starts", datetime.time(9, 30), "is 09:30:00, where a date belongs; write it as 2026-04-01"),
    ("starts", LEFT_OUT, 'is missing; write it, such as "2026-04-01"'),
    ("starts", "1826-04-01", "is 1826-04-01, which is before 1900; check the year"),
    (
        "measure[0].baseline.agreed.on",
        "01/04/2022",
        "is 01/04/2022, which is not a date this library reads; write 2022-04-01 if 1 April 2022 is meant",
    ),
]

WHOLE_NUMBERS = [
    ("years", Decimal("3.5"), "is 3.5, where a whole number belongs; write a whole number such as 3"),
    ("years", 3.5, "is 3.5, where a whole number belongs; write a whole number such as 3"),
    ("years", "three", "is 'three', where a whole number belongs; write a whole number such as 3"),
    ("years", True, "is true, where a whole number belongs; write a whole number such as 3"),
    ("years", [3], "is a list, where a whole number belongs; write a whole number such as 3"),
    ("years", -1, "is -1; give a whole number from 1 to 100"),
    ("years", 0, "is 0; give a whole number from 1 to 100"),
    ("years", 10**6, "is 1000000; give a whole number from 1 to 100"),
    ("years", 10**5000, f"is a number of more than 60 digits, {NOUGHTS}"),
    ("years", LEFT_OUT, "is missing, and so is months; write how long the term is, such as years = 3"),
    ("months", 36, "is 36, but years is 3; write how long the term is once"),
    ("settlement.payment_days", 0, "is 0, where a whole number belongs; write a whole number from 1 to 365"),
    ("settlement.payment_days", 400, "is 400, where a whole number belongs; write a whole number from 1 to 365"),
    ("settlement.payment_days", True, "is true, where a whole number belongs; write a whole number such as 3"),
]

CHOICES = [
    (
        "settled",
        "weekly",
        'is \'weekly\'; choose one of "monthly", "quarterly", "half-yearly", "yearly"',
    ),
    (
        "settled",
        "Yearly",
        'is \'Yearly\'; did you mean "yearly"? choose one of "monthly", "quarterly", "half-yearly", "yearly"',
    ),
    ("settled", 4, 'is 4; choose one of "monthly", "quarterly", "half-yearly", "yearly"'),
    ("settled", [], 'is an empty list; choose one of "monthly", "quarterly", "half-yearly", "yearly"'),
    ("settled", LEFT_OUT, 'is missing; choose one of "monthly", "quarterly", "half-yearly", "yearly"'),
    (
        "fee.starts",
        LEFT_OUT,
        'is missing; choose one of "first pound", "above the guarantee", "after the council has its guaranteed amount"',
    ),
    ("fee.counted", LEFT_OUT, 'is missing; choose one of "each period", "each year", "to date"'),
    ("guarantee.tested", LEFT_OUT, 'is missing; choose one of "each period", "each year", "cumulatively"'),
    (
        "guarantee.shortfall",
        LEFT_OUT,
        'is missing; choose one of "fee only", "provider pays each year", "provider pays at the end"',
    ),
    (
        "settlement.retention.released",
        LEFT_OUT,
        "is missing; choose one of "
        '"when the next year meets its guarantee", "at the end of the term", "a year after the end of the term", '
        '"after a number of settlements"',
    ),
    ("settlement.clawback.first_from", LEFT_OUT, 'is missing; choose one of "retention", "the provider"'),
    ("settlement.clawback.restores_cap", LEFT_OUT, "is missing; write true or false"),
    (
        "settlement.clawback.restores_cap",
        "perhaps",
        "is 'perhaps', where true or false belongs; write true or false, without quotes",
    ),
    (
        "settlement.vat.treatment",
        LEFT_OUT,
        'is missing; choose one of "standard", "reverse charge", "outside the scope"',
    ),
    ("fee.step[2].over", LEFT_OUT, 'is missing; choose one of "period", "year", "term"'),
    (
        "measure[0].benefit",
        "cash",
        "is 'cash'; did you mean \"cashable\"? "
        'choose one of "cashable", "non-cashable", "avoided cost", "income", "recovered"',
    ),
    ("measure[0].benefit", LEFT_OUT, "is missing, but there is a baseline; say which benefit it is, such as cashable"),
    ("rounding", LEFT_OUT, 'is missing; write it, such as "half up to the penny"'),
    ("format", 2, "is 2; write 1"),
    ("fee.step[1].rule", "bandz", f"is 'bandz'; did you mean \"bands\"? choose one of {RULES}"),
    ("fee.step[1].rule", "tranches", f"is 'tranches'; choose one of {RULES}"),
    ("fee.step[1].rule", 7, f"is 7; choose one of {RULES}"),
    ("fee.step[1].rule", LEFT_OUT, f"is missing; choose one of {RULES}"),
    (
        "measure[0].baseline.rule",
        "index",
        f"is 'index'; did you mean \"indexed\"? choose one of {BASELINES}",
    ),
    ("measure[0].baseline.rule", LEFT_OUT, f"is missing; choose one of {BASELINES}"),
]

UNKNOWN = [
    ("titel", "x", "is 'x', but there is no such term; did you mean \"title\"?"),
    ("colour", "red", f"is 'red', but there is no such term; the terms here are {TERMS_HERE}"),
    ("guarantee.test", "x", "is 'x', but there is no such term; did you mean \"tested\"?"),
    ("measure[0].nmae", "x", "is 'x', but there is no such term; did you mean \"name\"?"),
    ("measure[0].baseline.amuont", 1, 'is 1, but there is no such term; did you mean "amount"?'),
    ("measure[0].baseline.index.seris", "x", "is 'x', but there is no such term; did you mean \"series\"?"),
    ("measure[0].baseline.agreed.ownr", "x", "is 'x', but there is no such term; did you mean \"owner\"?"),
    ("fee.start", True, 'is true, but there is no such term; did you mean "starts"?'),
    ("fee.step[1].band", [], 'is an empty list, but there is no such term; did you mean "bands"?'),
    ("fee.step[1].bands[0].upto", 5, 'is 5, but there is no such term; did you mean "up_to"?'),
    ("settlement.retentoin", {}, 'is a table, but there is no such term; did you mean "retention"?'),
    ("settlement.vat.rte", "20%", "is '20%', but there is no such term; did you mean \"rate\"?"),
]

SHAPES = [
    ("title", 5, "is 5, where text belongs; write it in quotes"),
    ("title", ["x"], "is a list, where text belongs; write it in quotes"),
    ("title", None, "is empty; write it"),
    ("title", "", "is empty; write it"),
    ("title", LEFT_OUT, "is missing; write it"),
    (
        "measure",
        "running costs",
        "is 'running costs', where a list belongs; write at least one, headed [[measure]] (in JSON, a list of tables)",
    ),
    (
        "measure",
        TERMS["measure"][0],
        "is a table, where a list belongs; write at least one, headed [[measure]] (in JSON, a list of tables)",
    ),
    ("measure", [], "is empty; write at least one, headed [[measure]] (in JSON, a list of tables)"),
    ("measure", LEFT_OUT, "is missing; write at least one, headed [[measure]] (in JSON, a list of tables)"),
    ("measure[1]", "income", "is 'income', where a table of terms belongs; write it with its terms name, unit"),
    ("measure[0].name", 5, "is 5, where text belongs; write it in quotes"),
    ("fee", [], "is an empty list, where a table of terms belongs; write it with its terms starts, counted, step"),
    ("fee", LEFT_OUT, "is missing; write it with its terms starts, counted, step"),
    (
        "fee.step",
        {"rule": "cap"},
        "is a table, where a list belongs; write at least one, headed [[fee.step]] (in JSON, a list of tables)",
    ),
    ("fee.step", [], "is empty; write at least one, headed [[fee.step]] (in JSON, a list of tables)"),
    ("fee.step[1]", "bands", "is 'bands', where a table of terms belongs; write a table with a rule and its terms"),
    ("fee.earns_on", "cashable", "is 'cashable', where a list belongs; write it in square brackets: [...]"),
    ("measure[0].baseline.index", LEFT_OUT, "is missing; write it with its terms series, month, base"),
    (LEVELS, [127.9], "is a list, where a table by year belongs; write a table such as { 2026-27 = 100 }"),
    ("settlement.vat", "20%", "is '20%', where a table of terms belongs; write it with its terms rate, treatment"),
]

NAMES = [
    (
        "measure[0].name",
        "gas / electricity",
        "is 'gas / electricity', with a \"/\", which divides the names of a statement's lines; leave the / out",
    ),
    ("measure[0].name", "income", None),
    ("measure[0].name", "period", "is 'period', a column of its own in an outturn; rename it"),
    (
        "measure[0].name",
        " running  costs",
        "is ' running  costs', with spaces that no reader sees; write 'running costs'",
    ),
    (
        "measure[0].name",
        "running\u00a0costs",
        "is 'running\\xa0costs', with spaces that no reader sees; write 'running costs'",
    ),
    ("measure[0].name", "", "is empty; write it"),
    ("measure[0].name", "costs\x1b[31m", f"is 'costs\\x1b[31m', which holds a control character (U+001B); {CONTROL}"),
    ("measure[0].name", "costs\ud800", f"is 'costs\\ud800', which holds half a character (U+D800); {CONTROL}"),
    ("title", "paid\u202e00.001", f"is 'paid\\u202e00.001', which holds a control character (U+202E); {CONTROL}"),
    ("fee.step[0].clause", "4\x00", f"is '4\\x00', which holds a control character (U+0000); {CONTROL}"),
    (
        "fee.step[0].measure",
        "repairs",
        "is 'repairs', which is no measure; write one of 'running costs', 'income', 'repairs on time'",
    ),
    (
        "fee.step[0].measure",
        "r" * 500,
        "is 'rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr...', which is no measure; "
        "write one of 'running costs', 'income', 'repairs on time'",
    ),
]

CONTRADICTIONS = [
    ("measure[0].unit", "$", "is '$', but the contract is in £; use one currency"),
    (
        LEVELS,
        {"2012-13": 127},
        "has '2012-13', which is no year of the term 2022-23 to 2024-25; write each level under the year it is for",
    ),
    (f"{LEVELS}.2022-23", {"level": 127, "reference": "2023 = 100"}, None),
    (
        "guarantee.share_of_baseline",
        ["5%", "10%"],
        "lists 2 figures, but the term has 3 years (2022-23 to 2024-25); list one for each year, or one figure for all",
    ),
    (
        "measure[0].outturn_between",
        "wide",
        "is 'wide', which is no range; write its two ends, the lower first: [0, 100]",
    ),
    (
        "measure[0].outturn_between",
        [5, 1],
        "is a list, which is no range; write its two ends, the lower first: [0, 100]",
    ),
]


FOUND_BY_CHANCE = [
    ("rounding", Decimal("0.01"), 'is 0.01; write "half up to the penny"; the modes are half up, down, up, floor'),
    ("measure[0].outturn_between", [" ", 5], "is empty, where a number belongs; write a number such as 12201000"),
    ("measure[0].outturn_between", [{}, 5], "is a table, where a number belongs; write a number such as 12201000"),
    ("measure[0].outturn_between", [[1], 5], "is a list, where a number belongs; write a number such as 12201000"),
    ("measure[0].outturn_between", [None, 5], "is empty, where a number belongs; write a number such as 12201000"),
    (f"{LEVELS}.rule", [], "is an empty list, where a number belongs; write a number such as 12201000"),
    ("years", Decimal("1000000000000000.0"), "is 1000000000000000; give a whole number from 1 to 100"),
    ("years", 10**16, "is 10000000000000000, which no contract reaches; check the number of noughts"),
    ("fee.step[1].rule", ["bands"], f"is a list; choose one of {RULES}"),
]

EVERY = [*FOUND_BY_CHANCE, *FIGURES, *DATES, *WHOLE_NUMBERS, *CHOICES, *UNKNOWN, *SHAPES, *NAMES, *CONTRADICTIONS]


@pytest.mark.parametrize(
    ("path", "value", "message"), EVERY, ids=[f"{path}-{number}" for number, (path, *_) in enumerate(EVERY)]
)
def test_one_thing_wrong_gives_one_message(path, value, message):
    problems = said_of((path, value))
    assert len(problems) == 1
    if message is not None:
        assert problems == [f"{path} {message}"]


def test_a_measure_named_twice_names_both():
    assert said_of(("measure[0].name", "income")) == ["measure[1].name is 'income', as measure[0] is; rename one"]


def test_levels_of_two_reference_periods_are_told_apart():
    other = {"level": 127, "reference": "2023 = 100"}
    base = "but the base is of 'ONS CPI D7BT, 2015 = 100'; take every level and the base from one reference period"
    assert said_of((f"{LEVELS}.2022-23", other), (f"{LEVELS}.2023-24", {"level": 132, "reference": "1987 = 100"})) == [
        f"{LEVELS}.2022-23.reference is '2023 = 100', {base}",
        f"{LEVELS}.2023-24.reference is '1987 = 100', {base}",
    ]


def test_bands_out_of_order_name_both_edges():
    bands = [{"up_to": 80_000, "share": "25%"}, {"up_to": 60_000, "share": "20%"}, {"share": "15%"}]
    assert said_of(("fee.step[1].bands", bands)) == [
        "fee.step[1].bands[1].up_to is 60,000, below bands[0].up_to 80,000; list bands in rising order"
    ]


def test_an_open_band_in_the_middle_is_told():
    bands = [{"share": "25%"}, {"up_to": 60_000, "share": "20%"}]
    assert said_of(("fee.step[1].bands", bands)) == [
        "fee.step[1].bands[0].up_to is missing, but more bands follow; only the last band may be open"
    ]


def test_every_currency_that_is_not_the_contracts_is_told():
    assert said_of(("currency", "€")) == [
        "measure[0].unit is '£', but the contract is in €; use one currency",
        "measure[1].unit is '£', but the contract is in €; use one currency",
    ]


# All at once


def test_many_things_wrong_are_all_told_each_once_and_in_the_order_of_the_file():
    problems = said_of(
        ("title", ""),
        ("starts", "01/04/2022"),
        ("settled", "yearli"),
        ("measure[0].baseline.amount", Decimal("1.005")),
        ("measure[0].baseline.index.base", "x"),
        ("measure[1].unit", "$"),
        ("measure[2].better", "more"),
        ("guarantee.shortfall", LEFT_OUT),
        ("fee.start", "first pound"),
        ("fee.step[0].measure", "repairs"),
        ("fee.step[1].bands[0].share", 25),
        ("fee.step[2].over", "month"),
        ("settlement.vat.rate", "120%"),
        ("sttlement", {}),
    )
    assert [problem.split(" is ")[0] for problem in problems] == [
        "title",
        "starts",
        "settled",
        "measure[0].baseline.amount",
        "measure[0].baseline.index.base",
        "measure[1].unit",
        "measure[2].better",
        "guarantee.shortfall",
        "fee.step[0].measure",
        "fee.step[1].bands[0].share",
        "fee.step[2].over",
        "fee.start",
        "settlement.vat.rate",
        "sttlement",
    ]


def test_what_hides_behind_an_unreadable_term_is_told_too():
    assert said_of(
        (AMOUNT, "x"), ("measure[1].name", "running costs"), ("guarantee.share_of_baseline", ["5%", "10%"])
    ) == [
        f"{AMOUNT} is 'x', {NUMBER}",
        "measure[1].name is 'running costs', as measure[0] is; rename one",
        "guarantee.share_of_baseline lists 2 figures, but the term has 3 years (2022-23 to 2024-25); "
        "list one for each year, or one figure for all",
    ]


def test_a_part_that_lacks_everything_hides_nothing_beside_it():
    index = "measure[0].baseline.index"
    assert said_of((index, {}), ("measure[0].name", "income")) == [
        f"{index}.series is missing; write it",
        f"{index}.month is missing; write it",
        f"{index}.base is missing; write it",
        "measure[1].name is 'income', as measure[0] is; rename one",
    ]


def test_the_same_terms_are_answered_the_same_each_time():
    changes = ("measure", LEFT_OUT), ("fee.step[1].bands", [{"share": "x"}, {"up_to": "x", "share": "1%"}, {}])
    assert said_of(*changes) == said_of(*changes)
    assert said_of(("fee", LEFT_OUT)) == said_of(("fee", LEFT_OUT))


def test_what_would_only_follow_from_an_unreadable_term_is_not_told():
    # without a guarantee the fee could not start above it, nor retention wait for it; but there is one
    assert len(said_of(("guarantee.tested", "always"))) == 1
    assert len(said_of(("measure", LEFT_OUT))) == 1
    assert len(said_of(("fee", 7))) == 1
    assert len(said_of(("settlement", 7))) == 1
    assert len(said_of(("years", "three"))) == 1


def test_a_misspelt_required_term_is_told_once_and_its_value_is_read():
    terms = changed(("fee.counted", LEFT_OUT), ("fee.countd", "to dat"))
    assert said(lambda: read_terms(Contract, terms)) == [
        "fee.countd is 'to dat', but there is no such term; did you mean \"counted\"?",
        'fee.counted is \'to dat\'; did you mean "to date"? choose one of "each period", "each year", "to date"',
    ]


def test_a_contract_of_nothing_names_everything_it_needs():
    problems = said(lambda: read_terms(Contract, {}))
    assert [problem.split(" is ")[0] for problem in problems] == [
        "title",
        "starts",
        "settled",
        "rounding",
        "measure",
        "fee",
        "years",
    ]


def test_every_entry_of_a_list_of_levels_that_is_out_of_range_is_told():
    levels = {"2022-23": 12, "2023-24": 13, "2024-25": 14}
    problems = said_of((LEVELS, levels))
    assert [problem.split(" ")[0] for problem in problems] == [f"{LEVELS}.{year}" for year in levels]


def test_tables_within_tables_beyond_all_measure_are_told_not_followed():
    deep: dict[str, object] = {}
    inner = deep
    for _ in range(5000):
        inner["a"] = inner = {}
    assert said_of(("authority", deep)) == [
        "authority holds tables within tables, more than any contract has; see the example"
    ]


def test_a_name_that_is_not_text_is_told():
    terms = {**TERMS, 5: 1}
    assert said(lambda: read_terms(Contract, terms)) == ["5 is a name that is not text; put it in quotes"]


def test_a_name_of_a_term_is_shown_without_what_a_terminal_would_obey():
    (problem,) = said(lambda: read_terms(Contract, {**TERMS, "\x1b[31m" * 50: 1}))
    assert problem.startswith("'\\x1b[31m\\x1b[31m")
    assert "\x1b" not in problem


@pytest.mark.parametrize(
    "value",
    ["v" * 10_000, ["v" * 10_000], {"v" * 10_000: "v"}, "\x1b" * 10_000, 10**5000],
    ids=["text", "list", "table", "control characters", "number"],
)
@pytest.mark.parametrize(
    "path",
    ["title", "starts", "rounding", "settled", AMOUNT, "measure[0].unit", "fee.step[0].measure", "v" * 10_000],
    ids=["title", "date", "rounding", "choice", "figure", "unit", "measure", "unknown"],
)
def test_a_long_value_is_shortened_in_the_message(path, value):
    if path == "title" and isinstance(value, str) and value.isprintable():
        return  # a title may be long
    for problem in said_of((path, value)):
        assert len(problem) < 500
        assert problem.isprintable()


@pytest.mark.parametrize("path", dict.fromkeys(path for path, *_ in EVERY))
@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, datetime.time(9, 30), 1j, Decimal("sNaN"), ..., int],
    ids=lambda value: repr(type(value)),
)
def test_what_no_file_holds_is_told_in_plain_words(path, value):
    for problem in said_of((path, value)):
        assert not re.search(r"pydantic|Input should|instance of|valid |ctx", problem)


def test_a_part_alone_is_read_with_the_same_words():
    assert said(lambda: read_terms(Bands, {"rule": "bands", "bands": [{"up_to": 9, "share": 25}, {"shar": "5%"}]})) == [
        'bands[0].share is 25, which is 25 times the whole; did you mean "25%"? write "25%"',
        "bands[1].shar is '5%', but there is no such term; did you mean \"share\"?",
    ]


def test_the_constructor_says_the_same_as_the_reader():
    terms = changed((AMOUNT, "x"), ("measure[1].name", "running costs"))
    assert said(lambda: Contract(**terms)) == said(lambda: read_terms(Contract, terms))


def test_records_are_read_as_they_are():
    contract = read_terms(Contract, TERMS)
    assert read_terms(Contract, {**TERMS, "measure": contract.measure, "fee": contract.fee}) == contract


def test_replacing_says_the_same():
    contract = read_terms(Contract, TERMS)
    assert said(lambda: contract.replace(**{AMOUNT: "x"})) == [f"{AMOUNT} is 'x', {NUMBER}"]
