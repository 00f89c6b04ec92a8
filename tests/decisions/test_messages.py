"""Stories of the messages in a pack: what each system got, read back, beside what the unit sees."""

from datetime import UTC, datetime
from io import BytesIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from messaging import built, members, opened, records, seen

from simulator.common.chance import practice_key
from simulator.decisions.messages import manifests, plain, stowage
from simulator.decisions.messages.bundle import messages_zip, zipped
from simulator.formats.check import uld_parts
from simulator.formats.recognise import read_file
from simulator.view.visible import visible
from simulator.world.build import build

MESSAGES = ("FWB", "FHL", "FFM", "FSU", "ITMATT", "PREDES")


def since_start(name):
    """Seconds from the start of the drill at which a file came, by its name."""
    came = datetime.strptime(name.rpartition("/")[2][:16], "%Y-%m-%dT%H%MZ").replace(tzinfo=UTC)
    return round((came - built()[0].start).total_seconds())


def shown_by(code, unit=0):
    """When a system shows each consignment, by its number."""
    planned, world = built()
    place = [system.code for system in planned.units[unit].systems].index(code)
    mine = world.known.filter((pl.col("unit") == unit) & (pl.col("system") == place))
    rows = world.passages["row"].gather(mine["passage"])
    return dict(zip(world.consignments["id"].gather(rows), mine["t"], strict=True))


def stowed_loads(manifest):
    """The loads of a manifest, each with its device, None if it is loose."""
    (point,) = manifest.unloadings
    return [(None, load) for load in point.loose] + [(uld, load) for uld in point.ulds for load in uld.loads]


def manifested(manifests):
    """Pieces and weight of each air waybill, as manifests say in the end, over all devices."""
    loads = {}
    for manifest in manifests:
        for _, load in stowed_loads(manifest):
            again = any("CORRECTED" in text for text in load.service_information)
            loads.setdefault(load.number, {}).setdefault(again, []).append(load.quantity)
    last = {number: told.get(True, told[False]) for number, told in loads.items()}
    return {
        number: (sum(part.pieces for part in parts), float(sum(part.weight for part in parts)))
        for number, parts in last.items()
    }


def row(number):
    return seen().row(by_predicate=pl.col("id") == number, named=True)


@pytest.mark.parametrize("unit", [0, 1])
def test_every_message_is_read_back_without_a_flag(unit):
    kinds = set()
    for name, data in members(unit).items():
        if name.endswith(".csv") or name == "READ-ME.txt":
            continue
        for reading in read_file(data):
            kinds.add(reading.kind)
            assert (reading.flags, reading.kept) == ((), {}), name
            assert reading.record is not None
    assert kinds == {*MESSAGES} - ({"ITMATT", "PREDES"} if unit else set())


def test_every_message_says_that_it_is_an_exercise():
    for name, data in members().items():
        first = b"UNH" if b"UNH" in data else data[:4]
        assert data.count(b"EXERCISE") >= data.count(first), name


def test_the_same_world_gives_the_same_bytes():
    planned, world = built()
    unit = planned.units[0]
    again = messages_zip(planned, world, unit, visible(world, unit.code))
    assert opened(again) == members()
    assert again == messages_zip(planned, world, unit, seen())


def test_a_waybill_says_what_the_unit_sees():
    told = {}
    for name, record in records("FWB"):
        told[record.number] = (name, record)
    direct = seen().filter((pl.col("document") == "awb") & pl.col("id").is_in(list(told)))
    assert direct.height > 10
    for each in direct.iter_rows(named=True):
        _, record = told[each["id"]]
        assert (record.origin, record.destination) == (each["origin"], each["destination"])
        assert (record.quantity.pieces, float(record.quantity.weight)) == (each["pieces"], each["weight"])
        assert record.description.split() == plain.plain(each["description"]).split()
        assert "".join(record.shipper.name).replace(" ", "") == plain.plain(each["shipper_name"]).replace(" ", "")
        assert record.consignee.contacts == (("TE", plain.digits(each["consignee_phone"])),)
        assert record.handling == tuple(each["handling"].split("/"))
        assert [goods.text for goods in record.goods("NH")] == ([each["hs"]] if each["hs"] else [])
        assert record.valuation.customs == "NCV"


def test_what_a_system_does_not_show_stands_in_none_of_its_messages():
    shown = shown_by("feed")
    direct = {record.number for _, record in records("FWB") if "AS ON HOUSE WAYBILLS" not in record.consignee.name}
    houses = {house.number for _, record in records("FHL") for house in record.houses}
    general = seen().filter(pl.col("stream") == "general")
    assert direct == set(general.filter(pl.col("document") == "awb")["id"]) & set(shown)
    assert houses == set(general.filter(pl.col("document") == "hawb")["id"]) & set(shown)
    assert len(direct | houses) < general.height
    items = {item.number for _, record in records("ITMATT") for item in record.items}
    bags = {number for _, record in records("PREDES") for bag in record.bags for number in bag.items}
    assert items == bags == set(shown_by("post"))


def test_nothing_comes_before_its_system_shows_it():
    shown = {**shown_by("feed"), **shown_by("post")}
    for name, record in records("FWB"):
        if record.number in shown:
            assert shown[record.number] - 60 < since_start(name)
    for name, record in records("FHL"):
        assert shown[record.houses[0].number] - 60 < since_start(name)
    for name, record in (*records("ITMATT"),):
        assert max(shown[item.number] for item in record.items) - 60 < since_start(name)


def test_what_was_amended_comes_twice_the_first_time_as_it_was():
    _, world = built()
    papers = world.papers.filter((pl.col("document") == "waybill") & (pl.col("field") == "weight"))
    shown, twice = shown_by("feed"), 0
    for at, value, until in papers.filter(pl.col("until").is_not_null()).select("row", "value", "until").iter_rows():
        number = world.consignments["id"][at]
        told = [(name, record) for name, record in records("FWB") if record.number == number]
        if number in shown and until > shown[number] and told:
            (first, was), (second, is_now) = told
            assert float(was.quantity.weight) == float(value) != float(is_now.quantity.weight)
            assert float(is_now.quantity.weight) == row(number)["weight"]
            assert since_start(first) < since_start(second)
            assert until - 60 < since_start(second)
            twice += 1
    assert twice


def test_a_manifest_says_what_the_airport_system_shows():
    shown = set(shown_by("terminal"))
    mine = seen().filter(pl.col("id").is_in(list(shown)))
    assert {record.ends for _, record in records("FFM")} <= {"LAST", "CONT"}
    loads = manifested(record for _, record in records("FFM"))
    direct = mine.filter(pl.col("document") == "awb")
    assert set(loads) == set(direct["id"]) | set(mine["master"].drop_nulls())
    for each in direct.iter_rows(named=True):
        assert loads[each["id"]] == (each["manifest_pieces"], each["manifest_weight"])


def test_a_master_says_the_same_of_all_its_houses_in_every_message():
    _, world = built()
    houses = world.consignments.filter(pl.col("master").is_not_null())
    sums = houses.group_by("master").agg(pl.col("pieces").sum(), pl.col("weight").sum().round(3))
    whole = {master: (pieces, weight) for master, pieces, weight in sums.iter_rows()}
    waybills = {record.number: record.quantity for _, record in records("FWB") if record.number in whole}
    over = {record.master: record.quantity for _, record in records("FHL")}
    loads = manifested(record for _, record in records("FFM"))
    wrong = world.papers.filter((pl.col("document") == "manifest") & pl.col("until").is_null())["row"]
    disagree = set(world.consignments["master"].gather(wrong).drop_nulls())

    assert waybills == over
    assert {master: (told.pieces, float(told.weight)) for master, told in over.items()}.items() <= whole.items()
    in_both = over.keys() & loads.keys()
    assert all(loads[master] == whole[master] for master in in_both - disagree)
    assert any(loads[master] != whole[master] for master in in_both & disagree)
    unseen = houses.filter(~pl.col("id").is_in(list(shown_by("feed"))))["master"]
    assert waybills.keys() & set(unseen)


def test_every_leg_has_its_carrier():
    _, world = built()
    known = {(flight["origin"], flight["destination"], flight["airline"]) for flight in world.flights.to_dicts()}
    told = [(record.origin, *record.routing) for unit in (0, 1) for _, record in records("FWB", unit)]
    assert any(len(legs) > 1 for _, *legs in told)
    for origin, *legs in told:
        assert all(len(leg.carrier) == 2 for leg in legs)
        airports = [origin, *(leg.airport for leg in legs)]
        assert any((start, leg.airport, leg.carrier) in known for start, leg in zip(airports, legs, strict=False))


def test_freighters_have_unit_load_devices_and_passenger_flights_none():
    by_cargo = {True: [], False: []}
    for _, record in records("FFM"):
        by_cargo[record.flight == "TK6530"] += stowed_loads(record)
    assert all(device is None for device, _ in by_cargo[False])
    devices = [device for device, _ in by_cargo[True] if device]
    assert devices
    assert all(uld_parts(device.number)[2] == "TK" for device in devices)
    for device, load in by_cargo[True]:
        assert load.quantity.share == "T" or (device and load.quantity.total >= load.quantity.pieces)


DEVICES = st.lists(st.floats(1, 3000), max_size=6).map(
    lambda kg: tuple(stowage.Place(f"PMC{place:05}TK", some) for place, some in enumerate(kg))
)


@given(st.integers(1, 9999), st.decimals("0.1", 99999, places=1), DEVICES)
def test_the_parts_of_a_load_sum_to_what_its_manifest_says(pieces, weight, places):
    parts = stowage.shared(pieces, weight, places)
    told = [quantity for _, quantity in parts]
    assert sum(one.pieces for one in told) == pieces
    assert sum(one.weight for one in told) == weight
    assert all(one.pieces for one in told)
    assert len({device for device, _ in parts}) == len(parts)
    assert {(one.share, one.total) for one in told} == ({("T", None)} if len(told) == 1 else {("S", pieces)})


@given(st.dictionaries(st.from_regex(r"[0-9]{3}-[0-9]{8}", fullmatch=True),
                       st.tuples(st.integers(1, 400), st.floats(0.1, 20_000)), max_size=30))  # fmt: skip
def test_loads_are_put_on_pallets_whole_in_any_order(loads):
    rows = [(number, *figures) for number, figures in loads.items()]
    built_up = dict(stowage._built("TK6530/08NOV", "TK", rows))
    assert built_up == dict(stowage._built("TK6530/08NOV", "TK", rows[::-1]))
    assert built_up.keys() == {number for number, _, kg in rows if kg > 30}
    for number, places in built_up.items():
        pieces, kg = loads[number]
        assert len(places) <= pieces
        assert sum(place.kg for place in places) == pytest.approx(kg)


def test_a_long_manifest_comes_in_parts(monkeypatch):
    whole = [record for _, record in records("FFM")]
    flights = sum(record.ends == "LAST" for record in whole)
    monkeypatch.setattr(manifests, "_AROUND", 3000)
    planned, world = built()
    again = opened(messages_zip(planned, world, planned.units[0], seen()))
    parts = [read_file(data)[0].record for name, data in again.items() if "-FFM" in name]
    assert all(len(data) <= 3500 for name, data in again.items() if "-FFM" in name)
    assert sum(part.ends == "LAST" for part in parts) == flights
    assert len(parts) > len(whole)
    assert {part.part for part in parts if part.ends == "CONT"} >= {"1", "2"}

    def numbers(manifests):
        return sorted(load.number for each in manifests for _, load in stowed_loads(each))

    assert numbers(parts) == numbers(whole)


def test_no_status_tells_what_happens_where_a_unit_works():
    statuses = [
        (name, one) for name, record in records("FSU", 1) for held in record.consignments for one in held.statuses
    ]
    assert {one.code for _, one in statuses if one.route == "ISTTAS"} == {"BKD", "MAN", "DEP"}
    assert {one.code for _, one in statuses if one.route.startswith("ALA")} <= {"BKD"}
    assert all(one.departure[0] == one.arrival[0] == "S" for _, one in statuses)


def test_mail_says_what_the_form_says():
    told = {item.number: item for _, record in records("ITMATT") for item in record.items}
    for number, item in told.items():
        each, (content,) = row(number), item.contents
        assert float(item.gross_kg) == each["weight"]
        assert float(content.value.value) == each["declared_value"]
        assert content.description == plain.plain(each["declared_description"])
        assert item.sender.name == plain.plain(each["shipper_name"])
        assert item.mail_class in ("U", "C", "E")


def test_mail_goes_from_the_office_of_origin_to_the_one_of_destination():
    ends = set()
    for _, record in records("ITMATT"):
        for item in record.items:
            each = row(item.number)
            sender, recipient = record.envelope.sender, record.envelope.recipient
            assert (sender[2:5], recipient[2:5]) == (each["origin"], each["destination"])
            ends.add((sender, recipient))
    assert len({sender for sender, _ in ends}) > 1
    assert all(sender != recipient for sender, recipient in ends)
    for _, record in records("PREDES"):
        assert record.envelope.sender + record.envelope.recipient == record.number[:12]


def test_dispatches_of_the_world_name_its_receptacles_and_only_items_with_data():
    planned, world = built(mail=True)
    unit = planned.units[0]
    told = opened(messages_zip(planned, world, unit, visible(world, unit.code)))
    records = {kind: [one.record for name, data in told.items() if f"-{kind}" in name for one in read_file(data)]
               for kind in ("ITMATT", "PREDES")}  # fmt: skip
    assert all(one.flags == () for name, data in told.items() if "-PREDES" in name for one in read_file(data))
    bags = [bag for record in records["PREDES"] for bag in record.bags]
    shown = world.predes.filter(pl.col("unit") == 0)["receptacle"]
    assert sorted(bag.number for bag in bags) == sorted(shown)
    items = {number for bag in bags for number in bag.items}
    unannounced = world.consignments["id"].gather(world.mail.filter(~pl.col("announced"))["row"])
    assert len(unannounced) > 0
    assert items
    assert items.isdisjoint(unannounced)
    assert items <= {item.number for record in records["ITMATT"] for item in record.items}


def test_couriers_send_lists():
    frames = [
        pl.read_csv(BytesIO(data), separator=";", infer_schema=False, decimal_comma=True)
        for name, data in members().items()
        if name.endswith(".csv")
    ]
    listed = pl.concat(frames)
    assert set(listed["id"]) == set(shown_by("courier"))
    assert listed["remark"].str.starts_with("EXERCISE").all()
    final = dict(listed.unique("id", keep="last", maintain_order=True).select("id", "value").iter_rows())
    assert all(float(value.replace(",", ".")) == row(number)["value"] for number, value in final.items())


def test_the_read_me_tells_what_lies_where():
    text = members()["READ-ME.txt"].decode()
    assert text.startswith("EXERCISE")
    for part in ("feed: Feed", "terminal: Terminal", "FFM: flight manifest"):
        assert part in text
    assert "customs" not in text


def test_worlds_that_differ_in_the_truth_alone_have_the_same_messages(monkeypatch):
    from dataclasses import replace

    from simulator.world import seeding
    from simulator.world.typologies import typologies

    planned, _ = built()
    others = {
        code: replace(one, contraband="nps", concealment="packaging", weight_high=one.weight_low * 1.01)
        for code, one in typologies().items()
    }
    monkeypatch.setattr(seeding, "typologies", lambda: others)
    other, truth = build(planned, practice_key(5), crowd=1)
    assert (truth.table["contraband"].drop_nulls() == "nps").any()
    for place, unit in enumerate(planned.units):
        frame = visible(other, unit.code)
        assert opened(messages_zip(planned, other, unit, frame)) == members(place)


def test_names_in_a_zip_are_sorted_and_say_nothing_of_the_day_it_was_made():
    assert zipped({"b": b"2", "a": b"1"}) == zipped({"a": b"1", "b": b"2"})


@pytest.mark.parametrize(
    ("text", "written"),
    [("Ташкент", "TASHKENT"), ("a=b  c", "A-B C"), (None, ""), ("Ş" * 2, "SS")],
)
def test_texts_are_capitals_of_ascii(text, written):
    assert plain.plain(text) == written


@pytest.mark.parametrize(("number", "text"), [(100.0, "100"), (0.05, "0.05"), (148.1, "148.1"), (2280.0, "2280")])
def test_numbers_are_exact(number, text):
    assert format(plain.exact(number), "f") == text
