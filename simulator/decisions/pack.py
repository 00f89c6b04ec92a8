"""What is handed out before a drill: for each unit its sheet, its messages and a briefing, made of what it may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.common.clock import local
from simulator.common.errors import refuse
from simulator.common.i18n import pick
from simulator.common.resources import shipped
from simulator.decisions.facts import UnitFacts, unit_facts
from simulator.decisions.messages.bundle import messages_zip
from simulator.decisions.pages import team_texts
from simulator.decisions.sheet import MAX_ROWS, MAX_XLSX_ROWS, TIME_FORMAT, Setting, control_titles, setting, titles
from simulator.decisions.sheet_write import receptacles_csv, sheet_csv, sheet_xlsx
from simulator.decisions.worth import worths

if TYPE_CHECKING:
    import polars as pl
    from jinja2 import Template

    from simulator.scenario.model import Scenario, Unit
    from simulator.world.places import Place
    from simulator.world.world import World

NEWS = "EXERCISE-news.html"
"""What is told during the drill, beside the packs of the units: for the trainer."""
_FLIGHTS_ON_PAPER = 60


@dataclass(frozen=True)
class Pack:
    """The pack of one unit: its folder, and the files in it."""

    unit: str
    folder: Path
    files: tuple[Path, ...]


def write_packs(
    folder: Path,
    scenario: Scenario,
    world: World,
    *,
    frames: Mapping[str, pl.DataFrame] | None = None,
    digest: str | None = None,
    lang: str = "en",
) -> list[Pack]:
    """Write `folder/UNIT/` for every unit of a scenario; DrillError if a file cannot be written.

    `frames` are what the units see of the consignments, by unit (`view.visible.first_shown`); without them they are
    made here. `digest` saves computing the world's digest again. `lang` is that of units that name none of their own.
    """
    from simulator.view.visible import first_shown, looked_at, shown_to
    from simulator.world.joined import register
    from simulator.world.places import places

    where, digest = places(scenario), digest or world.digest()
    known, packs = None, []
    for unit in scenario.units:
        place, shown, own = where[unit.post], shown_to(world, unit.code), unit.lang or lang
        if shown > MAX_ROWS:
            files = briefing_only(scenario, world, unit, place, shown, digest, own)
        else:
            names = [pick(system.name, own) for system in unit.systems]
            known = known or (register(world) if frames is None else None)
            frame = first_shown(*looked_at(world, unit.code, names, known)) if frames is None else frames[unit.code]
            files = pack_files(scenario, world, unit, place, frame, digest, own)
        packs.append(_write(folder / unit.code, unit, files))
    _write_news(folder, scenario, where, lang)
    return packs


def _write_news(folder: Path, scenario: Scenario, where: Mapping[str, Place], lang: str) -> None:
    """The slips with news of the drill, for the trainer to hand out in time; none if all is told at the start."""
    slips = [
        {
            "time": local(scenario.start, each.at, where[unit.post].offset).strftime(TIME_FORMAT),
            "unit": pick(unit.name, unit.lang or lang),
            "text": pick(each.text, unit.lang or lang),
            "source": pick(each.source, unit.lang or lang),
        }
        for each in sorted(scenario.intelligence, key=lambda each: each.at)
        for unit in scenario.units
        if each.at > 0 and unit.code in (each.to or [unit.code])
    ]
    if slips:
        page = _template("packs/news.html.j2", lang).render(title=pick(scenario.title, lang), slips=slips)
        _write_files(folder, {NEWS: page.encode()})


def briefing_only(
    scenario: Scenario, world: World, unit: Unit, place: Place, shown: int, digest: str, lang: str = "en"
) -> dict[str, bytes]:
    """The pack of a unit that is shown more consignments than any sheet that can be handed in may hold."""
    facts = unit_facts(scenario, world, unit, place, shown, lang)
    rules = setting(scenario, world, unit, place.offset, digest)
    return {f"EXERCISE-{unit.code}-briefing.html": briefing_html(facts, rules, "").encode()}


def pack_files(
    scenario: Scenario,
    world: World,
    unit: Unit,
    place: Place,
    frame: pl.DataFrame,
    digest: str,
    lang: str = "en",
) -> dict[str, bytes]:
    """The files of a unit's pack by name; a queue of more than 100,000 rows is a csv only."""
    from simulator.view.receptacles import receptacles

    facts = unit_facts(scenario, world, unit, place, frame.height, lang)
    rules = setting(scenario, world, unit, place.offset, digest)
    name = f"EXERCISE-{unit.code}"
    bags = receptacles(world, unit.code)
    files = {}
    if frame.height <= MAX_XLSX_ROWS:
        files[f"{name}.xlsx"] = sheet_xlsx(frame, rules, facts, bags)
    sheet = next(iter(files), f"{name}.csv")
    files[f"{name}.csv"] = sheet_csv(frame, rules, lang)
    if bags.height:
        files[f"{name}-receptacles.csv"] = receptacles_csv(bags, rules, lang)
    files[f"{name}-messages.zip"] = messages_zip(scenario, world, unit, frame)
    files[f"{name}-briefing.html"] = briefing_html(facts, rules, sheet).encode()
    return files


def briefing_html(facts: UnitFacts, rules: Setting, sheet: str) -> str:
    """The briefing of a unit as one HTML page that prints on A4; `sheet` is the file to hand in, empty if none."""
    flights = facts.flights[:_FLIGHTS_ON_PAPER]
    # Documents are laid side by side: what they show is seen by people, not by a control.
    reacting = tuple(code for code in rules.controls if code != "documents")
    return _template("packs/briefing.html.j2", facts.lang).render(
        facts=facts,
        sheet=sheet,
        streams=titles("stream", facts.lang).values(),
        world=rules.world[:16],
        arrivals=[flight for flight in flights if flight.arrives],
        departures=[flight for flight in flights if not flight.arrives],
        more_flights=len(facts.flights) - len(flights),
        worths=worths(reacting, facts.lang),
        reacting=[control_titles(facts.lang)[code] for code in reacting],
        team=team_texts(facts),
        told=facts.told_at_start(),
        more_told=len(facts.told) - len(facts.told_at_start()),
    )


def _template(name: str, lang: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from simulator.common.jinja import speak

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    speak(environment, lang)
    return environment.get_template(name)


def _write(folder: Path, unit: Unit, files: Mapping[str, bytes]) -> Pack:
    _write_files(folder, files)
    return Pack(unit.code, folder, tuple(folder / name for name in files))


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse("folder-unwritable", file=str(folder), reason=error.strerror or str(error)) from None
    for name, content in files.items():
        path = folder / name
        try:
            path.write_bytes(content)
        except PermissionError:
            raise refuse("pack-open", file=str(path)) from None
        except OSError as error:
            raise refuse("folder-unwritable", file=str(path), reason=error.strerror or str(error)) from None
