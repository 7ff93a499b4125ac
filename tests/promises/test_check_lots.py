"""The cap over lots: proved for every choice of its terms, and a cap damaged on purpose is broken and never proved."""

import sys
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskreward as rr
from riskreward.kernel import Amount, at_least, at_most, carry, named, nothing, pounds, previous
from riskreward.portfolios.cap import WITHIN, Cap, Over, gained_and_given_back
from riskreward.promises import DisagreementError
from riskreward.promises.lots_within import KEPT, LotsWithin
from riskreward.promises.promise import Promised
from riskreward.readers import exact
from tests.promises.test_check import answers_of

CHECK_LOTS = sys.modules["riskreward.promises.check_lots"]
PAGE = (Path(__file__).parents[2] / "docs" / "promises.md").read_text(encoding="utf-8")
NAME = "the cap over all lots holds"
PROMISE = Promised(NAME, "What all lots have within the cap is never more than it.")
TERMS: list[tuple[Over, bool]] = [("year", True), ("year", False), ("term", True), ("term", False)]


def settled(outturns: dict[str, tuple[int, int]], cap: str, over: Over, netted: bool, **terms: Any) -> rr.Lots:
    """Return lots under a cap that earn all they save against £1,000 a year, over two years."""
    shared_out = terms.pop("shared_out", "pro rata")
    agreed = rr.gain_share(
        baseline="£1,000", share="100%", fee_starts="first pound", starts="2026-04-01", years=2, **terms
    )
    years = ("2026-27", "2027-28")
    given = {name: (agreed, dict(zip(years, each, strict=True))) for name, each in outturns.items()}
    return rr.settle_lots(given, cap=cap, over=over, shared_out=shared_out, netted=netted)


def lots(cap: str = "£100", over: Over = "term", netted: bool = False, **terms: Any) -> rr.Lots:
    """Return two lots that earn £80 and £40 in the first year, and £30 each in the second."""
    outturns = {"North": (920, 970), "South": (960, 970)}
    return settled(outturns, cap, over, netted, counted="each period", **terms)


# Worked examples.


@pytest.mark.parametrize("cap", ["£0", "£0.01", "£100", "£11,420,000.37"])
@pytest.mark.parametrize(("over", "netted"), TERMS)
def test_the_cap_is_proved_whatever_its_terms(over: Over, netted: bool, cap: str) -> None:
    verdict = rr.check_lots(lots(cap, over, netted))[NAME]
    assert verdict.state == "proved"
    assert verdict.sentence == (
        "What all lots have within the cap is never more than it, "
        f"over {'each contract year' if over == 'year' else 'the term'}"
        ", after rounding: proved for any fees of any number of lots, over any number of years."
    )


def test_the_proof_rests_on_the_promises_own_sum_and_a_plain_solver_checks_it_again(tmp_path: Path) -> None:
    verdict = rr.check_lots(lots())[NAME]
    assert verdict.invariants == ("[promise / what all lots have] is [used]", "[used] is at most 100")
    assert verdict.certificate is not None
    certificate = tmp_path / "lots.smt2"
    certificate.write_text(verdict.certificate, encoding="utf-8")
    assert answers_of(certificate) == ["unsat"] * 5


def test_it_shows_what_it_found_and_what_that_rests_on() -> None:
    checked = rr.check_lots(lots(netted=True, shared_out="in order"))
    text = " ".join(str(checked).split())
    assert checked.sentence == "Of 1 promise to the council: 1 proved."
    assert checked.exit_code == 0
    assert "2 lots under a cap of £100.00 over the term" in text
    assert "shared out in order, which adds up to it to the penny and gives no lot more than its own fee" in text
    assert "given back in full, even what the cap had cut off it, and is taken off what all lots have" in text
    assert "in a year is whole pence, £1,000,000,000,000,000.00 at most" in text
    assert "beside the cap, and makes no room" in str(rr.check_lots(lots()))
    assert "<table" in checked._repr_html_()


def test_where_lots_are_netted_the_cap_holds_as_long_as_all_that_a_fee_falls_by_is_given_back() -> None:
    """North earns 80 of which 50 is within 50, and its fee falls by 80: South then has 80, and all have 50 - 80 + 80.

    Were North to give back the 50 that it had, and no more, all lots would have 80.
    """
    both = settled({"North": (920, 1080), "South": (1000, 870)}, "£50", "term", True, counted="to date", clawback=True)
    assert [each.within for each in both.fees] == [50, 0, -80, 80]
    assert both.within == 50
    assert rr.check_lots(both)[NAME].state == "proved"


def test_without_the_solver_it_is_searched_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CHECK_LOTS, "is_installed", lambda: False)
    checked = rr.check_lots(lots(), paths=50)
    assert checked[NAME].state == "searched"
    assert checked[NAME].sentence == "Nothing broke it in 50 paths; that is no proof."
    assert "pip install 'riskreward[prove]'" in " ".join(str(checked).split())


def test_what_is_neither_proved_nor_broken_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LotsWithin, "proof", lambda *_: None)
    checked = rr.check_lots(lots(), paths=50)
    assert (checked[NAME].state, checked.exit_code) == ("undecided", 3)
    assert checked[NAME].sentence == "Neither proved nor broken in 50 paths."


def test_lots_are_no_contract() -> None:
    with pytest.raises(rr.InputError, match=r"is lots under one cap.*write check_lots\(lots\)"):
        rr.check(lots())  # type: ignore[arg-type]  # what is refused


# Caps that are damaged on purpose.


def _made(kept: Amount, used: Amount | None = None) -> Amount:
    """Record what a damaged cap keeps, and what it thinks is used where it is over the term."""
    if used is not None:
        carry("used", used)
    return named(WITHIN, kept)


class RoomNotLessened(Cap):
    """Each year has the whole cap again, although it is over the term."""

    def record(self) -> Amount:
        gained, _ = gained_and_given_back()
        return _made(at_most(gained, pounds(self.amount)))


class UsedForgotten(Cap):
    """What was used before last year is forgotten."""

    def record(self) -> Amount:
        gained, _ = gained_and_given_back()
        kept = at_most(gained, at_least(pounds(self.amount) - previous("used", pounds(0)), nothing))
        return _made(kept, kept)


class RoomMadeTwice(Cap):
    """What is given back makes room twice over."""

    def record(self) -> Amount:
        gained, given_back = gained_and_given_back()
        return _made(at_most(gained, pounds(self.amount) + given_back + given_back))


class RoomMadeThoughNotNetted(Cap):
    """What is given back makes room, although the lots are not netted."""

    def record(self) -> Amount:
        return self._replace(netted=True).record() if not self.netted else super().record()


class APennyOver(Cap):
    """One penny is within the cap that is not."""

    def record(self) -> Amount:
        gained, _ = gained_and_given_back()
        return _made(at_most(gained, pounds(self.amount + Fraction(1, 100))))


class NeverCut(Cap):
    """The larger is taken for the smaller."""

    def record(self) -> Amount:
        gained, _ = gained_and_given_back()
        return _made(at_least(gained, pounds(self.amount)))


DAMAGED = [
    (RoomNotLessened(Fraction(100), "term", netted=False), "£100.00 in year 1 and £100.00 in year 2"),
    (RoomNotLessened(Fraction(100), "term", netted=True), "£100.00 in year 1 and £100.00 in year 2"),
    (UsedForgotten(Fraction(100), "term", netted=False), ""),
    (RoomMadeTwice(Fraction(100), "year", netted=True), ""),
    (APennyOver(Fraction(100), "year", netted=False), "£200.00 in year 1, all lots have £100.01"),
    (NeverCut(Fraction(100), "year", netted=True), "£200.00 in year 1, all lots have £200.00"),
]


@pytest.mark.parametrize(("cap", "told"), DAMAGED)
def test_a_damaged_cap_is_broken_with_its_figures_and_never_proved(
    cap: Cap, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CHECK_LOTS, "Cap", type(cap))
    checked = rr.check_lots(lots(over=cap.over, netted=cap.netted))
    assert checked[NAME].state == "broken"
    assert checked[NAME].sentence.startswith("If lots gain ")
    assert told in checked[NAME].sentence
    assert checked[NAME].sentence.endswith("above the cap of £100.00.")
    assert checked.exit_code == 1
    assert "BROKEN" in str(checked)
    assert LotsWithin(cap).proof("damaged", PROMISE) is None


def test_the_broken_cap_on_the_page_is_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CHECK_LOTS, "Cap", RoomNotLessened)
    assert f"\n> {rr.check_lots(lots())[NAME].sentence}\n" in PAGE
    with pytest.raises(ValueError, match="is broken: there is no statement"):
        _ = rr.check_lots(lots())[NAME].statement


def test_room_that_is_made_though_lots_are_not_netted_is_broken() -> None:
    rule = LotsWithin(RoomMadeThoughNotNetted(Fraction(100), "year", netted=False))
    years = rule.search(2_000, 0)
    assert years is not None
    assert rule.above(years) is not None
    assert rule.proof("damaged", PROMISE) is None


@pytest.mark.parametrize(("over", "netted"), TERMS)
def test_lots_that_share_out_more_than_the_room_are_broken_as_they_are_settled(
    over: Over, netted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rr.Lots, "_kept", lambda _self, gains, _room: dict(gains))
    sentence = rr.check_lots(lots(over=over, netted=netted))[NAME].sentence
    to_date = " to date" if over == "term" else ""
    assert sentence == f"As they are settled, all lots have £120.00{to_date}, above the cap of £100.00 in 2026-27."


def test_a_cap_both_proved_and_broken_is_an_error_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    proof = LotsWithin(Cap(Fraction(100), "term", netted=False)).proof("sound", PROMISE)
    monkeypatch.setattr(LotsWithin, "proof", lambda *_: proof)
    monkeypatch.setattr(CHECK_LOTS, "Cap", RoomNotLessened)
    with pytest.raises(DisagreementError, match="is proved, and broken: If lots gain"):
        rr.check_lots(lots())


# Properties.

PENCE = st.integers(0, 30_000)
YEARS = st.lists(st.tuples(PENCE, PENCE), min_size=1, max_size=5)


@given(YEARS, st.integers(0, 20_000), st.sampled_from(TERMS))
def test_the_promises_sum_is_what_the_years_add_up_to(
    years: list[tuple[int, int]], limit: int, terms: tuple[Over, bool]
) -> None:
    cap = Cap(Fraction(limit, 100), *terms)
    rule = LotsWithin(cap)
    numbers = rule.program.line_numbers
    had = 0
    for lines, (gained, given_back) in zip(exact.run(rule.program, years).lines, years, strict=True):
        had = had if cap.over == "term" else 0
        had += lines[numbers[WITHIN]] - (given_back if cap.netted else 0)
        assert 0 <= lines[numbers[WITHIN]] <= gained
        assert bool(lines[numbers[KEPT]]) == (had <= limit)
        assert had <= limit


@given(
    st.lists(PENCE.map(lambda pence: Fraction(pence, 100)), min_size=1, max_size=5),
    st.integers(0, 60_000).map(lambda pence: Fraction(pence, 100)),
    st.sampled_from(("pro rata", "in order")),
)
def test_the_sharing_out_adds_up_to_the_room_and_no_lot_has_more_than_its_own_fee(
    fees: list[Fraction], room: Fraction, shared_out: Any
) -> None:
    gains = {str(number): fee for number, fee in enumerate(fees) if fee}
    kept = lots(shared_out=shared_out)._kept(gains, room)
    assert sum(kept.values()) == min(room, sum(gains.values()))
    assert all(0 <= kept[name] <= gain and (kept[name] * 100).denominator == 1 for name, gain in gains.items())


@pytest.mark.parametrize(("over", "netted"), TERMS)
def test_the_search_reaches_the_cap_to_the_penny_and_gives_back(over: Over, netted: bool) -> None:
    rule, chance = LotsWithin(Cap(Fraction(100), over, netted)), Random(0)
    had = rule.program.line_numbers["promise / what all lots have"]
    drawn = [rule._drawn(chance) for _ in range(500)]
    lines = [line for years in drawn for line in exact.run(rule.program, years).lines]
    assert sum(line[had] == 10_000 for line in lines) > len(lines) / 5
    assert sum(line[had] == 9_999 for line in lines) > len(lines) / 50
    assert sum(given_back > 0 for years in drawn for _, given_back in years) > len(lines) / 4
