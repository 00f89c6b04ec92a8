"""Commands on scenarios: list, start a new one, check, print the schema."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulator.common.chance import practice_key
from simulator.common.clock import duration_text
from simulator.common.errors import listed, nearest_name, refuse
from simulator.common.resources import shipped_scenarios
from simulator.console.screen import progress, say, say_json
from simulator.scenario.reader import read
from simulator.scenario.summary import summary

_TRIED = 3
"""Keys that a check tries a scenario with."""


def list_shipped(*, json: bool) -> None:
    """All shipped scenarios: title, units, length, consignments, what each trains."""
    listed = {name: summary(read(path).scenario) for name, path in shipped_scenarios().items()}
    if json:
        say_json([{"name": name, **asdict(held)} for name, held in listed.items()])
        return
    for name, held in listed.items():
        units = ", ".join(f"{unit.code} ({unit.post})" for unit in held.units)
        counts = _range(held.consignments_low, held.consignments_high)
        say(f"{name}: {held.title}")
        say(f"    {held.kind}; {units}; {duration_text(held.length)}; {counts} consignments")
        for objective in held.objectives:
            say(f"    - {objective}")


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def write_starter(file: Path, like: str | None) -> None:
    """A scenario to start from: the short one, or a copy of a shipped one."""
    from simulator.scenario.starter import starter

    shipped = shipped_scenarios()
    if like is not None and like not in shipped:
        raise refuse("scenario-unknown", file=like, allowed=listed(shipped), hint=nearest_name(like, shipped))
    if file.exists():
        raise refuse("file-exists", file=str(file))
    try:
        text = starter() if like is None else shipped[like].read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise refuse("file-unwritable", file=str(file), reason=error.strerror or str(error)) from error
    say(f"Wrote {file}. Change it, then: jointdrill check {file}")


def check(scenario: str, *, json: bool) -> None:
    """What a drill of a scenario will hold, without what is hidden."""
    from simulator.prepare import built, expanded
    from simulator.world.seeding import SAFE_CROWD

    reading = read(scenario)
    whole = expanded(reading)
    held = summary(whole.scenario)
    with progress(quiet=json) as report:
        for number in range(_TRIED):
            report("trying it out", number / _TRIED)
            built(reading, practice_key(number), SAFE_CROWD, whole)
    if json:
        say_json(asdict(held))
        return
    say(f"{held.title}: no faults")
    say(f"{held.kind}, {duration_text(held.length)} from {held.start}, {held.flights} flights")
    counts = ", ".join(f"{stream} {_range(*bounds)}" for stream, bounds in held.streams.items())
    say(f"{_range(held.consignments_low, held.consignments_high)} consignments: {counts}")
    if whole.left is not None:
        left = ", ".join(f"{count:,} {reason}" for reason, count in whole.left.items())
        say(f"{whole.taken:,} consignments of them from messages; left out: {left or 'none'}")
    for unit in held.units:
        officers = ", ".join(f"{count} {role}" for role, count in unit.officers.items())
        machines = ", ".join(f"{count} {machine}" for machine, count in unit.machines.items() if count)
        say(f"{unit.code}: {unit.name}, {unit.post}")
        say(f"    officers: {officers}")
        say(f"    machines: {machines or 'none'}")
        say(f"    systems: {', '.join(unit.systems)}")


def schema(of: str) -> None:
    """The JSON Schema of a format."""
    from simulator.scenario.schema import schema as scenario_schema

    if of not in ("scenario", "score", "debrief"):
        raise refuse("schema-unknown", value=of)
    say_json(scenario_schema() if of == "scenario" else _of_results(of))


def _of_results(of: str) -> dict[str, Any]:
    from simulator.debrief.exports import DebriefFile
    from simulator.scoring.model import Score

    return Score.model_json_schema() if of == "score" else DebriefFile.model_json_schema()
