"""The command line: what it writes, where, in which characters, and with which status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from riskreward import contract_from_toml, contract_schema, contract_to_json
from riskreward.__main__ import EXAMPLE, main
from tests.interchange import CONTRACT, OUTTURN, Desk, written

TOML, CSV = EXAMPLE / "south-tyneside.toml", EXAMPLE / "south-tyneside-outturn.csv"
FIGURES = ("187,564.13", "-190,463.99", "28,569.60", "150,051.30", "2,644,321.76")
NOWHERE = {"PATH": os.environ.get("PATH", ""), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
ENCODINGS = {
    "UTF-8": ({"PYTHONUTF8": "1"}, "utf-8"),
    "LANG=C": ({"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, "ascii"),
    "PYTHONIOENCODING=ascii": ({"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, "ascii"),
    "cp1252": ({"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, "cp1252"),
    "cp437": ({"PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"}, "cp437"),
    "UTF-16": ({"PYTHONIOENCODING": "utf-16", "PYTHONUTF8": "0"}, "utf-16"),
}
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs a shell of Unix")


def command(*arguments: str | Path, environment: dict[str, str] | None = None, folder: Path | None = None):
    """Run `python -m riskreward` as a user would; return its status, what it wrote and what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "riskreward", *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=folder,
        env={**NOWHERE, **(environment or {"PYTHONUTF8": "1"})},
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


# The demo


def test_the_demo_settles_the_example_and_ends_with_the_file_to_change(capsys):
    assert main(["demo"]) == 0
    out = capsys.readouterr().out
    assert all(figure in out for figure in FIGURES)
    statement, last = out.rstrip("\n").rsplit("\n\n", 1)
    assert statement.endswith("still holds £8,943.23 of the fee in\nretention.")
    assert last == f"To try other terms, copy and change {TOML}\nand settle {CSV}"
    assert TOML.is_file()
    assert CSV.is_file()


@pytest.mark.parametrize("environment", ENCODINGS)
def test_the_demo_is_safe_in_any_encoding_and_its_figures_are_whole(environment):
    variables, encoding = ENCODINGS[environment]
    status, out, complaints = command("demo", environment=variables)
    assert (status, complaints) == (0, b"")
    text = out.decode(encoding)
    assert all(figure in text for figure in FIGURES)
    pound = "GBP " if encoding == "ascii" else "£"
    assert f"it has kept {pound}2,644,321.76" in " ".join(text.split())
    assert "?" not in text


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("environment", ["LANG=C", "cp1252"])
def test_every_form_is_safe_in_any_encoding(form, environment, tmp_path):
    variables, encoding = ENCODINGS[environment]
    desk = tmp_path / "contract.toml"
    desk.write_text(written(CONTRACT, ("South Tyneside Council", "Ŵysg £ 日本 Café")), encoding="utf-8")
    status, out, complaints = command("settle", desk, CSV, "--format", form, environment=variables)
    assert (status, complaints) == (0, b"")
    text = out.decode(encoding)
    assert "150051.30" in text or "150,051.30" in text
    if form == "json":
        assert json.loads(text)["authority"] == "Ŵysg £ 日本 Café"
    if form == "text":
        assert ("Wysg £ ?? Café" if encoding == "cp1252" else "Wysg GBP  ?? Cafe") in " ".join(text.split(" "))


def test_complaints_are_safe_in_any_encoding(tmp_path):
    contract = tmp_path / "contract.toml"
    contract.write_text(written(CONTRACT, ("12_201_000", '"£1,2,3 日本"')), encoding="utf-8")
    status, out, complaints = command("settle", contract, CSV, environment=ENCODINGS["LANG=C"][0])
    assert (status, out) == (2, b"")
    assert complaints.decode("ascii").startswith("contract.toml: measure[0].baseline.amount is 'GBP 1,2,3 ??', ")


def test_two_runs_are_equal_byte_for_byte():
    for form in ("text", "json", "csv", "markdown", "html"):
        runs = [
            command("settle", TOML, CSV, "--format", form, environment={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"})
            for seed in ("0", "4711")
        ]
        assert runs[0] == runs[1]
        assert runs[0][0] == 0


def test_complaints_of_two_runs_are_equal(tmp_path):
    contract = tmp_path / "contract.toml"
    contract.write_text(written(CONTRACT, ("12_201_000", "x"), ("settled =", "setled =")), encoding="utf-8")
    runs = [command("settle", contract, CSV, environment={"PYTHONHASHSEED": seed}) for seed in ("0", "4711")]
    assert runs[0] == runs[1]
    assert runs[0][0] == 2


def test_it_runs_from_any_folder_and_names_files_as_they_were_given(tmp_path):
    (tmp_path / "ours.toml").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "ours.csv").write_text(OUTTURN, encoding="utf-8")
    assert command("demo", folder=tmp_path)[0] == 0
    assert command("settle", "ours.toml", "ours.csv", folder=tmp_path)[0] == 0
    status, out, complaints = command("settle", "theirs.toml", "ours.csv", folder=tmp_path)
    assert (status, out) == (2, b"")
    assert complaints.decode() == f"theirs.toml is not there; check the name and the folder{os.linesep}"


@needs_posix
@pytest.mark.parametrize("lines", [0, 1])
def test_a_reader_who_has_read_enough_is_no_error(lines):
    line = f'"{sys.executable}" -m riskreward demo | head -{lines}; echo "${{PIPESTATUS[0]}}" >&2'
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=True, env={**NOWHERE, "PYTHONUTF8": "1"})
    assert done.stderr == b"0\n"
    assert len(done.stdout.splitlines()) == lines


@needs_posix
@pytest.mark.parametrize(
    ("redirected", "status", "complaint"),
    [
        (">&-", 0, b""),
        ("2>&-", 0, b""),
        (">/dev/full", 1, b"the answer cannot be written (no space left on device); check where it goes\n"),
    ],
)
def test_an_output_that_takes_nothing_is_told_without_a_traceback(redirected, status, complaint):
    if "full" in redirected and not Path("/dev/full").exists():
        pytest.skip("no full device")
    line = f'"{sys.executable}" -m riskreward demo {redirected}'
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, env={**NOWHERE, "PYTHONUTF8": "1"})
    assert (done.returncode, done.stderr) == (status, complaint)


@needs_posix
def test_complaints_that_nobody_reads_do_not_come_out_as_an_answer():
    line = f'"{sys.executable}" -m riskreward settle no.toml no.csv 2>&-'
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, env=NOWHERE)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


# Settling


def test_a_contract_may_be_toml_or_json(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    as_json = desk.put("contract.json", contract_to_json(contract_from_toml(CONTRACT)))
    assert desk.run("settle", as_json, CSV) == desk.run("settle", TOML, CSV)


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", "Highways and transport running costs"),
        ("json", "{"),
        ("csv", "period,path,name,amount,unit,clause,working"),
        ("markdown", "# Highways and transport running costs"),
        ("html", "<!doctype html>"),
    ],
)
def test_each_form_begins_as_it_should(form, begins, tmp_path, capsys):
    status, out, complaints = Desk(tmp_path, capsys).run("settle", TOML, CSV, "--format", form)
    assert (status, complaints) == (0, [])
    assert out.startswith(begins)


def test_text_is_the_form_unless_told(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    assert desk.run("settle", TOML, CSV) == desk.run("settle", TOML, CSV, "--format", "text")


def test_settling_to_a_period_leaves_out_what_came_later(tmp_path, capsys):
    status, out, _ = Desk(tmp_path, capsys).run("settle", TOML, CSV, "--to", "2022-23", "--format", "json")
    assert status == 0
    assert [period["period"] for period in json.loads(out)["periods"]] == ["2022-23"]


def test_the_schema_is_printed(tmp_path, capsys):
    assert Desk(tmp_path, capsys).run("schema") == (0, contract_schema(), [])


# What is asked for


@pytest.mark.parametrize("asked", [("--help",), ("demo", "--help"), ("settle", "--help"), ("schema", "--help")])
def test_help_is_given(asked, tmp_path, capsys):
    status, out, complaints = Desk(tmp_path, capsys).run(*asked)
    assert (status, complaints) == (0, [])
    assert out.startswith("usage: riskreward")
    assert out.isascii()


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("setle",), "invalid choice: 'setle'"),
        (("settle",), "the following arguments are required: CONTRACT, OUTTURN"),
        (("settle", TOML), "the following arguments are required: OUTTURN"),
        (("settle", TOML, CSV, "--format", "pdf"), "invalid choice: 'pdf'"),
        (("settle", TOML, CSV, "--to"), "argument --to: expected one argument"),
        (("settle", TOML, CSV, "--form"), "expected one argument"),
        (("demo", "now"), "unrecognized arguments: now"),
    ],
)
def test_what_is_asked_for_wrongly_is_told(asked, complaint, tmp_path, capsys):
    status, out, complaints = Desk(tmp_path, capsys).run(*asked)
    assert (status, out) == (2, "")
    assert complaints[0].startswith("usage: riskreward")
    assert complaint in complaints[-1]


def test_the_installed_command_is_the_same_door():
    from importlib.metadata import entry_points

    (script,) = [each for each in entry_points(group="console_scripts") if each.name == "riskreward"]
    assert script.load() is main


def test_bad_input_of_a_real_run_leaves_no_traceback(tmp_path):
    contract, outturn = tmp_path / "c.toml", tmp_path / "o.csv"
    contract.write_bytes(b"title = '\x80'\n" + b"[" * 3000)
    outturn.write_bytes(os.urandom(300))
    status, out, complaints = command("settle", contract, outturn)
    assert (status, out) == (2, b"")
    assert b"Traceback" not in complaints
    assert len(complaints.splitlines()) == 2
