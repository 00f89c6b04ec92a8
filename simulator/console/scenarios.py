"""Commands on scenarios: list, start a new one, check, print the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simulator.common.clock import duration_text
from simulator.common.errors import refuse
from simulator.common.i18n import pick
from simulator.common.resources import shipped_scenarios
from simulator.console.screen import say, say_json, table
from simulator.scenario.reader import read
from simulator.scenario.summary import Summary, summary


def list_shipped(*, json: bool) -> None:
    """All shipped scenarios."""
    listed = [(name, summary(read(path).scenario), read(path).scenario) for name, path in shipped_scenarios().items()]
    if json:
        say_json([{"name": name, **_as_dict(held)} for name, held, _ in listed])
        return
    rows = [
        [name, held.title, held.kind, ", ".join(unit.code for unit in held.units), duration_text(held.length),
         f"{held.consignments_low:,}", "; ".join(pick(objective.text) for objective in scenario.objectives)]
        for name, held, scenario in listed
    ]  # fmt: skip
    table(["name", "title", "kind", "units", "length", "consignments", "trains"], rows, right=(5,))


def _as_dict(held: Summary) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(held)


def write_starter(file: Path) -> None:
    """A scenario to start from."""
    from simulator.scenario.starter import starter

    if file.exists():
        raise refuse("file-exists", file=str(file))
    try:
        file.write_text(starter(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise refuse("file-unwritable", file=str(file), reason=error.strerror or str(error)) from error
    say(f"Wrote {file}. Change it, then: jointdrill check {file}")


def check(scenario: str, *, json: bool) -> None:
    """What a scenario will hold, without its cases."""
    held = summary(read(scenario).scenario)
    if json:
        say_json(_as_dict(held))
        return
    say(f"{held.title}: no faults")
    low, high = f"{held.consignments_low:,}", f"{held.consignments_high:,}"
    say(f"{held.kind}, {duration_text(held.length)} from {held.start}, {held.flights} flights, ")
    say(f"{low if low == high else f'{low} to {high}'} consignments")


def schema(of: str) -> None:
    """The JSON Schema of a format."""
    from simulator.scenario.schema import schema as scenario_schema
    from simulator.scoring.model import Score

    if of not in ("scenario", "score"):
        raise refuse("schema-unknown", value=of)
    say_json(scenario_schema() if of == "scenario" else Score.model_json_schema())
