"""Terms left free: proved whichever figure they have, or broken at one of them; what cannot be left free is refused."""

from typing import Any

import pytest

import riskreward as rr
from riskreward.promises import check, promises
from tests.promises.contracts import plain

CAP = {"rule": "cap", "amount": 100_000, "over": "term"}
RETENTION = {"share": "20%", "released": "at the end of the term"}
HALF_UP = "half up to the penny"
FEE_ON_COST = {"rule": "fee on cost", "measure": "cost", "share": "0%"}
COST = {"name": "cost", "unit": "£", "outturn_between": [0, 50_000]}
CAPPED = {"fee.step[1]": CAP | {"room_used_by": "what is earned"}, "settlement.retention": RETENTION}


def named(contract: rr.Contract, *names: str) -> list[rr.Promise]:
    return [each for each in promises(contract) if each.name in names]


def test_never_out_of_pocket_is_proved_for_every_share_up_to_all_of_the_saving() -> None:
    checked = check(plain(), named(plain(), "never out of pocket"), for_every={"share": ("0%", "100%")})
    assert checked["never out of pocket"].sentence.endswith(
        "proved for a term of any length, for every share from 0% to 100%, rounding included."
    )


def test_a_figure_that_breaks_the_promise_is_told() -> None:
    given = plain(**{"fee.step": [FEE_ON_COST], "measure[1]": COST, "settlement.clawback": None})
    checked = check(given, named(given, "never out of pocket"), for_every={"fee.step[0].share": ("0%", "5%")})
    broken = checked["never out of pocket"]
    assert broken.state == "broken"
    assert broken.sentence.startswith("With fee.step[0].share at 5%: If ")


def test_several_terms_may_be_free_together_amounts_of_money_among_them() -> None:
    free = {"fee.step[0].share": ("0%", "50%"), "cap": ("£0", "£500,000"), "settlement.retention.share": ("0%", "100%")}
    given = plain(**CAPPED)
    checked = check(given, named(given, "never out of pocket", "the cap holds"), for_every=free)
    assert {each.state for each in checked} == {"proved"}
    certificate = checked["the cap holds"].certificate
    assert certificate is not None
    assert "(declare-fun cap () Int)" in certificate


@pytest.mark.parametrize(
    ("free", "told"),
    [
        ({"shares": ("0%", "1%")}, "shares is no term of this contract"),
        ({"share": ("30%", "10%")}, r"for_every\['share'\] runs from 30% down to 10%; write the lower figure first"),
        ({"share": "30%"}, r"for_every\['share'\] is '30%'; write its lowest and highest figure"),
        ({"rounding": (HALF_UP, HALF_UP)}, r"for_every\['rounding'\] is no term of one figure"),
        ({"share": ("0%", "200%")}, "200%"),
    ],
)
def test_what_cannot_be_left_free_is_refused_with_the_mend(free: dict[str, Any], told: str) -> None:
    with pytest.raises(rr.InputError, match=told):
        check(plain(), for_every=free)
