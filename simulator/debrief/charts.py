"""The charts as Vega-Lite specifications. Lightness and shape, never hue alone, tell things apart.

Times are drawn as plain numbers with our own labels, because Vega's time axes read the computer's time zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from simulator.common.cldr import Forms
from simulator.debrief.theme import ACCENT, INK, MIDDLE, MUTED, PALE, PAPER, RULE

Spec = dict[str, Any]

WIDTH, LABELS, FULL = 430, 220, 620
SHADES = [ACCENT, MIDDLE, PALE, PAPER]
CONFIG: Spec = {
    "font": "Noto Sans",
    "padding": {"left": 36, "right": 44, "top": 6, "bottom": 6},
    "aria": False,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "labelColor": MUTED,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titleColor": MUTED,
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": PALE,
        "tickSize": 4,
    },
    "axisY": {
        "labelFontSize": 13,
        "labelColor": INK,
        "labelLimit": LABELS,
        "ticks": False,
        "domain": False,
        "grid": False,
        "title": None,
        "labelPadding": 8,
    },
    "header": {
        "title": None,
        "labelFontSize": 13,
        "labelFontWeight": 600,
        "labelColor": INK,
        "labelLimit": WIDTH,
    },
    "legend": {
        "title": None,
        "orient": "top",
        "labelFontSize": 12,
        "labelColor": INK,
        "labelLimit": FULL,
        "columns": 2,
        "columnPadding": 56,
        "symbolStrokeWidth": 1,
    },
    "text": {"fontSize": 12, "color": INK},
}


@dataclass(frozen=True)
class Found:
    """Who found how many of the cases that passed a post: the unit, or a reference player in its place."""

    unit: str
    who: str
    found: float
    low: float
    high: float
    passed: int
    text: str
    own: bool


@dataclass(frozen=True)
class Part:
    """A part of a bar: how many consignments of `row` are in group `group`."""

    row: str
    group: str
    count: int


@dataclass(frozen=True)
class Hour:
    """One hour of a post, from `hour` to `end`."""

    hour: int
    end: int
    on_shift: float
    busy: float
    waiting: int


def in_language(spec: Spec, forms: Forms) -> Spec:
    """A chart whose numbers are written as a language does."""
    if (forms.decimal, forms.group) == (".", ","):
        return spec
    number = {"decimal": forms.decimal, "thousands": forms.group, "grouping": [3], "currency": ["", ""]}
    return spec | {"config": spec["config"] | {"locale": {"number": number}}}


def found_chart(rows: Sequence[Found], title: str) -> Spec:
    """Cases found by each unit and the reference players: a dot on the track of cases that passed."""
    y = {"field": "who", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.2}}
    top = max(row.passed for row in rows)
    x = counts_axis("found", title, top)
    own = {"condition": {"test": "datum.own", "value": ACCENT}, "value": PAPER}
    dot = {"type": "point", "size": 85, "filled": True, "stroke": INK, "strokeWidth": 1.5, "opacity": 1}
    layers = [
        layer({"type": "bar", "height": 13, "color": PALE}, y, x | {"field": "passed"}),
        layer({"type": "rule", "color": INK, "strokeWidth": 2}, y, x | {"field": "low"}, x2={"field": "high"}),
        layer(dot, y, x, fill=own),
        layer(_text("left", 12), y, x | {"field": "passed"}, text={"field": "text"}),
    ]
    units = list(dict.fromkeys(row.unit for row in rows))
    header = {"labelOrient": "top", "labelAnchor": "start"}
    facet = {"row": {"field": "unit", "type": "nominal", "sort": units, "header": header}}
    inner = {"width": WIDTH, "height": {"step": 21}, "layer": layers}
    return chart(rows, facet=facet, spacing=12, spec=inner)


def parts_chart(rows: Sequence[Part], groups: Sequence[str], title: str) -> Spec:
    """Bars made of parts, darkest first; each part that is wide enough carries its count."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.row] += row.count
    y = {"field": "row", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.35}} | _lines(rows)
    x = counts_axis("count", title, max(sums.values())) | {"stack": True}
    shades = {"domain": list(groups), "range": SHADES}
    colour = {"field": "group", "type": "nominal", "sort": None, "scale": shades}
    order = {"field": "place", "type": "ordinal"}
    ink = {"condition": {"test": "datum.dark", "value": PAPER}, "value": INK}
    label: dict[str, Spec] = {"text": {"field": "label", "format": ","}, "color": ink, "order": order}
    layers = [
        layer({"type": "bar", "stroke": MUTED, "strokeWidth": 1}, y, x, color=colour, order=order),
        {"transform": [{"filter": "datum.label"}], **layer({"type": "text"}, y, x | {"bandPosition": 0.5}, **label)},
    ]
    narrow = max(sums.values()) * 0.05
    values = [
        asdict(row)
        | {"place": groups.index(row.group), "dark": row.group == groups[0]}
        | {"label": row.count if row.count > narrow else None}
        for row in rows
    ]
    return chart(values, width=WIDTH, height={"step": 36 if _lines(rows) else 30}, layer=layers)


def _lines(rows: Sequence[Part]) -> Spec:
    """An axis whose names may take two lines, around the middle of their bar."""
    several = any("\n" in row.row for row in rows)
    return (
        {"axis": {"labelExpr": "split(datum.label, '\\n')", "labelLineHeight": 14, "labelOffset": -7}}
        if several
        else {}
    )


def ends_chart(rows: Sequence[Part]) -> Spec:
    """One bar for each way in which consignments ended, with its count; the group `find` stands out."""
    y = {"field": "row", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.35}}
    x = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domainMin": 0}}
    colour = {"condition": {"test": "datum.group == 'find'", "value": ACCENT}, "value": MIDDLE}
    layers = [
        layer({"type": "bar"}, y, x, color=colour),
        layer(_text("left", 6), y, x, text={"field": "count", "format": ","}),
    ]
    return chart(rows, width=WIDTH, height={"step": 28}, layer=layers)


def hours_chart(rows: Sequence[Hour], ticks: Mapping[int, str], officers: str, waiting: str) -> Spec:
    """Officers on shift (outline) and busy (filled) by hour; below, the jobs that waited when it ended, if any did."""
    low, high = min(row.hour for row in rows), max(row.end for row in rows)
    labels = "{" + ",".join(f"'{hour}':'{text}'" for hour, text in ticks.items()) + "}[datum.value]"
    axis: Spec = {"values": list(ticks), "labelExpr": labels, "title": None, "grid": False, "labelFlush": False}
    axis |= {"labelAlign": {"condition": {"test": f"datum.value == {high}", "value": "right"}, "value": "center"}}
    x = {
        "field": "hour",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False},
        "axis": axis,
    }
    queue = max(row.waiting for row in rows)
    top = x | {"axis": axis | {"labels": False}} if queue else x
    staff = max(max(row.on_shift, row.busy) for row in rows)
    ground: dict[str, Spec] = {"x2": {"field": "end"}, "y2": {"datum": 0}}
    steps = {"type": "line", "interpolate": "step-after", "color": INK, "strokeWidth": 1.5}
    upper = [
        layer({"type": "rect", "color": ACCENT}, _height("busy", officers, staff, 4), top, **ground),
        {"data": {"values": _closed(rows)}, **layer(steps, _height("on_shift", officers, staff, 4), top)},
    ]
    if not queue:
        return chart(rows, width=FULL, height=110, layer=upper)
    lower = layer({"type": "rect", "color": MIDDLE}, _height("waiting", waiting, queue, 4), x, **ground)
    parts = [{"width": FULL, "height": 110, "layer": upper}, {"width": FULL, "height": 55, **lower}]
    return chart(rows, spacing=14, vconcat=parts)


def _closed(rows: Sequence[Hour]) -> list[Spec]:
    """The steps of officers on shift, down to the ground at both ends."""
    first, last = rows[0], rows[-1]
    inner = [{"hour": row.hour, "on_shift": row.on_shift} for row in rows]
    return [
        {"hour": first.hour, "on_shift": 0},
        *inner,
        {"hour": last.end, "on_shift": last.on_shift},
        {"hour": last.end, "on_shift": 0},
    ]


def _height(field: str, title: str, top: float, most: int) -> Spec:
    """A vertical axis from 0 to `top`, at least to 1."""
    axis = {"title": title, "values": _whole(top, most), "format": "d", "grid": True, "minExtent": 34}
    muted = {"labelFontSize": 12, "labelColor": MUTED, "labelPadding": 4}
    scale = {"domain": [0, max(top, 1)], "nice": False}
    return {"field": field, "type": "quantitative", "axis": axis | muted, "scale": scale}


def counts_axis(field: str, title: str, top: float, most: int = 10) -> Spec:
    """An axis of counts from 0 to `top`, with about `most` figures at most."""
    axis = {"title": title, "values": _whole(top, most), "format": ",d", "grid": False}
    scale = {"domain": [0, max(top, 1)], "nice": False}
    return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}


def _whole(top: float, most: int) -> list[int]:
    """Whole numbers from 0 to `top`, about `most` of them at most."""
    steps = (step for size in range(9) for step in (10**size, 2 * 10**size, 5 * 10**size))
    step = next(step for step in steps if top / step <= most)
    return list(range(0, int(top) + 1, step))


def _text(align: str, dx: int) -> Spec:
    return {"type": "text", "align": align, "dx": dx}


def layer(mark: Spec, y: Spec, x: Spec, **encoding: Spec) -> Spec:
    """One layer of marks."""
    return {"mark": mark, "encoding": {"y": y, "x": x, **encoding}}


def chart(rows: Sequence[Any], **body: Any) -> Spec:
    """A whole specification over its rows, in the look of the debrief."""
    values = [row if isinstance(row, dict) else asdict(row) for row in rows]
    return {"data": {"values": values}, "config": CONFIG, **body}
