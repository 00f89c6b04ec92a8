"""Further charts as Vega-Lite specifications: the routes of the cases, effort against finds, indicators by use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import cos, radians

from simulator.debrief.charts import FULL, Spec, chart, counts_axis, layer
from simulator.debrief.theme import ACCENT, INK, MIDDLE, MUTED, PALE, PAPER

LEAST, MOST = 200, 420
"""Height of a map, pixels."""
SIDE = 170
"""Width and height of one square of the effort chart, pixels."""


@dataclass(frozen=True)
class Spot:
    """An airport on the map: degrees north and east; `post` where a unit stands."""

    name: str
    north: float
    east: float
    post: bool


@dataclass(frozen=True)
class Leg:
    """A leg that cases flew, from one spot to another; `count` cases, `found` whether any of them was found."""

    north: float
    east: float
    north2: float
    east2: float
    count: int
    found: bool


@dataclass(frozen=True)
class Effort:
    """Who controlled how many consignments without a find for how many cases found; `own` is the unit."""

    unit: str
    who: str
    vain: float
    found: float
    own: bool


@dataclass(frozen=True)
class Use:
    """In how many cases an indicator is in a group: planted, shown in time, cited."""

    indicator: str
    group: str
    count: int


def routes_chart(spots: Sequence[Spot], legs: Sequence[Leg]) -> Spec:
    """A map from coordinates alone: legs of the cases, thicker where more flew; broken where none was found."""
    north = _span([spot.north for spot in spots])
    east = _span([spot.east for spot in spots])
    middle = radians(sum(north) / 2)
    height = FULL * (north[1] - north[0]) / max((east[1] - east[0]) * cos(middle), 1)
    y, x = _degrees("north", north), _degrees("east", east)
    width = {"field": "count", "type": "quantitative", "scale": {"domain": [0, 6], "range": [1, 6]}, "legend": None}
    ends: dict[str, Spec] = {"x2": {"field": "east2"}, "y2": {"field": "north2"}, "strokeWidth": width}
    dash = {"condition": {"test": "datum.found", "value": [1, 0]}, "value": [5, 4]}
    colour = {"condition": {"test": "datum.found", "value": ACCENT}, "value": MUTED}
    dot = {"type": "point", "filled": True, "stroke": INK, "strokeWidth": 1, "opacity": 1}
    fill = {"condition": {"test": "datum.post", "value": ACCENT}, "value": PAPER}
    size = {"condition": {"test": "datum.post", "value": 120}, "value": 40}
    bold = {"condition": {"test": "datum.post", "value": 13}, "value": 10}
    named = {"type": "text", "align": "left", "dx": 7, "dy": -5, "color": INK}
    layers: list[Spec] = [
        {"data": {"values": [asdict(leg) for leg in legs]}}
        | layer({"type": "rule"}, y, x, strokeDash=dash, color=colour, **ends),
        layer(dot, y, x, fill=fill, size=size),
        layer(named, y, x, text={"field": "name"}, size=bold),
    ]
    return chart(spots, width=FULL, height=round(min(max(height, LEAST), MOST)), layer=layers)


def _span(values: Sequence[float]) -> tuple[float, float]:
    """A little more than what the values span."""
    low, high = min(values), max(values)
    margin = max((high - low) * 0.08, 1)
    return round(low - margin, 2), round(high + margin, 2)


def _degrees(field: str, span: tuple[float, float]) -> Spec:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": list(span), "nice": False}}


def effort_chart(rows: Sequence[Effort], vain: str, found: str) -> Spec:
    """Cases found against controls without a find, a square a unit; the filled dot is the unit."""
    right, top = max(row.vain for row in rows), max(row.found for row in rows)
    x = counts_axis("vain", vain, right, 4)
    y = counts_axis("found", found, top, 5)
    own = {"condition": {"test": "datum.own", "value": ACCENT}, "value": PAPER}
    dot = {"type": "point", "size": 85, "filled": True, "stroke": INK, "strokeWidth": 1.5, "opacity": 1}
    name = {"type": "text", "align": "right", "dx": -10, "fontSize": 11}
    mine = {"type": "text", "align": "left", "dx": 10, "fontSize": 11, "fontWeight": 600}
    texts = [({"filter": "!datum.own"}, name), ({"filter": "datum.own"}, mine)]
    layers = [
        *({"transform": [only]} | layer(look, y, x, text={"field": "who"}) for only, look in texts),
        layer(dot, y, x, fill=own),
    ]
    header = {"labelOrient": "top", "labelAnchor": "start", "labelLimit": SIDE}
    facet = {
        "field": "unit",
        "type": "nominal",
        "sort": list(dict.fromkeys(row.unit for row in rows)),
        "header": header,
    }
    inner = {"width": SIDE, "height": SIDE, "layer": layers}
    return chart(rows, facet=facet, columns=3, spec=inner)


def uses_chart(rows: Sequence[Use], groups: Sequence[str], title: str) -> Spec:
    """Three bars an indicator, darkest last."""
    y = {"field": "indicator", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.35}}
    x = counts_axis("count", title, max(row.count for row in rows), 10)
    shades = {"domain": list(groups), "range": [PALE, MIDDLE, ACCENT]}
    colour = {"field": "group", "type": "nominal", "sort": None, "scale": shades}
    offset = {"field": "group", "type": "nominal", "sort": list(groups)}
    bars = layer({"type": "bar", "stroke": MUTED, "strokeWidth": 0.5}, y, x, color=colour, yOffset=offset)
    return chart(rows, width=430, height={"step": 9}, **bars)
