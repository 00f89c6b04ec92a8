"""What is drawn from the pools of a scenario: where the trainer allows it, where a unit can act, as many as wanted."""

import pytest
from hiding import LEVELS, draft, hiding

from simulator.common.chance import practice_key
from simulator.common.errors import DrillError
from simulator.world import seeding
from simulator.world.choosing import MOST_SHARE, WINDOW, Chooser
from simulator.world.goods import goods
from simulator.world.indicators import matrix
from simulator.world.joined import joined
from simulator.world.typologies import typologies

KEY = practice_key(5)


@pytest.fixture(scope="module")
def sown():
    """The consignments after planting, and the truth as rows."""
    consignments, truth = seeding.plant(hiding(4), KEY, draft(4))
    return consignments, truth.table.rows(named=True)


def cases(**pool):
    """The truth of a scenario with one pool of cases."""
    whole = {"name": "some", "count": 4, "typologies": ["marijuana-toys"], **pool}
    planned = hiding(4, cases=[whole], decoys=[], irregularities=[])
    return seeding.plant(planned, KEY, draft(4))[1].table.rows(named=True)


def test_as_many_as_the_pools_say_each_in_a_consignment_of_its_own(sown):
    _, rows = sown
    assert len({row["row"] for row in rows}) == len(rows) == 5 + 2 + 4 + 3
    assert [row["kind"] for row in rows].count("case") == 7
    assert {row["pool"] for row in rows} == {"drugs", "goods", "look", "offences"}


def test_the_goods_are_those_of_the_typology_and_nothing_of_them_changed(sown):
    consignments, rows = sown
    before = draft(4).consignments
    for row in rows:
        code = goods()["code"][consignments["goods"][row["row"]]]
        wanted = typologies()[row["typology"]].goods if row["kind"] != "irregularity" else ()
        assert not wanted or code in wanted
        for name in ("id", "master", "goods", "handling", "origin", "destination", "stream"):
            assert consignments[name][row["row"]] == before[name][row["row"]]


def test_contraband_is_inside_the_declared_weight(sown):
    consignments, rows = sown
    for row in rows:
        if row["kind"] == "case":
            typology = typologies()[row["typology"]]
            assert typology.weight_low <= row["weight"] <= typology.weight_high
            assert row["weight"] <= MOST_SHARE * consignments["weight"][row["row"]] + 0.001
        else:
            assert row["weight"] == 0


def test_every_planted_indicator_can_be_read(sown):
    consignments, rows = sown
    from dataclasses import replace

    shown = matrix(joined(replace(draft(4), consignments=consignments)))
    for row in rows:
        codes = [code for code in row["indicators"].split("|") if code]
        assert all(shown[code][row["row"]] for code in codes)


def test_nothing_else_changed(sown):
    consignments, rows = sown
    before = draft(4).consignments
    hidden = [row["row"] for row in rows]
    others = [row for row in range(before.height) if row not in hidden]
    assert consignments[others].equals(before[others])
    assert consignments.schema == before.schema


def test_a_unit_can_act_on_every_one_of_them(sown):
    _, rows = sown
    seen = {row["row"]: 0 for row in rows}
    passages, length = draft(4).passages, hiding(4).length
    for passage, t in draft(4).known.select("passage", "t").iter_rows():
        row, ready, release = passages.select("row", "ready", "release").row(passage)
        if row in seen:
            seen[row] = max(seen[row], min(release, length) - max(t, ready, 0))
    assert min(seen.values()) >= WINDOW


@pytest.mark.parametrize(("level", "least", "most"), [("easy", 3, 4), ("medium", 2, 3), ("hard", 0, 1)])
def test_hardness_says_how_much_shows(level, least, most):
    rows = cases(hardness={level: 1}, count=8)
    counts = [len([code for code in row["indicators"].split("|") if code]) for row in rows]
    assert {row["hardness"] for row in rows} == {level}
    assert least <= min(counts)
    assert max(counts) <= most


def test_decoys_show_as_many_as_wanted_and_hold_nothing(sown):
    _, rows = sown
    decoys = [row for row in rows if row["kind"] == "decoy"]
    assert {(row["contraband"], row["concealment"], row["hardness"]) for row in decoys} == {("", "", "")}
    assert {len(row["indicators"].split("|")) for row in decoys} == {3}


def test_only_in_the_streams_and_routes_of_the_pool():
    for row in cases(
        streams=["express"], routes=[["IST", "ALA", "TAS"]], typologies=["marijuana-toys", "heroin-textiles"]
    ):
        assert draft(4).traffic[row["row"]] == 2


def test_all_of_the_units_can_know_it():
    for row in cases(
        units=["zhetysu", "aviayuklar"], typologies=["marijuana-toys", "heroin-textiles", "meth-car-part"]
    ):
        assert draft(4).traffic[row["row"]] == 2


def test_too_few_decoys_are_taken_as_they_are():
    tall = {"name": "some", "count": 500, "like": ["cocaine-books"]}
    planned = hiding(1, decoys=[tall], irregularities=[])
    found = [place for place in seeding.draw(planned, KEY, draft(1)) if place.kind == "decoy"]
    chooser = Chooser.of(planned, draft(1))
    assert 0 < len(found) <= len(chooser.eligible(planned.decoys[0], typologies()["cocaine-books"]))


def test_a_pool_of_decoys_may_find_none_in_the_traffic_of_one_key():
    planned = hiding(1, decoys=[{"name": "rare", "count": 2, "like": ["precursor-acid"]}], irregularities=[])
    counts = {
        sum(place.pool == "rare" for place in seeding.draw(planned, practice_key(seed), draft(1, seed)))
        for seed in range(1, 9)
    }
    assert 0 in counts
    assert max(counts) > 0


def test_a_pool_whose_cases_could_be_guessed_is_refused():
    tall = {"name": "some", "count": 500, "typologies": ["cocaine-books"]}
    with pytest.raises(DrillError) as caught:
        seeding.draw(hiding(1, cases=[tall], decoys=[], irregularities=[]), KEY, draft(1))
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("pool-thin", "cases[0]")]
    assert "could guess them" in str(caught.value)


def test_pools_without_any_consignment_are_refused_together():
    nowhere = {"name": "birds", "count": 1, "typologies": ["falcons"], "streams": ["mail"]}
    lost = {"name": "lost", "count": 2, "like": ["falcons"], "streams": ["express"]}
    with pytest.raises(DrillError) as caught:
        seeding.plant(hiding(1, cases=[nowhere], decoys=[lost]), KEY, draft(1))
    assert [fault.field for fault in caught.value.faults] == ["cases[0]", "decoys[0]"]
    assert "'birds'" in str(caught.value)
    assert "'lost'" in str(caught.value)


def test_a_pool_of_none_hides_nothing():
    none = {"name": "none", "count": 0, "typologies": ["falcons"], "streams": ["mail"]}
    consignments, truth = seeding.plant(hiding(1, cases=[none], decoys=[], irregularities=[]), KEY, draft(1))
    assert truth.table.is_empty()
    assert consignments.equals(draft(1).consignments)


def test_the_same_key_hides_the_same():
    first, again = (seeding.plant(hiding(1), KEY, draft(1)) for _ in range(2))
    assert first[0].equals(again[0])
    assert first[1].canonical() == again[1].canonical()


def test_another_pool_changes_nothing_in_those_before_it():
    pool = {"name": "more", "count": 2, "typologies": ["opium-diary"], "hardness": LEVELS}
    cases_now = [case.model_dump(by_alias=True) for case in hiding(4).cases]
    fewer, more = (seeding.draw(hiding(4, cases=cases), KEY, draft(4)) for cases in (cases_now, [*cases_now, pool]))
    assert [place for place in more if place.pool in ("drugs", "goods")] == [
        place for place in fewer if place.pool in ("drugs", "goods")
    ]
