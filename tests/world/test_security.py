"""Security declarations: sound ones break no rule, every fault is found, and planted ones are made like natural ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hiding import draft, hiding
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulator.common.chance import Stream, practice_key
from simulator.common.tables import table
from simulator.formats.cargo_imp.security import RegulatedParty, SecurityDeclaration, check_order, declaration_lines
from simulator.formats.notes import Notes
from simulator.world import build, planting, security
from simulator.world.carriage import carried
from simulator.world.csd import csd_faults
from simulator.world.ground import Ground
from simulator.world.joined import joined

NUMBERS = {code: number for number, code in enumerate(security.faults(), start=1)}


def written(before, fault=0, start=None, key=None):
    """The declarations of a draft, all with one fault, and the rules that they break."""
    planned = hiding().model_copy(update={"start": start}) if start else hiding()
    table = before.consignments.with_columns(pl.lit(fault, dtype=pl.UInt8).alias(security.FAULT))
    draws = security.draw(planned, key or practice_key(1), table.height, before.parties)
    made = security.build(draws, table, carried(before))
    return made, csd_faults(made, carried(before))


@given(
    st.integers(0, 10**9),
    st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_what_is_made_without_a_fault_breaks_no_rule(seed, start):
    _, broken = written(draft(), 0, start, practice_key(seed))
    assert broken.is_null().all()


@given(st.sampled_from(sorted(NUMBERS)), st.integers(0, 10**9), st.integers(0, 20_000))
def test_every_fault_is_found_and_nothing_else(code, seed, days):
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=days)
    _, broken = written(draft(), NUMBERS[code], start, practice_key(seed))
    can = pl.Series([True] * len(broken))
    if code == "not-for-passenger":
        can = carried(draft())["carries"] == "passenger"
    assert (broken.filter(can) == code).all()
    assert broken.filter(~can).is_null().all()
    assert can.any()


def test_on_a_freighter_cargo_for_freighters_is_no_fault():
    before = draft()
    freight = replace(
        before, flights=before.flights.with_columns(carries=pl.lit("cargo", dtype=before.flights["carries"].dtype))
    )
    assert written(freight, NUMBERS["not-for-passenger"])[1].is_null().all()


def test_faults_come_by_nature_as_often_as_the_table_says():
    found = security.natural(practice_key(5), 200_000)
    for number, row in enumerate(table("world", "security_faults"), start=1):
        assert stats.binomtest(int((found == number).sum()), len(found), float(row["share"]) / 100).pvalue > 0.001
    assert 0.01 < (found > 0).mean() < 0.03


def test_the_status_is_given_after_the_booking_and_before_the_flight():
    before = draft()
    made, _ = written(before)
    assert (made["issued"] >= before.consignments["booked"] - 60).all()
    assert (made["issued"] <= carried(before)["departs"]).all()


def test_an_agent_is_the_same_on_all_its_consignments():
    before = draft()
    made, _ = written(before)
    agents = (
        made.with_columns(before.consignments["agent"])
        .group_by("agent")
        .agg(pl.col("issuer", "issuer_valid").n_unique())
    )
    assert agents["issuer"].max() == agents["issuer_valid"].max() == 1


def test_light_mail_is_exempt_and_known_consignors_are_firms_with_general_cargo():
    before = draft(scale=4)
    made, _ = written(before)
    mail = before.consignments["stream"] == "mail"
    assert (
        (made["exemption"] == "MAIL").fill_null(value=False) == (mail & (before.consignments["weight"] <= 0.5))
    ).all()
    known = made["chain"].str.contains("KC ")
    assert known.any()
    assert set(before.consignments["stream"].filter(known)) == {"general"}
    assert set(before.parties["kind"].gather(before.consignments["shipper"].filter(known))) == {"company"}


def test_a_sound_declaration_stands_in_a_message_as_the_rules_want_it():
    made, _ = written(draft())
    for row in made.unique(["chain", "status", "screening"], maintain_order=True).head(60).iter_rows(named=True):
        parties = [entry.split(" ") for entry in row["chain"].split("|")]
        givers = [_party(text, "RA") for about, text in parties if about == "ISS"]
        held = SecurityDeclaration(
            row["status"],
            givers[0],
            received_from=tuple(_party(text, "KC") for about, text in parties if about == "KC"),
            methods=tuple((row["screening"] or "").split("|")) if row["screening"] else (),
            exemptions=(row["exemption"],) if row["exemption"] else (),
            signed_by="A PERSON",
            signed_at="08NOV221230",
        )
        lines, notes = declaration_lines(held), Notes()
        check_order(lines, range(len(lines)), "FWB", (row["status"],), notes)
        assert notes.flags == []


def _party(text, category):
    country, *_, number = text.split("/")
    return RegulatedParty(category, number, country)


@pytest.fixture(scope="module")
def planted():
    """Declarations in which a fault was planted, over ten drafts: code, and what the card shows."""
    found = []
    for seed in range(10):
        before = draft(seed=seed)
        ground = Ground.of(hiding(), before)
        rows = np.flatnonzero((before.consignments["stream"] != "mail").to_numpy())[seed::9].tolist()
        for card in ground.cards(rows, [0.0] * len(rows)):
            if not card.shows("csd-inconsistent"):
                luck = Stream(practice_key(seed), f"test:{card.row}")
                found.append((before, planting.plant(ground, luck, card, ["csd-inconsistent"], 1)))
    return found


def test_a_planted_fault_shows_and_is_written_as_it_was_proposed(planted):
    assert len(planted) > 200
    for before, card in planted[:40]:
        assert card.planted == ("csd-inconsistent",)
        faults = before.consignments[security.FAULT].set(
            pl.int_range(before.consignments.height, eager=True) == card.row, card.own[security.FAULT]
        )
        whole = replace(before, consignments=before.consignments.with_columns(faults))
        wide = joined(whole, np.array([card.row]))
        shown = [name for name in wide.columns if name.startswith(("security_", "csd_", "screening"))]
        assert wide.select(shown).equals(card.wide.select(shown))


def test_faults_are_planted_as_often_as_they_come_by_nature(planted):
    """Where the flight takes passengers, every kind is open."""
    shares = {row["code"]: float(row["share"]) for row in table("world", "security_faults")}
    found = [card.wide["csd_faults"].item() for _, card in planted if card.wide["carries"].item() == "passenger"]
    expected = np.array(list(shares.values())) / sum(shares.values()) * len(found)
    assert stats.chisquare([found.count(code) for code in shares], expected).pvalue > 0.001


def test_a_world_keeps_its_declarations_and_writes_the_status_into_the_handling_codes():
    world, _ = build.build(hiding(), practice_key(6))
    assert world.security.schema == security.SCHEMA
    assert security.FAULT not in world.consignments.columns
    codes = world.consignments["handling"].str.split("/").list.last()
    assert (codes == world.security["status"].cast(pl.String)).all()


def test_nothing_of_a_declaration_changes_but_where_a_fault_was_planted():
    before = draft()
    world, truth = build.build(hiding(), practice_key(1))
    made, hidden = before.security, truth.table["row"].to_numpy()
    away = ~np.isin(np.arange(made.height), hidden)
    assert made.filter(pl.Series(away)).equals(world.security.filter(pl.Series(away)))
