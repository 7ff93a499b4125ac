"""Tells Hypothesis of riskreward's types; it stands outside the package so that Hypothesis never imports that."""

import sys


def register() -> None:
    """Let `st.from_type` draw contracts, once both libraries are imported; called again, it does nothing more.

    Hypothesis calls it through its entry point, riskreward as it is imported: whichever comes second finds the other.
    """
    contract = getattr(sys.modules.get("riskreward"), "Contract", None)
    register_type = getattr(sys.modules.get("hypothesis.strategies"), "register_type_strategy", None)
    if contract is not None and register_type is not None:
        register_type(contract, _contracts)


def _contracts(_: type) -> object:
    from riskreward.strategies import contracts

    return contracts()
