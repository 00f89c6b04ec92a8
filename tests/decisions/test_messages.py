"""Stories of the messages in a pack: what each system got, read back, beside what the unit sees."""

from datetime import UTC, datetime
from io import BytesIO

import polars as pl
import pytest
from messaging import built, members, opened, records, seen

from simulator.common.chance import practice_key
from simulator.decisions.messages import manifests, plain
from simulator.decisions.messages.bundle import messages_zip, zipped
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
    loads = {}
    for _, record in records("FFM"):
        assert record.ends in ("LAST", "CONT")
        for load in record.unloadings[0].loose:
            loads[load.number] = load
    direct = mine.filter(pl.col("document") == "awb")
    assert set(loads) == set(direct["id"]) | set(mine["master"].drop_nulls())
    for each in direct.iter_rows(named=True):
        assert loads[each["id"]].quantity.pieces == each["manifest_pieces"]
        assert float(loads[each["id"]].quantity.weight) == each["manifest_weight"]
    whole = mine.filter(pl.col("master").is_not_null()).group_by("master").agg(pl.col("manifest_pieces").sum())
    assert all(loads[master].quantity.pieces == pieces for master, pieces in whole.iter_rows())


def test_a_long_manifest_comes_in_parts(monkeypatch):
    whole = [record for _, record in records("FFM")]
    assert {record.ends for record in whole} == {"LAST"}
    monkeypatch.setattr(manifests, "_AROUND", 3000)
    planned, world = built()
    again = opened(messages_zip(planned, world, planned.units[0], seen()))
    parts = [read_file(data)[0].record for name, data in again.items() if "-FFM" in name]
    assert all(len(data) <= 3500 for name, data in again.items() if "-FFM" in name)
    assert sum(part.ends == "LAST" for part in parts) == len(whole) < len(parts)
    assert {part.part for part in parts if part.ends == "CONT"} >= {"1", "2"}

    def numbers(manifests):
        return sorted(load.number for each in manifests for load in each.unloadings[0].loose)

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
