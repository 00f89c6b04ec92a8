"""Commands at a post: what its terminals are to present, and what its controls and contacts have told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.common.errors import refuse
from simulator.common.i18n import pick
from simulator.console.moments import Clock, unit_of
from simulator.console.screen import say, say_json, table
from simulator.console.told import answered, proposed
from simulator.debrief.selection import render_selection, selection_list
from simulator.debrief.words import Words
from simulator.drill import Drill
from simulator.operation.controls import RESULTS
from simulator.operation.observations import observation
from simulator.operation.referrals import COMPLETED, Referral
from simulator.records.folder import write_whole
from simulator.view.referred import completed

if TYPE_CHECKING:
    from simulator.operation.course import Course
    from simulator.scenario.model import Unit

MOST = 200


@dataclass(frozen=True)
class Told:
    """Something that a unit was told about a consignment: by a control, by a contact, or back from a referral."""

    t: int
    consignment: str
    by: str
    what: str
    words: str


def selection(drill: str, unit: str, at: str | None, out: Path | None, *, replace: bool) -> None:
    """Write the selection list of a unit, a terminal a page; into its pack if no file is named."""
    opened, mine = _opened(drill, unit)
    moment = Clock.of(opened.scenario, mine.post).moment(at)
    _check_played(opened)
    out = out or opened.folder.packs / unit / f"EXERCISE-{unit}-selection.html"
    if out.exists() and not replace:
        raise refuse("file-there", file=str(out))
    told = selection_list(opened.scenario, opened.world, mine, opened.course_at(moment))
    if out.is_relative_to(opened.folder.packs):
        out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(out, render_selection(told))
    wanted = sum(line.open for terminal in told.terminals for line in terminal.lines)
    say(f"EXERCISE. {told.unit} at {told.clock}: {wanted} to be presented. The list lies in {out}.")


def observed(drill: str, unit: str, at: str | None, *, json: bool) -> None:
    """Show what controls and contacts have told a unit, the last first."""
    opened, mine = _opened(drill, unit)
    clock = Clock.of(opened.scenario, mine.post)
    moment = clock.moment(at)
    _check_played(opened)
    words = Words("en", opened.scenario.start)
    told = sorted(
        _told(opened, mine.code, opened.course_at(moment), words, clock), key=lambda each: (-each.t, each.consignment)
    )
    if json:
        say_json({"unit": unit, "t": moment, "told": [asdict(each) for each in told]})
        return
    say(f"EXERCISE. {pick(mine.name)} at {clock.text(moment)}: {len(told):,} observations and answers")
    rows = [(clock.text(each.t), each.consignment, each.by, each.what, each.words) for each in told[:MOST]]
    table(("At", "Consignment", "By", "Result", "Words and figures"), rows)
    if len(told) > MOST:
        say(f"and {len(told) - MOST:,} before; --json tells all")


def _opened(drill: str, code: str) -> tuple[Drill, Unit]:
    opened = Drill.open(drill)
    return opened, unit_of(opened, code)


def _check_played(opened: Drill) -> None:
    """Refuse a drill in which nobody can have selected or been told anything."""
    if not opened.log.entries() and not opened.folder.plays():
        raise refuse("not-played", file=str(opened.folder.path))


def _told(opened: Drill, unit: str, course: Course, words: Words, clock: Clock) -> Iterator[Told]:
    lane = course.lanes[course.lane_of[unit]]
    post, ids = lane.posts[unit], opened.world.consignments["id"]
    for job in post.jobs:
        if job.start is not None and job.end <= course.now:
            seen = observation(post.floor, job)
            control = words.title("control", post.floor.controls[job.control].code)
            yield Told(
                job.end, ids[job.row], control, words.title("result", RESULTS[job.result]), seen.told() if seen else ""
            )
    for row, t in post.lost:
        yield Told(t, ids[row], words.say("Presentation"), words.title("state", "not-found"), "")
    for each in lane.inquiries.all:
        if each.unit == unit and each.answer <= course.now:
            what = words.say("refused") if each.refused else words.say("answered")
            said = "" if each.refused else answered(opened.world, lane, each, clock)
            yield Told(each.answer, ids[each.row], words.title("contact", each.to), what, said)
    for delivery in lane.deliveries.all:
        if delivery.unit == unit and (back_told := proposed(delivery, course.now, clock)):
            t, what, said = back_told
            yield Told(t, ids[delivery.row], words.title("authority", delivery.to), what, said)
    for back in lane.referrals.answered(unit):
        what = words.title("answer", back.answer.said)
        yield Told(back.answer.t, ids[back.row], words.title("referral", back.kind), what, _referred(opened, back))


def _referred(opened: Drill, back: Referral) -> str:
    """Status and reason code of an answer, and the data that it completes."""
    whole = completed(opened.world, back.row) if back.answer.said == COMPLETED else {}
    return "; ".join([f"{back.answer.status} {back.answer.code}", *(f"{name}: {said}" for name, said in whole.items())])
