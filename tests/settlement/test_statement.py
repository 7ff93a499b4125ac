"""The statement: every line by its name, with its working; the shipped example's whole table, and its third year."""

from decimal import Decimal
from fractions import Fraction

import pytest

import riskreward as rr
from riskreward.__main__ import EXAMPLE
from tests.contracts import QUALITY, column, contract, pence, settle, told

SOUTH_TYNESIDE = rr.read_contract(EXAMPLE / "south-tyneside.toml")
OUTTURN = rr.read_outturn(EXAMPLE / "south-tyneside-outturn.csv")
STATEMENT = SOUTH_TYNESIDE.settle(OUTTURN)

# South Tyneside, two years: the table of the issue, every figure worked out by hand.
#
# 2022-23  12,201,000 x 127.9 / 115.8 = 13,475,888.60 baseline; less 11,885,000 = 1,590,888.60 saved
#          5% of the baseline = 673,794.43 guaranteed; 917,094.17 above it
#          25% of 500,000 = 125,000.00, 15% of 417,094.17 = 62,564.13 (62,564.1255): 187,564.13 earned
#          20% of it = 37,512.83 retained (37,512.826), 150,051.30 paid; 20% VAT on that = 30,010.26
# 2023-24  12,201,000 x 132.3 / 115.8 = 13,939,484.46; less 12,736,000 = 1,203,484.46
#          10% = 1,393,948.45 guaranteed; 190,463.99 below it, so that 726,630.18 are above it to date
#          125,000.00 and 15% of 226,630.18 = 33,994.53 (33,994.527): 158,994.53 to date, 28,569.60 less
#          37,512.83 - 28,569.60 = 8,943.23 still retained; the year falls short, so that nothing is released


@pytest.mark.parametrize(
    ("line", "amounts"),
    [
        ("running costs / baseline", "13,475,888.60 13,939,484.46"),
        ("running costs / outturn", "11,885,000.00 12,736,000.00"),
        ("running costs / saving", "1,590,888.60 1,203,484.46"),
        ("income / increase", "685,000.00 856,000.00"),
        ("guaranteed", "673,794.43 1,393,948.45"),
        ("guarantee / above (below) the guarantee", "917,094.17 -190,463.99"),
        ("below the guarantee", "0.00 0.00"),
        ("shortfall payable by the provider", "0.00 0.00"),
        ("saving after the quality gate", "917,094.17 -190,463.99"),
        ("above (below) the guarantee, to date", "917,094.17 726,630.18"),
        ("fee by the bands", "187,564.13 158,994.53"),
        ("fee within the cap", "187,564.13 158,994.53"),
        ("fee to date", "187,564.13 158,994.53"),
        ("fee of the year", "187,564.13 0.00"),
        ("clawback", "0.00 28,569.60"),
        ("clawed back from retention", "0.00 28,569.60"),
        ("clawed back from the provider", "0.00 0.00"),
        ("retained", "37,512.83 0.00"),
        ("released from retention", "0.00 0.00"),
        ("still retained", "37,512.83 8,943.23"),
        ("paid", "150,051.30 0.00"),
        ("VAT on what is paid", "30,010.26 0.00"),
        ("invoice with VAT", "180,061.56 0.00"),
        ("VAT credited on the clawback", "0.00 0.00"),
        ("credit note with VAT", "0.00 0.00"),
        ("saved to date", "1,590,888.60 2,794,373.06"),
        ("fee earned to date", "187,564.13 158,994.53"),
        ("clawed back to date", "0.00 28,569.60"),
        ("paid to date, less what was given back", "150,051.30 150,051.30"),
        ("shortfall received to date", "0.00 0.00"),
        ("kept by the council to date", "1,440,837.30 2,644,321.76"),
    ],
)
def test_south_tyneside_in_its_first_two_years(line, amounts):
    assert column(STATEMENT, line) == pence(amounts)


def test_south_tynesides_figures_are_exact_until_they_are_shown():
    """917,094.17 is 1,590,888.601036... less 673,794.430051...: nothing is rounded between baseline and guarantee."""
    baseline = Fraction(12_201_000) * Fraction("127.9") / Fraction("115.8")
    assert STATEMENT.exact("running costs / baseline", "2022-23") == baseline
    above = baseline * Fraction(95, 100) - 11_885_000
    assert STATEMENT.exact("guarantee / above (below) the guarantee", "2022-23") == above
    assert STATEMENT.exact("above (below) the guarantee, to date", "2022-23") == Fraction("917094.17")


def test_south_tynesides_fee_is_explained_in_words_and_figures():
    line = STATEMENT["2022-23"].line("fee by the bands")
    assert line.working == "25% of £500,000.00 and 15% of £417,094.17"
    assert (line.unit, line.clause, line.path) == ("£", "fee.step[1]", "fee / fee by the bands")


def test_south_tynesides_findings_begin_with_what_its_reader_should_know_first():
    assert [finding.sentence for finding in STATEMENT.findings][:4] == [
        "The saving of running costs is against an indexed baseline: cash spending over the two years rose £219,000 "
        "against the amount first agreed; it is cash only if the budget was uplifted by the same index (the contract "
        "says it was).",
        "£685,000 of the net change in 2022-23 and £856,000 of the net change in 2023-24 is income, which is shown "
        "and never earns.",
        # half a thousand of the outturn, and half a thousand at 132.3 / 115.8 of the baseline
        "The figures of running costs look published to the nearest £1,000: all are whole thousands, so that a saving "
        "may be out by as much as £1,071.24.",
        "This contract is illustrative: the provider and every term are invented.",
    ]
    assert told(STATEMENT.findings, "out of pocket") == []
    assert told(STATEMENT.findings, "uncapped fee") == []


def test_south_tyneside_ends_with_one_sentence():
    assert " ".join(str(STATEMENT).split()).endswith(
        "To 31 March 2024, South Tyneside Council has saved £2,794,373.06 against the agreed baseline and paid "
        "£150,051.30 for it: it has kept £2,644,321.76, and still holds £8,943.23 of the fee in retention."
    )


def test_south_tyneside_failing_its_quality_in_the_first_year_has_earned_nothing_after_the_second():
    """The excess of 917,094.17 does not count, the 190,463.99 short of the second year does."""
    rows = OUTTURN.to_records()
    statement = SOUTH_TYNESIDE.settle([{**rows[0], "repairs on time": "89.99%"}, rows[1]])
    assert column(statement, "above (below) the guarantee, to date") == pence("0.00 -190,463.99")
    assert column(statement, "fee to date") == pence("0.00 0.00")
    assert column(statement, "below the guarantee") == pence("0.00 0.00")  # tested on the saving, whatever its quality


# Its third year, at an invented level of 135.0: 12,201,000 x 135 / 115.8 = 14,223,963.73 baseline,
# 10% of it = 1,422,396.37 guaranteed.


def third_year(spent: int) -> rr.Statement:
    agreed = SOUTH_TYNESIDE.replace(
        **{"measure[0].baseline.index.levels": {"2022-23": 127.9, "2023-24": 132.3, "2024-25": 135}}
    )
    row = {"period": "2024-25", "running costs": spent, "income": 5_000_000, "repairs on time": "95%"}
    return agreed.settle([*OUTTURN.to_records(), row])


def test_a_third_year_cannot_be_settled_before_its_level_is_published():
    row = {"period": "2024-25", "running costs": 12_500_000, "income": 0, "repairs on time": "95%"}
    with pytest.raises(rr.InputError) as caught:
        SOUTH_TYNESIDE.settle([*OUTTURN.to_records(), row])
    assert str(caught.value) == (
        "measure[0].baseline.index.levels has no level for 2024-25, which the outturn settles; "
        'write the published level: "2024-25" = ...'
    )


@pytest.mark.parametrize(
    ("line", "third_and_run_off"),
    [
        ("running costs / saving", "1,723,963.73 0.00"),
        ("guarantee / above (below) the guarantee", "301,567.36 0.00"),
        ("above (below) the guarantee, to date", "1,028,197.54 1,028,197.54"),  # 726,630.18 + 301,567.36
        ("fee to date", "204,229.63 204,229.63"),  # 125,000.00 + 15% of 528,197.54, 79,229.631
        ("fee of the year", "45,235.10 0.00"),  # less 158,994.53
        ("retained", "9,047.02 0.00"),
        ("released from retention", "8,943.23 9,047.02"),  # the year meets its guarantee; then the run-off
        ("still retained", "9,047.02 0.00"),
        ("paid", "45,131.31 9,047.02"),  # 45,235.10 - 9,047.02 + 8,943.23
        ("VAT on what is paid", "9,026.26 1,809.40"),
        ("fee earned to date", "204,229.63 204,229.63"),
        ("paid to date, less what was given back", "195,182.61 204,229.63"),
        ("saved to date", "4,518,336.79 4,518,336.79"),  # 2,794,373.06 + 1,723,963.73
        ("kept by the council to date", "4,323,154.18 4,314,107.16"),
        ("shortfall payable by the provider", "0.00 0.00"),
    ],
)
def test_a_good_third_year_earns_again_releases_what_was_held_and_runs_off(line, third_and_run_off):
    """12,500,000 spent: 14,223,963.73 - 12,500,000 = 1,723,963.73 saved, 301,567.36 above the guarantee."""
    assert column(third_year(12_500_000), line)[2:] == pence(third_and_run_off)


@pytest.mark.parametrize(
    ("line", "third_and_run_off"),
    [
        ("running costs / saving", "-76,036.27 0.00"),
        ("guarantee / above (below) the guarantee", "-1,498,432.64 0.00"),
        ("above (below) the guarantee, to date", "-771,802.46 -771,802.46"),  # 726,630.18 - 1,498,432.64
        ("fee to date", "0.00 0.00"),
        ("clawback", "158,994.53 0.00"),
        ("clawed back from retention", "8,943.23 0.00"),
        ("clawed back from the provider", "150,051.30 0.00"),
        ("VAT credited on the clawback", "30,010.26 0.00"),
        ("credit note with VAT", "180,061.56 0.00"),
        ("still retained", "0.00 0.00"),
        ("paid to date, less what was given back", "0.00 0.00"),
        ("below the guarantee", "771,802.46 771,802.46"),
        ("shortfall payable by the provider", "771,802.46 0.00"),
        ("saved to date", "2,718,336.79 2,718,336.79"),
        # The three guaranteed amounts, 673,794.43 + 1,393,948.45 + 1,422,396.37, to the exact penny.
        ("kept by the council to date", "3,490,139.25 3,490,139.25"),
    ],
)
def test_a_bad_third_year_gives_everything_back_and_the_provider_makes_up_the_guarantee(line, third_and_run_off):
    """14,300,000 spent: 76,036.27 more than the baseline, 1,498,432.64 short of the guarantee."""
    assert column(third_year(14_300_000), line)[2:] == pence(third_and_run_off)


# How it is asked.


def test_a_line_is_found_by_its_name_and_by_its_path():
    statement = settle(contract(), 100_000, 50_000)
    assert statement.amount("paid") == 5_000
    assert statement.amount("paid", "2026-27") == 10_000
    assert statement["2026-27"]["paid"] == statement["2026-27"]["settlement / paid"] == Decimal("10000.00")
    assert statement.exact("paid", "2026-27") == 10_000
    assert statement.has("paid")
    assert statement.has("settlement / paid")
    assert not statement.has("pa")


def test_a_name_of_several_lines_is_answered_with_their_paths():
    statement = settle(contract(others=(QUALITY,)), 100_000, quality=("95%",))
    with pytest.raises(KeyError) as caught:
        statement.amount("outturn")
    assert caught.value.args[0] == (
        "'outturn' is several lines of this statement: 'costs / outturn', 'quality / outturn'"
    )


def test_a_name_of_no_line_is_answered_with_those_there_are():
    with pytest.raises(KeyError, match=r"'payed' is no line of this statement: 'costs / baseline', "):
        settle(contract(), 100_000).amount("payed")


def test_a_period_that_was_not_settled_is_answered_with_those_that_were():
    with pytest.raises(KeyError, match=r"'2028-29' is no period of this statement: 2026-27, 2027-28"):
        settle(contract(), 100_000, 1).amount("paid", "2028-29")


def test_money_is_shown_in_pence_and_a_share_in_per_cent_as_it_was_given():
    period = settle(contract(others=(QUALITY,)), 100_000, quality=("93.5%",)).periods[0]
    assert str(period["paid"]) == "10000.00"
    assert str(period["quality / outturn"]) == "93.5"


def test_every_line_has_its_name_amount_unit_clause_and_working():
    for period in third_year(12_500_000).periods:
        for line in period.lines:
            assert line.name
            assert line.path.endswith(line.name)
            assert line.unit in {"£", "%"}
            assert line.clause
            assert line.working


def test_it_shows_itself_as_text_as_markdown_and_as_html():
    for shown in (str(STATEMENT), STATEMENT.to_markdown(), STATEMENT._repr_html_()):
        assert "187,564.13" in shown
        assert "8,943.23" in shown
        for word in ("prepared", "verified", "authorised", "Findings"):
            assert word in shown


@pytest.mark.parametrize(
    ("savings", "sentence"),
    [
        (
            (100_000, -100_000),
            "To 31 March 2028, the council has saved £0.00 against the agreed baseline and paid £10,000.00 for it: it "
            "is £10,000.00 out of pocket.",
        ),
        (
            (-50_000,),
            "To 31 March 2027, the council has overspent £50,000.00 against the agreed baseline and paid £0.00 for "
            "it: it is £50,000.00 out of pocket.",
        ),
        (
            (50_000,),
            "To 31 March 2027, the council has saved £50,000.00 against the agreed baseline and paid £5,000.00 for "
            "it: it has kept £45,000.00.",
        ),
    ],
)
def test_its_last_sentence_says_where_the_council_stands(savings, sentence):
    assert " ".join(str(settle(contract(counted="to date"), *savings)).split()).endswith(sentence)


def test_a_long_statement_shows_every_period_and_the_workings_of_the_last_four():
    text = str(settle(contract(settled="quarterly"), *[0] * 6))
    assert "The workings of the last 4 of 6 periods are shown; the JSON and CSV" in " ".join(text.split())
    assert all(f"  2026-27 Q{quarter}" in text for quarter in (1, 2, 3, 4))
    assert "2027-28 Q2" in text
    assert "2026-27 Q2: " not in text
    assert "2026-27 Q3: " in text
    assert "periods are shown" not in str(settle(contract(settled="quarterly"), *[0] * 4))
