"""Commands that ask what a unit can know: look a party up, open the dossier of a consignment."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from simulator.common.errors import refuse
from simulator.common.i18n import pick
from simulator.common.tables import table as data
from simulator.console.moments import Clock, agency_of, seen_by, unit_of
from simulator.console.screen import say, say_json, table
from simulator.decisions.information import TIMES
from simulator.drill import Drill
from simulator.operation.controls import index_of
from simulator.view.documents import differing
from simulator.view.dossier import Dossier, dossier
from simulator.view.lookup import Hit, lookup
from simulator.world.papers import documents
from simulator.world.places import places

_MOST_WEAK = 5
_NEAR = 0.8
"""How alike the number must be that is offered for one that is not there: one or two signs differ."""
_ENDINGS = {"not-controlled": "not controlled", "nothing-found": "controlled, nothing found", "seizure": "seizure"}


def look_up(drill: str, unit: str, name: str, at: str | None, *, agency: str | None = None, json: bool) -> None:
    """Show the parties of a unit's systems, or of those that an agency may look at, whose names are like a name."""
    opened = Drill.open(drill)
    mine = unit_of(opened, unit)
    clock = Clock.of(opened.scenario, mine.post)
    t = clock.moment(at)
    country = places(opened.scenario)[mine.post].country
    found = lookup(opened.world, unit, name, t, country=country, agency=agency_of(agency))
    systems = [pick(system.name) for system in mine.systems]
    alike, weak = ([hit for hit in found if hit.weak is is_weak] for is_weak in (False, True))
    if json:
        told = {"found": [_hit(hit, systems) for hit in alike], "weak": [_weak(hit, systems) for hit in weak]}
        say_json({"unit": unit, "agency": agency, "name": name, "at": t, **told})
        return
    say(f"EXERCISE. What {seen_by(unit, agency)} can find at {clock.text(t)} under {name!r}")
    if alike:
        heads = ["name", "systems", "alike", "kind, place", "register, list", "consignments"]
        table(heads, [_party_row(hits, systems) for hits in _parties(alike)], right=(2,))
    else:
        say("Nothing found: nothing like it in any of its systems.")
    for hit, *_ in _parties(alike):
        for past in hit.past:
            who = f"{hit.name}, as {past.side}, {past.days} days before, with {past.other}"
            say(f"  {who}: {past.goods}, {past.weight:g} kg, USD {past.value:g}: {_ENDINGS[past.ending]}")
    if weak:
        names = "; ".join(f"{hits[0].name} ({hits[0].score:.0f})" for hits in _parties(weak)[:_MOST_WEAK])
        say(f"Weak matches, most likely others: {names}. To see one of them, look it up by its name.")


def _papers(opened: Drill, unit: str, row: int, t: int) -> bool:
    """Whether a documentary check or the answer of a contact has brought invoice and packing list by then."""
    course = opened.course_at(t)
    lane = course.lanes[course.lane_of[unit]]
    check = index_of("documents")
    checked = any((job.row, job.control) == (row, check) and job.start is not None for job in lane.posts[unit].jobs)
    asked = (each for each in lane.inquiries.all if (each.unit, each.row, each.question) == (unit, row, "documents"))
    return checked or any(each.answer <= t and not each.refused for each in asked)


def show(drill: str, unit: str, number: str, at: str | None, *, agency: str | None = None, json: bool) -> None:
    """Show what a unit, or an agency in it, can know of a consignment."""
    opened = Drill.open(drill)
    mine = unit_of(opened, unit)
    clock = Clock.of(opened.scenario, mine.post)
    t = clock.moment(at)
    systems = [pick(system.name) for system in mine.systems]
    shown, agency = _shown(opened, unit, t), agency_of(agency)
    row = shown.get(_plain(number))
    found = None
    if row is not None:
        laid = _papers(opened, unit, row, t)
        found = dossier(opened.world, unit, row, t, systems, agency=agency, controlled=laid)
    if found is None:
        near = get_close_matches(_plain(number), shown, n=1, cutoff=_NEAR)
        # What a unit was never shown is no hint: it would tell that there is such a consignment.
        hint = f"; did you mean {opened.world.consignments['id'][shown[near[0]]]!r}?" if near and agency is None else ""
        raise refuse("dossier-none", value=number, unit=seen_by(unit, agency), at=clock.text(t), hint=hint)
    if json:
        say_json({"agency": agency, **_dossier(found, unit, systems)})
        return
    say(f"EXERCISE. {found.number} as {seen_by(unit, agency)} knows it at {clock.text(t)}")
    say(f"Known since {clock.text(found.known)}, first from {found.system}.")
    _documents(found, clock, systems)
    _facts(found, clock)


def _plain(number: str) -> str:
    """A number as it is compared: people write it in small letters, with blanks and hyphens."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def _shown(opened: Drill, unit: str, t: int) -> dict[str, int]:
    """Rows of the consignments that a unit has been shown by then, by their plain numbers."""
    sight = opened.sights[unit]
    rows = sight.rows[sight.known <= t].tolist()
    numbers = opened.world.consignments["id"].gather(rows).to_list()
    return {_plain(number): row for number, row in zip(numbers, rows, strict=True)}


def _hit(hit: Hit, systems: Sequence[str]) -> dict[str, Any]:
    past = [{**each.__dict__} for each in hit.past]
    told = {"name": hit.name, "system": systems[hit.system], "score": hit.score, "party": hit.facts}
    return {**told, "consignments": list(hit.numbers), "past": past}


def _weak(hit: Hit, systems: Sequence[str]) -> dict[str, Any]:
    return {"name": hit.name, "system": systems[hit.system], "score": hit.score}


def _parties(found: Sequence[Hit]) -> list[list[Hit]]:
    """The hits of each party, the most alike party first."""
    parties: dict[int, list[Hit]] = {}
    for hit in found:
        parties.setdefault(hit.party, []).append(hit)
    return list(parties.values())


def _party_row(hits: Sequence[Hit], systems: Sequence[str]) -> list[str]:
    """A party as it is found in all systems: how the first writes it, then who writes it otherwise."""
    hit = hits[0]
    facts = hit.facts
    written = [
        systems[each.system] + (f" (as {each.name})" if each.name != hit.name else "")
        for each in sorted(hits, key=lambda each: (each.name != hit.name, each.system))
    ]
    place = ", ".join(str(facts[code]) for code in ("kind", "city", "country") if facts.get(code))
    register = [f"known for {facts['first_seen']} days"] if "first_seen" in facts else []
    register += [f"{facts['phone_parties']} parties with the phone"] if facts.get("phone_parties", 1) > 1 else []
    register += ["LISTED"] if facts.get("listed") else []
    score = f"{hit.score:.0f}"
    return [hit.name, ", ".join(written), score, place, "; ".join(register), " ".join(hit.numbers)]


def _documents(found: Dossier, clock: Clock, systems: Sequence[str]) -> None:
    """The documents side by side, then what differs and what was amended."""
    said = list(found.documents.iter_rows(named=True))
    stream = next((fact.value for fact in found.facts if fact.column.code == "stream"), "")
    there = [code for code in documents() if any(each["document"] == code for each in said)]
    since = {each["document"]: (each["since"], each["system"]) for each in said}
    heads = [
        f"{documents()[code].called(stream)} ({systems[since[code][1]]}, {clock.text(since[code][0])})"
        for code in there
    ]
    cells = {(each["field"], each["document"]): each["value"] for each in said}
    fields = list(dict.fromkeys(each["field"] for each in said))
    rows = [[_title(field), *(cells.get((field, code), "") for code in there)] for field in fields]
    table(["", *heads], rows)
    for field in differing(found.documents):
        say(f"  differs: {_title(field)}")
    for each in said:
        if each["earlier"] is not None:
            title = f"{documents()[each['document']].called(stream)}, {_title(each['field'])}"
            say(f"  amended {clock.text(each['amended'])}: {title}, before: {each['earlier']}")


def _facts(found: Dossier, clock: Clock) -> None:
    rows = []
    for fact in found.facts:
        unit = f" ({fact.column.unit})" if fact.column.unit and fact.column.code not in TIMES else ""
        rows.append([fact.column.title + unit, _value(fact.column.code, fact.value, clock), clock.text(fact.since)])
    table(["", "value", "known since"], rows)


def _value(code: str, value: Any, clock: Clock) -> str:
    if code in TIMES:
        return clock.text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{round(value, 3):g}" if isinstance(value, float) else str(value)


def _title(field: str) -> str:
    titles = {row["code"]: row["title"] for row in data("view", "columns")}
    return titles[field]


def _dossier(found: Dossier, unit: str, systems: Sequence[str]) -> dict[str, Any]:
    documents_told = [{**each, "system": systems[each["system"]]} for each in found.documents.iter_rows(named=True)]
    facts = {
        fact.column.code: {
            "value": round(fact.value, 3) if isinstance(fact.value, float) else fact.value,
            "since": fact.since,
        }
        for fact in found.facts
    }
    head = {"unit": unit, "number": found.number, "at": found.t, "known": found.known, "system": found.system}
    return {**head, "documents": documents_told, "differ": differing(found.documents), "facts": facts}
