"""The command line: one command for one task of a user."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

try:
    import typer
except ModuleNotFoundError:
    sys.exit(
        "The packages of jointdrill are not installed in this Python. "
        "After `make demo`: .venv/bin/python cli.py ... (Windows: .venv\\Scripts\\python cli.py ...); see README.md"
    )

app = typer.Typer(
    name="jointdrill",
    help="EXERCISE. Joint practical drills for Air Cargo Control Units: from a scenario to a debrief.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from simulator import __version__

        sys.stdout.write(f"jointdrill {__version__}\n")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]


@app.callback()
def common(version: Version = False) -> None:
    """EXERCISE. Joint practical drills for Air Cargo Control Units: from a scenario to a debrief."""


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
        help="Who plays a unit: a sheet (.xlsx, .csv; several if said several times), rules, chance or idle (default).",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print for programs, as JSON.")]
Replace = Annotated[
    bool, typer.Option("--replace", help="Overwrite what is there: a drill folder, or what was played in it.")
]


@app.command()
def scenarios(json: Json = False) -> None:
    """List the shipped scenarios. Title, units, length, consignments, and what each trains."""
    from simulator.console import scenarios as show

    show.list_shipped(json=json)


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="File to write, like my-drill.yaml.")],
    like: Annotated[str | None, typer.Option(help="Start from a copy of this shipped scenario.")] = None,
) -> None:
    """Write a scenario to start from. It is short, commented, and valid as it is."""
    from simulator.console import scenarios as show

    show.write_starter(file, like)


@app.command()
def check(scenario: ScenarioName, json: Json = False) -> None:
    """Check a scenario, all faults at once. With file, line, column; else what a drill will hold, no cases told."""
    from simulator.console import scenarios as show

    show.check(scenario, json=json)


@app.command()
def prepare(
    scenario: ScenarioName,
    out: Annotated[Path, typer.Option(help="Folder of the drill.")],
    seed: Seed = None,
    lang: Annotated[str, typer.Option(help="Language of the packs: en, ru, kk, uz or ka.")] = "en",
    glossary: Annotated[list[Path] | None, typer.Option(help="Glossary with own terms; may be said twice.")] = None,
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Prepare a drill folder and its packs. World, sealed truth, log, and packs/UNIT/ to hand out."""
    from simulator.console import drills

    drills.prepare(scenario, out, seed, lang=lang, glossaries=glossary or [], replace=replace, json=json)


@app.command()
def glossary(
    lang: Annotated[str, typer.Option(help="Language to write: ru, kk, uz or ka.")] = "ru",
    out: Annotated[Path | None, typer.Option(help="File to write, like terms.xlsx.")] = None,
    given: Annotated[Path | None, typer.Option("--in", help="Glossary to check: what it changes.")] = None,
) -> None:
    """Write the terms of the trade in a language, or check your own. To review; prepare takes it by --glossary."""
    from simulator.console import glossary as show

    show.glossary(lang, out, given)


_OUT = "Folder of the drill, when a scenario is run. Default: the scenario's name and -drill."


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
    out: Annotated[Path | None, typer.Option(help=_OUT)] = None,
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Play a drill to its end, write its debrief. Also verdicts and score.json, into its folder."""
    from simulator.console import drills

    drills.run(drill, player or [], out, seed, replace=replace, json=json)


@app.command()
def verify(
    drill: Annotated[Path, typer.Argument(metavar="DRILL", help="Folder of a drill.")], json: Json = False
) -> None:
    """Check that a drill was not changed. Truth, world, seal as prepared; log, score, debrief as played."""
    from simulator.console import drills

    drills.verify(str(drill), json=json)


@app.command()
def rejudge(
    drill: Annotated[str, typer.Argument(metavar="DRILL", help="Folder of a drill that has been played.")],
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Corrections of the key (.yaml, .csv, .xlsx). Default: the key as sealed."),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who has it judged again, for the debrief.")] = "",
    json: Json = False,
) -> None:
    """Judge a drill again, by a corrected key. New verdicts, score and debrief; those before are kept beside them."""
    from simulator.console import judging

    judging.rejudge(drill, corrections, by, json=json)


@app.command()
def debrief(
    drill: Annotated[str, typer.Argument(metavar="DRILL", help="Folder of a drill that was played.")],
    lang: Annotated[str, typer.Option(help="Language: en, ru, kk, uz or ka.")] = "en",
    form: Annotated[
        list[str] | None,
        typer.Option("--format", help="html (default), pdf, xlsx, json or csv; several if said several times."),
    ] = None,
    audience: Annotated[
        str, typer.Option(help="For whom: trainer, unit, individual, coordinator or public.")
    ] = "trainer",
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Which unit, for the audience unit.")] = None,
    participant: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name or id of the person, for the audience individual.")
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Show the coordinator the units' names in place of letters.")
    ] = False,
    marking: Annotated[
        str | None, typer.Option(help="Protective marking for every page. Default: that of the scenario, if any.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Say DRAFT on every page.")] = False,
    templates: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Own templates that override those of the page (html).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it. Default: beside the drill.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the file that is there.")] = False,
    json: Json = False,
) -> None:
    """Write the debrief of a drill that was played. In a format, a language, and for whom it is meant."""
    from simulator.console import debriefs
    from simulator.debrief.telling import Order

    order = Order(lang, audience, unit, participant, names, marking, draft, templates)
    debriefs.write(drill, order, form or [], out, replace=replace, json=json)


PlayedDrill = Annotated[str, typer.Argument(metavar="DRILL", help="Folder of a drill.")]
By = Annotated[str, typer.Option(metavar="NAME", help="Who says so, for the debrief.")]


@app.command()
def rate(
    drill: PlayedDrill,
    unit: Annotated[str | None, typer.Option(help="The unit that is rated.")] = None,
    objective: Annotated[str | None, typer.Option(help="Short name of the objective, as in the scenario.")] = None,
    rating: Annotated[str | None, typer.Option(metavar="P|S|M|U", help="The rating, of HSEEP.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; the debrief says it.")] = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Set an evaluator's rating, or show all. It stands in the debrief beside the one that the figures propose."""
    from simulator.console import judging

    said = {"unit": unit, "objective": objective, "rating": rating, "reason": reason}
    judging.rate(drill, said, by, json=json)


@app.command()
def observe(
    drill: PlayedDrill,
    text: Annotated[
        str | None, typer.Argument(help="What was observed. Default: take in what the table holds.")
    ] = None,
    at: Annotated[str, typer.Option(metavar="TIME", help="When it was observed, as it is to stand there.")] = "",
    unit: Annotated[str, typer.Option(help="The unit that was observed.")] = "",
    objective: Annotated[str, typer.Option(help="Short name of the objective that it is about.")] = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Note an evaluator's observation. In observations.csv of the drill, which can be filled in by hand too."""
    from simulator.console import judging

    judging.observe(drill, text, at, unit, objective, by, json=json)


UnitCode = Annotated[str, typer.Argument(metavar="UNIT", help="Short name of the unit.")]
DrillPath = Annotated[str, typer.Argument(metavar="DRILL", help="Folder of a drill.")]
At = Annotated[
    str | None,
    typer.Option(help="As known at this time: 2 h (from the start), or local time like 14:30. Default: the end."),
]


Agency = Annotated[
    str | None,
    typer.Option(help="Only what officers of this agency may see, like customs, police, aviation-security."),
]


@app.command()
def lookup(
    drill: DrillPath,
    unit: UnitCode,
    name: Annotated[list[str], typer.Argument(help="Name of a party, or a part of it, in any script.")],
    at: At = None,
    agency: Agency = None,
    json: Json = False,
) -> None:
    """Look a party up in a unit's systems. In any script and spelling, as far as they knew it at a time."""
    from simulator.console import enquiries

    enquiries.look_up(drill, unit, " ".join(name), at, agency=agency, json=json)


@app.command()
def dossier(
    drill: DrillPath,
    unit: UnitCode,
    number: Annotated[str, typer.Argument(help="Number of the consignment.")],
    at: At = None,
    agency: Agency = None,
    json: Json = False,
) -> None:
    """Show what a unit can know of a consignment. Documents side by side, parties, route, since when each is known."""
    from simulator.console import enquiries

    enquiries.show(drill, unit, number, at, agency=agency, json=json)


@app.command()
def queue(
    drill: DrillPath,
    unit: UnitCode,
    where: Annotated[str, typer.Option(metavar="FILTER", help='Only these, like "weight > 30".')] = "",
    at: At = None,
    sort: Annotated[str, typer.Option(metavar="COLUMN", help="By this column; -COLUMN: greatest first.")] = "known",
    limit: Annotated[int, typer.Option(min=1, help="Rows to show.")] = 50,
    columns: Annotated[str, typer.Option(metavar="A,B", help="Show these columns in place of the usual ones.")] = "",
    agency: Agency = None,
    json: Json = False,
) -> None:
    """Show what a unit sees at a moment. For the trainer; FILTER is a condition in SQL, see docs/filter.md."""
    from simulator.console import queue as show

    show.queue(drill, unit, show.Wish(where, at, sort, limit, columns), agency=agency, json=json)


@app.command()
def selection(
    drill: DrillPath,
    unit: UnitCode,
    at: At = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it. Default: into the pack of the unit.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the list that is there.")] = False,
) -> None:
    """Write the selection list of a unit. What each terminal is to present, a terminal a page, for print."""
    from simulator.console import post

    post.selection(drill, unit, at, out, replace=replace)


@app.command()
def observed(drill: DrillPath, unit: UnitCode, at: At = None, json: Json = False) -> None:
    """Show what controls and contacts have told a unit. In words and figures, the last first."""
    from simulator.console import post

    post.observed(drill, unit, at, json=json)


Lang = Annotated[str, typer.Option(help="Language: en, ru, kk, uz or ka.")]


@app.command()
def hotwash(
    drill: DrillPath,
    lang: Lang = "en",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it. Default: into the folder of the drill.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the page that is there.")] = False,
) -> None:
    """Write the hot wash of a played drill. A page for the projector: each case as it became known, then revealed."""
    from simulator.console import prints as show

    show.hot_wash(drill, out, lang, replace=replace)


@app.command()
def prints(
    drill: DrillPath,
    lang: Lang = "en",
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where to write them. Default: into the folder of the drill.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the papers that are there.")] = False,
    json: Json = False,
) -> None:
    """Write the papers around a drill. Run sheet, evaluators' sheets, forms; after the play dossiers of the cases."""
    from simulator.console import prints as show

    show.prints(drill, out, lang, replace=replace, json=json)


@app.command()
def read(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Files with messages, zips of them, or folders with them.")
    ],
    kind: Annotated[str, typer.Option(metavar="KIND", help="Only messages of this kind, like FWB.")] = "",
    number: Annotated[str, typer.Option(metavar="NUMBER", help="Only messages in which this number stands.")] = "",
    file: Annotated[str, typer.Option(metavar="TEXT", help="Only files with this in their name.")] = "",
    json: Json = False,
) -> None:
    """Show messages of air cargo and posts. Cargo-IMP, Cargo-XML, ONE Record, ITMATT or PREDES, with what is odd."""
    from simulator.console import messages
    from simulator.console.message_picks import Pick

    raise typer.Exit(messages.read(files, Pick(kind, number, file), json=json))


@app.command()
def schema(of: Annotated[str, typer.Argument(help="scenario, score or debrief.")] = "scenario") -> None:
    """Print the JSON Schema of a format. Of scenarios, of score.json, or of a debrief as JSON."""
    from simulator.console import scenarios as show

    show.schema(of)


def main() -> None:
    """Run a command; refusals are told in plain words and end with 1, a fault of ours leaves a report."""
    from simulator.common.errors import DrillError
    from simulator.console.screen import fit_streams

    fit_streams(json="--json" in sys.argv)
    try:
        app()
    except DrillError as error:
        from simulator.console.faults import tell

        sys.exit(tell(error))
    except OSError as error:
        from simulator.console.faults import tell
        from simulator.records.folder import unwritable

        sys.exit(tell(unwritable(Path(), error)))
    except Exception as error:  # noqa: BLE001  a traceback never reaches a user
        from simulator.console.faults import report

        sys.exit(report(error))


if __name__ == "__main__":
    main()
