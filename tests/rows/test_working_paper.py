"""The working paper of outcome payments: what it shows, and that what it shows adds up."""

import pytest

from tests.interchange import Desk
from tests.rows.cards import card, claim, families

CARD = """
periods = ["2026-27", "2027-28", "2028-29"]
cap_per_person = "£3,000"
outcomes = [
    { name = "attachment", amount = 400 },
    { name = "job outcome", amount = 1200 },
    { name = "sustainment", amount = 2210 },
]
"""
CLAIMS = """person,outcome,period,evidence
A17,attachment,2026-27,referral
A17,job outcome,2026-27,P45
A17,sustainment,2027-28,payslips
"""


@pytest.fixture
def desk(tmp_path, capsys):
    return Desk(tmp_path, capsys)


PAPER = """
Outcome payments, working paper
===============================

4 claims of 2 people come to £11,900.00 on the card: £3,900.00 does not stack, and the cap of
£3,950.00 for each person cuts off £100.00, which the council keeps; £7,900.00 is paid.

By period
period   claims  on the card  does not stack  cut off by the cap      paid
--------------------------------------------------------------------------
2026-27       2     7,900.00            0.00               50.00  7,850.00
2027-28       1       100.00            0.00               50.00     50.00
2028-29       1     3,900.00        3,900.00                0.00      0.00
--------------------------------------------------------------------------
in all        4    11,900.00        3,900.00              100.00  7,900.00
"""


def paper():
    claims = [
        claim("F1", "turned around"),
        claim("F1", "progress to work", 1),
        claim("F2", "work"),
        claim("F2", "turned around", 2, date="2028-05-01", evidence="school report"),
    ]
    return families(cap_per_person=3_950).work_out(claims)


def test_it_says_what_is_paid_and_whose_the_rest_is():
    text = str(paper())
    assert text.startswith(PAPER.strip())
    assert "Of work and turned around only the best paid counts" in text
    assert "At most £3,950.00 for each person" in text
    assert "progress towards work" in text
    rows = [line.split() for line in text.splitlines() if "2028-05-01" in line]
    amounts = ["3,900.00", "3,900.00", "0.00", "0.00", "3,950.00"]
    assert rows == [["F2", "turned", "around", "2028-29", "2028-05-01", *amounts, "school", "report"]]


def test_it_is_a_table_in_a_notebook_and_in_markdown():
    assert "<table" in paper()._repr_html_()
    assert "| 2026-27 | 2 | 7,900.00 |" in paper().to_markdown()


def test_each_claim_says_how_it_comes_to_what_it_pays():
    assert paper().claims[1].working == (
        "amount on the card £100.00 less does not stack £0.00 less cut off by the cap, and kept by the council £50.00"
    )


def test_by_outcome_and_by_person_are_of_the_same_claims():
    found = paper()
    for groups in (found.by_outcome, found.by_person):
        assert tuple(map(sum, zip(*groups.values(), strict=True))) == found.total
    assert found.by_outcome["work"].paid == 3_950
    assert [each.claim.person for each in found] == ["F1", "F1", "F2", "F2"]
    assert len(found) == 4


def test_without_a_cap_nothing_is_said_of_one():
    found = card().work_out([claim("A17", "attachment")])
    assert "cap" not in str(found)
    assert found.sentence == "1 claim of 1 person comes to £400.00 on the card; £400.00 is paid."


def test_a_long_table_is_shown_in_part():
    claims = [claim(f"A{number}", "attachment") for number in range(201)]
    found = card().work_out(claims)
    assert "The first 200 of 201 claims are shown; the record holds all." in str(found)
    assert found.total.paid == 201 * 400


# The command.


def test_the_command_prints_what_is_paid_in_each_period(desk):
    files = desk.put("card.toml", CARD), desk.put("claims.csv", CLAIMS)
    status, out, complaints = desk.run("outcomes", *files)
    assert (status, complaints) == (0, [])
    assert [line.split() for line in out.splitlines() if line.startswith("2027-28")] == [
        ["2027-28", "1", "2,210.00", "0.00", "810.00", "1,400.00"]
    ]
    assert "payslips" not in out
    _, out, _ = desk.run("outcomes", *files, "--paper")
    assert "payslips" in out
    _, out, _ = desk.run("outcomes", *files, "--to", "2026-27")
    assert "1,600.00" in out
    assert "2027-28" not in out


def test_the_command_tells_what_is_wrong_with_the_card_or_the_claims(desk):
    good, claims = desk.put("card.toml", CARD), desk.put("claims.csv", CLAIMS)
    bad = desk.put("bad.toml", CARD.replace("amount = 400", "amunt = 400"))
    assert desk.run("outcomes", bad, claims) == (
        2,
        "",
        [
            'bad.toml: outcomes[0].amunt is 400, but there is no such term; did you mean "amount"?',
        ],
    )
    assert len(desk.run("outcomes", bad, "nowhere.csv")[2]) == 2
    twice = desk.put("twice.csv", f"{CLAIMS}A17,attachment,2028-29,\n")
    status, out, complaints = desk.run("outcomes", good, twice)
    assert (status, out, len(complaints)) == (2, "", 1)
    assert desk.run("outcomes", good, claims, "--to", "2031")[2] == [
        "--to is '2031', which is not one of 2026-27, 2027-28, 2028-29; write one of them"
    ]
