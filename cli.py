"""The command line: one command for one task of a user."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="jointdrill",
    help="EXERCISE. Joint practical drills for Air Cargo Control Units: from a scenario to a debrief.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="Name of a shipped scenario, or path of a file.")]
Seed = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="Practice drill with this seed: who knows it can know the cases. Without it a secret key is drawn.",
    ),
]
Players = Annotated[
    list[str] | None,
    typer.Option(
        "--player",
        metavar="UNIT=PLAYER",
        help="Who plays a unit: a sheet (.xlsx, .csv), rules, chance or idle. Once a unit; default idle.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print for programs, as JSON.")]
Replace = Annotated[
    bool, typer.Option("--replace", help="Overwrite what is there: a drill folder, or what was played in it.")
]


@app.command()
def scenarios(json: Json = False) -> None:
    """List the scenarios that ship: title, units, length, consignments, what each trains."""
    from simulator.console import scenarios as show

    show.list_shipped(json=json)


@app.command()
def new(file: Annotated[Path, typer.Argument(help="File to write, like my-drill.yaml.")]) -> None:
    """Write a short commented scenario to start from; it is valid as it is."""
    from simulator.console import scenarios as show

    show.write_starter(file)


@app.command()
def check(scenario: ScenarioName, json: Json = False) -> None:
    """Check a scenario: every fault with file, line and column; else what the drill will hold, without the cases."""
    from simulator.console import scenarios as show

    show.check(scenario, json=json)


@app.command()
def prepare(
    scenario: ScenarioName,
    out: Annotated[Path, typer.Option(help="Folder of the drill.")],
    seed: Seed = None,
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Prepare a drill: a folder with the world, the sealed truth, the log, and packs/UNIT/ to hand out."""
    from simulator.console import drills

    drills.prepare(scenario, out, seed, replace=replace, json=json)


@app.command()
def run(
    drill: Annotated[
        str,
        typer.Argument(
            metavar="DRILL|SCENARIO", help="Folder of a prepared drill; or a scenario, which is prepared first."
        ),
    ],
    player: Players = None,
    seed: Seed = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the drill, when a scenario is run. Default: the scenario's name.")
    ] = None,
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Play a drill to its end: verdicts, score.json and debrief.html in its folder."""
    from simulator.console import drills

    drills.run(drill, player or [], out, seed, replace=replace, json=json)


@app.command()
def schema(of: Annotated[str, typer.Argument(help="scenario or score.")] = "scenario") -> None:
    """Print the JSON Schema of the scenario format, or of score.json."""
    from simulator.console import scenarios as show

    show.schema(of)


def main() -> None:
    """Run a command; refusals are told in plain words and end with 1, a fault of ours leaves a report."""
    from simulator.common.errors import DrillError

    try:
        app()
    except DrillError as error:
        from simulator.console.faults import tell

        sys.exit(tell(error))
    except Exception as error:  # noqa: BLE001  a traceback never reaches a user
        from simulator.console.faults import report

        sys.exit(report(error))


if __name__ == "__main__":
    main()
