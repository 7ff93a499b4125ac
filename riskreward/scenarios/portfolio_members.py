"""The contracts of a portfolio as they come, each with the name it is drawn by and its scenario, or what is wrong."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from riskreward.contract.contract import Contract
from riskreward.figures import shown
from riskreward.findings import InputError, Problem
from riskreward.refusals import described
from riskreward.scenarios.given import read_scenario
from riskreward.scenarios.scenario import Scenario, Source, scenario

Contracts = Mapping[str, Contract] | Iterable[Contract] | Iterable[tuple[str, Contract]]
"""Contracts by name, or one after another: each by itself, whose name is its title, or as (name, contract)."""

Scenarios = Scenario | Source | Mapping[str, Scenario | Source]
"""One scenario for all contracts, or one for each by its name."""

_EACH = "give each as a contract, or as (name, contract)"


class Member(NamedTuple):
    """A contract of a portfolio, by a name that no other has."""

    name: str
    contract: Contract
    scenario: Scenario

    @property
    def where(self) -> str:
        """Where it stands, for a message."""
        return _place(self.name)


def read_members(contracts: Contracts, scenarios: Scenarios) -> Iterator[Member]:
    """Return the contracts as they come. Raises InputError with every problem of them.

    Contracts that are all there are read before the first is returned; in a stream that ends with the first that
    cannot be used.
    """
    if isinstance(contracts, Contract) or not isinstance(contracts, Iterable):
        given = "one contract" if isinstance(contracts, Contract) else described(contracts)
        what = f"is {given}, where several contracts belong"
        raise InputError([Problem("contracts", what, "give a list of contracts, or use rr.simulate for one")])
    if isinstance(contracts, Collection):
        reading = _Reading(scenarios)
        for each in _listed(contracts):
            reading.read(each)
        reading.end()
        if reading.problems:
            raise InputError(reading.problems)
    reading = _Reading(scenarios)
    if reading.problems:
        raise InputError(reading.problems)
    return _streamed(_listed(contracts), reading)


def _listed(contracts: Contracts) -> Iterable[object]:
    return contracts.items() if isinstance(contracts, Mapping) else contracts


def _streamed(contracts: Iterable[object], reading: "_Reading") -> Iterator[Member]:
    for each in contracts:
        member = reading.read(each)
        if member is None:
            raise InputError(reading.problems)
        yield member
    reading.end()
    if reading.problems:
        raise InputError(reading.problems)


class _Reading:
    """Reads one contract after another; `problems` keeps what is wrong with any."""

    def __init__(self, scenarios: object) -> None:
        self.problems: list[Problem] = []
        self._for_all: Scenario | None = None
        self._by_name: dict[str, Scenario] = {}
        self._names: set[str] = set()
        self._number = 0
        self._currency: tuple[str, str] | None = None
        if not isinstance(scenarios, Mapping):
            self._for_all = read_scenario(scenarios, self.problems)
        for name, each in scenarios.items() if isinstance(scenarios, Mapping) else ():
            try:
                self._by_name[name] = each if isinstance(each, Scenario) else scenario(each)
            except InputError as error:
                at = f"scenarios[{shown(name)}]"
                self.problems += [Problem(f"{at}: {one.where}", one.what, one.mend) for one in error.problems]
        self._is_unread = bool(self.problems)

    def read(self, given: object) -> Member | None:
        """Return the next contract; None, with the problems, where it cannot be used."""
        pair = given if isinstance(given, tuple) and len(given) == 2 else (None, given)
        name, contract = pair
        self._number += 1
        if not isinstance(contract, Contract) or not isinstance(name, str | None):
            where = _place(name) if isinstance(name, str) else f"contracts[{self._number - 1}]"
            self._refuse(where, *_no_contract(name, contract, given))
            return None
        name = contract.title if name is None else name
        before = len(self.problems)
        if name in self._names:
            mend = "give each a name of its own, by which it is drawn: (name, contract)"
            self._refuse(_place(name), "is the name of two contracts", mend)
        self._names.add(name)
        self._currency = self._currency or (contract.currency, name)
        currency, first = self._currency
        if contract.currency != currency:
            what = f"is in {contract.currency}, but {first} is in {currency}"
            self._refuse(_place(name), what, "let the contracts of a portfolio be in one currency")
        given_for = self._for_all or self._by_name.get(name)
        if given_for is None and not self._is_unread:
            self._refuse(_place(name), "has no scenario", f"add one to scenarios: {{{shown(name)}: ...}}")
        if given_for is None or len(self.problems) > before:
            return None
        return Member(name, contract, given_for)

    def end(self) -> None:
        """Keep what is only known when there are no more contracts."""
        if not self._number and not self.problems:
            self._refuse("contracts", "gives no contract", "give one or more")
        for name in self._by_name:
            if name not in self._names:
                self._refuse(f"scenarios[{shown(name)}]", "is for no contract of the portfolio", "leave it out")

    def _refuse(self, where: str, what: str, mend: str) -> None:
        self.problems.append(Problem(where, what, mend))


def _no_contract(name: object, contract: object, given: object) -> tuple[str, str]:
    """Return what is wrong with what is no contract, or is one by a name that is none, and the mend."""
    if name is not None and not isinstance(name, str):
        return f"has the name {described(name)}, which is no text", f"write it as text, such as {shown(str(name))}"
    what = described(given if name is None else contract)
    return f"is {what}, where a contract belongs", _EACH


def _place(name: str) -> str:
    return f"contracts[{shown(name)}]"
