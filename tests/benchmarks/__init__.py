"""How fast the library is, against what a council would otherwise write or import: `python -m tests.benchmarks`."""
