"""Verdicts: proved, broken with the story, searched or undecided; how they show themselves; where readers disagree."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import riskreward as rr
from riskreward.__main__ import EXAMPLE, main
from riskreward.kernel import at_least, nothing
from riskreward.promises import DisagreementError, Promise, check
from riskreward.promises.proving import Candidate, Prover, SolverMissingError
from riskreward.promises.proving.solver import solver
from tests.promises.contracts import gain_share, of_the_catalogue, plain

CHECK = sys.modules["riskreward.promises.check"]
CATALOGUE = dict(of_the_catalogue())
PROTECTED, UNPROTECTED = EXAMPLE / "south-tyneside.toml", EXAMPLE / "south-tyneside-unprotected.toml"


def test_every_promise_of_the_example_is_proved() -> None:
    checked = rr.check(rr.read_contract(PROTECTED))
    assert {each.state for each in checked} == {"proved"}
    assert (len(checked), checked.exit_code) == (7, 0)
    assert checked.sentence == "Of 7 promises to the council: 7 proved."
    assert checked["never out of pocket"].invariants


def test_the_unprotected_example_tells_the_shortest_story_in_pounds() -> None:
    checked = rr.check(rr.read_contract(UNPROTECTED))
    assert checked.exit_code == 1
    broken = checked["never out of pocket"]
    assert broken.sentence == (
        "If you save £1,000,000 in 2022-23 and lose £1,000,000 in 2023-24, "
        "you will have paid £81,551.39 for nothing saved."
    )
    assert broken.statement.amount("paid to date, less what was given back") == broken.statement.amount(
        "paid", "2022-23"
    )
    assert broken.statement.amount("to date / saved to date") == 0
    again = rr.read_contract(UNPROTECTED).settle(broken.outturn, to="2023-24")
    assert str(again.amount("fee earned to date")) == "81551.39"


def test_in_the_future_that_the_issue_tells_125000_is_paid_for_nothing_saved() -> None:
    rows = [
        {"period": "2022-23", "running costs": "£12,302,094.17", "income": 0, "repairs on time": "93%"},
        {"period": "2023-24", "running costs": "£15,113,278.89", "income": 0, "repairs on time": "93%"},
    ]
    statement = rr.read_contract(UNPROTECTED).settle(rows, to="2023-24")
    assert str(statement.amount("running costs / saving", "2022-23")) == "1173794.43"
    assert statement.amount("to date / saved to date") == 0
    assert str(statement.amount("paid to date, less what was given back")) == "125000.00"


@pytest.mark.parametrize("name", CATALOGUE)
def test_search_and_proof_never_contradict_one_another_on_the_catalogue(name: str) -> None:
    checked = check(CATALOGUE[name])  # raises where they do
    assert "undecided" not in {each.state for each in checked}
    assert len(checked) >= 2


def test_a_proof_that_the_search_contradicts_is_a_loud_error(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = Prover.prove

    def unsound(self: Prover, promise: Promise) -> Any:
        found = sound(self, promise)
        return CHECK.Proof(promise, (), True, "") if isinstance(found, Candidate) else found

    monkeypatch.setattr(Prover, "prove", unsound)
    with pytest.raises(DisagreementError, match="is proved, and broken: If you save"):
        check(gain_share())


def test_a_path_of_the_solver_that_the_exact_reader_does_not_break_is_a_loud_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts = tuple(tuple(row) for row in [[0] * 8])
    monkeypatch.setattr(Prover, "prove", lambda self, promise: Candidate(promise, facts, is_exact=True))
    monkeypatch.setattr(CHECK.Watched, "broken_in", lambda self, promise, facts: None)
    with pytest.raises(DisagreementError, match="the exact reader does not"):
        check(plain())


def test_a_path_that_rests_on_replaced_products_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prover, "prove", lambda self, promise: Candidate(promise, ((0,),), is_exact=False))
    monkeypatch.setattr(CHECK.Watched, "broken_in", lambda self, promise, facts: None)
    checked = check(plain())
    assert ({each.state for each in checked}, checked.exit_code) == ({"undecided"}, 3)
    assert "Neither proved nor broken in 2,000 paths" in checked["never out of pocket"].sentence


def test_without_the_solver_it_says_searched_how_much_and_how_to_prove(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CHECK, "is_installed", lambda: False)
    checked = check(plain())
    assert ({each.state for each in checked}, checked.exit_code) == ({"searched"}, 0)
    assert checked["never out of pocket"].sentence == (
        "Nothing broke it in 2,000 paths of 6,000 settlements; that is no proof."
    )
    assert "pip install 'riskreward[prove]'" in " ".join(str(checked).split())
    assert check(gain_share())["never out of pocket"].state == "broken"


def test_asking_for_the_missing_solver_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(SolverMissingError, match=r"pip install 'riskreward\[prove\]'"):
        solver()


def test_questions_never_change_the_exit_code() -> None:
    checked = check(plain())
    assert checked.exit_code == 0
    assert any("The fee is unbounded" in each or "largest fee" in each for each in checked.answers)
    assert checked.answers[0] == "Saving more never lowers the fee: proved for a term of any length."


def test_a_promise_of_ones_own_is_a_function_over_named_lines() -> None:
    mine = Promise(
        "a quarter",
        "The fee is never above a quarter of what was saved.",
        lambda lines: lines["paid"] <= at_least(lines["saving"], nothing),
    )
    assert check(plain(), [mine])["a quarter"].state == "proved"


def test_a_promise_that_names_an_unknown_line_is_refused_with_those_that_are_near() -> None:
    with pytest.raises(rr.InputError, match=r"line 'payed' is no line of this contract; write one of 'paid'"):
        check(plain(), [Promise("mine", "Mine.", lambda lines: lines["payed"] <= lines["saving"])])


def test_a_promise_that_does_not_apply_says_why() -> None:
    checked = check(plain())
    assert {each.name: why for each, why in checked.not_asked}[
        "reconciled at the year's end"
    ] == "nothing is paid on account"
    with pytest.raises(KeyError, match="does not apply: nothing is guaranteed"):
        checked["the guaranteed amount is reached"]
    with pytest.raises(KeyError, match="is no promise of this contract: never out of pocket"):
        checked["never out of pockets"]
    with pytest.raises(ValueError, match="there is no statement of a case that breaks it"):
        checked["never out of pocket"].statement  # noqa: B018  # reading it raises


def test_a_table_says_broken_in_words_and_a_page_holds_it() -> None:
    checked = check(gain_share())
    for text in (str(checked), checked.to_markdown(), checked._repr_html_()):
        assert "BROKEN" in text
        assert "Of 5 promises to the council: 2 proved, 3 broken." in text
        assert "The lines to write" in text
    assert str(checked) == str(check(gain_share()))


def test_a_varied_contract_is_searched_and_says_so() -> None:
    varied = plain(settlement__clawback=None).vary(
        "2027-28",
        name="Deed 1",
        agreed={"on": "2027-02-01", "by": "Cabinet"},
        source="Deed",
        reason="more",
        share="30%",
    )
    checked = check(varied)
    assert "a contract with variations is searched, and not proved" in checked.to_prove
    assert {each.state for each in checked} == {"searched", "broken"}
    broken = checked["never out of pocket"]
    assert broken.statement.amount("paid to date, less what was given back") > 0


def test_undeclared_ranges_are_named_with_a_line_to_write() -> None:
    (told,) = (each for each in check(gain_share()).assumptions if "outturn_between" in each)
    assert told.endswith("to declare it, write outturn_between = [0, 2_000_000]")
    assert "the outturn of agency spending is between £0 and £4,000,000" in check(plain()).assumptions


# The command


def written(folder: Path) -> str:
    """Return the path of a file of the plain contract."""
    path = folder / "contract.json"
    path.write_text(rr.contract_to_json(plain()), encoding="utf-8")
    return str(path)


def test_the_command_ends_with_0_where_all_is_proved_and_1_where_one_is_broken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["check", written(tmp_path)]) == 0
    assert "Of 4 promises to the council: 4 proved." in capsys.readouterr().out
    assert main(["check", str(UNPROTECTED), "--format", "markdown"]) == 1
    assert "| never out of pocket | BROKEN |" in capsys.readouterr().out


def test_the_command_ends_with_2_where_the_contract_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["check", str(tmp_path / "none.toml")]) == 2
    captured = capsys.readouterr()
    assert (captured.out, "none.toml" in captured.err) == ("", True)


def test_the_command_ends_with_3_where_one_is_undecided(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(Prover, "prove", lambda self, promise: None)
    assert main(["check", written(tmp_path), "--format", "html"]) == 3
    assert capsys.readouterr().out.startswith("<!doctype html>")


def test_the_command_writes_certificates_that_a_plain_solver_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = written(tmp_path)
    assert main(["check", contract, "--certificates", str(tmp_path / "proofs")]) == 0
    capsys.readouterr()
    found = sorted((tmp_path / "proofs").glob("*.smt2"))
    assert len(found) == 4
    assert set(answers_of(tmp_path / "proofs" / "never-out-of-pocket.smt2")) == {"unsat"}
    (tmp_path / "a file").write_text("", encoding="utf-8")
    assert main(["check", contract, "--certificates", str(tmp_path / "a file")]) == 2
    assert "name a folder of your own" in capsys.readouterr().err


def answers_of(certificate: Path) -> list[str]:
    """Return what a solver answers that knows nothing of this library, in a process of its own."""
    read = f"open({str(certificate)!r}, encoding='utf-8').read()"
    code = f"import z3; print(z3.Z3_eval_smtlib2_string(z3.main_ctx().ref(), {read}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split()


def test_a_certificate_with_a_damaged_settlement_is_not_confirmed(tmp_path: Path) -> None:
    text = check(plain())["never out of pocket"].certificate
    assert text is not None
    damaged = tmp_path / "damaged.smt2"
    damaged.write_text(text.replace("(< ", "(> ").replace("(>= ", "(<= "), encoding="utf-8")
    assert "sat" in answers_of(damaged)
    assert text.count("(check-sat)") >= 3
