"""What stands behind the story: what units were told, all decisions, the opened seal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.common.i18n import pick
from simulator.debrief.blocks import Column, Fact, Notice, Row, Table, without_empty
from simulator.debrief.passages import decision_text
from simulator.debrief.words import NONE, Words
from simulator.decisions.decision import ORDERING
from simulator.scoring.model import About, Decided, Score, Told


def told(items: Sequence[Told], names: Mapping[str, str], words: Words) -> tuple[Notice, ...]:
    """What units were told, in the order of the scenario."""
    return tuple(_notice(item, names, words) for item in items)


def _notice(item: Told, names: Mapping[str, str], words: Words) -> Notice:
    everybody = not item.to or set(item.to) >= set(names)
    to = words.say("all units") if everybody else words.listed(names.get(unit, unit) for unit in item.to)
    source = words.own(item.source, 200) if pick(item.source, words.lang).strip() else ""
    meta = [words.say("to {units}", units=to), *([words.say("from: {source}", source=source)] if source else [])]
    return Notice(words.stamp(item.t), to, source, words.own(item.text, None), " · ".join(meta))


def decisions(score: Score, names: Mapping[str, str], words: Words) -> tuple[Table, ...]:
    """All decisions in the order of the log, one table a unit."""
    by_unit: dict[str, list[Decided]] = {unit.code: [] for unit in score.units}
    for decided in score.decisions:
        by_unit.setdefault(decided.unit, []).append(decided)
    offsets = {unit.code: unit.offset for unit in score.units}
    return tuple(
        _decisions(names.get(unit, unit), items, words.local(offsets.get(unit))) for unit, items in by_unit.items()
    )


def _decisions(name: str, items: Sequence[Decided], words: Words) -> Table:
    people = sorted({decided.who for decided in items})
    several = len(people) > 1
    by = [Column(words.say("By"))] if several else []
    columns = (
        Column(words.say("No."), "code"),
        Column(words.say("Time"), "time"),
        *by,
        Column(words.say("Consignment"), "code"),
        Column(words.say("Decision"), "long"),
        Column(words.say("Priority"), "code"),
        Column(words.say("Reasons"), "long"),
        Column(words.say("Shows?"), "code"),
        Column(words.say("Confidence"), "code"),
        Column(words.say("Result")),
        Column(words.say("Note")),
    )
    if not items:
        return Table(words.say("{name}: no decision", name=name), (), ())
    standing = sum(each.act == "standing" for each in items)
    caption = words.many(len(items) - standing, "{name}: {n} decision", "{name}: {n} decisions", name=name)
    if standing:
        orders = words.many(standing, "{n} standing order", "{n} standing orders")
        caption = words.say("{caption} and {orders}", caption=caption, orders=orders)
    if people and not several:
        caption = words.say("{caption}, all by {who}", caption=caption, who=words.who(people[0]))
    caption = words.say("{caption}; local time ({zone})", caption=caption, zone=words.zone())
    back = taken_back(items)
    rows = (_decision(n, each, back.get(each.seq), several, words) for n, each in enumerate(items, 1))
    return without_empty(Table(caption, columns, tuple(rows), of=name))


def row_id(decided: Decided) -> str:
    """The name of the row of a decision."""
    return f"decision-{decided.seq}"


def taken_back(items: Sequence[Decided]) -> dict[int, int]:
    """When selections of one unit that came to no control were taken back, by number of the decision."""
    taken: dict[int, int] = {}
    standing: dict[str, list[int]] = {}
    for each in items:
        if each.effect != "effect" or each.result:
            continue
        if each.act in ORDERING:
            standing.setdefault(each.consignment, []).append(each.seq)
        elif each.act in ("withdraw", "release"):
            taken |= dict.fromkeys(standing.pop(each.consignment, ()), each.t)
    return taken


def _decision(n: int, decided: Decided, back: int | None, several: bool, words: Words) -> Row:
    shows = {None: NONE, True: words.say("yes"), False: words.say("no")}[decided.grounded]
    cells = (
        words.number(n),
        words.moment(decided.t),
        *([words.who(decided.who)] if several else []),
        words.own(decided.consignment),
        decision_text(decided, words),
        words.number(decided.priority) if decided.controls else NONE,
        words.titles("indicator", decided.reasons),
        shows,
        words.title("confidence", decided.confidence),
        _became(decided, back, words),
        words.note(decided.seq) or NONE,
    )
    return Row(cells, id=row_id(decided))


def _became(decided: Decided, back: int | None, words: Words) -> str:
    if decided.effect != "effect":
        return words.say("No effect: {reason}", reason=words.title("effect", decided.effect))
    if decided.result:
        return words.title("outcome", decided.result)
    if decided.act not in ORDERING:
        return words.say("Took effect")
    if decided.items is not None and decided.items_controlled:
        text = "{of} items controlled, {finds}"
        finds = words.many(decided.items_found or 0, "{n} find", "{n} finds")
        return words.say(text, of=words.counts(decided.items_controlled, decided.items), finds=finds)
    if back is not None:
        same_day = words.day(back) == words.day(decided.t)
        return words.say("Taken back at {t}", t=words.time(back) if same_day else words.moment(back))
    return words.say("Not controlled")


def seal(about: About, words: Words) -> tuple[Fact, ...]:
    """Key, salt and commitment; nothing where they were cut out."""
    if not about.key:
        return ()
    return (
        Fact(words.say("Drill key"), about.key),
        Fact(words.say("Salt"), about.salt),
        Fact(words.say("Commitment"), about.commitment),
    )


def seal_words(about: About, words: Words) -> str:
    """Whether the opened truth is the sealed one."""
    if about.commitment_holds:
        return words.say("The commitment holds: the truth told here is the one that was sealed.")
    return words.say(
        "The commitment does not hold: the truth told here is not the one that was sealed. Do not rely on this report."
    )


def played(about: About, words: Words) -> str:
    """How many times the drill has been played; empty at the first time."""
    if about.play < 2:
        return ""
    return words.say("play {n}; the seal had been opened by the play before", n=words.number(about.play))


CHECK = "jointdrill verify DRILL"
"""The command that computes the commitment again; DRILL stands for the drill folder."""


def versions(about: About, words: Words) -> tuple[Fact, ...]:
    """Digests of what was played, and the program that played it."""
    return (
        Fact(words.say("Scenario digest"), about.scenario_digest),
        Fact(words.say("World digest"), about.world_digest),
        Fact(words.say("Engine version"), str(about.engine)),
        Fact(words.say("Program version"), about.product),
    )
