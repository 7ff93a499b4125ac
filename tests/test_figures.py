"""Figures as people write them: read exactly, refused kindly, and shown as they are read."""

from contextlib import suppress
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from riskreward.figures import (
    FINEST,
    LARGEST,
    FigureError,
    Money,
    Number,
    Range,
    Rate,
    Share,
    exact_decimal,
    money_text,
    number_text,
    places_of,
    read_money,
    read_number,
    read_range,
    read_rate,
    read_share,
    rounded,
    share_text,
    shown,
    terminates,
    written,
    written_in,
)

# Worked examples: what is typed, and what it is.


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("£12,201,000", "12201000"),
        ("£1,234.50", "1234.50"),
        ("1,234.5", "1234.50"),
        (" £ 5 ", "5"),
        ("-£5", "-5"),
        ("£-5", "-5"),
        ("- £5", "-5"),
        ("+£5", "5"),
        ("£+5", "5"),
        ("-0.05", "-0.05"),
        (".5", "0.5"),
        ("0", "0"),
        ("1000", "1000"),
        (12_201_000, "12201000"),
        (Decimal("0.25"), "0.25"),
        (Decimal("1E+3"), "1000"),
        (Fraction(1, 4), "0.25"),
        (0.1, "0.1"),
        (1e3, "1000"),
        (-1234.56, "-1234.56"),
    ],
)
def test_money_as_people_type_it(typed, pounds):
    read = read_money(typed)
    assert read == Decimal(pounds)
    assert isinstance(read, Decimal)


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("25%", Fraction(1, 4)),
        (" 25 % ", Fraction(1, 4)),
        ("17.5%", Fraction(7, 40)),
        (0.25, Fraction(1, 4)),
        (0.1, Fraction(1, 10)),
        ("0.25", Fraction(1, 4)),
        (Decimal("0.25"), Fraction(1, 4)),
        ("5/6", Fraction(5, 6)),
        ("5 / 6", Fraction(5, 6)),
        (Fraction(5, 6), Fraction(5, 6)),
        (0, Fraction(0)),
        (1, Fraction(1)),
        ("0%", Fraction(0)),
        ("100%", Fraction(1)),
    ],
)
def test_a_share_as_people_type_it(typed, share):
    assert read_share(typed) == share
    assert read_rate(typed) == share


@pytest.mark.parametrize(
    ("typed", "rate"),
    [
        ("110%", Fraction(11, 10)),
        ("-5%", Fraction(-1, 20)),
        ("1,000%", Fraction(10)),
        ("7/6", Fraction(7, 6)),
        ("-5/6", Fraction(-5, 6)),
        (-0.05, Fraction(-1, 20)),
        (-1, Fraction(-1)),
    ],
)
def test_a_rate_may_be_negative_or_above_the_whole(typed, rate):
    assert read_rate(typed) == rate


def test_a_float_is_read_as_it_is_shown():
    assert read_number(0.1) == Fraction(1, 10)
    assert read_number(127.9) == Fraction(1279, 10)
    assert read_number(1e-05) == Fraction(1, 100_000)
    assert read_number(0.1 + 0.2) == Fraction("0.30000000000000004")


def test_no_figure_is_as_large_as_a_thousand_million_million():
    assert LARGEST == 1_000_000_000_000_000
    assert read_number(LARGEST - 1) == LARGEST - 1
    assert read_number(str(1 - LARGEST)) == 1 - LARGEST
    assert read_number(Decimal(LARGEST) - Decimal("0.01")) == LARGEST - Fraction(1, 100)


def test_a_figure_may_have_thirty_places():
    assert FINEST == 30
    assert read_number(Decimal("1E-30")) == Fraction(1, 10**30)
    assert read_number("0." + "0" * 29 + "1") == Fraction(1, 10**30)


# Refusals: what is wrong, and the mend.


def refusal(read, typed, *args):
    with pytest.raises(FigureError) as caught:
        read(typed, *args)
    assert str(caught.value) == f"{caught.value.what}; {caught.value.mend}"
    return str(caught.value)


NOT_A_NUMBER = {
    "NaN": (float("nan"), "is NaN, which is not a number; write a number such as 12201000"),
    "infinity": (float("inf"), "is Infinity, which is not a number; write a number such as 12201000"),
    "minus infinity": (Decimal("-Infinity"), "is -Infinity, which is not a number; write a number such as 12201000"),
    "a signalling NaN": (Decimal("sNaN"), "is sNaN, which is not a number; write a number such as 12201000"),
    "true": (True, "is True, where a number belongs; write a number such as 12201000"),
    "false": (False, "is False, where a number belongs; write a number such as 12201000"),
    "none": (None, "is None, where a number belongs; write a number such as 12201000"),
    "a list": ([5], "is [5] (list), where a number belongs; write a number such as 12201000"),
    "bytes": (b"5", "is b'5' (bytes), where a number belongs; write a number such as 12201000"),
    "empty": ("", "is empty, where a number belongs; write a number such as 12201000"),
    "blank": ("  ", "is empty, where a number belongs; write a number such as 12201000"),
    "words": ("to be agreed", "is 'to be agreed', where a number belongs; write a number such as 12201000"),
    "the word nan": ("nan", "is 'nan', where a number belongs; write a number such as 12201000"),
    "brackets": (
        "(1,234.50)",
        "is '(1,234.50)'; brackets may or may not mean a negative; write -1,234.50 if it is negative",
    ),
    "1.2m": ("1.2m", "is '1.2m', which is abbreviated; write the figure in full, such as 1,200,000"),
    "12K": ("12K", "is '12K', which is abbreviated; write the figure in full, such as 1,200,000"),
    "1.2 million": ("1.2 million", "is '1.2 million', which is abbreviated; write the figure in full, such as 1,200,0"),
    "1bn": ("-1bn", "is '-1bn', which is abbreviated; write the figure in full, such as 1,200,000"),
    "scientific": ("1E+1000000", "is '1E+1000000', in scientific notation; write the figure in full"),
    "12,34": (
        "12,34",
        "is '12,34', whose commas or points do not divide it into thousands; write it as 1,234,567.89 or 1234567.89",
    ),
    "continental": ("1.234.567,89", "is '1.234.567,89', whose commas or points do not divide it into thousands; "),
    "5.": ("5.", "is '5.', whose commas or points do not divide it into thousands; "),
    "a huge Decimal": (Decimal("1E+1000000"), "is 1E+1000000, which no contract reaches; "),
    "a tiny Decimal": (Decimal("1E-31"), "is 1E-31, which no contract reaches; "),
    "a tiny float": (5e-324, "is 5E-324, which no contract reaches; "),
    "too large": (LARGEST, "is 1000000000000000, which no contract reaches; check the number of noughts"),
    "too large a float": (1e15, "is 1000000000000000.0, which no contract reaches; check the number of noughts"),
    "too large a Decimal": (Decimal("-1E+16"), "is -1E+16, which no contract reaches; "),
    "too large a loss": (-LARGEST, "is -1000000000000000, which no contract reaches; check the number of noughts"),
    "too large a Fraction": (Fraction(LARGEST), "is 1000000000000000, which no contract reaches; check the number of"),
    "too long": ("9" * 41, f"is '{'9' * 37}...', which no contract reaches; check the number of noughts"),
    "far too long": ("9" * 61, f"is '{'9' * 37}...', "),
}


@pytest.mark.parametrize("typed", NOT_A_NUMBER)
def test_what_is_not_a_number_is_refused_with_the_mend(typed):
    value, sentence = NOT_A_NUMBER[typed]
    assert refusal(read_number, value).startswith(sentence)
    refusal(read_money, value)
    refusal(read_share, value)
    refusal(read_rate, value)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.005", "is '1.005', finer than a penny; round it, for instance to £1.01"),
        (Decimal("-1.005"), "is -1.005, finer than a penny; round it, for instance to -£1.01"),
        (Fraction(5, 6), "is 5/6, finer than a penny; round it, for instance to £0.83"),
        ("$5", "is '$5', in another currency than £; write it in £"),
        ("-€5", "is '-€5', in another currency than £; write it in £"),
        ("25%", "is '25%', where a number belongs; write a number such as £12,201,000"),
        ("5/6", "is '5/6', where a number belongs; write a number such as £12,201,000"),
        ("£", "is empty, where a number belongs; write a number such as £12,201,000"),
        ("5 £", "is '5 £', where a number belongs; write a number such as £12,201,000"),
        ("(£5)", "is '(£5)'; brackets may or may not mean a negative; write -£5 if it is negative"),
        ("-£-5", "is '--5', where a number belongs; write a number such as £12,201,000"),
    ],
)
def test_money_that_is_not_whole_pence_of_its_currency_is_refused(typed, sentence):
    assert refusal(read_money, typed) == sentence


def test_another_currency_is_read_where_it_is_the_contracts():
    assert read_money("€1,000", "€") == 1000
    assert refusal(read_money, "£1,000", "€") == "is '£1,000', in another currency than €; write it in €"
    assert refusal(read_money, "x", "$") == "is 'x', where a number belongs; write a number such as $12,201,000"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (25, '"25%"? write "25%"'),
        ("25", '"25%"? write "25%"'),
        (1.5, '"1.5%"? write "1.5%"'),
        (Decimal("-17.5"), '"-17.5%"? write "-17.5%"'),
        (1000, '"1,000%"? write "1,000%"'),
        (Decimal("1.000001"), '"1.000001%"? write "1.000001%"'),
    ],
)
def test_a_bare_number_above_one_is_asked_whether_it_was_a_percentage(typed, asked):
    for read in (read_share, read_rate):
        sentence = refusal(read, typed)
        assert "times the whole; did you mean " in sentence
        assert sentence.endswith(f"did you mean {asked}")
        assert read_rate(asked.split('"')[1]) == Fraction(str(typed)) / 100


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("101%", "is 101%, not between 0% and 100%; write a share such as 25%"),
        ("-5%", "is -5%, not between 0% and 100%; write a share such as 25%"),
        ("7/6", "is 7/6, not between 0% and 100%; write a share such as 25%"),
        (-0.01, "is -1%, not between 0% and 100%; write a share such as 25%"),
        ("5/0", "is '5/0', where a number belongs; write a number such as 25%"),
        ("%", "is empty, where a number belongs; write a number such as 25%"),
        ("25%%", "is '25%', where a number belongs; write a number such as 25%"),
        ("£25%", "is '£25', where a number belongs; write a number such as 25%"),
    ],
)
def test_a_share_that_is_no_share_is_refused(typed, sentence):
    assert refusal(read_share, typed) == sentence


def test_a_range_has_its_lower_end_first():
    assert read_range(["0%", "100%"]) == (0, 1)
    assert read_range([0, 100]) == (0, 100)
    assert read_range(("-1,000", 2500.5)) == (-1000, Fraction(5001, 2))
    assert read_range(["£0", "£2,500.50"]) == (0, Fraction(5001, 2))
    with written_in("€"):
        assert read_range(["€0", "€1"]) == (0, 1)
        assert refusal(read_range, ["£0", "€1"]) == "is '£0', in another currency than €; write it in €"
    for wrong in ([1, 0], [1, 1], [1], [1, 2, 3], "0-100", None, 5):
        assert refusal(read_range, wrong).endswith("which is no range; write its two ends, the lower first: [0, 100]")


# What is shown.


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Fraction(2469, 2), "£1,234.50"),
        (Decimal("-1234.5"), "-£1,234.50"),
        (12_201_000, "£12,201,000.00"),
        (0, "£0.00"),
        (Fraction(5, 1000), "£0.01"),
        (Fraction(-5, 1000), "-£0.01"),
        (Fraction(-4, 1000), "£0.00"),
    ],
)
def test_money_is_shown_in_pence_half_up(amount, text):
    assert money_text(amount) == text
    assert money_text(amount, "€") == text.replace("£", "€")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1, 4), "25%"),
        (Fraction(7, 40), "17.5%"),
        (Fraction(5, 6), "5/6"),
        (Fraction(0), "0%"),
        (Fraction(1), "100%"),
        (Fraction(-1, 20), "-5%"),
        (Fraction(15), "1,500%"),
        (Fraction(1, 8000), "0.0125%"),
    ],
)
def test_a_share_is_shown_as_a_percentage_where_it_ends(share, text):
    assert share_text(share) == text


def test_a_number_is_shown_in_full_where_it_ends():
    assert number_text(Fraction(12_201_000)) == "12,201,000"
    assert number_text(Fraction(-1279, 10)) == "-127.9"
    assert number_text(Fraction(1, 8)) == "0.125"
    assert number_text(Fraction(10_000, 3)) == "10,000/3"


def test_which_numbers_end():
    assert [places_of(Fraction(text)) for text in ("5", "0.5", "0.25", "12.345", "1/8", "1/1024")] == [
        0,
        1,
        2,
        3,
        3,
        10,
    ]
    assert all(terminates(Fraction(text)) for text in ("5", "1/2", "1/5", "3/40", "7/1000"))
    assert not any(terminates(Fraction(text)) for text in ("1/3", "1/6", "1/7", "11/15"))
    with pytest.raises(ValueError, match="1/3 has no end as a decimal"):
        places_of(Fraction(1, 3))


def test_rounding_to_be_shown_is_half_up_and_keeps_its_places():
    assert str(rounded(Fraction(5, 2), 0)) == "3"
    assert str(rounded(Fraction(-5, 2), 0)) == "-3"
    assert str(rounded(Fraction(2, 3), 4)) == "0.6667"
    assert str(rounded(Fraction(1), 2)) == "1.00"


def test_a_value_is_quoted_shortened():
    assert shown("25") == "'25'"
    assert shown(25) == "25"
    assert shown("one\n  line") == "'one line'"
    assert shown("a" * 40) == repr("a" * 40)
    assert shown("a" * 41) == repr("a" * 37 + "...")
    assert shown([1] * 40) == "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, "


# As fields of a record.


def test_a_field_is_read_as_typed_and_written_as_it_reads_back():
    for kind, typed, value, json in [
        (Money, "£1,234.50", Decimal("1234.5"), '"1234.5"'),
        (Share, 0.175, Fraction(7, 40), '"17.5%"'),
        (Share, "5/6", Fraction(5, 6), '"5/6"'),
        (Rate, "1,500%", Fraction(15), '"1500%"'),
        (Number, 12201000, Fraction(12_201_000), '"12201000"'),
        (Range, ["0%", "100%"], (Fraction(0), Fraction(1)), '["0","100%"]'),
        (Range, [-0.5, 1500], (Fraction(-1, 2), Fraction(1500)), '["-50%","1500"]'),
    ]:
        field = TypeAdapter(kind)
        assert field.validate_python(typed) == value
        assert field.dump_json(value).decode() == json
        assert field.validate_json(json) == value


def test_a_field_that_cannot_be_read_says_why():
    with pytest.raises(ValidationError, match='did you mean "25%"'):
        TypeAdapter(Share).validate_python(25)


def test_a_field_tells_a_schema_what_it_takes():
    assert TypeAdapter(Share).json_schema()["examples"] == ["25%", 0.25, "5/6"]
    assert TypeAdapter(Money).json_schema()["type"] == ["number", "string"]
    assert TypeAdapter(Range).json_schema()["maxItems"] == 2


# What is shown reads back the same, and however it is typed.

pence = st.integers(1 - 100 * LARGEST, 100 * LARGEST - 1).map(lambda whole: Fraction(whole, 100))
shares = st.one_of(
    st.integers(0, 10**6).map(lambda whole: Fraction(whole, 10**6)),
    st.fractions(0, 1, max_denominator=1000),
)
numbers = st.builds(
    lambda whole, places: Fraction(whole, 10**places), st.integers(-(10**14), 10**14), st.integers(0, 12)
)


@given(pence)
def test_money_shown_reads_back_the_same(amount):
    assert Fraction(read_money(money_text(amount))) == amount
    assert Fraction(read_money(amount)) == amount
    assert TypeAdapter(Money).validate_json(TypeAdapter(Money).dump_json(read_money(amount))) == read_money(amount)


@given(shares)
def test_a_share_shown_reads_back_the_same(share):
    assert read_share(share_text(share)) == share
    assert TypeAdapter(Share).validate_json(TypeAdapter(Share).dump_json(share)) == share


@given(numbers)
def test_a_number_shown_reads_back_the_same(number):
    assert read_number(number_text(number)) == number
    assert Fraction(exact_decimal(number)) == number
    assert TypeAdapter(Number).validate_json(TypeAdapter(Number).dump_json(number)) == number


@given(numbers, numbers)
def test_a_range_written_reads_back_the_same(one, other):
    low, high = sorted((one, other + LARGEST // 2))
    assert read_range(written((low, high))) == (low, high)


@given(st.integers(-(10**14), 10**14), st.integers(0, 2))
def test_a_figure_is_the_same_however_it_is_typed(whole, places):
    value = Decimal(whole).scaleb(-places)
    expected = Fraction(whole, 10**places)
    for typed in (value, str(value), f"{value:,}", f"£{value:,}", f"  £ {value} ", expected):
        assert Fraction(read_money(typed)) == expected


@given(st.floats(1e-12, 1e14))
def test_a_float_reads_as_its_repr(value):
    assert read_number(value) == Fraction(repr(value))
    assert read_number(-value) == -Fraction(repr(value))


@given(st.one_of(st.text(), st.text("0123456789.,£$€%/()+-eEkmb ")))
def test_any_text_is_read_or_refused_as_a_figure(text):
    for read in (read_money, read_number, read_rate):
        with suppress(FigureError):
            assert abs(Fraction(read(text))) < LARGEST


# Known faults of figures.py, each to be taken out when it is mended.


def test_the_callers_decimal_precision_makes_no_difference():
    with localcontext() as context:
        context.prec = 6
        assert read_money("£12,201,000.55") == Decimal("12201000.55")
        assert money_text(Decimal("12201000.55")) == "£12,201,000.55"


def test_a_float_of_another_class_is_a_float():
    class Float64(float):
        def __repr__(self):
            return f"np.float64({float(self)!r})"

    assert read_number(Float64(0.1)) == Fraction(1, 10)


def test_a_figure_finer_than_thirty_places_is_refused():
    refusal(read_number, "0." + "1" * 50)
    refusal(read_number, Decimal("0." + "0" * 30 + "11"))


def test_a_whole_number_of_thousands_of_digits_is_refused_as_a_figure():
    refusal(read_number, 10**5000)
