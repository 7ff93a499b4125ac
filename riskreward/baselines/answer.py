"""What there is to ask before a baseline is paid on: a record that shows itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from riskreward.findings import Finding
from riskreward.tables import Document, Paragraph, Shown, Table

TO_KNOW = (
    "growth implied",
    "minimum detectable saving",
    "sensitivity",
    "switching value",
    "trend against the provider",
)
"""Findings that answer rather than ask, while they are notes: they are shown, and not counted."""

_WEIGHT = {"serious": 0, "warning": 1, "note": 2}


def asks(finding: Finding) -> bool:
    """Return whether a finding is a thing to ask."""
    return finding.severity != "note" or finding.name not in TO_KNOW


@dataclass(frozen=True, slots=True)
class Questions(Shown):
    """What there is to ask of baselines before anything is paid on them, the weightiest first.

    It iterates over the findings; `by_baseline` has those of each, by the name of its measure.
    """

    by_baseline: tuple[tuple[str, tuple[Finding, ...]], ...]

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(self.of(name) for name, _ in self.by_baseline)

    def __len__(self) -> int:
        return sum(len(findings) for _, findings in self.by_baseline)

    def of(self, name: str) -> tuple[Finding, ...]:
        """Return the findings of one baseline, the weightiest first. Raises KeyError for no such baseline."""
        findings = dict(self.by_baseline)[name]
        return tuple(sorted(findings, key=lambda finding: _WEIGHT[finding.severity]))

    @property
    def to_ask(self) -> tuple[Finding, ...]:
        """The findings that are questions; the others are figures to know."""
        return tuple(finding for finding in self if asks(finding))

    @property
    def sentence(self) -> str:
        """How much there is to ask, in one sentence."""
        if not self.by_baseline:
            return (
                "There is no baseline to ask about: the fee pays for outcomes that are measured. Ask how many of them "
                "would have happened anyway."
            )
        count = len(self.to_ask)
        things = {0: "Nothing", 1: "1 thing"}.get(count, f"{count} things")
        one = len(self.by_baseline) == 1
        return f"{things} to ask before {'this baseline is' if one else 'these baselines are'} paid on."

    def document(self) -> Document:
        """Return the questions of each baseline, with how many there are."""
        blocks: list[Paragraph | Table] = [Paragraph(self.sentence)]
        for name, _ in self.by_baseline:
            rows: list[tuple[str, ...]] = []
            for title, wanted in (("To ask", True), ("To know", False)):
                found = [finding for finding in self.of(name) if asks(finding) == wanted]
                if found:
                    rows.append((title,))
                    rows += [(finding.name, finding.severity, finding.sentence) for finding in found]
            rows = rows or [("nothing to ask", "", "")]
            blocks.append(Table(f"The baseline of {name}", ("about", "weight", "what there is to say"), tuple(rows)))
        return Document("Is this baseline fit to pay on?", tuple(blocks))
