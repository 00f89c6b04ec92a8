"""Commands for the room: the hot wash for the projector, and the papers that are printed around a drill."""

from __future__ import annotations

from pathlib import Path

from simulator.common.errors import DrillError, Fault, refuse
from simulator.console.screen import say, say_json
from simulator.drill import Drill
from simulator.records.folder import unwritable, write_whole

HOT_WASH = "EXERCISE-hot-wash.html"
FOLDER = "EXERCISE-prints"


def hot_wash(drill: str, out: Path | None, lang: str, *, replace: bool) -> None:
    """Write the hot wash of a drill; into its folder if no file is named."""
    opened = Drill.open(drill)
    out = out or opened.folder.path / HOT_WASH
    if out.exists() and not replace:
        raise refuse("file-there", file=str(out))
    opened.hot_wash(out, lang)
    say(
        f"EXERCISE. The hot wash lies in {out}; open it in a browser and press F11."
        " It tells the cases: for after the drill."
    )


def prints(drill: str, out: Path | None, lang: str, *, replace: bool, json: bool) -> None:
    """Write the papers of a drill into a folder."""
    opened = Drill.open(drill)
    out = out or opened.folder.path / FOLDER
    pages = opened.prints(lang)
    there = [out / name for name in pages if (out / name).exists()]
    if there and not replace:
        raise DrillError(Fault("file-there", {}, file=str(path)) for path in there)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(out, error) from error
    for name, text in pages.items():
        write_whole(out / name, text)
    if json:
        say_json({"folder": str(out), "files": list(pages)})
        return
    say(f"EXERCISE. {len(pages)} papers lie in {out}; open one in a browser and print it.")
    if any("dossier" in name for name in pages):
        say("The dossiers tell the cases: for after the drill.")
