"""Measures of mail that was chosen by receptacle or dispatch, apart from what was selected as single items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.decisions.decision import ORDERING
from simulator.operation.controls import ALARM
from simulator.operation.post import WITHDRAWN
from simulator.scoring.model import Decided, MailUse

if TYPE_CHECKING:
    import polars as pl

    from simulator.scoring.measures import Judged
    from simulator.world.world import World

BELTS = ("belt-x-ray", "belt-dog")


def taken_from_bags(judged: Judged, bags: Mapping[str, Sequence[int]]) -> set[int]:
    """Items that were ordered because their receptacle or dispatch was, and not selected singly as well."""
    inside = {row for each in _effective(judged) for row in bags[each.consignment]}
    single = {row for row, each in judged.decided if each.effect == "effect" and each.act in ORDERING}
    return {row for row in inside - single if row in judged.post.orders}


def mail_use(judged: Judged, world: World, bags: Mapping[str, Sequence[int]]) -> MailUse:
    """The figures of one unit; all zero where the mail of a world is single items only."""
    if world.mail is None or world.predes is None:
        return MailUse()
    unit = world.units.index(judged.post.floor.unit)
    taken = taken_from_bags(judged, bags)
    done = {row: jobs for row, jobs in judged.done.items() if row in taken}
    belts = {control.index for control in judged.post.floor.controls if control.code in BELTS}
    opening = {control.index for control in judged.post.floor.controls if control.code == "examination"}
    cases = set(judged.found("case"))
    bare = set(world.mail.filter(~world.mail["announced"])["row"].to_list())
    passed = bare & set(judged.passed("case"))
    orders = [judged.post.orders[row] for row in sorted(taken)]
    return MailUse(
        receptacles=world.predes.filter(world.predes["unit"] == unit)["receptacle"].n_unique(),
        selected=_receptacles(judged, world.mail),
        items=len(taken),
        over_belt=sum(any(job.control in belts for job in jobs) for jobs in done.values()),
        alarms=sum(any(job.control in belts and job.result == ALARM for job in jobs) for jobs in done.values()),
        examined=sum(any(job.control in opening for job in jobs) for jobs in done.values()),
        found=len(taken & {*cases, *judged.found("irregularity")}),
        cases_found=len(taken & cases),
        not_controlled=sum(order.state != WITHDRAWN and order.row not in done for order in orders),
        cases_without_data=len(passed),
        cases_without_data_found=len(passed & cases),
    )


def _effective(judged: Judged) -> list[Decided]:
    return [each for each in judged.bagged if each.effect == "effect" and each.act in ORDERING]


def _receptacles(judged: Judged, mail: pl.DataFrame) -> int:
    """Receptacles that were selected, those of a selected dispatch counted one by one."""
    numbers = [each.consignment for each in _effective(judged)]
    mine = mail.filter(mail["receptacle"].is_in(numbers) | mail["dispatch"].is_in(numbers))
    return mine["receptacle"].n_unique()
