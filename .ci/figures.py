"""Figures in the documents: tables that are made from the data files of the program, so that they cannot go stale.

A page holds blocks that begin with `<!-- figures: KIND WORDS -->` and end with `<!-- end -->`. What stands between is
made anew by `python .ci/pages.py`, and the tests hold it against the page. Kinds are the functions of `KINDS`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from simulator.common.clock import duration_text
from simulator.common.i18n import pick
from simulator.common.tables import table
from simulator.scenario.model import System
from simulator.scenario.reader import read

Row = Mapping[str, str]
EXAMPLE = "exchange-visit"
"""The scenario whose local names and leads the pages on systems tell."""
STREAMS = {"general": "general cargo", "mail": "mail", "express": "express"}
_BLOCK = re.compile(r"(?P<head><!-- figures: (?P<said>[^>]+) -->\n)(?P<body>.*?)(?P<end><!-- end -->)", re.DOTALL)

FACTS = {
    "cut-off": ("Free before the onward flight departs, at the latest", "world.passages", "CUT_OFF"),
    "laboratory": ("Laboratory, from sample to result", "operation.aftermath", "_LABORATORY"),
    "amended-after": ("From first shown to amended, middle of the spread", "world.papers", "UNTIL"),
    "earliest": ("Nothing is shown earlier than this from the start", "world.systems", "EARLIEST"),
    "high-risk": ("High-risk cargo, part of all", "world.security", "_HIGH_RISK"),
    "known-consignors": ("Known consignors, part of all companies", "world.security", "_KNOWN"),
    "exempt": ("Mail up to this weight is exempt from screening (kg)", "world.security", "_EXEMPT_KG"),
    "likeness": ("Likeness (0 to 100) from which look-up shows a name", "view.lookup", "LEAST"),
    "rules-least": ("Points from which the player `rules` selects", "players.rules", "LEAST"),
}
"""Figures that stand in the code: what they are, module, name."""


def figured(text: str) -> str:
    """A page with all its blocks made anew; ValueError for a kind or a word that is not known."""
    return _BLOCK.sub(lambda block: block["head"] + made(block["said"].strip()) + block["end"], text)


def made(said: str) -> str:
    """The inside of one block."""
    kind, *words = said.split()
    if kind not in KINDS:
        raise ValueError(f"figures: {kind} is none of {', '.join(KINDS)}")
    return KINDS[kind](words)


def rows(words: Sequence[str]) -> str:
    """`ROOM/NAME heading=column ... ?column=value|value`: rows of a table.

    `low/mode/high` makes a span, `%share` is in percent already.
    """
    (room, name), columns = words[0].split("/"), [word for word in words[1:] if not word.startswith("?")]
    wanted = [word[1:].partition("=") for word in words[1:] if word.startswith("?")]
    found = [row for row in table(room, name) if all(row[key] in values.split("|") for key, _, values in wanted)]
    if not found:
        raise ValueError(f"figures: no rows for {' '.join(words)}")
    spec = [(head.replace("_", " "), column or head) for head, _, column in (word.partition("=") for word in columns)]
    lines = [[_cell(row, column) for _, column in spec] for row in found]
    return _grid([head for head, _ in spec], lines) + _from(room, name, found)


def control(words: Sequence[str]) -> str:
    """`CODE`: time, crew, machine and false alarms of a control by stream, and who may do it."""
    row = _row("operation", "controls", words[0])
    alarms = {each["stream"]: each for each in table("operation", "false_alarm") if each["control"] == row["code"]}
    lines = [
        [
            title,
            _span(row, f"{stream}_low/{stream}_mode/{stream}_high"),
            row[f"crew_{stream}"],
            _machine(row, stream),
            _percent(alarms[stream]["share"]) if stream in alarms else "it reacts to nothing",
        ]
        for stream, title in STREAMS.items()
        if row[f"crew_{stream}"]
    ]
    who = [role["title"].lower() for role in table("operation", "roles") if row["code"] in role["controls"].split("|")]
    grid = _grid(["", "minutes", "officers", "machine", "reacts where nothing is"], lines)
    doers = f"\nWho does it: {', '.join(who)} (`operation/data/roles.csv`)."
    origins = [_origin("operation", "controls", [row]), _origin("operation", "false_alarm", alarms.values())]
    return f"{grid}{doers} {' '.join(origins[: 1 + bool(alarms)])}\n"


def detection(words: Sequence[str]) -> str:
    """`CODE`: how often a control shows what is there, best first."""
    mine = [row for row in table("operation", "detection") if row["control"] == words[0]]
    by_share: dict[str, list[str]] = {}
    for row in mine:
        by_share.setdefault(row["pd"], []).append(_hidden(row))
    shares = sorted(by_share.items(), key=lambda each: -float(each[0]))
    told = "; ".join(f"**{_percent(pd)}** {', '.join(goods)}" for pd, goods in shares)
    guessed = sum(row["source"].startswith("assumption") for row in mine)
    origin = f"From `operation/data/detection.csv`: {guessed} of {len(mine)} rows are assumptions."
    return f"How often it shows what is there: {told}. Never less often than it reacts where nothing is. {origin}\n"


def observed(words: Sequence[str]) -> str:
    """`CODE`: what a control can be seen to show, in words."""
    mine = [row for row in table("operation", "observations") if row["control"] == words[0]]
    by_result: dict[str, list[str]] = {}
    for row in mine:
        by_result.setdefault(row["result"], []).append(row["text"].replace("{a}", "…").replace("{b}", "…"))
    lines = [f"- {result}: *{'* or *'.join(texts)}*\n" for result, texts in by_result.items()]
    return "".join(lines) + _from("operation", "observations", mine)


def system(words: Sequence[str]) -> str:
    """`KIND`: its names in the example scenario, when it shows how much, and how often it errs."""
    row = _row("world", "systems", words[0])
    scenario = read(EXAMPLE).scenario
    lines = [
        [pick(unit.name), pick(each.name), *_shown(each)[0 if row["shows"] == "yes" else 2 :]]
        for unit in scenario.units
        for each in unit.systems
        if each.kind == row["code"]
    ]
    heads = [
        "unit",
        "name there",
        "before the planned arrival (minus: after it)",
        "shows of its consignments",
        "open to",
    ]
    heads = heads if row["shows"] == "yes" else ["unit", "name there", "open to"]
    grid = (
        _grid(heads, lines)
        + f"\nFrom the scenario `{EXAMPLE}`"
        + ("; lead and coverage are assumptions." if row["shows"] == "yes" else ".")
    )
    errs = (
        f" One field wrong: {_percent(row['errors'])} of the consignments; amended later: {_percent(row['amended'])}."
    )
    return f"{grid}{errs if row['shows'] == 'yes' else ''} {_origin('world', 'systems', [row])}\n"


def columns(words: Sequence[str]) -> str:
    """`KIND`: what such a system shows, by titles of the columns of the view."""
    mine = [row for row in table("view", "columns") if words[0] in row["shown_by"].split("|")]
    alone = [row["title"] for row in mine if row["shown_by"] == words[0]]
    shared = [row["title"] for row in mine if row["shown_by"] != words[0]]
    parts = [
        f"- Only it: {', '.join(alone)}.\n" if alone else "",
        f"- It too: {', '.join(shared)}.\n" if shared else "",
    ]
    return "".join(parts)


def clearance(words: Sequence[str]) -> str:
    """`RULE...`: rules of clearance by profile; a rule stands for all that begin with it."""
    titles = {row["code"]: row["title"] for row in table("world", "clearance_profiles")}
    mine = [row for row in table("world", "clearance") if row["rule"].startswith(tuple(words))]
    if not mine:
        raise ValueError(f"figures: no rules for {' '.join(words)}")
    lines = []
    for profile, title in titles.items():
        own = [row for row in mine if row["profile"] == profile]
        said = "; ".join(
            f"{row['rule'].replace('-', ' ')} {_value(row)}" + (f" since {row['from']}" if row["from"] else "")
            for row in own
        )
        lines += [[title, said, "; ".join(dict.fromkeys(row["source"] for row in own))]] if own else []
    grid = _grid(["country", "rules", "source"], lines)
    return grid + "\nFrom `world/data/clearance.csv`; a country without a rule has that of any other country.\n"


def facts(words: Sequence[str]) -> str:
    """`NAME...`: figures that stand in the code."""
    lines = []
    for word in words:
        title, module, name = FACTS[word]
        lines.append([title, _told(getattr(import_module(f"simulator.{module}"), name)), f"`{module}`"])
    return _grid(["", "figure", "from"], lines)


def advance(_: Sequence[str]) -> str:
    """Nothing: by class of mail the share with advance data, where the table names no country, and its extremes."""
    named = {row["mail_class"]: row["title"] for row in table("world", "receptacles")}
    lines = []
    for code, title in named.items():
        mine = [row for row in table("world", "advance_data") if row["mail_class"] == code]
        other = next(row for row in mine if row["country"] == "*")
        ends = [min(mine, key=lambda row: float(row["share"])), max(mine, key=lambda row: float(row["share"]))]
        told = [f"{_percent(end['share'])} ({', '.join(_countries(mine, end)[:6])})" for end in ends]
        lines.append([title, _percent(other["share"]), *told])
    grid = _grid(["class", "other countries", "least", "most"], lines)
    return grid + "\nFrom `world/data/advance_data.csv`: all shares are assumptions.\n"


def _countries(mine: Iterable[Row], like: Row) -> list[str]:
    return sorted(row["country"] for row in mine if row["share"] == like["share"] and row["country"] != "*")


def _shown(each: System) -> list[str]:
    return [_told(each.lead), _percent(each.coverage), ", ".join(each.agencies) or "all"]


def _told(value: Any) -> str:
    """A figure of the code or of a scenario as people write it."""
    if isinstance(value, int):
        return duration_text(value)
    if isinstance(value, float):
        return f"{value:g}"
    if hasattr(value, "median"):
        return duration_text(value.median)
    return f"{duration_text(value.low)} to {duration_text(value.high)}, mostly {duration_text(value.mode)}"


def _cell(row: Row, column: str) -> str:
    if "/" in column:
        return _span(row, column)
    if column.startswith("%"):
        return f"{row[column[1:]]} %"
    text = row[column].replace("|", ", ")
    return (
        _percent(text)
        if column in ("share", "refuses", "delivers", "delivers_exchanged", "fails", "errors", "amended", "pd") and text
        else text
    )


def _span(row: Row, spec: str) -> str:
    ends = [f"{float(row[name]):g}" for name in spec.split("/")]
    if ends[0] == ends[-1]:
        return ends[0]
    return f"{ends[0]} to {ends[-1]}" + (f", mostly {ends[1]}" if len(ends) == 3 else "")


def _value(row: Row) -> str:
    return {"1": "yes", "0": "no"}[row["value"]] if row["unit"] == "yes" else f"{row['value']} {row['unit']}"


def _machine(row: Row, stream: str) -> str:
    other = row["machine_general"] if stream == "general" else ""
    return f"{other}, else {row['machine']}" if other else row["machine"] or "none"


def _hidden(row: Row) -> str:
    if row["contraband"] == "*":
        return "anything else"
    goods = next(each["title"] for each in table("decisions", "hidden_classes") if each["code"] == row["contraband"])
    return goods.lower() if row["concealment"] == "*" else f"{goods.lower()} ({row['concealment'].replace('-', ' ')})"


def _percent(share: str | float) -> str:
    return f"{float(share) * 100:g} %"


def _row(room: str, name: str, code: str) -> Row:
    return next(row for row in table(room, name) if row["code"] == code)


def _from(room: str, name: str, found: Iterable[Row]) -> str:
    return f"\n{_origin(room, name, found)}\n"


def _origin(room: str, name: str, found: Iterable[Row]) -> str:
    """Which table it is from, and what its rows give as their source."""
    sources = "; ".join(dict.fromkeys(row["source"] for row in found))
    return f"From `{room}/data/{name}.csv`" + (f": {sources}." if sources else ".")


def _grid(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    every = [heads, ["---"] * len(heads), *lines]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in every)


KINDS = {
    "rows": rows, "control": control, "detection": detection, "observed": observed, "system": system,
    "columns": columns, "clearance": clearance, "facts": facts, "advance": advance,
}  # fmt: skip
