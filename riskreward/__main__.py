"""The command line: settle a contract, show the example, print the schema."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from riskreward.contract import Contract
from riskreward.findings import InputError, Problem
from riskreward.improvements import Outturn
from riskreward.interchange import FORMATS, contract_schema, read_contract, read_outturn

EXAMPLE = Path(__file__).parent / "example"
UNREADABLE = 2

Read = TypeVar("Read")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 2 where an input cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        _write(options.run(options))
    except InputError as error:
        for problem in error.problems:
            print(_printable(str(problem), sys.stderr.encoding), file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="riskreward", description="Settle risk-reward contracts to the penny.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="settle the shipped example and show the statement")
    demo.set_defaults(run=_demo)
    settling = commands.add_parser("settle", help="settle an outturn under a contract")
    settling.add_argument("contract", metavar="CONTRACT", help="the contract, a TOML or JSON file")
    settling.add_argument("outturn", metavar="OUTTURN", help="the outturn, a CSV file")
    settling.add_argument("--format", choices=tuple(FORMATS), default="text", help="how to write the statement")
    settling.add_argument("--to", metavar="PERIOD", help="the last period to settle, such as 2022-23")
    settling.set_defaults(run=_settle)
    schema = commands.add_parser("schema", help="print the JSON Schema of a contract file")
    schema.set_defaults(run=lambda options: contract_schema())
    return parser


def _demo(options: argparse.Namespace) -> str:
    contract, outturn = EXAMPLE / "south-tyneside.toml", EXAMPLE / "south-tyneside-outturn.csv"
    statement = read_contract(contract).settle(read_outturn(outturn))
    return f"{statement}\n\nTo try other terms, copy and change {contract}\nand settle {outturn}\n"


def _settle(options: argparse.Namespace) -> str:
    problems: list[Problem] = []
    contract: Contract | None = _or_problems(problems, lambda: read_contract(options.contract))
    outturn: Outturn | None = _or_problems(problems, lambda: read_outturn(options.outturn))
    if contract is None or outturn is None:
        raise InputError(problems)
    return FORMATS[options.format](contract.settle(outturn, options.to))


def _or_problems(problems: list[Problem], read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except InputError as error:
        problems += error.problems
        return None


def _write(text: str) -> None:
    """Write to standard output, in characters that it has: GBP stands for a pound sign where it has none."""
    encoding = sys.stdout.encoding or "ascii"
    binary = getattr(sys.stdout, "buffer", None)
    printable = _printable(text, encoding)
    if binary is None:
        sys.stdout.write(printable)
        return
    binary.write(printable.encode(encoding, errors="replace"))
    binary.flush()


def _printable(text: str, encoding: str | None) -> str:
    try:
        text.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return text.replace("£", "GBP ").replace("€", "EUR ").encode("ascii", errors="replace").decode("ascii")
    return text


if __name__ == "__main__":
    sys.exit(main())
