"""Nothing but the evidence gives a hidden consignment away.

Over 200 worlds the rows that are drawn are ordinary in every column, number, length and time; what planting does not
need stays as it was; what it changes is what others with the same indicator carry. Worlds that differ in the truth
alone are the same bytes, and names play no part.

What is planted is looked at in twenty worlds with many decoys, which show anything gross, and in sixty of them by
`make soak`. The tests share their worlds, so that they run in one process.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from hiding import DRUGS, GOODS, draft, hiding
from scipy import stats

from simulator.common.chance import Stream, practice_key
from simulator.view.documents import side_by_side
from simulator.view.lookup import lookup
from simulator.view.visible import visible
from simulator.world import declarations, history, names, papers, seeding, systems
from simulator.world.carriage import carried
from simulator.world.choosing import Chooser
from simulator.world.indicators import by_code, matrix
from simulator.world.joined import joined
from simulator.world.typologies import typologies
from simulator.world.world import World

WORLDS, DRAFTS = 200, 10
FEW, MANY = 20, 60
pytestmark = pytest.mark.xdist_group("sealed")
over_worlds = pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
ALPHA = 0.001
LATE = 36 * 3600
TEXTS = ("description", "handling", "routing", "shipper_name", "shipper_name_local", "shipper_address",
         "consignee_name", "consignee_name_local", "consignee_address", "agent_name")  # fmt: skip
NUMBERS = ("pieces", "weight", "value", "freight", "past", "booked", "shipper_first_seen", "shipper_past",
           "shipper_listed", "shipper_phone_parties", "consignee_first_seen", "consignee_past", "consignee_listed",
           "consignee_phone_parties", "consignee_address_forwarder", "agent_usual", "extra_stops",
           "same_flight")  # fmt: skip
KINDS = ("origin", "destination", "document", "payment", "shipper_kind", "consignee_kind", "shipper_country")


def seeds():
    return [(seed % DRAFTS, practice_key(1000 + seed)) for seed in range(WORLDS)]


@cache
def features(number):
    """Everything about each consignment of a draft that could give it away, one numeric column each."""
    before = draft(seed=number)
    wide = joined(before)
    digits = wide["id"].str.replace_all(r"\D", "")
    first = before.passages.unique("row", keep="first", maintain_order=True)
    known = before.known.with_columns(before.passages["row"].gather(before.known["passage"]))
    earliest = known.group_by("row").agg(pl.col("t").min(), pl.col("system").n_unique())
    times = wide.select("row").join(first, on="row", how="left").join(earliest, on="row", how="left").sort("row")
    columns = {name: wide[name].fill_null("").str.len_chars() for name in TEXTS}
    columns |= {name: wide[name].cast(pl.Float64).fill_null(-1) for name in NUMBERS}
    columns |= {name: wide[name].cast(pl.String).rank("dense") for name in KINDS}
    columns |= {f"{name} cents": (wide[name] * 100).round() % 100 for name in ("value", "freight")}
    columns |= {"grams": (wide["weight"] * 1000).round() % 1000, "minute": wide["booked"] // 60 % 60}
    columns |= {name: times[name].fill_null(-1) for name in ("expected", "ready", "release", "t", "system")}
    secured = before.security.with_columns(carried(before)["departs"]).with_columns(
        pl.col("departs") - pl.col("issued")
    )
    columns |= {f"security {name}": secured[name].cast(pl.Float64) for name in ("departs", "issued", "expires")}
    columns |= {name: secured[name].cast(pl.String).fill_null("").rank("dense") for name in ("status", "screening")}
    columns |= {"issuer": secured["issuer"].str.slice(-8, 5).cast(pl.Int64), "chain": secured["chain"].str.len_chars()}
    columns |= {f"id {place}": digits.str.slice(-place, 1).cast(pl.Int32) for place in (1, 2, 3, 4, 5)}
    laid = papers.build(erring(), practice_key(number), before, before.known, before.posts)
    laid = laid.group_by("row").agg(pl.len(), pl.col("until").max(), pl.col("value").str.len_chars().sum())
    columns |= {f"papers {name}": one for name, one in _beside(wide, laid).items()}
    columns |= {"id": digits.str.slice(-7).cast(pl.Int64), "row": wide["row"], "hs": wide["hs"].is_null()}
    return pl.DataFrame({name: column.cast(pl.Float64) for name, column in columns.items()})


def _beside(wide, counted):
    """Columns of a table that holds some of the rows, 0 for the others."""
    whole = wide.select("row").join(counted, on="row", how="left", maintain_order="left").fill_null(0)
    return {name: whole[name] for name in counted.columns if name != "row"}


@cache
def erring():
    """The scenario with systems in which much goes wrong."""
    planned = hiding()
    units = []
    for unit in planned.units:
        systems = [system.model_copy(update={"errors": 0.3, "amended": 0.3}) for system in unit.systems]
        units.append(unit.model_copy(update={"systems": systems}))
    return planned.model_copy(update={"units": units})


def ranks(values, rows, place, lot):
    """Where one row stands among `rows`, ties broken by lot: uniform in [0, 1) if it was drawn like the others."""
    mine, there = values[place], values[rows]
    return ((there < mine).sum() + lot * (there == mine).sum()) / len(rows)


@pytest.fixture(scope="module")
def drawn():
    """For each column the ranks of all hidden rows of 200 worlds within the rows that their pool could have drawn."""
    found = {name: [] for name in features(0).columns}
    for number, key in seeds():
        planned, before = hiding(), draft(seed=number)
        chooser, lots = Chooser.of(planned, before), Stream(key, "test:lots")
        pools = {pool.name: pool for pool in (*planned.cases, *planned.decoys, *planned.irregularities)}
        columns = {name: features(number)[name].to_numpy() for name in found}
        for place in seeding.draw(planned, key, before):
            rows = chooser.eligible(pools[place.pool], place.what)
            for (name, values), lot in zip(columns.items(), lots.uniform(len(columns)), strict=True):
                found[name].append(ranks(values, rows, place.row, lot))
    return found


def test_hidden_rows_are_ordinary_in_every_column(drawn):
    assert min(map(len, drawn.values())) > 10 * WORLDS
    surprise = {name: stats.kstest(found, "uniform").pvalue for name, found in drawn.items()}
    assert {name: p for name, p in surprise.items() if p < ALPHA / len(surprise)} == {}


def test_the_ranks_would_show_a_lean():
    lots = Stream(bytes(16), "lean").uniform(10 * WORLDS)
    assert stats.kstest(lots**1.15, "uniform").pvalue < ALPHA / 50


DECOYS = [{"name": "look", "count": 24, "like": [*DRUGS, *GOODS], "indicators": 3}]


@cache
def world(place):
    """A planted world with many decoys: number of the draft, consignments, truth."""
    number, key = seeds()[place]
    return (number, *seeding.plant(hiding(decoys=DECOYS), key, draft(seed=number)))


def worlds(count):
    """The first planted worlds."""
    return map(world, range(count))


WRITES = {
    "shipper": {"shipper", "past", "agent"},
    "consignee": {"consignee", "past"},
    "routing": {"routing", "booked"},
    "quantity": {"pieces", "weight", "value", "freight"},
    "weight": {"weight", "value", "freight"},
    "value": {"value"},
    "booking": {"booked"},
    "payment": {"payment"},
    "code": {"hs"},
    "text": {"description"},
    "security": {"csd_fault"},
}


@over_worlds
def test_planting_touches_only_what_its_indicators_need(count):
    # With few decoys: where much is planted, one half of a split moves now and then, and the truth forgets the other.
    for number, key in seeds()[:count]:
        consignments, truth = seeding.plant(hiding(), key, draft(seed=number))
        before = draft(seed=number).consignments
        for row, codes in truth.table.select("row", "indicators").iter_rows():
            parts = {by_code()[code].part for code in codes.split("|") if code}
            allowed = set().union(*(WRITES[part] for part in parts))
            changed = {name for name in before.columns if not before[name][[row]].equals(consignments[name][[row]])}
            assert changed <= allowed


TELLING = [
    ("late-booking", pl.col("departs") - pl.col("booked")),
    ("late-booking", pl.col("booked") // 60 % 60),
    ("low-value", (pl.col("value") * 100).round() % 10),
    ("freight-over-value", pl.col("freight") / pl.col("value")),
    ("odd-weight", pl.col("weight") / pl.col("pieces") / pl.col("usual_weight_per_piece")),
    ("odd-weight", (pl.col("weight") * 1000).round() % 100),
    ("odd-weight", pl.col("freight") / pl.col("weight")),
    ("new-shipper", pl.col("shipper_first_seen")),
    ("new-shipper", pl.col("shipper_past")),
    ("new-shipper", pl.col("past")),
    ("new-consignee", pl.col("consignee_first_seen")),
    ("new-consignee", pl.col("consignee_past")),
    ("new-consignee", pl.col("past")),
    ("no-street", pl.col("shipper_address").str.len_chars()),
    ("no-street", pl.col("shipper_past")),
    ("goods-unlike-trade", pl.col("past")),
    ("forwarder-address", pl.col("consignee_past")),
    ("vague-description", pl.col("description").str.len_chars()),
    ("csd-inconsistent", pl.col("departs") - pl.col("security_issued")),
    ("csd-inconsistent", pl.col("csd_faults").str.len_chars()),
    ("csd-inconsistent", pl.col("security_issuer").str.slice(-8, 5)),
    ("high-value", pl.col("value") / pl.col("weight") / pl.col("usual_value_per_kg")),
    ("shared-address", pl.col("consignee_address_parties")),
    ("phone-abroad", pl.col("consignee_past")),
    ("hs-unlike-goods", pl.col("hs").cast(pl.Int64)),
]
PARTIES = {code for code, one in by_code().items() if one.part in ("shipper", "consignee")}


@cache
def reading(place):
    """Of a planted world the columns of the view, the indicators, the rows and indicators of the truth."""
    number, consignments, truth = world(place)
    wide = joined(replace(draft(seed=number), consignments=consignments))
    return wide, matrix(wide), truth.table.with_columns(pl.col("indicators").str.split("|"))


def alone(shown, code):
    """Rows in which an indicator shows; of those on parties only one, because what they say of parties is mixed."""
    others = PARTIES - {code} if code in PARTIES else set()
    return shown.select(pl.col(code) & ~pl.any_horizontal(False, *sorted(others))).to_series().to_numpy()


@pytest.mark.parametrize(
    ("count", "least"), [(FEW, 3), pytest.param(MANY, 8, marks=pytest.mark.soak)], ids=["few", "many"]
)
@pytest.mark.parametrize(("code", "what"), TELLING, ids=[f"{code}-{i}" for i, (code, _) in enumerate(TELLING)])
def test_what_is_planted_is_what_others_with_the_indicator_carry(code, what, count, least):
    """Three ranks all at one end fail in the few worlds already; a slight lean needs the many."""
    # Weights of cases and decoys must leave room for contraband; irregularities take any.
    kinds = ["irregularity"] if code == "odd-weight" else ["case", "decoy", "irregularity"]
    lots, found = Stream(bytes(16), f"test:{code}"), []
    for wide, shown, truth in map(reading, range(count)):
        values = wide.select(what.cast(pl.Float64)).to_series().to_numpy()
        telling = alone(shown, code)
        hidden = truth.filter(pl.col("indicators").list.contains(code) & pl.col("kind").is_in(kinds))["row"].to_list()
        ordinary = telling & ~np.isin(np.arange(len(wide)), truth["row"].to_numpy())
        for row in (row for row in hidden if telling[row]):
            # How often a weight is odd by nature differs from goods to goods, so it is held against the same goods.
            like = ("stream", "goods" if code == "odd-weight" else "shipper_kind", "consignee_kind")
            same = np.logical_and.reduce([(wide[name] == wide[name][row]).fill_null(False).to_numpy() for name in like])
            rows = np.append(np.flatnonzero(ordinary & same), row)
            if len(rows) > 1:
                found.append(ranks(values, rows, row, float(lots.uniform(1)[0])))
    assert len(found) >= least
    assert stats.kstest(found, "uniform").pvalue > ALPHA / len(TELLING)


def world_of(before, consignments):
    planted, key = replace(before, consignments=consignments), practice_key(9)
    cleared = declarations.build(erring(), key, consignments, before.parties, before.flights, before.passages)
    return World(
        before.posts,
        before.units,
        consignments,
        before.parties,
        before.flights,
        declarations.after_checks(erring(), key, before.passages, cleared),
        declarations.after_lodging(erring(), before.known, cleared["lodged"]),
        systems=systems.described(erring(), before.posts),
        papers=papers.build(erring(), key, planted, before.known, before.posts),
        history=history.build(key, planted),
        clearance=cleared,
        security=planted.security,
    )


def shown_to(world, hidden):
    """What the units see, as bytes: all rows of the view; the documents of the hidden rows and of some others."""
    told = [visible(world, unit).write_ipc(None).getvalue() for unit in world.units]
    rows = sorted({*hidden, *range(0, world.consignments.height, 28)})
    for unit in world.units:
        told += [side_by_side(world, unit, row, LATE, controlled=True).write_ipc(None).getvalue() for row in rows]
        told += [repr(lookup(world, unit, name, LATE)).encode() for name in world.parties["name"].head(3)]
    return told


def other_contraband(monkeypatch):
    """Hide other things in the same way."""
    others = {
        code: replace(typology, contraband="nps", concealment="packaging", weight_high=typology.weight_low * 1.01)
        for code, typology in typologies().items()
    }
    monkeypatch.setattr(seeding, "typologies", lambda: others)


def test_worlds_that_differ_in_what_is_hidden_are_the_same_bytes(monkeypatch):
    key, before = practice_key(3), draft()
    consignments, truth = seeding.plant(hiding(), key, before)
    other_contraband(monkeypatch)
    others, other_truth = seeding.plant(hiding(), key, before)
    assert truth.commitment(b"") != other_truth.commitment(b"")
    first, second = world_of(before, consignments), world_of(before, others)
    assert first.digest() == second.digest()
    hidden = truth.table["row"]
    assert shown_to(first, hidden) == shown_to(second, hidden)


def test_worlds_that_differ_in_where_it_is_hidden_are_the_same_bytes(monkeypatch):
    monkeypatch.setattr(seeding, "SHOWN", dict.fromkeys(seeding.SHOWN, (0, 0)))
    planned, before = hiding(decoys=[], irregularities=[]), draft()
    (one, truth), (two, other_truth) = (seeding.plant(planned, practice_key(seed), before) for seed in (1, 2))
    assert set(truth.rows("case")) != set(other_truth.rows("case"))
    first, second, third = (world_of(before, each) for each in (one, two, before.consignments))
    assert first.digest() == second.digest() == third.digest()
    hidden = {*truth.rows("case"), *other_truth.rows("case")}
    assert shown_to(first, hidden) == shown_to(second, hidden) == shown_to(third, hidden)


@over_worlds
def test_documents_disagree_no_more_often_where_something_is_hidden(count):
    """Of each planted world the hidden rows among all: entries of papers as many, and as often amended."""
    lots, found = Stream(bytes(16), "test:papers"), {"entries": [], "amended": [], "fields": []}
    for number, consignments, truth in worlds(count):
        before = replace(draft(seed=number), consignments=consignments)
        laid = papers.build(erring(), practice_key(5000 + number), before, before.known, before.posts)
        counted = laid.group_by("row").agg(
            pl.len().alias("entries"),
            pl.col("until").is_not_null().sum().alias("amended"),
            pl.col("field").to_physical().cast(pl.Int64).sum().alias("fields"),
        )
        columns = _beside(consignments.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row")), counted)
        stream = consignments["stream"]
        for row in truth.table["row"].to_list():
            rows = np.flatnonzero((stream == stream[row]).to_numpy())
            for (name, values), lot in zip(columns.items(), lots.uniform(len(columns)), strict=True):
                found[name].append(ranks(values.to_numpy(), rows, row, lot))
    assert len(found["entries"]) > 500
    surprise = {name: stats.kstest(each, "uniform").pvalue for name, each in found.items()}
    assert {name: p for name, p in surprise.items() if p < ALPHA} == {}


def test_names_play_no_part():
    key, before = practice_key(4), draft()
    people = before.parties
    pools = {country: {"th": 1.0, "ka": 1.0} for country in people["country"].unique()}
    swapped = names.build(practice_key(1), people["country"], people["kind"], pools)
    renamed = replace(before, parties=people.with_columns(swapped["name"], swapped["name_local"]))
    assert (renamed.parties["name"] != people["name"]).mean() > 0.9
    (consignments, truth), (others, other_truth) = (seeding.plant(hiding(), key, each) for each in (before, renamed))
    assert consignments.equals(others)
    assert truth.canonical() == other_truth.canonical()
    shown, still_shown = (matrix(joined(replace(each, consignments=consignments))) for each in (before, renamed))
    assert shown.equals(still_shown)


@over_worlds
def test_cases_are_spread_evenly_over_the_name_pools_of_a_route(count):
    """Of the consignees at the end of each route, the planted ones among them: each pool as often as in the traffic."""
    seen, expected = np.zeros(2), np.zeros(2)
    for number, consignments, truth in worlds(count):
        before = draft(seed=number)
        codes = names.pool_codes(
            before.parties["country"], Stream(practice_key(number), "names").uniform(before.parties.height)
        )
        mine = codes[consignments["consignee"].to_numpy()]
        for row in truth.table["row"].to_list():
            route = before.traffic == before.traffic[row]
            first = mine == mine[route].min()
            seen += (first[row], not first[row])
            expected += (first[route].mean(), 1 - first[route].mean())
    assert stats.chisquare(seen, expected).pvalue > ALPHA


def test_partners_of_hidden_consignments_meet_again_no_less_often_than_others():
    again = []
    for number in range(10):
        table = draft(seed=number).consignments
        again.append(float(table.select(pl.struct("shipper", "consignee").is_duplicated()).to_series().mean()))
    # What is planted never meets again: that may tell nothing, so hardly anybody does.
    assert float(np.mean(again)) < 0.05
