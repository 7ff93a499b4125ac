"""Claims, deadweight, confidence and stage together, in the one order."""

from pathlib import Path

from riskreward import read_contract, read_outturn, statement_to_page
from tests.contracts import column, fees, pence

WRITTEN = """
title = "Reablement"
starts = 2026-04-01
years = 3
settled = "yearly"
rounding = "half up to the penny"

[[measure]]
name = "home care"
unit = "£"
benefit = "cashable"
overlap = "in running proportion"
deadweight = "1/6"
counterfactual = "comparator"
confidence = { realised = "80%", sustained = "100%" }
counts_when = "realised"
until_then = "waits"
deemed = { after = "60 days without a decision", clause = "7.3", disputable_for_days = 30 }
baseline = { rule = "fixed", amount = 1_000_000 }

[[measure.claim]]
name = "reablement"
by = "Example Provider Ltd"
ours = true

[[measure.claim]]
name = "telecare"
by = "Another Ltd"

[fee]
starts = "first pound"
counted = "each period"

[[fee.step]]
rule = "share"
share = "10%"
"""

TYPED = """period,home care,home care: reablement,home care: telecare,"home care, stage","home care, deemed on"
2026-27,"£850,000",120000,30000,Implemented,
2027-28,"£900,000",90000,90000,Deemed realised,2028-05-31
2028-29,"£970,000",30000,0,Sustained,
"""


def test_the_terms_as_a_council_writes_them(tmp_path: Path) -> None:
    """Of 150,000, 100,000 and 30,000 ours are 120,000, 50,000 and 30,000.

    Less a sixth they are 100,000, 41,666.67 and 25,000; weighed 80,000, 33,333.33 and 25,000. The first waits a year.
    """
    (tmp_path / "contract.toml").write_text(WRITTEN, encoding="utf-8")
    (tmp_path / "outturn.csv").write_text(TYPED, encoding="utf-8")
    statement = read_contract(tmp_path / "contract.toml").settle(read_outturn(tmp_path / "outturn.csv"))
    assert column(statement, "saving attributed") == [120_000, 50_000, 30_000]
    assert column(statement, "weighed by confidence") == pence("80,000.00 33,333.33 25,000.00")
    assert column(statement, "counts") == pence("0.00 113,333.33 25,000.00")
    assert fees(statement) == pence("0.00 11,333.33 2,500.00")
    assert statement.amount("saved to date") == 200_000
    assert "either side may dispute it until 30 June 2028" in str(statement).replace("\n  ", " ")
    assert "deemed realised" in statement_to_page(statement)
