"""A programme's improvements grouped by a label: in the last settled year, a year, and to date, shown apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from riskreward.calendar import day_text
from riskreward.figures import rounded, shown
from riskreward.findings import InputError, Problem
from riskreward.improvements import CASH, Measure
from riskreward.kernel.words import PATH
from riskreward.settlement.settled import PeriodStatement, Settled
from riskreward.tables import Document, Paragraph, Shown, Table

Label = Literal["service", "lever", "efficiency class", "fund", "recurs", "measure"]
LABELS: tuple[Label, ...] = get_args(Label)
NOT_LABELLED = "not labelled"

Section = Literal["cash savings", "improvements that free no budget", "income"]
SECTIONS: tuple[Section, ...] = get_args(Section)
"""What is never added together: cash that is saved, what frees no budget, and more income."""

SAVED_TO_DATE = f"to date{PATH}saved to date"
OVERTURNED_TO_DATE = f"to date{PATH}overturned to date"
IN_A_YEAR = 12

_LABEL_OF: dict[Label, Callable[[Measure], str | None]] = {
    "service": lambda measure: measure.service,
    "lever": lambda measure: measure.lever,
    "efficiency class": lambda measure: measure.efficiency_class,
    "fund": lambda measure: measure.fund,
    "recurs": lambda measure: measure.recurs,
    "measure": lambda measure: measure.name,
}


@dataclass(frozen=True, slots=True)
class Group:
    """What the measures of one label come to, in money, exactly.

    `recurring`, `one_off` and `unlabelled` are those of the last settled year. `annual` is what recurring measures
    saved in the last whole year, None where there was none. `to_date` is everything settled.
    """

    section: Section
    name: str
    measures: tuple[str, ...]
    recurring: Fraction
    one_off: Fraction
    unlabelled: Fraction
    annual: Fraction | None
    to_date: Fraction

    @property
    def in_year(self) -> Fraction:
        """What was saved in the last settled year, recurring or not."""
        return self.recurring + self.one_off + self.unlabelled


@dataclass(frozen=True, slots=True)
class Grouping(Shown):
    """A statement's improvements by a label, which iterates its groups and shows itself.

    Cash savings, improvements that free no budget, and income each have groups and a total of their own. The total of
    cash savings and `rounding`, less what was `overturned` later, are the statement's "saved to date". `year` is the
    last settled year, and `settled_to` the day to which it is, where it is not a whole one; `annual_year` is the last
    whole year, or None.
    """

    title: str
    label: Label
    currency: str
    year: str
    settled_to: date | None
    annual_year: str | None
    groups: tuple[Group, ...]
    totals: tuple[Group, ...]
    saved_to_date: Fraction
    overturned: Fraction = Fraction(0)

    def __iter__(self) -> Iterator[Group]:
        return iter(self.groups)

    def __len__(self) -> int:
        return len(self.groups)

    def total(self, section: Section) -> Group:
        """Return what all measures of a section come to."""
        return next(total for total in self.totals if total.section == section)

    @property
    def rounding(self) -> Fraction:
        """What rounding each period's cash savings to the penny added to their sum."""
        return self.saved_to_date + self.overturned - self.total("cash savings").to_date

    @property
    def _shows_unlabelled(self) -> bool:
        return any(group.unlabelled for group in self.groups)

    @property
    def note(self) -> str:
        """How the columns are to be read."""
        annual = (
            f"the annual column is what recurring measures saved in {self.annual_year}, the last whole year"
            if self.annual_year is not None
            else "no whole year is settled yet, so that nothing is said of a year"
        )
        unlabelled = "; what is not labelled has a column of its own" if self._shows_unlabelled else ""
        return (
            "In-year, annual and to-date figures show the same pounds in three ways and are never added together; nor "
            f"are the sections. A one-off counts once, in its own year; {annual}{unlabelled}. Part of a year is never "
            "made into a whole one."
        )

    def document(self) -> Document:
        """Return the table of the groups, and how it is to be read."""
        return Document(self.title, (self.table, Paragraph(self.note)))

    @property
    def table(self) -> Table:
        """The groups and their totals, to be shown."""
        kinds = ("recurring", "one-off", *((NOT_LABELLED,) if self._shows_unlabelled else ()))
        columns = (
            self.label,
            *(f"{'' if self.settled_to is None else 'part of '}{self.year}, {kind}" for kind in kinds),
            f"annual, from {self.annual_year}" if self.annual_year is not None else "annual",
            "to date",
        )

        def cells(name: str, group: Group) -> tuple[str, ...]:
            in_year = (group.recurring, group.one_off, group.unlabelled)[: len(kinds)]
            return (name, *map(_text, (*in_year, group.annual, group.to_date)))

        rows: list[tuple[str, ...]] = []
        for total in self.totals:
            listed = [cells(group.name, group) for group in self.groups if group.section == total.section]
            if listed:
                rows += [(f"{total.section}, {self.currency}",), *listed, cells("total", total)]
                if total.section == "cash savings" and (self.rounding or self.overturned):
                    blank = ("",) * (len(columns) - 2)
                    if self.rounding:
                        pence = f"{rounded(self.rounding, 6).normalize():f}"
                        rows.append(("rounded to the penny each period", *blank, pence))
                    if self.overturned:
                        rows.append(("overturned later", *blank, _text(-self.overturned)))
                    rows.append(("saved to date", *blank, _text(self.saved_to_date)))
        caption = f"Improvements by {self.label}"
        if self.settled_to is not None:
            caption += f"; {self.year} to {day_text(self.settled_to)}"
        return Table(caption, columns, tuple(rows), tuple(range(1, len(columns))))


def _text(figure: Fraction | None) -> str:
    return "" if figure is None else f"{rounded(figure, 2):,}"


def section_of(measure: Measure) -> Section:
    """Return which of the sections a measure's improvement belongs to."""
    if measure.benefit == "income":
        return "income"
    return "cash savings" if measure.benefit in CASH else "improvements that free no budget"


class _Saving(NamedTuple):
    """What a measure saved in a period."""

    year: str
    measure: Measure
    amount: Fraction


def grouped(statement: Settled, label: Label) -> Grouping:
    """Return the improvements that are in money by a label. Raises InputError for one that there is not."""
    if label not in LABELS:
        raise InputError([Problem("by", f"is {shown(label)}, which is no label", f"choose one of {', '.join(LABELS)}")])
    settled = [period for period in statement.periods if not period.period.run_off]
    last = settled[-1].period.year
    in_year = [period for period in settled if period.period.year == last]
    annual_year = _last_whole_year(settled)
    saved = _savings(statement, settled)

    def group(section: Section, name: str, some: Sequence[_Saving]) -> Group:
        def of(year: str | None, recurs: str | None) -> Fraction:
            return _total(each for each in some if each.year == year and each.measure.recurs == recurs)

        return Group(
            section,
            name,
            tuple(dict.fromkeys(each.measure.name for each in some)),
            of(last, "recurring"),
            of(last, "one-off"),
            of(last, None),
            None if annual_year is None else of(annual_year, "recurring"),
            _total(some),
        )

    groups, totals = [], []
    for section in SECTIONS:
        its_own = [each for each in saved if section_of(each.measure) == section]
        named: dict[str, list[_Saving]] = {}
        for each in its_own:
            named.setdefault(_LABEL_OF[label](each.measure) or NOT_LABELLED, []).append(each)
        groups += [group(section, name, some) for name, some in named.items()]
        totals.append(group(section, "total", its_own))
    return Grouping(
        statement.header.title,
        label,
        statement.header.currency,
        last,
        None if _months(in_year) == IN_A_YEAR else in_year[-1].period.last,
        annual_year,
        tuple(groups),
        tuple(totals),
        statement.exact(SAVED_TO_DATE),
        statement.exact(OVERTURNED_TO_DATE) if statement.has(OVERTURNED_TO_DATE) else Fraction(0),
    )


def groupings(statement: Settled) -> tuple[Grouping, ...]:
    """Return the groupings that a statement shows: by each label that a measure of it has."""
    given = {
        "service": any(measure.service for measure in statement.measures),
        "lever": any(measure.lever for measure in statement.measures),
        "efficiency class": any(measure.efficiency for measure in statement.measures),
    }
    labels: list[Label] = [label for label in LABELS if given.get(label)]
    if not labels and any(measure.recurs for measure in statement.measures):
        labels = ["measure"]
    return tuple(grouped(statement, label) for label in labels)


def _savings(statement: Settled, settled: Sequence[PeriodStatement]) -> list[_Saving]:
    """Return what each measure saved in each period, as the terms of that period have it.

    A measure stands under the labels that it last had, and is cash where it was when it was saved.
    """
    found = []
    for latest in statement.measures:
        for period in settled:
            for own in period.measures:
                if own.name == latest.name and own.in_money:
                    measure = latest.model_copy(update={"benefit": own.benefit})
                    amount = period.exact(f"{own.name}{PATH}{own.saved_as}")
                    found.append(_Saving(period.period.year, measure, amount))
    return found


def _total(savings: Iterable[_Saving]) -> Fraction:
    return sum((each.amount for each in savings), Fraction(0))


def _months(periods: Sequence[PeriodStatement]) -> Fraction:
    return sum((Fraction(each.period.months) for each in periods), Fraction(0))


def _last_whole_year(settled: Sequence[PeriodStatement]) -> str | None:
    """Return the last year of which all twelve months are settled."""
    years = dict.fromkeys(each.period.year for each in settled)
    whole = [year for year in years if _months([each for each in settled if each.period.year == year]) == IN_A_YEAR]
    return whole[-1] if whole else None
