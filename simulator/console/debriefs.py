"""The command that writes debriefs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator.common.errors import refuse
from simulator.common.i18n import untranslated
from simulator.console.screen import progress, say, say_json
from simulator.debrief.telling import Order, check_format, format_of
from simulator.drill import Drill
from simulator.records.folder import write_whole


def write(drill: str, order: Order, forms: Sequence[str], out: Path | None, *, replace: bool, json: bool) -> None:
    """Write the debrief of a drill in the formats that are wanted, all or none, and say where they lie."""
    order.check()
    wanted = _formats(forms, out)
    files = {form: out or _beside(Path(drill), order, form) for form in wanted}
    if not replace:
        _refuse_existing(files)
    with progress(quiet=json) as report:
        report("telling the debrief", 0.0)
        opened = Drill.open(drill)
        with opened.own_terms():
            telling = opened.telling(order)
            made = {form: telling.written(form) for form in wanted}
    for form, content in made.items():
        write_whole(files[form], content)
    if json:
        told = {"drill": drill, "audience": order.audience, "lang": order.lang}
        written = {form: str(path) for form, path in files.items()}
        say_json({**told, "files": written, "untranslated": list(untranslated(order.lang))})
        return
    for path in files.values():
        say(f"EXERCISE. Debrief: {path}")
    if missing := untranslated(order.lang):
        say(f"{len(missing)} texts are not translated into {order.lang} as yet and stand in English.")


def _formats(forms: Sequence[str], out: Path | None) -> list[str]:
    wanted = list(dict.fromkeys(map(check_format, forms)))
    if out is None:
        return wanted or ["html"]
    if len(wanted) > 1:
        raise refuse("debrief-several", file=str(out), count=len(wanted))
    return [format_of(out, wanted[0] if wanted else None)]


def _beside(drill: Path, order: Order, form: str) -> Path:
    """Where a debrief lies if nothing else is said: beside the drill, not in it, so that it can be handed out."""
    place = drill.resolve()
    whose = [part for part in (order.unit, order.participant) if part]
    parts = ["EXERCISE", place.name, "debrief", order.audience, *map(_plain, whose), order.lang]
    return drill.parent / f"{'-'.join(parts)}.{form}"


def _plain(text: str) -> str:
    """A text as part of the name of a file."""
    return "".join(sign if sign.isalnum() else "-" for sign in text)[:40]


def _refuse_existing(files: Mapping[str, Path]) -> None:
    there = [path for path in files.values() if path.exists()]
    if there:
        raise refuse("debrief-exists", file=str(there[0]))
