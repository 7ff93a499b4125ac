"""What the README shows is what the library does."""

import re
from pathlib import Path
from typing import get_args

import riskreward as rr
from riskreward.__main__ import EXAMPLE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def example() -> rr.Statement:
    contract = rr.read_contract(EXAMPLE / "south-tyneside.toml")
    return contract.settle(rr.read_outturn(EXAMPLE / "south-tyneside-outturn.csv"))


def test_every_figure_of_the_readme_table_is_the_statements_own() -> None:
    statement = example()
    rows = re.findall(r"^\| (.+?) \| (-?[\d,.]+) \| (-?[\d,.]+) \|$", README, re.MULTILINE)
    assert len(rows) == 15
    for name, first, second in rows:
        path = f"running costs / {name}" if name in {"baseline", "outturn", "saving"} else name
        assert (f"{statement.amount(path, '2022-23'):,}", f"{statement.amount(path, '2023-24'):,}") == (first, second)


def test_the_findings_and_the_sentence_of_the_readme_are_the_statements_own() -> None:
    text = str(example())
    findings = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert findings is not None
    assert findings[1].strip() in text
    sentence = re.search(r"one sentence: \*(.*?)\*", README, re.DOTALL)
    assert sentence is not None
    assert " ".join(sentence[1].split()) in " ".join(text.split())


def test_the_first_two_shell_blocks_are_one_line_each() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert all(block.count("\n") == 1 for block in blocks[:2])
    assert "riskreward demo" in blocks[0]
    assert "pytest" in blocks[1]


def test_the_notebook_lines_of_the_readme_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 3
    names: dict[str, object] = {}
    for code in blocks:
        exec(code, names)
    statement = names["statement"]
    assert isinstance(statement, rr.Statement)
    assert str(statement.amount("paid", "2022-23")) == "19180.00"


def test_the_two_measure_contract_of_the_readme_settles() -> None:
    terms, rows = (re.search(rf"```{language}\n(.*?)```", README, re.DOTALL) for language in ("toml", "csv"))
    assert terms is not None
    assert rows is not None
    statement = rr.contract_from_toml(terms[1]).settle(rr.outturn_from_csv(rows[1]))
    # (4,000,000 - 3,600,000) + (1,500,000 - 1,450,000) less 5% of 5,500,000 is 175,000; a quarter of it is 43,750
    assert str(statement.amount("fee of the year")) == "43750.00"


def test_the_terms_named_in_the_contract_page_are_the_terms_there_are() -> None:
    page = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    for model in (rr.Contract, *(field for field in _parts(rr.Contract))):
        for name in model.model_fields:
            assert re.search(rf"[`{{, .\[]{name}[`,}}\] =.]", page), f"{model.__name__}.{name}"


def _parts(model: type[rr.Contract]) -> list[type[rr.Contract]]:
    from riskreward.baselines import Baseline, CaseType, Index
    from riskreward.fees import Fee
    from riskreward.guarantees import CoreVolume, Guarantee, Investment, Termination
    from riskreward.improvements import Measure
    from riskreward.settlement import Advance, Clawback, Retention, SettlementTerms, Vat

    baselines = get_args(get_args(Baseline)[0])
    settlement = [SettlementTerms, Retention, Clawback, Advance, Vat]
    guarantees = [Guarantee, CoreVolume, Investment, Termination]
    return [Measure, *baselines, CaseType, Index, *guarantees, Fee, *settlement]  # type: ignore[list-item]  # classes of several kinds
