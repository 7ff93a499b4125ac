"""The command line: settle a contract, check its promises, show the example, print the schema."""

import argparse
import os
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from riskreward.findings import InputError, Problem
from riskreward.improvements import Outturn
from riskreward.interchange import FORMATS, contract_schema, read_claims, read_contract, read_outturn

if TYPE_CHECKING:
    from riskreward.promises import Checked
    from riskreward.rows.working_paper import WorkingPaper

EXAMPLE = Path(__file__).parent / "example"
UNREADABLE = 2
UNWRITABLE = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 2 where an input cannot be read, or 1 where the answer cannot be written.

    `check` returns 1 where a promise is broken, and 3 where one is undecided.
    """
    options = _parser().parse_args(arguments)
    try:
        text = options.run(options)
    except InputError as error:
        _complain("\n".join(str(problem) for problem in error.problems))
        return UNREADABLE
    try:
        _write(text)
    except BrokenPipeError:  # whoever reads has read enough
        _give_up_output()
    except OSError as error:
        _give_up_output()
        _complain(
            f"the answer cannot be written ({(error.strerror or 'no reason given').lower()}); check where it goes"
        )
        return UNWRITABLE
    return int(options.status)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="riskreward", description="Settle risk-reward contracts to the penny.")
    parser.set_defaults(status=0)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="settle the shipped example and show the statement")
    demo.set_defaults(run=_demo)
    settling = commands.add_parser("settle", help="settle an outturn under a contract")
    settling.add_argument("contract", metavar="CONTRACT", help="the contract, a TOML or JSON file")
    settling.add_argument("outturn", metavar="OUTTURN", help="the outturn, a CSV file")
    settling.add_argument("--format", choices=tuple(FORMATS), default="text", help="how to write the statement")
    settling.add_argument("--to", metavar="PERIOD", help="the last period to settle, such as 2022-23")
    settling.set_defaults(run=_settle)
    outcomes = commands.add_parser("outcomes", help="work out a table of claims under a rate card")
    outcomes.add_argument("card", metavar="CARD", help="the rate card, or its contract, a TOML or JSON file")
    outcomes.add_argument("claims", metavar="CLAIMS", help="the table of claims, a CSV file")
    outcomes.add_argument("--to", metavar="PERIOD", help="the last period to work out, such as 2022-23")
    outcomes.add_argument("--paper", action="store_true", help="show the whole working paper, each claim included")
    outcomes.set_defaults(run=_outcomes)
    checking = commands.add_parser("check", help="tell whether the terms keep their promises to the council")
    checking.add_argument("contract", metavar="CONTRACT", help="the contract, a TOML or JSON file")
    checking.add_argument(
        "--format", choices=("text", "markdown", "html"), default="text", help="how to write the answer"
    )
    checking.add_argument("--certificates", metavar="FOLDER", help="write the certificate of each proof here")
    checking.set_defaults(run=_check)
    schema = commands.add_parser("schema", help="print the JSON Schema of a contract file")
    schema.set_defaults(run=lambda options: contract_schema())
    return parser


def _demo(options: argparse.Namespace) -> str:
    contract, outturn = EXAMPLE / "south-tyneside.toml", EXAMPLE / "south-tyneside-outturn.csv"
    statement = read_contract(contract).settle(read_outturn(outturn))
    return f"{statement}\n\nTo try other terms, copy and change {contract}\nand settle {outturn}\n"


def _settle(options: argparse.Namespace) -> str:
    outturn: Outturn | None = None
    of_the_outturn: list[Problem] = []
    try:
        outturn = read_outturn(options.outturn)
        of_the_outturn = [row.problem for row in outturn if row.problem is not None]
    except InputError as error:
        of_the_outturn += error.problems
    try:
        contract = read_contract(options.contract, outturn, options.to)
    except InputError as error:
        raise InputError(_as_options(dict.fromkeys([*error.problems, *of_the_outturn]))) from None
    if outturn is None:
        raise InputError(of_the_outturn)
    return FORMATS[options.format](contract.settle(outturn, options.to))


def _check(options: argparse.Namespace) -> str:
    """Return what was found of each promise; the status says whether any is broken, or undecided."""
    from riskreward.interchange.statement_files import page
    from riskreward.promises import check  # with what it needs, no settlement loads it

    checked = check(read_contract(options.contract))
    if options.certificates:
        _write_certificates(Path(options.certificates), checked)
    options.status = checked.exit_code
    if options.format == "html":
        return page(checked.document())
    return checked.to_markdown() if options.format == "markdown" else f"{checked}\n"


def _write_certificates(folder: Path, checked: "Checked") -> None:
    """Write each certificate as a file. Raises InputError where the folder cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for verdict in checked:
            if verdict.certificate is not None:
                name = "".join(each if each.isalnum() else "-" for each in verdict.promise.name)
                (folder / f"{name}.smt2").write_text(verdict.certificate, encoding="utf-8")
    except OSError as error:
        what = f"is {str(folder)!r}, which cannot be written to ({(error.strerror or 'no reason given').lower()})"
        raise InputError([Problem("--certificates", what, "name a folder of your own")]) from None


def _outcomes(options: argparse.Namespace) -> str:
    """Return what claims pay, by period, or with each claim as a working paper."""
    from riskreward.tables import to_text

    problems: list[Problem] = []
    try:
        work_out = _working_out(options.card)
    except InputError as error:
        problems += error.problems
    try:
        claims = read_claims(options.claims)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    try:
        paper = work_out(claims, to=options.to)
    except InputError as error:
        raise InputError(_as_options(dict.fromkeys(error.problems))) from None
    return f"{paper}\n" if options.paper else to_text(paper.summary)


def _working_out(path: str) -> "Callable[..., WorkingPaper]":
    """Return how the card of a file, or that of a contract, works out claims."""
    from riskreward.contract.outcome_payments import outcome_payments  # with what it needs, no settlement loads it
    from riskreward.interchange.rate_card_files import is_rate_card, read_rate_card

    return read_rate_card(path).work_out if is_rate_card(path) else partial(outcome_payments, read_contract(path))


def _as_options(problems: dict[Problem, None]) -> list[Problem]:
    """Return problems of `to` as those of the option that the officer typed."""
    return [Problem("--to", each.what, each.mend) if each.where == "to" else each for each in problems]


def _write(text: str) -> None:
    """Write to standard output, in characters that it has."""
    if sys.stdout is None:
        return
    encoding = sys.stdout.encoding or "ascii"
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(_printable(text, encoding))
        return
    binary.write(_printable(text, encoding).encode(encoding))
    binary.flush()


def _complain(text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(_printable(text, sys.stderr.encoding or "ascii") + "\n")


def _give_up_output() -> None:
    """Let nothing more be written as the program ends, which could only fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _printable(text: str, encoding: str) -> str:
    """Return a text in the characters of an encoding: GBP stands for a pound sign where it has none."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_stand_in(character, encoding) for character in text)
    return text


def _stand_in(character: str, encoding: str) -> str:
    plain = unicodedata.normalize("NFKD", character).encode("ascii", errors="ignore").decode("ascii")
    for written in (character, {"£": "GBP ", "€": "EUR "}.get(character, plain)):
        try:
            return written.encode(encoding).decode(encoding) or "?"
        except UnicodeEncodeError:
            continue
    return "?"


if __name__ == "__main__":
    sys.exit(main())
