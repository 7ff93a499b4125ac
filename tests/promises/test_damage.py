"""Soundness: of contracts damaged on purpose none is proved that breaks, and nearly all are noticed."""

from tests.promises.damage import look


def test_no_damaged_contract_is_proved_that_a_search_breaks_and_nearly_all_are_noticed() -> None:
    found = look(12)
    assert found.unsound == []
    assert found.noticed >= 11
    assert found.verdicts["broken"] > 12
