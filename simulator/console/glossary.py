"""Command on the glossary: out to review it, in to see what it says."""

from __future__ import annotations

from pathlib import Path

from simulator.common.errors import refuse
from simulator.common.i18n import LANGUAGES, NATIVE
from simulator.console.screen import say
from simulator.decisions.glossary import changed, read, terms, workbook


def glossary(lang: str, out: Path | None, given: Path | None) -> None:
    """Write the terms of a language, say what a glossary that was handed in changes, or both."""
    if given is not None:
        _told(given)
    elif out is None:
        raise refuse("glossary-nothing", field="glossary")
    if out is not None:
        _write(lang, out)


def _write(lang: str, out: Path) -> None:
    if lang not in LANGUAGES[1:]:
        raise refuse("language-unknown", value=lang, allowed=", ".join(LANGUAGES[1:]), field="--lang")
    listed = terms(lang)
    try:
        out.write_bytes(workbook(lang, listed))
    except OSError as error:
        raise refuse("folder-unwritable", file=str(out), reason=error.strerror or str(error)) from None
    new = sum(not each.reviewed for each in listed)
    say(f"{out}: {len(listed)} terms in {NATIVE[lang]}, {new} of them not reviewed (tinted).")


def _told(given: Path) -> None:
    lang, listed = read(given)
    own, reviewed = changed(lang, listed), sum(bool(each.reviewed) for each in listed)
    say(f"{given}: {NATIVE[lang]}, {reviewed} of {len(listed)} terms reviewed, {len(own)} of your own.")
    for each in listed:
        if each.term.casefold() in own:
            say(f"  {each.term}: {own[each.term.casefold()].own} (instead of {own[each.term.casefold()].shipped})")
    if own:
        say(f"Then: jointdrill prepare SCENARIO --lang {lang} --glossary {given} --out FOLDER")
