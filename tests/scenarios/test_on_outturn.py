"""Offers settled on one outturn: what 20% would have changed, to the penny, by period and in all."""

from decimal import Decimal
from typing import Any

import pytest

import riskreward as rr
from riskreward import Contract, InputError, OutturnComparison
from tests.contracts import contract

OUTTURN = {"2026-27": "£900,000", "2027-28": "£960,000"}


def offer(share: str = "25%", **terms: Any) -> Contract:
    return rr.gain_share(baseline="£1,000,000", share=share, starts="2026-04-01", years=3, **terms)


def compared(*offers_then_outturn: object, **options: Any) -> OutturnComparison:
    found = rr.compare(*offers_then_outturn, **options)
    assert isinstance(found, OutturnComparison)
    return found


def refusals(*given: object, **options: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        rr.compare(*given, **options)
    return [str(each) for each in caught.value.problems]


def test_what_20_per_cent_would_have_changed() -> None:
    """Saved £100,000 and £40,000: a quarter is £35,000, a fifth £28,000."""
    found = compared(offer(), offer("20%"), OUTTURN)
    assert [each.in_all("fee earned") for each in found.settlements] == [Decimal("35000.00"), Decimal("28000.00")]
    assert found.difference("kept by the council", "share 20%") == Decimal("7000.00")
    assert found.sentence == (
        "With share 20% in place of share 25%, the fee is £28,000 and not £35,000, £7,000 less; "
        "the council keeps £7,000 more."
    )


def test_each_period_has_what_it_adds() -> None:
    found = compared(offer(), offer("20%"), OUTTURN)["share 20%"]
    assert found.of_period("saved") == {"2026-27": Decimal("100000.00"), "2027-28": Decimal("40000.00")}
    assert found.of_period("paid") == {"2026-27": Decimal("20000.00"), "2027-28": Decimal("8000.00")}
    assert found.of_period("kept by the council") == {"2026-27": Decimal("80000.00"), "2027-28": Decimal("32000.00")}


def test_retention_is_paid_after_the_term_where_all_of_it_is_settled() -> None:
    """A fifth of £25,000 a year is held, and paid a year after the end: the periods of each offer differ."""
    whole = dict.fromkeys(("2026-27", "2027-28", "2028-29"), 900_000)
    found = compared(offer(), offer(retention="20%"), whole, names=["all at once", "a fifth held"])
    assert found["a fifth held"].of_period("paid") == {
        **dict.fromkeys(whole, Decimal("20000.00")),
        "2029-30": Decimal("15000.00"),
    }
    assert found.sentence.startswith(
        "With a fifth held in place of all at once, nothing changes in all: the fee is £75,000 and the council keeps "
        "£225,000 under both; at the end of 2028-29 it had kept £15,000 more."
    )


def test_the_statement_stands_for_its_outturn() -> None:
    statement = offer().settle(OUTTURN)
    assert str(compared(offer(), offer("20%"), statement)) == str(compared(offer(), offer("20%"), statement.outturn))


def test_it_is_the_statement_of_each_offer() -> None:
    found = compared(offer(), offer("20%"), rr.fixed_fee("£30,000", like=offer()), OUTTURN)
    assert [each.name for each in found.settlements] == ["share 25%", "share 20%", "Fixed fee of £30,000"]
    for each in found.settlements:
        assert each.in_all("paid") == each.offer.contract.settle(OUTTURN).amount(
            "paid to date, less what was given back"
        )
        for figure in ("saved", "fee earned", "paid", "kept by the council"):
            assert sum(each.of_period(figure).values()) == each.in_all(figure)


def test_an_offer_against_itself_is_nought() -> None:
    found = compared(offer(), offer(), OUTTURN, names=["one", "same"])
    assert {record["value"] for record in found.to_records() if record["offer"] == "one"} == {
        record["value"] for record in found.to_records() if record["offer"] == "same"
    }
    assert found.difference("paid", "same") == 0
    assert "nothing changes in all: the fee is £35,000 and the council keeps £105,000 under both." in found.sentence


def test_it_shows_itself_as_tables() -> None:
    text = str(compared(offer(), offer("20%"), OUTTURN))
    assert "share 20%, against share 25%" in text
    assert "-£7,000.00" in text
    assert "+£7,000.00" in text
    assert "fee earned, by period" in text


def test_offers_are_called_by_what_tells_them_apart() -> None:
    assert [each.name for each in compared(offer(), offer(title="Theirs"), OUTTURN).settlements] == [
        "Gain share",
        "Theirs",
    ]
    both = compared(offer(), offer("20%", cap="£10,000"), OUTTURN)
    assert [each.name for each in both.settlements] == ["offer 1", "offer 2"]


def test_offers_must_measure_the_same_over_the_same_term() -> None:
    longer = rr.gain_share(baseline="£1,200,000", share="25%", starts="2026-04-01", years=4)
    assert refusals(offer(), longer, OUTTURN, names=["ours", "theirs"]) == [
        "theirs differs from ours in its term and the baseline of running costs, so that they are not paid on the same "
        "thing; compare offers that measure the same over the same term"
    ]
    assert refusals(contract(), offer(), OUTTURN, names=["ours", "theirs"])[0].startswith(
        "theirs differs from ours in the measure costs, which is in one of them alone and the measure running costs"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((), "what happens is missing: an outturn or a scenario belongs last"),
        ((offer(), offer("20%")), "what happens is a contract, where an outturn or a scenario belongs last"),
        ((offer(), OUTTURN), "offers has 1, where two or more are compared"),
        ((offer(), "20%", OUTTURN), "offers[1] is 'str', where a contract belongs"),
    ],
)
def test_what_is_no_comparison_is_refused(given: tuple[object, ...], told: str) -> None:
    assert refusals(*given)[0].startswith(told)


def test_names_are_one_for_each_offer() -> None:
    assert refusals(offer(), offer("20%"), OUTTURN, names=["one"])[0].startswith("names lists 1, but there are 2")
    assert refusals(offer(), offer("20%"), OUTTURN, names=["a", "a"])[0].startswith("names[1] is 'a', as another")
    assert refusals(offer(), offer("20%"), OUTTURN, names="ab")[0].startswith("names is 'ab', which is no list")
    assert refusals(offer(), offer("20%"), OUTTURN, names=["a", ""])[0].startswith("names[1] is '', which is no name")


def test_offers_must_be_in_one_currency() -> None:
    theirs = rr.gain_share(baseline="$1,000,000", share="25%", starts="2026-04-01", years=3, currency="$")
    assert "in its currency and the unit of running costs" in refusals(offer(), theirs, OUTTURN)[0]


def test_what_is_wrong_with_the_outturn_is_told_once() -> None:
    found = refusals(offer(), offer("20%"), {"2026-27": "x"})
    assert len(found) == 1
    assert found[0].startswith("share 25%: ")
