"""A table of claims: what it must say, and what is refused of it, all at once and by its row."""

import pytest

import riskreward as rr
from tests.rows.cards import WORK_PROGRAMME, YEARS, against, card, claim, families, paid

CLAIMS = """person,outcome,period,date,evidence
A17,attachment,2026-27,2026-05-01,referral form
A17,job outcome,2026-27,2026-11-20,P45

A18,attachment,2027-28,,
"""


@pytest.fixture
def table(tmp_path):
    def written(text: str) -> rr.Outturn:
        path = tmp_path / "claims.csv"
        path.write_text(text, encoding="utf-8")
        return rr.read_claims(path)

    return written


def test_a_table_is_read_from_csv_with_its_dates_and_evidence(table):
    paper = card().work_out(table(CLAIMS))
    assert {label: str(amount) for label, amount in paper.by_period.items()} == {
        "2026-27": "1600.00",
        "2027-28": "400.00",
    }
    assert [each.claim.evidence for each in paper] == ["referral form", "P45", ""]
    assert [str(each.claim.date) for each in paper] == ["2026-05-01", "2026-11-20", "None"]
    assert [each.claim.where for each in paper] == ["claims.csv row 2", "claims.csv row 3", "claims.csv row 5"]


def test_date_and_evidence_may_be_left_out(table):
    assert card().work_out(table("outcome,period,person\nattachment,2026-27,1\n")).total.paid == 400


# Refused.


def test_a_person_paid_twice_for_one_outcome_is_refused_naming_both_rows(table):
    again = f"{CLAIMS}A17,job outcome,2028-29,2028-06-01,P45\n"
    assert against(card(), table(again)) == [
        "claims.csv row 6 claims 'job outcome' for 'A17' again, as claims.csv row 3 does; "
        "it is paid once for each person: leave one of them out"
    ]


def test_a_person_paid_more_often_than_the_card_says_is_refused():
    agreed = card({"name": "four weeks sustained", "amount": 170, "times": 2})
    claims = [claim("A17", "four weeks sustained", year) for year in (0, 0, 1, 2)]
    often = "it is paid at most 2 times for each person: leave one of them out"
    assert against(agreed, claims) == [
        f"claims[{number}] claims 'four weeks sustained' for 'A17' again, as 2 rows before it, the first of them "
        f"claims[0], do; {often}"
        for number in (2, 3)
    ]


def test_everything_wrong_is_told_at_once_by_its_row_and_column(table):
    rows = (
        ",attachment,2026-27,,",
        "A1,atachment,2026-27,,",
        "A2,a bonus,2031-32,,",
        "A3,,,01/05/2026,",
        "a4,attachment,2026-27,,",
        "A4,job outcome,2026-27,,,",
        "A4,job outcome,2026-27,,",
    )
    known = "'attachment', 'job outcome', 'sustainment'"
    assert against(card(), table("\n".join(["person,outcome,period,date,evidence", *rows]))) == [
        "claims.csv row 2, column 'person', is empty; write who it is claimed for, such as A17",
        "claims.csv row 3, column 'outcome', is 'atachment', which is not on the card; did you mean 'attachment'?",
        f"claims.csv row 4, column 'outcome', is 'a bonus', which is not on the card; write one of {known}",
        "claims.csv row 4, column 'period', is '2031-32', which is not one of 2026-27, 2027-28, 2028-29; "
        "write one of them",
        f"claims.csv row 5, column 'outcome', is empty; write one of {known}",
        "claims.csv row 5, column 'period', is empty; write the period it is claimed in, such as 2026-27",
        "claims.csv row 5, column 'date', is 01/05/2026, which is not a date this library reads; "
        "write 2026-05-01 if 1 May 2026 is meant",
        "claims.csv row 7 has 6 cells, but the heading has 5; put quotation marks around a cell that has a comma "
        'within it, such as "1,234.50"',
        "claims.csv row 8, column 'person', is 'A4', but claims.csv row 6 writes 'a4'; "
        "write one person in one way, and two in two",
    ]


def test_a_heading_that_lacks_a_column_or_has_another_is_told_once(table):
    columns = "the columns are person, outcome, period, date, evidence"
    assert against(
        card(), table("persn,outcome,period,ward\nA1,attachment,2026-27,North\nA2,attachment,2026-27,\n")
    ) == [
        "claims.csv row 1, column 'persn', is no column of a table of claims; did you mean 'person'?",
        f"claims.csv row 1, column 'ward', is no column of a table of claims; leave it out; {columns}",
        f"claims.csv row 1 has no column 'person'; head a column with it; {columns}",
    ]


def test_a_file_without_a_period_or_without_rows_is_refused(table):
    with pytest.raises(rr.InputError, match="has no column 'period'"):
        table("person,outcome\nA1,attachment\n")
    with pytest.raises(rr.InputError, match="write a row for each claim"):
        table("person,outcome,period\n")


def test_records_are_told_of_by_their_number():
    records = [{"outcome": "attachment", "period": "2026-27"}, 3, {**claim("A", "attachment"), "dat": ""}]
    assert against(card(), records) == [
        "claims[0], column 'person', is empty; write who it is claimed for, such as A17",
        'claims[1] is 3, where a record belongs; write {"period": "2022-23", ...}',
        "claims[2], column 'dat', is no column of a table of claims; did you mean 'date'?",
    ]
    assert against(card(), [{**claim("A", "attachment"), "person": 17.0}]) == [
        "claims[0], column 'person', is 17.0, where text belongs; write who it is claimed for, such as A17"
    ]


@pytest.mark.parametrize("given", ["claims.csv", {"2026-27": 3}, 5])
def test_what_is_no_table_is_refused(given):
    (said,) = against(card(), given)
    assert said.startswith("claims is ")
    assert said.endswith("or read_claims(path) for a file")


def test_the_periods_and_the_last_of_them_must_be_known():
    claims = [claim("A", "attachment")]
    assert against(card(periods=()), claims) == [
        "periods of the claims are not given; give the contract's calendar, or their labels in order"
    ]
    assert against(card(), claims, to="2030-31") == [
        "to is '2030-31', which is not one of 2026-27, 2027-28, 2028-29; write one of them"
    ]
    assert against(card(), []) == ["claims are none; say to which period they are none, with to"]


def test_a_date_lies_in_the_term_and_not_after_the_period_that_it_is_claimed_in():
    contract = rr.gain_share(
        baseline="£1,000,000", share="10%", fee_starts="first pound", counted="each period",
        starts="2026-04-01", years=2,
    )  # fmt: skip
    claims = [claim("A", "attachment", date=day) for day in ("2026-03-31", "2027-04-01", "2027-03-31", "2026-04-01")]
    claims = [{**each, "person": f"A{number}"} for number, each in enumerate(claims)]
    assert against(rr.RateCard(outcomes=list(WORK_PROGRAMME)), claims, periods=contract.calendar) == [
        "claims[0], column 'date', is 2026-03-31, before the term begins on 1 April 2026; "
        "correct the date, or take the claim out",
        "claims[1], column 'date', is 2027-04-01, but 2026-27 ends on 31 March 2027; "
        "correct the date, or the period it is claimed in",
    ]


@pytest.mark.parametrize("days", [(None, None), ("2026-05-01", None), (None, "2026-05-01"), ("2026-05-01",) * 2])
def test_of_two_alternatives_in_one_period_the_table_must_say_which_was_first(days):
    first, second = days
    claims = [claim("F1", "work", date=first), claim("F1", "turned around", date=second)]
    assert not [each for each in families().work_out(claims) if not each.working]
    (said,) = against(families("the first achieved"), claims)
    assert said.endswith("in the same period; only the first achieved counts; write the date of both, which differ")


def test_an_alternative_is_not_dated_before_one_that_was_paid_as_the_first():
    claims = [claim("F1", "work", date="2026-06-01"), claim("F1", "turned around", 1, date="2026-05-01")]
    assert against(families("the first achieved"), claims) == [
        "claims[1] claims 'turned around' for 'F1', of whom claims[0] claims 'work' as the first achieved, but it is "
        "dated 2026-05-01, not after 2026-06-01; correct the dates, or take one of them out"
    ]
    assert families("the first achieved").work_out([{**each, "date": None} for each in claims]).total.paid == 4_000


def test_labels_are_found_however_they_are_spaced():
    agreed = rr.RateCard(outcomes=list(WORK_PROGRAMME), periods=["2026-27 Q1", "2026-27 Q2"])
    paper = agreed.work_out([{"person": "A", "outcome": " Job  Outcome", "period": "2026-27q2"}])
    assert paper.by_period == {"2026-27 Q1": 0, "2026-27 Q2": 1200}
    assert YEARS[0] not in paper.by_period


def test_within_a_period_a_dated_claim_counts_before_one_without_a_date():
    """The cap of 1,300 leaves 100 for what comes last, which is the claim without a date."""
    claims = [claim("A", "attachment"), claim("A", "job outcome", date="2026-09-01")]
    assert paid(card(cap_per_person=1_300), *claims) == [100, 1_200]
