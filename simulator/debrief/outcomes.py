"""How consignments ended: all of them in a table, the controlled ones in a chart."""

from __future__ import annotations

from collections import Counter

from simulator.debrief.blocks import Column, Figure, Row, Table
from simulator.debrief.charts import Part, ends_chart, in_language
from simulator.debrief.words import NONE, Words
from simulator.scoring.model import Score

KINDS = ("case", "irregularity", "clean")
ENDS = ("found", "missed", "alarm-unresolved", "not-loaded", "nothing-found", "delayed", "untouched")


def holdings(score: Score, words: Words) -> Table:
    """Consignments of the drill by kind and outcome, every one counted once."""
    counts = {tuple(key.rpartition(":")[::2]): count for key, count in score.totals.outcomes.items() if count}
    order = [(kind, end) for kind in KINDS for end in ENDS if (kind, end) in counts]
    rows = [_holding(kind, end, count, words) for kind, end, count in _in_order(counts, order)]
    columns = (
        Column(words.say("Consignment")),
        Column(words.say("Outcome")),
        Column(words.say("Number"), "number"),
        Column(words.say("Meaning")),
    )
    caption = words.say("Every consignment by its outcome; decoys count as clean")
    if score.about.kind == "parallel":
        caption = words.say("Every consignment of every lane by its outcome; decoys count as clean")
    return Table(caption, columns, tuple(rows))


def _in_order(counts: dict[tuple[str, ...], int], order: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    others = sorted(set(counts) - set(order))
    return [(kind, end, counts[kind, end]) for kind, end in (*order, *others)]


def _holding(kind: str, end: str, count: int, words: Words) -> Row:
    title = words.title("outcome", end)
    meaning = words.meanings("outcome").get(title, NONE)
    return Row((words.title("hidden", kind), title, words.number(count), meaning))


def ends_figure(score: Score, words: Words) -> Figure | None:
    """How the controlled consignments ended, each counted once; None where nothing was controlled."""
    lanes = score.about.kind == "parallel"
    ends = {(each.unit if lanes else "", each.consignment): each.result for each in score.decisions if each.result}
    counts = Counter(ends.values())
    if not counts:
        return None
    codes = [code for code in dict.fromkeys([*ENDS, *sorted(counts)]) if counts[code]]
    rows = [Part(_end(code, words), "find" if code == "found" else "", counts[code]) for code in codes]
    says = "; ".join(words.say("{row}: {n}", row=row.row, n=words.number(row.count)) for row in rows)
    whole = words.many(counts.total(), "{n} consignment was controlled.", "{n} consignments were controlled.")
    once = words.say("Random samples are included.")
    if len(score.units) > 1:
        once = words.say("Random samples are included; what two units controlled counts once.")
    if lanes:
        once = words.say("Random samples are included; every unit's lane counts for itself.")
    title = words.say("How the controlled consignments ended")
    return Figure("ends", title, f"{whole} {once} {says}.", in_language(ends_chart(rows), words.forms))


def _end(code: str, words: Words) -> str:
    titles = {
        "missed": words.say("Something hidden, not found"),
        "nothing-found": words.say("Clean, not delayed"),
        "delayed": words.say("Clean, delayed"),
    }
    return titles.get(code) or words.title("outcome", code)
