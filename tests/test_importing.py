"""Reading a contract loads what it is read by, and nothing that settles, shows or files one."""

import subprocess
import sys
from pathlib import Path

READ = """
import sys
import riskreward

riskreward.gain_share(
    baseline="£1,000,000", share="10%", fee_starts="first pound", counted="each period", starts="2026-04-01", years=2)
print(*sys.modules)
"""
LATER = {
    "riskreward.contract.settling",
    "riskreward.contract.varying",
    "riskreward.interchange",
    "riskreward.readers",
    "riskreward.scenarios",
    "riskreward.settlement.settled",
    "riskreward.tables",
}


def test_a_contract_is_read_without_what_settles_it() -> None:
    root = Path(__file__).parent.parent
    read = subprocess.run([sys.executable, "-c", READ], cwd=root, check=True, capture_output=True, text=True)
    loaded = set(read.stdout.split())
    assert "riskreward.contract.contract" in loaded
    assert loaded.isdisjoint(LATER)
