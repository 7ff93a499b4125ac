"""What must agree between the steps of a fee, and between each step and its contract."""

from collections.abc import Iterator

from riskreward.fees.fee import Fee, placed
from riskreward.fees.flows import flow_problems
from riskreward.fees.step import ORDER, Around, Stage, Step
from riskreward.figures import shown
from riskreward.findings import Problem


def order_problems(fee: Fee) -> list[Problem]:
    """Return what is wrong with the order of the steps, each naming the step and its clause."""
    problems = []
    stage: Stage = ORDER[0]
    before = "the saving"
    titles: dict[str, str] = {}
    for where, step in placed(fee):
        if step.title in titles:
            mend = f"give one of them a name of its own (the other is {titles[step.title]})"
            problems.append(Problem(where, f"is a second {step.title!r}", mend))
        titles[step.title] = where
        if ORDER.index(step.takes) < ORDER.index(stage):
            clause = f", clause {step.clause}" if step.clause else ""
            problems.append(
                Problem(
                    where,
                    f"({step.title}{clause}) takes the {step.takes}, but {before} has already made it the {stage}",
                    f"move it before {before}",
                )
            )
            continue
        if step.takes == "fee" and stage != "fee" and not step.begins_fee:
            what = f"({step.title}) takes the fee, but no share, bands or payment stand before it"
            problems.append(Problem(where, what, "move it down"))
        if step.gives != stage:
            stage, before = step.gives, f"{where} ({step.title})"
    if stage != "fee":
        problems.append(Problem("fee.step", "never becomes a fee", 'add a step with rule = "share" or "bands"'))
    return problems


def step_problems(fee: Fee, around: Around) -> Iterator[Problem]:
    """Yield what is wrong with each step in its contract."""
    paid: dict[str, str] = {}
    for where, step in placed(fee):
        if step.not_to_date and around.counted == "to date":
            yield Problem(where, step.not_to_date, "leave the step out")
        if step.first_pound_only and around.starts != "first pound":
            what = f"({step.title}) {step.first_pound_only}, but the fee starts {around.starts}"
            yield Problem(where, what, "write fee.starts = 'first pound'")
        yield from _measures(where, step, around)
        yield from _paid_twice(where, step, paid)
        yield from step.problems(where, around)


def assessment_problems(fee: Fee, around: Around) -> Iterator[Problem]:
    """Yield what is wrong with the periods that the fee is assessed in, and with what is still to come."""
    if fee.assessed and fee.counted != "to date":
        what = f"is for a fee that is counted to date, but fee.counted is {fee.counted!r}"
        yield Problem("fee.assessed", what, "write fee.counted = 'to date', or leave it out")
    labels = [] if around.calendar is None else [period.label for period in around.calendar.periods]
    unknown = [label for label in fee.assessed if label not in labels] if labels else []
    for label in unknown:
        what = f"has {shown(label)}, outside the term {labels[0]} to {labels[-1]}"
        yield Problem("fee.assessed", what, "write labels of periods of the term")
    places = [labels.index(label) for label in fee.assessed] if labels and not unknown else []
    if places != sorted(set(places)):
        yield Problem(
            "fee.assessed", f"is {', '.join(fee.assessed)}", "list each period once, in the order of the term"
        )
    name, where = fee.still_to_come, "fee.still_to_come"
    if name is None:
        return
    if not fee.assessed:
        yield Problem(where, "is forecast when the fee is assessed, but fee.assessed is missing", "write the periods")
    if name not in around.measures:
        names = ", ".join(shown(each) for each in around.measures)
        yield Problem(where, f"is {shown(name)}, which is no measure", f"write one of {names}")
    elif around.measures[name].baseline is not None:
        yield Problem(
            where, f"is {shown(name)}, which has a baseline of its own", "name a measure that is only forecast"
        )
    yield from flow_problems(where, name, around)


def _measures(where: str, step: Step, around: Around) -> Iterator[Problem]:
    for term, name in step.reads_measures:
        if name not in around.measures:
            names = ", ".join(shown(each) for each in around.measures)
            yield Problem(f"{where}.{term}", f"is {shown(name)}, which is no measure", f"write one of {names}")


def _paid_twice(where: str, step: Step, paid: dict[str, str]) -> Iterator[Problem]:
    """Yield the measures that an earlier step has paid whole already; `paid` says which did, and is added to."""
    for term, name in step.reads_measures if step.pays_totals else ():
        before = paid.setdefault(name, where)
        if before != where:
            yield Problem(f"{where}.{term}", f"is {shown(name)}, which {before} pays already", "give each its own")
