"""What a unit did after its finds, at danger signs, and beside controls: holds, questions, presentation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from simulator.common.clock import DAY, MINUTE
from simulator.common.tables import table
from simulator.operation.controls import CONFIRMED, DANGER, SAFE, index_of
from simulator.operation.post import Job
from simulator.scoring.measures import Judged
from simulator.scoring.model_after import AfterFinds, DeliveryTold, FindWork, Safety, StepTold, UnconfirmedTold

if TYPE_CHECKING:
    import polars as pl

    from simulator.operation.deliveries import Delivery

DANGER_STEPS = ("stop", "isolate", "notify")


def after_finds(judged: Judged, ids: pl.Series, standing: list[str]) -> AfterFinds:
    """All of it for one unit; `ids` are the numbers of the consignments by row."""
    unit = judged.post.floor.unit
    mine = sorted({*judged.found("case"), *judged.found("irregularity")})
    signs = sorted(row for row, done in judged.done.items() if any(job.result == DANGER for job in done))
    holds = [hold for hold in judged.lane.holds.all if hold.unit == unit]
    asked = [each for each in judged.lane.inquiries.all if each.unit == unit]
    presented = judged.post.presented()
    clean = [hold for hold in holds if judged.kinds.get(hold.row) in (None, "decoy")]
    return AfterFinds(
        standing=standing,
        finds=[_work(judged, row, ids[row]) for row in mine],
        safety=[_safety(judged, row, ids[row]) for row in signs],
        unconfirmed=_unconfirmed(judged, ids),
        deliveries=[_delivery(judged, each, ids) for each in judged.lane.deliveries.all if each.unit == unit],
        holds=len(holds),
        hold_minutes=round(sum(_held(judged, hold.begin, hold.end) for hold in holds) / MINUTE, 1),
        hold_minutes_clean=round(sum(_held(judged, hold.begin, hold.end) for hold in clean) / MINUTE, 1),
        hold_cost=round(
            judged.post.floor.hold_cost * sum(_held(judged, hold.begin, hold.end) for hold in holds) / DAY, 2
        ),
        asked=len(asked),
        asked_refused=sum(each.refused for each in asked if each.answer < judged.lane.length),
        asked_answered=sum(not each.refused for each in asked if each.answer < judged.lane.length),
        presented=len(presented),
        presented_items=len(presented & judged.inside),
        not_found=len({row for row, _ in judged.post.lost}),
        found_later=len({row for row, _ in judged.post.lost} & presented),
    )  # fmt: skip


def _held(judged: Judged, begin: int, end: int) -> int:
    return max(0, min(end, judged.lane.length) - begin)


def _delivery(judged: Judged, said: Delivery, ids: pl.Series) -> DeliveryTold:
    """A proposal and what became of it."""
    stop = judged.lane.stopped.get(said.row)
    left = stop.watched if stop is not None and said.accepted else None
    agreed = "not-left" if left is None else "delivered"
    return DeliveryTold(
        consignment=ids[said.row],
        to=said.to,
        t=said.t,
        until=said.until,
        substitute=said.substitute,
        answer=said.answer,
        accepted=said.accepted,
        outcome="no-answer" if said.answer is None else agreed if said.accepted else "refused",
        left=left,
    )


def _unconfirmed(judged: Judged, ids: pl.Series) -> list[UnconfirmedTold]:
    """The presumptive finds of a unit that were none, in order of time."""
    floor = judged.post.floor
    mine = (each for each in judged.lane.aftermath.tested if each.unit == floor.unit and not floor.confirms(each.row))
    return [
        UnconfirmedTold(
            consignment=ids[each.row],
            t=each.t,
            ended=each.ended,
            by=each.by,
            minutes=round(sum(step.minutes for step in _steps(judged, each.row, each.t)), 1),
        )
        for each in mine
    ]


def _work(judged: Judged, row: int, number: str) -> FindWork:
    """The work after one find against what is expected of a find of its kind."""
    post, stop = judged.post, judged.lane.stopped[row]
    find = stop.find if stop.find == "danger" else post.floor.hidden[row].find
    expected = next(each for each in table("operation", "finds") if each["code"] == find)
    # A field test that found it has been done before the work after it begins.
    told = stop.control if post.floor.controls[stop.control].tells else None
    needed = [
        step for step in expected["steps"].split("|") if post.floor.able(index_of(step)) and index_of(step) != told
    ]
    steps = _steps(judged, row, judged.done[row][0].end if find == "danger" else stop.t)
    ordered = _ordered(judged, row)
    done = [step.step for step in steps]
    handed = judged.lane.aftermath.handed.get((post.floor.unit, row), "") if "hand-over" in done else ""
    results = {job.result for job in judged.done[row]}
    return FindWork(
        consignment=number,
        find=find,
        t=stop.t,
        expected=needed,
        steps=steps,
        missing=[step for step in needed if step not in done and step not in ordered],
        unreached=[step for step in needed if step not in done and step in ordered],
        in_order=_in_order([step for step in done if step in needed], needed),
        authority=expected["authority"],
        handed_to=handed,
        laboratory="" if "sample" not in done else "confirmed" if CONFIRMED in results else "presumptive",
        minutes=round(sum(step.minutes for step in steps), 1),
    )


def _ordered(judged: Judged, row: int) -> set[str]:
    """Steps that were ordered for a consignment, by standing order or follow-up, carried out or not."""
    order = judged.post.orders[row]
    return {judged.post.floor.controls[step].code for step in order.controls[order.ordered :]}


def _steps(judged: Judged, row: int, since: int) -> list[StepTold]:
    """Steps, and controls used as steps, that were carried out from a time on."""
    controls = judged.post.floor.controls
    jobs = [job for job in judged.done[row] if job.officers and (job.start or 0) >= since]
    wanted = [job for job in jobs if controls[job.control].step or controls[job.control].code == "field-test"]
    return [StepTold(step=controls[job.control].code, t=job.end, minutes=_minutes(job)) for job in wanted]


def _minutes(job: Job) -> float:
    return round((job.end - (job.start or 0)) * len(job.officers) / MINUTE, 1)


def _in_order(done: Sequence[str], needed: Sequence[str]) -> bool:
    places = [needed.index(step) for step in done]
    return all(one < other for one, other in pairwise(places))


def _safety(judged: Judged, row: int, number: str) -> Safety:
    """What was done at a danger sign: right is to stop, isolate and notify, and to open nothing."""
    unit, done = judged.post.floor.unit, judged.done[row]
    sign = next(job for job in done if job.result == DANGER)
    steps = [step.step for step in _steps(judged, row, sign.end)]
    opened = [t for where, which, t in judged.lane.aftermath.opened if (where, which) == (unit, row)]
    told = next((job for job in done if job.result in (CONFIRMED, SAFE) and job.control == index_of("notify")), None)
    return Safety(
        consignment=number,
        control=judged.post.floor.controls[sign.control].code,
        t=sign.end,
        steps=[step for step in steps if step in DANGER_STEPS],
        right=[step for step in steps if step in DANGER_STEPS][:3] == list(DANGER_STEPS) and not opened,
        opened=opened[0] if opened else None,
        danger=judged.post.floor.signs[row].real,
        resolved=_resolved(told),
    )


def _resolved(told: Job | None) -> str:
    return "" if told is None else "danger" if told.result == CONFIRMED else "safe"
