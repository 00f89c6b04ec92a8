"""What the form allows and sense does not: each check has a story, and the small scenario passes them all."""

import pytest
from small_scenario import TEXT, changed, faults, told

IST_ALA = "{number: TK350, from: IST, to: ALA, departs: 2022-11-08 02:00, arrives: 2022-11-08 10:10}"
ALA_TAS = "{number: KC127, from: ALA, to: TAS, departs: 2022-11-08 16:40, arrives: 2022-11-08 17:00}"
CARGO = "{name: cargo, count: 1, streams: [general], typologies: [heroin-yarn]}"
ONWARD = "{name: onward, count: 1, streams: [express], typologies: [gbl-ink], units: [here, there]}"
GENERAL = "{stream: general, route: [IST, ALA], count: 50}"


def test_the_small_scenario_has_no_faults():
    assert faults(TEXT) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("from: IST", "from: ISX", "airport-unknown", "timetable[0].from"),
        (GENERAL, "{stream: general, route: [IST, ALA], count: 50, origins: {XQX: 1}}", "airport-unknown", "traffic[0].origins.XQX"),
        ("TK350", "ZZ350", "airline-unknown", "timetable[0].number"),
        ("role: inspector", "role: inspektor", "role-unknown", "units[0].officers[0].role"),
        ("shift: day", "shift: morning", "shift-unknown", "units[0].officers[0].shift"),
        ("{x-ray: 1}", "{xray: 1}", "machine-unknown", "units[0].machines.xray"),
        ("[heroin-yarn]", "[heroin-yarns]", "typology-unknown", "cases[0].typologies[0]"),
        ("like: [gbl-ink]", "like: [gbl]", "typology-unknown", "decoys[0].like[0]"),
        ("like: [gbl-ink]", "like: [gbl-ink], indicators: {kind: between, low: 4, high: 400}", "decoy-shown", "decoys[0].indicators"),
        ("[undervalued]", "[undervalue]", "irregularity-unknown", "irregularities[0].kinds[0]"),
        ("units: [here, there]", "units: [here, ther]", "unit-named-unknown", "cases[1].units[1]"),
        ("to: [here]", "to: [her]", "unit-named-unknown", "intelligence[0].to[0]"),
        ("objectives:", "weights: {heroin: 2}\nobjectives:", "typology-unknown", "weights.heroin"),
        ("objectives:", "controls: {xray: {time: 1 min}}\nobjectives:", "control-unknown", "controls.xray"),
        ("objectives:", "objectives:\n  - {code: a, text: A., measures: [{measure: cases-fund}]}", "measure-unknown", "objectives[0].measures[0].measure"),
        ("objectives:", "objectives:\n  - {code: a, text: A., measures: [{measure: cases-found, most: 1}]}", "measure-takes", "objectives[0].measures[0].most"),
        ("objectives:", "objectives:\n  - {code: a, text: A., measures: [{measure: flights-missed, some: 1}]}", "measure-takes", "objectives[0].measures[0].some"),
        ("objectives:", "objectives:\n  - {code: a, text: A., measures: [{measure: cases-found, performed: 0.3}]}", "measure-levels", "objectives[0].measures[0]"),
        ("objectives:", "objectives:\n  - {code: a, text: A., measures: [{measure: cases-found}, {measure: cases-found}]}", "double", "objectives[0].measures[1]"),
        (CARGO, CARGO[:-1] + ", routes: [[IST, ALB]]}", "route-unknown", "cases[0].routes[0]"),
        ("code: post, name", "code: cargo, name", "double", "units[0].systems[1].code"),
        ("name: onward", "name: cargo", "double", "cases[1].name"),
        ("name: prices", "name: odd", "double", "irregularities[0].name"),
        ("objectives:", "objectives:\n  - {code: look, text: Again.}", "double", "objectives[1].code"),
        ("[heroin-yarn]", "[heroin-yarn, heroin-yarn]", "double", "cases[0].typologies[1]"),
        ("to: [here]", "to: [here, here]", "double", "intelligence[0].to[1]"),
        (CARGO, CARGO[:-1] + ", routes: [[IST, ALA], [IST, ALA]]}", "double", "cases[0].routes[1]"),
        (ALA_TAS, ALA_TAS + "\n  - " + ALA_TAS.replace("17:00", "17:05"), "flight-double", "timetable[2].number"),
        (ALA_TAS, ALA_TAS[:-1] + ", repeat: {every: 6 h, times: 2}}", "flight-double", "timetable[1].number"),
        ("arrives: 2022-11-08 10:10", "arrives: 2022-11-08 04:00", "flight-backwards", "timetable[0].arrives"),
        ("arrives: 2022-11-08 10:10", "arrives: 2022-11-08 06:30", "flight-speed", "timetable[0].arrives"),
        ("arrives: 2022-11-08 17:00", "arrives: 2022-11-08 22:00", "flight-speed", "timetable[1].arrives"),
        ("timetable:", "timetable:\n  - {number: KC1234, from: TAS, to: TAS, departs: 2022-11-08 16:00, arrives: 2022-11-08 17:00}", "flight-nowhere", "timetable[0].to"),
        ("timetable:", "timetable:\n  - {number: KC1234, from: TAS, to: ALA, departs: 2022-11-07 10:00, arrives: 2022-11-07 12:20}", "flight-early", "timetable[0].arrives"),
        ("timetable:", "timetable:\n  - {number: KC1234, from: TAS, to: ALA, departs: 2022-11-09 16:00, arrives: 2022-11-09 18:20}", "flight-late", "timetable[0].departs"),
        (ALA_TAS, ALA_TAS[:-1] + ", repeat: {every: 24 h, times: 3}}", "flight-repeats", "timetable[1].repeat.times"),
        (GENERAL, GENERAL + "\n  - {stream: general, route: [IST, TAS], count: 5}", "leg-unserved", "traffic[1].route"),
        (GENERAL, GENERAL + "\n  - {stream: general, route: [ALA, TAS, ALA], count: 5}", "route-twice", "traffic[1].route"),
        ("departs: 2022-11-08 02:00, arrives: 2022-11-08 10:10", "departs: 2022-11-08 06:00, arrives: 2022-11-08 14:10", "route-unconnected", "traffic[2].route"),
        (IST_ALA, IST_ALA[:-1] + ", delay: {kind: uniform, low: 0 min, high: 6 h}}", "route-unconnected", "traffic[2].route"),
        ("kind: post, streams: [mail]", "kind: post, streams: [mail, express]", "system-stream", "units[0].systems[1].streams[1]"),
        ("streams: [mail]}", "streams: [mail, mail]}", "double", "units[0].systems[1].streams[1]"),
        ("kind: post, streams: [mail]}", "kind: post}\n      - {code: firms, name: Firms, kind: register, streams: [mail]}", "system-quiet", "units[0].systems[2].streams"),
        ("kind: post, streams: [mail]}", "kind: post}\n      - {code: list, name: List, kind: watch-list, coverage: 0.5}", "system-quiet", "units[0].systems[2].coverage"),
        ("streams: [mail]}", "streams: [mail], agencies: [police, custom]}", "agency-unknown", "units[0].systems[1].agencies[1]"),
        ("streams: [mail]}", "streams: [mail], agencies: [police, police]}", "double", "units[0].systems[1].agencies[1]"),
        ("count: 2, shift: day}", "count: 2, shift: day, agency: costums}", "agency-unknown", "units[0].officers[0].agency"),
        ("streams: [mail]}", "streams: [mail], errors: 1.5}", "field-range", "units[0].systems[1].errors"),
        ("day: {from: 06:00, to: 18:00}", "day: {from: 06:00, to: 06:00}", "shift-empty", "shifts.day"),
        ("at: 1 h", "at: 25 h", "told-late", "intelligence[0].at"),
        (GENERAL, GENERAL[:-1] + ", origins: {IST: 0}}", "weights-zero", "traffic[0].origins"),
        (GENERAL, GENERAL[:-1] + ", procedures: {import: 0}}", "weights-zero", "traffic[0].procedures"),
        (CARGO, CARGO[:-1] + ", hardness: {easy: 0}}", "weights-zero", "cases[0].hardness"),
        (CARGO, CARGO[:-1] + ", hardness: {}}", "weights-zero", "cases[0].hardness"),
        ("objectives:", "weights: {heroin-yarn: 0, gbl-ink: 0}\nobjectives:", "weights-zero", "weights"),
        ("objectives:", "profiles: {KZ: {clearance: kx}}\nobjectives:", "clearance-unknown", "profiles.KZ.clearance"),
        ("objectives:", "profiles: {KZ: {channels: {green: 0.5, red: 0.4}}}\nobjectives:", "shares-sum", "profiles.KZ.channels"),
        ("objectives:", "profiles: {KZ: {release: {mail: -1 h}}}\nobjectives:", "span-negative", "profiles.KZ.release.mail"),
        ("objectives:", "controls: {x-ray: {time: {kind: uniform, low: -1 min, high: 1 min}}}\nobjectives:", "span-negative", "controls.x-ray.time"),
        ("objectives:", "profiles: {KZ: {release: {mail: {kind: exponential, mean: 9 d}}}}\nobjectives:", "span-long", "profiles.KZ.release.mail"),
        ("[heroin-yarn]", "[heroin-yarn, gbl-ink]", "typology-stream", "cases[0].typologies[1]"),
        (CARGO, CARGO.replace("streams: [general]", "streams: [general], routes: [[IST, ALA, TAS]]"), "pool-stream", "cases[0].streams[0]"),
        (ONWARD, ONWARD.replace("streams: [express]", "streams: [mail]"), "pool-units", "cases[1].units"),
        (CARGO, CARGO.replace("count: 1", "count: 51"), "pool-large", "cases[0].count"),
        ("name: odd, count: 2", "name: odd, count: 51, streams: [express]", "pool-large", "decoys[0].count"),
        ("kinds: [undervalued]", "kinds: [commercial-as-private], streams: [general]", "typology-stream", "irregularities[0].kinds[0]"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_one_thing_that_makes_no_sense_is_one_fault(old, new, code, field):
    assert told((old, new)) == [(code, field)]


def test_an_airport_of_the_scenario_is_known():
    own = "airports: {XQX: {name: Own, country: KZ, latitude: 43, longitude: 77, offset: +06:00}}\nshifts:"

    assert told(("shifts:", own), (GENERAL, GENERAL[:-1] + ", origins: {XQX: 1}}")) == []


def test_an_airport_that_is_written_wrong_is_not_called_unknown():
    own = "airports: {XQX: {name: Own, country: KZ, latitude: 430, longitude: 77, offset: +06:00}}\nshifts:"

    found = told(("shifts:", own), (GENERAL, GENERAL[:-1] + ", origins: {XQX: 1}}"))
    assert found == [("field-range", "airports.XQX.latitude")]


def test_the_nearest_airport_is_one_that_the_scenario_flies_to():
    assert "did you mean 'IST'?" in str(faults(changed(("from: IST", "from: IXT")))[0])


def test_an_airline_with_a_prefix_needs_no_table():
    assert told(("TK350,", "ZZ350, prefix: 999,")) == []


def test_units_of_a_joint_drill_work_at_different_posts():
    found = told(("post: TAS", "post: ALA"), ("units: [here, there]", "units: [here]"))

    assert found == [("posts-same", "units[1].post")]


def test_units_of_a_parallel_drill_work_at_one_post():
    assert told(("kind: joint", "kind: parallel"))[0] == ("posts-differ", "units[1].post")


def test_a_post_that_nothing_passes_is_told():
    assert ("post-idle", "units[1].post") in told(("post: TAS", "post: TBS"), ("units: [here, there]", "units: [here]"))


def test_a_route_without_a_post_is_nobodys_business():
    flight = "{number: HY761, from: IST, to: DXB, departs: 2022-11-08 09:00, arrives: 2022-11-08 14:30}"
    traffic = "{stream: general, route: [IST, DXB], count: 5}"

    found = told(("timetable:", f"timetable:\n  - {flight}"), ("traffic:", f"traffic:\n  - {traffic}"))
    assert found == [("route-unseen", "traffic[0].route")]


def test_a_stream_that_no_system_shows_is_told():
    found = told(("      - {code: post, name: Post, kind: post, streams: [mail]}\n", ""))

    assert found == [("stream-unseen", "traffic[1].stream")]


def test_traffic_that_lands_after_the_end_passes_nothing():
    found = told(("length: 24 h", "length: 10 h"), ("units: [here, there]", "units: [here]"))

    # What flies to TAS after ten hours passes ALA before, so that its route is right.
    assert found == [("post-idle", "units[1].post"), ("flight-late", "timetable[1].departs")]


def test_more_hidden_than_there_is_are_too_many():
    found = told(("name: odd, count: 2", "name: odd, count: 50"), ("name: prices, count: 2", "name: prices, count: 99"))

    assert found == [("hidden-many", "cases")]


def test_a_world_has_its_limit():
    assert told((GENERAL, GENERAL.replace("50", "5000000"))) == [("traffic-large", "traffic")]


def test_a_timetable_has_its_limit():
    flights = "".join(
        f"  - {{number: KC{number}, from: TAS, to: ALA, departs: 2022-11-08 08:00, arrives: 2022-11-08 10:20, "
        "repeat: {every: 24 h, times: 400}}\n"
        for number in range(1000, 1051)
    )

    assert told(("timetable:\n", "timetable:\n" + flights)) == [("flights-many", "timetable")]


@pytest.mark.parametrize(
    "officers",
    [
        "- {role: analyst, count: 9, shift: day}",
        "- {role: operator, count: 9, shift: day}",
    ],
)
def test_a_staff_that_can_find_nothing_is_told(officers):
    assert told(("- {role: inspector, count: 2, shift: day}", officers)) == [("unit-findless", "units[0].officers")]


def test_one_inspector_is_enough_for_parcels():
    assert told(("role: inspector, count: 2", "role: inspector, count: 1")) == []


def test_flights_on_two_days_may_have_one_number():
    assert told((ALA_TAS, ALA_TAS[:-1] + ", repeat: {every: 12 h, times: 1}}")) == []
    assert told(("length: 24 h", "length: 36 h"), (ALA_TAS, ALA_TAS[:-1] + ", repeat: {every: 24 h, times: 2}}")) == []


def test_a_late_inbound_connects_the_next_day():
    late = IST_ALA[:-1] + ", delay: {kind: uniform, low: 0 min, high: 6 h}}"
    daily = ALA_TAS[:-1] + ", repeat: {every: 24 h, times: 2}}"

    assert told(("length: 24 h", "length: 48 h"), (IST_ALA, late), (ALA_TAS, daily)) == []


def test_a_route_is_outside_if_no_flight_of_it_is_at_a_post_in_time():
    flight = "{number: TK352, from: IST, to: ALA, departs: 2022-11-09 00:55, arrives: 2022-11-09 09:05}"

    found = told((IST_ALA, flight), ("[IST, ALA, TAS]", "[ALA, TAS]"))
    assert ("route-outside", "traffic[0].route") in found


def test_a_route_that_is_wrong_makes_no_faults_of_pools():
    found = told((IST_ALA, IST_ALA.replace("IST", "DXB").replace("02:00", "04:00")))

    assert [code for code, _ in found] == ["leg-unserved"] * 3
