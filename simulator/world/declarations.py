"""What customs clearance does with each passage: when it is declared, which channel it takes, what is decided before.

The channel hangs on luck and on what a declaration shows (`data/risk_weights.csv`), never on what is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import polars as pl

from simulator.common.chance import Floats, Ints, luck_many
from simulator.common.clock import HOUR, MINUTE
from simulator.common.tables import codes, table
from simulator.scenario.model import Scenario
from simulator.scenario.numbers import Triangular, Uniform, quantile
from simulator.world.carriage import on_time
from simulator.world.choosing import Bools
from simulator.world.clearance import Preliminary, Rules, rules_for
from simulator.world.goods import goods
from simulator.world.places import places
from simulator.world.typologies import irregularities
from simulator.world.world import CHANNELS, PROCEDURES, STREAMS

PRELIMINARY = ("none", "accepted", "refused", "not-needed")
"""No data came; customs accepted or refused it; nothing arrives, it comes from the own union, or it is mail."""
_SCHEMA = pl.Schema(
    [
        ("passage", pl.UInt32()),
        ("lodged", pl.Int32()),
        ("channel", pl.Enum(CHANNELS)),
        ("preliminary", pl.Enum(PRELIMINARY)),
        ("preliminary_at", pl.Int32()),
        ("planned", pl.Int32()),
        ("checked", pl.Int32()),
    ]
)
_NONE = -(2**31)
_NEW_DAYS, _DEAR_USD = 30, 10_000.0
_BEFORE = 4 * HOUR
"""Customs decides at most this long before the latest time. Assumption."""
_LACKS = 4.0
"""How much likelier data is refused that has no HS code or says nothing. Assumption."""
_LEAST_STAY = 10 * MINUTE
_MAIL = STREAMS.index("mail")
_GREEN, _BLUE, _YELLOW, _RED = range(len(CHANNELS))


def lodged(
    scenario: Scenario, key: bytes, consignments: pl.DataFrame, flights: pl.DataFrame, passages: pl.DataFrame
) -> pl.Series:
    """When each passage is declared (s), null where no declaration is needed: mail, and what changes aircraft only.

    Between `lodging` before the planned arrival, or the booking of an export, and the time that leaves room for a check
    of documents before an onward flight. Nobody who declares knows yet how late the flight will be.
    """
    passages = on_time(flights, passages)
    out = np.full(passages.height, _NONE, dtype=np.int64)
    for here, rules, post in _posts(scenario, passages):
        mine = passages[here]
        luck = luck_many(key, "clearance", post, "lodging", 0, mine["row"])
        late = quantile(Triangular[float](kind="triangular", low=0, mode=rules.lodging_peak, high=1), luck)
        exports = (mine["flight_in"] < 0).to_numpy()
        booked = consignments["booked"].gather(mine["row"]).to_numpy()
        early = mine["expected"].to_numpy() - np.where(exports, rules.lodging_export, rules.lodging)
        first = np.where(exports, np.maximum(early, booked), early)
        leaves = (mine["flight_out"] >= 0).to_numpy()
        release = mine["release"].to_numpy() - np.where(leaves, rules.documentary[1], _LEAST_STAY)
        last = np.maximum(release, first)
        when = np.minimum(np.rint(first + late * (last - first)), mine["release"].to_numpy() - _LEAST_STAY)
        out[here] = np.where(_declared(consignments, mine, rules), when, _NONE)
    return pl.Series("lodged", out, dtype=pl.Int64).set(pl.Series(out == _NONE), None).cast(pl.Int32)


def after_lodging(scenario: Scenario, known: pl.DataFrame, when: pl.Series) -> pl.DataFrame:
    """What is known such that no system of declarations shows one before it is lodged, or what needs none at all.

    `when` as `lodged` has it.
    """
    kinds = np.zeros((len(scenario.units), max(len(unit.systems) for unit in scenario.units)), dtype=np.bool_)
    for number, unit in enumerate(scenario.units):
        kinds[number, : len(unit.systems)] = [system.kind == "declarations" for system in unit.systems]
    shown = pl.Series(kinds[known["unit"].to_numpy(), known["system"].to_numpy()])
    lodged_at = when.gather(known["passage"])
    later = pl.max_horizontal("t", lodged_at.set(~shown, None).alias("lodged")).alias("t")
    return known.with_columns(later).filter(~(shown & lodged_at.is_null()))


def build(
    scenario: Scenario,
    key: bytes,
    consignments: pl.DataFrame,
    parties: pl.DataFrame,
    flights: pl.DataFrame,
    passages: pl.DataFrame,
) -> pl.DataFrame:
    """The clearance of each passage, as `World.clearance` holds it: one row a passage, in their order.

    - `planned`: when what is cleared for import or transit leaves if its flight is on time and nothing is checked
    - `checked`: the same, once clearance has checked what its channel wants; both null for all else
    """
    when = lodged(scenario, key, consignments, flights, passages)
    channel = np.full(passages.height, len(CHANNELS), dtype=np.int64)
    decision = np.full(passages.height, len(PRELIMINARY), dtype=np.int64)
    decided = np.full(passages.height, _NONE, dtype=np.int64)
    risk = risks(consignments, parties)
    for here, rules, post in _posts(scenario, passages):
        declared = here[when.is_not_null().to_numpy()[here]]
        rows = passages["row"].to_numpy()[declared]
        channel[declared] = _channels(key, post, rules, rows, risk[rows])
        if rules.preliminary:
            needed = here[_arrives(scenario, rules, consignments, flights, passages[here])]
            decision[here] = PRELIMINARY.index("not-needed")
            mine = passages[needed]
            decision[needed] = _decisions(key, post, rules.preliminary, consignments, mine["row"].to_numpy())
            made = np.isin(decision[needed], [PRELIMINARY.index(word) for word in ("accepted", "refused")])
            decided[needed[made]] = _decided(key, post, rules.preliminary, flights, mine.filter(made))
    planned = on_time(flights, passages)
    lanes = _words(channel, CHANNELS)
    leaves = pl.Series(_leaves(planned, when))
    checked = _released(scenario, key, planned, when, lanes)
    return pl.DataFrame(
        {
            "passage": np.arange(passages.height),
            "lodged": when,
            "channel": lanes,
            "preliminary": _words(decision, PRELIMINARY),
            "preliminary_at": pl.Series(decided).set(pl.Series(decided == _NONE), None),
            "planned": planned["release"].set(~leaves, None),
            "checked": pl.Series(checked).set(~leaves, None),
        },
    ).cast(_SCHEMA)


def after_checks(scenario: Scenario, key: bytes, passages: pl.DataFrame, clearance: pl.DataFrame) -> pl.DataFrame:
    """The passages such that no import or transit leaves before it is declared and checked as its channel wants.

    Yellow: the documents, from the lodging on. Red: the goods, once they are declared and ready.
    """
    release = _released(scenario, key, passages, clearance["lodged"], clearance["channel"])
    return passages.with_columns(pl.Series("release", release, dtype=pl.Int32))


def _leaves(passages: pl.DataFrame, lodged_at: pl.Series) -> Bools:
    """What is declared and leaves when it is cleared: not with an aircraft."""
    return np.asarray(((passages["flight_out"] < 0) & lodged_at.is_not_null()).to_numpy())


def _released(scenario: Scenario, key: bytes, passages: pl.DataFrame, lodged_at: pl.Series, channel: pl.Series) -> Ints:
    """When each passage leaves (s) if clearance checks it from when it is lodged."""
    release, ready = (passages[name].to_numpy().astype(np.int64) for name in ("release", "ready"))
    rows, declared_at = passages["row"].to_numpy(), lodged_at.fill_null(_NONE).to_numpy().astype(np.int64)
    leaves = _leaves(passages, lodged_at)
    release[leaves] = np.maximum(release, declared_at + _LEAST_STAY)[leaves]
    for here, rules, post in _posts(scenario, passages):
        checks = (
            ("yellow", "documents", rules.documentary, declared_at),
            ("red", "goods", rules.examination, np.maximum(declared_at, ready)),
        )
        for lane, what, span, begins in checks:
            mine = here[leaves[here] & (channel == lane).fill_null(False).to_numpy()[here]]
            takes = _takes(span, luck_many(key, "clearance", post, what, 0, rows[mine]))
            release[mine] = np.maximum(release[mine], begins[mine] + takes)
    return release


def _takes(span: tuple[int, int], luck: Floats) -> Ints:
    low, high = span
    return np.rint(quantile(Uniform[int](kind="uniform", low=low, high=high), luck)).astype(np.int64)


def risks(consignments: pl.DataFrame, parties: pl.DataFrame) -> Floats:
    """How much likelier than the most harmless one each declaration is stopped, by what it shows: shape (n,)."""
    weights = {row["feature"]: float(row["weight"]) for row in table("world", "risk_weights")}
    shipper, consignee = (parties[["first_seen", "listed"]][consignments[side]] for side in ("shipper", "consignee"))
    shows = {
        "new-consignee": consignee["first_seen"] < _NEW_DAYS,
        "new-shipper": shipper["first_seen"] < _NEW_DAYS,
        "listed-party": shipper["listed"] | consignee["listed"],
        "permit-goods": pl.Series(_permit_goods()).gather(consignments["goods"]),
        "no-hs": consignments["hs"].is_null(),
        "vague": consignments["description"].is_in(codes("world", "vague", "text")),
        "dear": consignments["value"] > _DEAR_USD,
    }
    risk = np.ones(consignments.height)
    for feature, shown in shows.items():
        risk *= np.where(shown.to_numpy(), weights[feature], 1.0)
    return risk


def stopping(share: float, risk: Floats) -> Floats:
    """The chance of each declaration to be stopped: odds in proportion to its risk, `share` of all in the mean."""
    if not len(risk) or not 0 < share < 1:
        return np.full(len(risk), share)
    kinds, which, count = np.unique(risk, return_inverse=True, return_counts=True)
    low, high = 0.0, 1.0 / (1.0 - share)
    for _ in range(60):
        scale = (low + high) / 2
        odds = share * scale * kinds / (1 - share)
        mean = float((count * odds / (1 + odds)).sum() / count.sum())
        low, high = (scale, high) if mean < share else (low, scale)
    return np.asarray((odds / (1 + odds))[which.reshape(-1)])


@cache
def _permit_goods() -> list[bool]:
    return goods()["code"].is_in(irregularities()["permit-missing"].goods).to_list()


def _posts(scenario: Scenario, passages: pl.DataFrame) -> Iterator[tuple[Ints, Rules, str]]:
    """The passages of each post by their position, with its rules and code."""
    known, post = places(scenario), passages["post"].to_numpy()
    for number, code in enumerate(dict.fromkeys(unit.post for unit in scenario.units)):
        yield np.flatnonzero(post == number), rules_for(scenario, known[code].country), code


def _declared(consignments: pl.DataFrame, passages: pl.DataFrame, rules: Rules) -> Bools:
    streams = consignments["stream"].to_physical().gather(passages["row"]).to_numpy()
    wanted = [PROCEDURES.index(procedure) for procedure in rules.declared]
    return np.asarray((streams != _MAIL) & np.isin(passages["procedure"].to_physical().to_numpy(), wanted))


def _channels(key: bytes, post: str, rules: Rules, rows: Ints, risk: Floats) -> Ints:
    """Position in CHANNELS of each declaration."""
    share = rules.channels
    stopped = share[_YELLOW] + share[_RED]
    stops = luck_many(key, "clearance", post, "channel", 0, rows) < stopping(stopped, risk)
    second = luck_many(key, "clearance", post, "lane", 0, rows)
    red = second * stopped < share[_RED]
    blue = second * (1 - stopped) < share[_BLUE]
    return np.where(stops, np.where(red, _RED, _YELLOW), np.where(blue, _BLUE, _GREEN))


def _arrives(
    scenario: Scenario, rules: Rules, consignments: pl.DataFrame, flights: pl.DataFrame, passages: pl.DataFrame
) -> Bools:
    """Which passages come in from outside of the union otherwise than as mail."""
    known = places(scenario)
    inside = [code for code in flights["origin"].unique() if known[code].country in rules.union]
    into = passages["flight_in"].to_numpy()
    near = flights["origin"].is_in(inside).to_numpy()[into.clip(min=0)]
    mail = (consignments["stream"].to_physical() == _MAIL).gather(passages["row"]).to_numpy()
    return np.asarray((into >= 0) & ~near & ~mail)


def _decisions(key: bytes, post: str, rule: Preliminary, consignments: pl.DataFrame, rows: Ints) -> Ints:
    """Position in PRELIMINARY of the decision on each arrival."""
    mine = consignments[["hs", "description"]][rows]
    lacks = (mine["hs"].is_null() | mine["description"].is_in(codes("world", "vague", "text"))).to_numpy()
    luck = luck_many(key, "clearance", post, "preliminary", 0, rows)
    refused = rule.none + stopping(rule.refused, np.where(lacks, _LACKS, 1.0))
    words = [PRELIMINARY.index(word) for word in ("none", "refused", "accepted")]
    return np.asarray(np.select([luck < rule.none, luck < refused], words[:2], words[2]))


def _decided(key: bytes, post: str, rule: Preliminary, flights: pl.DataFrame, passages: pl.DataFrame) -> Ints:
    """When customs decides on each arrival (s)."""
    into = passages["flight_in"].to_numpy()
    departs, arrives = (flights[name].to_numpy().astype(np.int64)[into] for name in ("departs", "arrives"))
    luck = luck_many(key, "clearance", post, "decided", 0, passages["row"])
    flown = arrives - departs
    before = np.where(flown < rule.short, luck * flown, rule.lead + luck * np.minimum(_BEFORE, flown - rule.lead))
    return np.asarray(np.floor(arrives - before), dtype=np.int64)


def _words(positions: Ints, words: Sequence[str]) -> pl.Series:
    """The words at positions, null beyond the last."""
    return pl.Series([*words, None], dtype=pl.Enum(words)).gather(positions)
