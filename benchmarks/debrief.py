"""How long a debrief takes in four formats, against the bare calls that draw its charts and set its pages.

A person waits for it, so its seconds are held too: for the exchange visit, and for a large drill made of it.
"""

from __future__ import annotations

from itertools import cycle, islice
from tempfile import TemporaryDirectory

from benchmarks.measure import Ratio, main, timed
from simulator.debrief import exports, pdf, render, xlsx
from simulator.debrief.cuts import Sources
from simulator.debrief.fonts import folder
from simulator.debrief.telling import tell
from simulator.drill import Drill
from simulator.scoring.model import Decided, HiddenStory, Score

REPEATS = 3
LOADED = (exports, render, xlsx)
"""Loaded before the clock runs, as in a program that serves."""
FORMATS = ("html", "pdf", "xlsx", "json")
PLAYERS = {"zhetysu": "rules", "aviayuklar": "chance"}
UNITS, HIDDEN, DECISIONS = 5, 100, 20_000


def played() -> Score:
    """The score of an exchange visit: one unit follows rules, one chooses at random, one does nothing."""
    with TemporaryDirectory() as home:
        return Drill.prepare("exchange-visit", 7, f"{home}/drill").run(PLAYERS, draws=1)


def enlarged(score: Score) -> Score:
    """A drill of 5 units, 100 cases and 20,000 decisions, made of copies."""
    codes = [unit.code for unit in score.units]
    extra = [
        unit.model_copy(update={"code": f"other-{n}", "name": f"Other {n}"})
        for n, unit in enumerate(islice(cycle(score.units), UNITS - len(codes)))
    ]
    cases: list[HiddenStory] = list(islice(cycle(score.cases), HIDDEN))
    decisions: list[Decided] = [
        each.model_copy(update={"seq": seq}) for seq, each in enumerate(islice(cycle(score.decisions), DECISIONS), 1)
    ]
    return score.model_copy(update={"units": [*score.units, *extra], "cases": cases, "decisions": decisions})


def _write_all(score: Score) -> None:
    telling = tell(Sources(score))
    for form in FORMATS:
        telling.written(form)


def formats() -> float:
    """All four formats of the exchange visit, from the score on."""
    return timed(_write_all, played())


def large() -> float:
    """The same of the large drill."""
    return timed(_write_all, enlarged(played()))


def bare() -> float:
    """The charts drawn and the pages set by the libraries, from what they take."""
    import typst
    import vl_convert

    told = tell(Sources(played()))
    specs = told.story.charts()
    data = pdf.packed(told.story, told.drawings)
    vl_convert.register_font_directory(str(folder()))

    def draw_and_set() -> None:
        for spec in specs.values():
            vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[])
        typst.compile(**pdf.call(told.story, data))

    return timed(draw_and_set)


def second() -> float:
    """One second, to hold seconds by."""
    return 1.0


CASES = {"formats": formats, "bare": bare, "large": large, "second": second}
BOUNDS = (
    Ratio(
        "HTML, PDF, XLSX and JSON of the exchange visit, against bare calls of vl-convert and typst",
        "formats",
        "bare",
        at_most=3,
    ),
    Ratio("The same in seconds", "formats", "second", at_most=3),
    Ratio("In seconds: the four formats of 5 units, 100 cases, 20,000 decisions", "large", "second", at_most=10),
)


if __name__ == "__main__":
    main("benchmarks.debrief")
