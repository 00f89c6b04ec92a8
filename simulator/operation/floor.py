"""The ground that a post works on: its consignments as arrays, its staff, its luck. A drill does not change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulator.common.chance import Floats, Ints, luck, luck_many
from simulator.common.clock import NEVER
from simulator.common.tables import table
from simulator.operation.controls import Control, controls, detection, false_alarm, index_of
from simulator.operation.outages import outages
from simulator.operation.roster import Seat, Spans, seats
from simulator.scenario.numbers import quantile
from simulator.world.world import STREAMS

if TYPE_CHECKING:
    from simulator.scenario.model import Scenario, Unit
    from simulator.world.truth import Truth
    from simulator.world.world import World


Bools = npt.NDArray[np.bool_]
Drawn = npt.NDArray[np.int32]
"""Seconds, drawn for some consignments; small, because an array is as long as the post has consignments."""
NOT_DRAWN = 0
"""Every duration is at least a second; and fresh memory is zero, so that untouched arrays cost nothing."""


@dataclass(frozen=True)
class Hidden:
    """What the truth says of one consignment, as far as a control can notice it."""

    kind: str
    contraband: str
    concealment: str

    @property
    def find(self) -> str:
        """The kind of find that it is, as `finds.csv` sorts them."""
        if self.kind == "irregularity":
            return self.kind
        rows = table("operation", "finds")
        return next((row["code"] for row in rows if self.contraband in row["contraband"].split("|")), "goods")


@dataclass(frozen=True)
class Sign:
    """What looks like a danger, whether it is one or not: the controls that can show it, and how likely they do."""

    controls: Mapping[int, float]
    real: bool


@dataclass(frozen=True)
class Floor:
    """One unit's post.

    Arrays have one element for each consignment that passes the post, in ascending order of `rows`:
    `ready` (can be presented), `release` (leaves if nobody holds it), `known` (first shown to the unit, else NEVER),
    `flight_in`, `flight_out` (-1 none), `stream` (index; `streams` is the same as a list), all int64. Where mail
    travels in receptacles, `noticed` tells when the unit's post system first shows the receptacle, else NEVER, and
    `letters` which items must not be opened without a legal ground; else both are empty. `outages` are the times that a
    machine of a kind is down, an entry each for every machine of that kind. `referrals`: whether the country has
    referrals before loading. `signs` are the consignments that look like a danger; `not_found` is the share of what is
    asked for, by stream, that is not found at once; `hold_space` (consignments) and `hold_limit` (s, with
    an order of a court or prosecutor `hold_decided`) bound holds, which cost `hold_cost` USD a day and consignment.
    """

    unit: str
    post: str
    key: bytes
    rows: Ints
    ready: Ints
    release: Ints
    known: Ints
    flight_in: Ints
    flight_out: Ints
    stream: Ints
    seats: tuple[Seat, ...]
    machines: Mapping[str, int]
    controls: tuple[Control, ...]
    presentation: tuple[object, ...]
    hidden: Mapping[int, Hidden]
    outages: Mapping[str, Spans] = field(default_factory=dict)
    referrals: bool = False
    signs: Mapping[int, Sign] = field(default_factory=dict)
    not_found: tuple[float, ...] = (0.0,) * len(STREAMS)
    hold_space: int = NEVER
    hold_limit: int = NEVER
    hold_decided: int = NEVER
    hold_cost: float = 0.0
    streams: list[int] = field(default_factory=list)
    noticed: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    letters: Bools = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    _crew: dict[tuple[int, ...], tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    _inbound: list[list[int]] = field(default_factory=list)
    _place: list[Ints] = field(default_factory=list)
    _luck: dict[int, tuple[Drawn, Bools]] = field(default_factory=dict)
    _brought: list[Drawn] = field(default_factory=list)

    def place(self, row: int) -> int:
        """Position of a consignment in the arrays, -1 if it does not pass this post."""
        table = self._place[0] if self._place else self._places()
        at: int = table.item(row) if row < len(table) else -1
        return at

    def places(self, rows: Ints) -> Ints:
        """The same for many consignments, shape as `rows`."""
        table = self._places()
        at: Ints = table[np.minimum(rows, len(table) - 1)]
        return at

    def _places(self) -> Ints:
        """Position by row; the last element stands for all rows beyond."""
        if not self._place:
            places = np.full(int(self.rows.max(initial=-1)) + 2, -1, dtype=np.int64)
            places[self.rows] = np.arange(len(self.rows))
            self._place.append(places)
        return self._place[0]

    def noticed_by(self, row: int, t: int) -> bool:
        """Whether the unit has been shown the receptacle of a consignment at a time (s)."""
        at = self.place(row)
        return at >= 0 and bool(len(self.noticed)) and bool(self.noticed[at] <= t)

    def sealed(self, at: int) -> bool:
        """Whether the consignment at a place is a letter, which only a legal ground opens."""
        return bool(len(self.letters)) and bool(self.letters[at])

    def inbound(self) -> list[int]:
        """Flights that bring something to this post, ascending."""
        if not self._inbound:
            flights = np.unique(self.flight_in)
            self._inbound.append(flights[flights >= 0].tolist())
        return self._inbound[0]

    def machine(self, control: int, stream: int) -> str | None:
        """The machine that a control of a stream (index) needs here, None if none."""
        return self.controls[control].machine_for(STREAMS[stream], self.machines)

    def crews(self, wanted: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
        """Officers that each of the ordered controls needs, for each stream."""
        crews = self._crew.get(wanted)
        if crews is None:
            kinds = [self.controls[control] for control in wanted]
            crews = self._crew[wanted] = tuple(tuple(kind.crew[s] for kind in kinds) for s in range(len(STREAMS)))
        return crews

    def foresee(self, control: int, places: Ints) -> None:
        """Draw duration and reaction of a control for consignments that have none yet.

        Each draw depends on drill key, post, control and consignment alone, so drawing ahead changes nothing.
        """
        if control not in self._luck:
            empty = np.zeros(len(self.rows), dtype=np.int32), np.zeros(len(self.rows), dtype=bool)
            self._luck[control] = empty
        seconds, hit = self._luck[control]
        fresh = places[seconds[places] == NOT_DRAWN]
        if len(fresh):
            kind = self.controls[control]
            rows, stream = self.rows[fresh], self.stream[fresh]
            pace = luck_many(self.key, "duration", self.post, kind.code, 0, rows)
            seconds[fresh] = _by_stream(kind.times, stream, pace)
            reaction = luck_many(self.key, "reaction", self.post, kind.code, 0, rows)
            hit[fresh] = reaction < self._threshold(kind.code, rows, stream)

    def _threshold(self, control: str, rows: Ints, stream: Ints) -> Floats:
        """Probability that a control reacts to each consignment."""
        threshold = np.array([false_alarm(control, name) for name in STREAMS])[stream]
        for at in np.flatnonzero(np.isin(rows, self._hidden_rows())).tolist() if self.hidden else ():
            hidden = self.hidden[int(rows[at])]
            threshold[at] = max(detection(control, hidden.contraband, hidden.concealment), threshold[at])
        signs = np.fromiter(self.signs, dtype=np.int64, count=len(self.signs))
        for at in np.flatnonzero(np.isin(rows, signs)).tolist() if self.signs else ():
            threshold[at] = max(self.signs[int(rows[at])].controls.get(index_of(control), 0.0), threshold[at])
        return threshold

    def sign(self, control: int, row: int) -> bool:
        """Whether a control that reacts to a consignment shows a danger sign."""
        found = self.signs.get(row) if self.signs else None
        return found is not None and control in found.controls

    def lost(self, place: int, attempt: int) -> bool:
        """Whether post, courier or agent do not find what they are asked for; the first attempt is 0."""
        share = self.not_found[self.streams[place]]
        return share > 0 and luck(self.key, "not-found", self.post, "", attempt, self.rows.item(place)) < share

    def duration(self, control: int, place: int) -> int:
        """Seconds that a control of one consignment takes."""
        drawn = self._luck.get(control)
        seconds: int = NOT_DRAWN if drawn is None else drawn[0].item(place)
        if seconds == NOT_DRAWN:
            self.foresee(control, np.array([place]))
            seconds = self._luck[control][0].item(place)
        return seconds

    def reacts(self, control: int, place: int) -> bool:
        """Whether a control reacts to one consignment; its duration has been drawn before."""
        hit: bool = self._luck[control][1].item(place)
        return hit

    def reacts_again(self, control: int, place: int) -> bool:
        """The same when a field test has given new information since: searched again, with luck of its own."""
        rows, stream = self.rows[place : place + 1], self.stream[place : place + 1]
        code = self.controls[control].code
        drawn = luck_many(self.key, "reaction", self.post, code, 1, rows)
        return bool((drawn < self._threshold(code, rows, stream))[0])

    def confirms(self, row: int) -> bool:
        """Whether the laboratory confirms what a field test reacted to: a case of what such a test knows."""
        hidden = self.hidden.get(row)
        return (
            hidden is not None
            and hidden.kind == "case"
            and detection("field-test", hidden.contraband, hidden.concealment) > 0
        )

    def able(self, control: int) -> bool:
        """Whether the post has the machine and somebody for a control or a step at all, be it at another time."""
        kind = self.controls[control]
        return (kind.machine is None or self.machines.get(kind.machine, 0) > 0) and any(
            control in seat.permits for seat in self.seats
        )

    def bring(self, places: Ints) -> None:
        """Draw how long handler, post or courier take to present consignments that have no draw yet.

        The draws have one element more than there are places: 0 for no place, -1.
        """
        if not self._brought:
            self._brought.append(np.zeros(len(self.rows) + 1, dtype=np.int32))
        fresh = places[self._brought[0][places] == NOT_DRAWN]
        if len(fresh):
            wait = luck_many(self.key, "presentation", self.post, "", 0, self.rows[fresh])
            self._brought[0][fresh] = _by_stream(self.presentation, self.stream[fresh], wait)

    def brought_after(self, places: Ints) -> list[int]:
        """Seconds until each consignment is presented after it was asked for, 0 where it has no place."""
        if not self._brought or not self._brought[0][places].all():
            self.bring(places[places >= 0])
        seconds: list[int] = self._brought[0][places].tolist()
        return seconds

    def _hidden_rows(self) -> Ints:
        return np.fromiter(self.hidden, dtype=np.int64, count=len(self.hidden))


def _by_stream(times: tuple[object, ...], stream: Ints, uniform: Floats) -> Ints:
    """Whole seconds (at least 1) by the distribution of each consignment's stream; 1 where that has none."""
    out = np.ones(len(stream), dtype=np.int64)
    for index, span in enumerate(times):
        mask = stream == index
        if span is not None and mask.any():
            out[mask] = np.maximum(1, np.rint(quantile(span, uniform[mask]))).astype(np.int64)
    return out


def hidden_of(truth: Truth) -> dict[int, Hidden]:
    """The consignments that hold something; decoys hold nothing."""
    kept = truth.table.filter(truth.table["kind"] != "decoy")
    columns = (kept[name].to_list() for name in ("row", "kind", "contraband", "concealment", "typology"))
    return {
        row: Hidden(kind, contraband if kind == "case" else typology, concealment)
        for row, kind, contraband, concealment, typology in zip(*columns, strict=True)
    }


def signs_of(truth: Truth) -> dict[int, Sign]:
    """The consignments that look like a danger: cases that are one, and decoys that only look like it."""
    from simulator.world.typologies import typologies

    shows: dict[str, list[int]] = {}
    for row in table("operation", "danger"):
        shows.setdefault(row["contraband"], []).append(index_of(row["control"]))
    out: dict[int, Sign] = {}
    for told in truth.table.filter(truth.table["kind"] != "irregularity").iter_rows(named=True):
        look = typologies()[told["typology"]]
        codes = {index: controls()[index].code for index in shows.get(look.contraband, ())}
        if codes:
            likely = {index: detection(code, look.contraband, look.concealment) for index, code in codes.items()}
            out[told["row"]] = Sign(likely, told["kind"] == "case")
    return out


def floors(scenario: Scenario, world: World, truth: Truth, key: bytes) -> tuple[Floor, ...]:
    """The ground of every unit, in the order of the scenario."""
    from simulator.world.places import places

    hidden, signs = hidden_of(truth), signs_of(truth)
    offsets = {code: place.offset for code, place in places(scenario).items()}
    return tuple(_floor(scenario, world, unit, hidden, signs, key, offsets[unit.post]) for unit in scenario.units)


def _floor(
    scenario: Scenario,
    world: World,
    unit: Unit,
    hidden: Mapping[int, Hidden],
    signs: Mapping[int, Sign],
    key: bytes,
    offset: int,
) -> Floor:
    from simulator.world.clearance import rules_for
    from simulator.world.places import places
    from simulator.world.profiles import not_found, profile_span

    mine = np.flatnonzero(world.passages["post"].to_numpy() == world.posts.index(unit.post))
    table = {
        name: world.passages[name].to_numpy()[mine].astype(np.int64)
        for name in ("row", "ready", "release", "flight_in", "flight_out")
    }
    country = places(scenario)[unit.post].country
    rules = rules_for(scenario, country)
    streams = world.consignments["stream"].to_physical().to_numpy()
    rows = table["row"]
    noticed, letters = _posted(world, unit.code, rows)
    return Floor(
        unit=unit.code,
        post=unit.post,
        key=key,
        rows=rows,
        ready=table["ready"],
        release=table["release"],
        known=_first_known(world, unit.code, mine),
        flight_in=table["flight_in"],
        flight_out=table["flight_out"],
        stream=streams[rows].astype(np.int64),
        streams=streams[rows].tolist(),
        seats=seats(scenario, unit, offset, key),
        machines=dict(unit.machines),
        controls=controls(scenario.controls),
        presentation=tuple(profile_span(scenario, country, "presentation", stream) for stream in STREAMS),
        hidden=hidden,
        signs=signs,
        not_found=tuple(not_found(scenario, country, stream) for stream in STREAMS),
        hold_space=rules.hold_space,
        hold_limit=rules.hold_limit,
        hold_decided=rules.hold_decided,
        hold_cost=rules.hold_cost,
        noticed=noticed,
        letters=letters,
        outages=outages(scenario, unit, offset, key),
        referrals=rules.referrals,
    )


def _posted(world: World, unit: str, rows: Ints) -> tuple[Ints, Bools]:
    """`noticed` and `letters` of a floor; empty where the mail of a world is single items only."""
    from simulator.view.postal import mail_class

    if world.mail is None or world.predes is None:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    mine = world.predes.filter(world.predes["unit"] == world.units.index(unit))
    first = mine.sort("t").unique("receptacle", keep="first", maintain_order=True).select("receptacle", "t")
    told = world.mail.with_columns(letter=mail_class("dispatch") == "letter").join(first, on="receptacle", how="left")
    noticed = np.full(world.consignments.height, NEVER, dtype=np.int64)
    letters = np.zeros(world.consignments.height, dtype=np.bool_)
    at = told["row"].to_numpy()
    noticed[at] = told["t"].fill_null(NEVER).to_numpy()
    letters[at] = told["letter"].to_numpy()
    return noticed[rows], letters[rows]


def _first_known(world: World, unit: str, passages: Ints) -> Ints:
    """First time that any of the unit's systems shows each of the passages, else NEVER; shape as `passages`."""
    first = np.full(world.passages.height, NEVER, dtype=np.int64)
    mine = world.known.filter(world.known["unit"] == world.units.index(unit))
    np.minimum.at(first, mine["passage"].to_numpy(), mine["t"].to_numpy().astype(np.int64))
    return first[passages]
