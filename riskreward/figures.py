"""Figures as people write them: read exactly, never through a float's arithmetic, and shown as they are read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from riskreward.kernel.kinds import MINOR_PLACES
from riskreward.kernel.rounding import to_step

Figure = int | str | Decimal | float | Fraction
"""A number as typed: `12201000`, `"£12,201,000"`, `Decimal("0.25")`, `"25%"`, `"5/6"`; a float as its `repr`."""

LARGEST = 10**15
"""No figure of a contract is this large: a thousand million million."""

FINEST = 30
"""No figure of a contract has more decimal places than this."""

_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[+-]?\.[0-9]+")
_FRACTION = re.compile(r"([+-]?[0-9]{1,15})\s*/\s*([0-9]{1,15})")
_CURRENCY = "£$€"
_SIGN: ContextVar[str] = ContextVar("sign", default="£")


class FigureError(ValueError):
    """A value that is not the figure it should be: what is wrong, and the mend."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what = what
        self.mend = mend


def shown(value: object) -> str:
    """Return a value as a message quotes it, shortened."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**40:
        return "a number of more than forty digits"
    try:
        text = value if isinstance(value, str) else str(value)
    except (ValueError, RecursionError):  # Python itself writes out no number of 5,000 digits
        return "a value too long to show"
    text = " ".join(text.split())
    return repr(text if len(text) <= 40 else text[:37] + "...") if isinstance(value, str) else text[:40]


def read_number(value: object, example: str = "12201000") -> Fraction:
    """Return a plain number exactly. Raises FigureError for anything else, NaN and infinity included."""
    if isinstance(value, bool) or value is None:
        raise FigureError(f"is {shown(value)}, where a number belongs", f"write a number such as {example}")
    if isinstance(value, Fraction):
        return _in_range(value, value)
    if isinstance(value, int):
        return _in_range(Fraction(value), value)
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise FigureError(f"is {shown(value)}, which is not a number", f"write a number such as {example}")
        if value and not -FINEST <= value.adjusted() <= 15:
            raise FigureError(f"is {shown(value)}, which no contract reaches", f"write a number such as {example}")
        return _in_range(Fraction(value), value)
    if isinstance(value, str):
        return _in_range(_from_text(value, example), value)
    raise FigureError(
        f"is {shown(value)} ({type(value).__name__}), where a number belongs",
        f"write a number such as {example}",
    )


def _from_text(value: str, example: str) -> Fraction:
    text = value.strip()
    if _PLAIN.fullmatch(text) and len(text) <= 60:
        return Fraction(text.replace(",", ""))
    if not text:
        raise FigureError("is empty, where a number belongs", f"write a number such as {example}")
    if text.startswith("(") and text.endswith(")"):
        inside = text[1:-1].strip()
        raise FigureError(
            f"is {shown(value)}; brackets may or may not mean a negative",
            f"write -{inside} if it is negative",
        )
    if re.fullmatch(r"[+-]?[\d.,]+\s*[kKmMbB](n|illion)?", text):
        raise FigureError(f"is {shown(value)}, which is abbreviated", "write the figure in full, such as 1,200,000")
    if re.fullmatch(r"[+-]?[\d.]+[eE][+-]?\d+", text):
        raise FigureError(f"is {shown(value)}, in scientific notation", "write the figure in full")
    if re.fullmatch(r"[+-]?[\d,.]+", text):
        raise FigureError(
            f"is {shown(value)}, whose commas or points do not divide it into thousands",
            "write it as 1,234,567.89 or 1234567.89",
        )
    raise FigureError(f"is {shown(value)}, where a number belongs", f"write a number such as {example}")


def _in_range(number: Fraction, value: object) -> Fraction:
    if abs(number) >= LARGEST:
        raise FigureError(f"is {shown(value)}, which no contract reaches", "check the number of noughts")
    if terminates(number) and 10**FINEST % number.denominator:
        raise FigureError(f"is {shown(value)}, finer than {FINEST} decimal places", "round it")
    return number


def whole_parts(value: object, denominator: int) -> int | None:
    """Return a plain int or Decimal as a whole number of parts; None for anything that needs a closer look."""
    if type(value) is int:
        return value * denominator
    if type(value) is Decimal and value.is_finite() and -FINEST <= value.adjusted() <= 15:
        above, below = value.as_integer_ratio()
        whole, finer = divmod(above * denominator, below)
        return None if finer else whole
    return None


@contextmanager
def written_in(currency: str) -> Iterator[None]:
    """Let money within be written with this sign and no other; unless told, it is pounds."""
    token = _SIGN.set(currency)
    try:
        yield
    finally:
        _SIGN.reset(token)


def read_money(value: object, currency: str | None = None) -> Decimal:
    """Return an amount of money, in whole pence; the sign of another currency than the one written in is refused."""
    currency = currency or _SIGN.get()
    if isinstance(value, str):
        value = without_symbol(value, currency)
    number = read_number(value, example=f"{currency}12,201,000")
    pence = number * 10**MINOR_PLACES
    if pence.denominator != 1:
        nearest = money_text(number, currency)
        raise FigureError(f"is {shown(value)}, finer than a penny", f"round it, for instance to {nearest}")
    return exact_decimal(number)


def read_money_from_nought(value: object, currency: str | None = None) -> Decimal:
    """Return an amount of money that is not below nought, as a threshold, a cap and a guarantee are."""
    amount = read_money(value, currency)
    if amount < 0:
        raise FigureError(f"is {shown(value)}, below nought", "write an amount of nought or more")
    return amount


def without_symbol(value: str, currency: str | None = None) -> str:
    """Return money as typed without its sign of currency. Raises FigureError for another currency's."""
    currency = currency or _SIGN.get()
    text = value.strip()
    sign = ""
    if text[:1] in "+-":
        sign, text = text[:1], text[1:].strip()
    if text[:1] and text[:1] in _CURRENCY:
        if text[0] != currency:
            raise FigureError(f"is {shown(value)}, in another currency than {currency}", f"write it in {currency}")
        rest = text[1:].strip()
        return rest if rest[:1] in {"-", "+"} and not sign else sign + rest
    return value


def read_share(value: object) -> Fraction:
    """Return a share of a whole, from nought to one: `"25%"`, `0.25` or `"5/6"`; 25 is refused."""
    share = read_rate(value)
    if not 0 <= share <= 1:
        raise FigureError(f"is {share_text(share)}, not between 0% and 100%", "write a share such as 25%")
    return share


def read_rate(value: object) -> Fraction:
    """Return a share that may be negative or above the whole; a bare number above one is refused."""
    if isinstance(value, str):
        text = value.strip()
        if text.endswith("%"):
            return read_number(text[:-1].strip(), example="25%") / 100
        match = _FRACTION.fullmatch(text)
        if match and int(match[2]):
            return Fraction(int(match[1]), int(match[2]))
    number = read_number(value, example="25%")
    if abs(number) > 1:
        plain = number_text(number)
        raise FigureError(f"is {plain}, which is {plain} times the whole", f'did you mean "{plain}%"? write "{plain}%"')
    return number


def read_factor(value: object) -> Fraction:
    """Return a factor about one, such as `1.10` or `"110%"` for a tenth more; 10% is refused."""
    if isinstance(value, str) and value.strip().endswith("%"):
        factor = read_number(value.strip()[:-1].strip(), example="110%") / 100
    else:
        factor = read_number(value, example="1.10")
    if not Fraction(1, 2) <= factor <= 5:
        text = share_text(factor)
        raise FigureError(
            f"is {shown(value)}, which is {text} of what it multiplies",
            'write the whole factor: "110%" for a tenth more',
        )
    return factor


def exact_decimal(number: Fraction) -> Decimal:
    """Return a fraction whose denominator divides a power of ten as a decimal, with pence where it has any."""
    places = places_of(number)
    return _decimal(number.numerator * (10**places // number.denominator), places)


def _decimal(whole: int, places: int) -> Decimal:
    """Return whole / 10**places; written out, because arithmetic would take the caller's precision."""
    return Decimal(f"{whole}E-{places}") if places else Decimal(whole)


def places_of(number: Fraction) -> int:
    """Return the decimal places that write a number in full. Raises ValueError where none do."""
    if not terminates(number):
        raise ValueError(f"{number} has no end as a decimal")
    return next(places for places in count() if 10**places % number.denominator == 0)


def terminates(number: Fraction) -> bool:
    """Return whether the number can be written in full as a decimal."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def rounded(number: Fraction, places: int) -> Decimal:
    """Return a number half up to the places, to be shown."""
    step = Fraction(1, 10**places)
    whole = int(to_step(number, step, "half up") / step)
    return _decimal(whole, places)


def money_text(number: Fraction | Decimal | int, currency: str = "£") -> str:
    """Return money as it is shown: £1,234.50, or -£1,234.50."""
    pence = rounded(Fraction(number), MINOR_PLACES)
    return f"{'-' if pence < 0 else ''}{currency}{pence.copy_abs():,f}"


def number_text(number: Fraction) -> str:
    """Return a number in full where it has an end, and as a fraction where it has none."""
    if not terminates(number):
        return f"{number.numerator:,}/{number.denominator:,}"
    return f"{exact_decimal(number):,f}"


def share_text(number: Fraction) -> str:
    """Return a share as it is shown: 25%, 17.5%, or 5/6."""
    if not terminates(number):
        return f"{number.numerator}/{number.denominator}"
    return f"{number_text(number * 100)}%"


def _share_out(value: Fraction) -> str:
    return share_text(value).replace(",", "")


def _number_out(value: Fraction) -> str:
    return number_text(value).replace(",", "")


def written(value: Any) -> Any:
    """Return a figure, or a list of them, as a text that reads back the same."""
    if isinstance(value, tuple | list):
        return [written(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return _share_out(value) if abs(value) <= 1 and value else _number_out(value)
    return value


def read_range(value: object) -> tuple[Fraction, Fraction]:
    """Return the two ends of a range: numbers, money or shares as typed."""
    if isinstance(value, list | tuple) and len(value) == 2:
        low, high = (_read_end(end) for end in value)
        if low < high:
            return low, high
    raise FigureError(f"is {shown(value)}, which is no range", "write its two ends, the lower first: [0, 100]")


def _read_end(value: object) -> Fraction:
    if isinstance(value, str):
        if value.strip().endswith("%"):
            return read_rate(value)
        if value.strip().startswith(tuple(_CURRENCY)):
            return Fraction(read_money(value))
    return read_number(value)


def _schema(what: str, *examples: object) -> WithJsonSchema:
    return WithJsonSchema({"type": ["number", "string"], "description": what, "examples": list(examples)})


Range = Annotated[
    tuple[Fraction, Fraction],
    PlainValidator(read_range),
    PlainSerializer(written, when_used="json"),
    WithJsonSchema({"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 2}),
]
Money = Annotated[
    Decimal,
    PlainValidator(read_money),
    PlainSerializer(written, when_used="json"),
    _schema("Money in whole pence.", 12201000, "£12,201,000"),
]
MoneyFromNought = Annotated[
    Decimal,
    PlainValidator(read_money_from_nought),
    PlainSerializer(written, when_used="json"),
    _schema("Money in whole pence, not below nought.", 500000, "£500,000"),
]
Share = Annotated[
    Fraction,
    PlainValidator(read_share),
    PlainSerializer(_share_out, when_used="json"),
    _schema("A share of a whole, from 0% to 100%.", "25%", 0.25, "5/6"),
]
Rate = Annotated[
    Fraction,
    PlainValidator(read_rate),
    PlainSerializer(_share_out, when_used="json"),
    _schema("A share that may be negative, or above the whole.", "110%", "-5%"),
]
Factor = Annotated[
    Fraction,
    PlainValidator(read_factor),
    PlainSerializer(_number_out, when_used="json"),
    _schema("A factor about one.", "110%", 1.1),
]
Number = Annotated[
    Fraction,
    PlainValidator(read_number),
    PlainSerializer(_number_out, when_used="json"),
    _schema("A plain number, exactly as typed.", 127.9),
]
