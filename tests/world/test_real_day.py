"""Stories of the traffic of a real day: what is kept of its messages, and that nothing else is."""

import json
import re
import shutil
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from real_day import mail, prepared, samples, scenario, written

from simulator import Drill
from simulator.common.chance import practice_key
from simulator.common.errors import DrillError
from simulator.common.resources import PACKAGE, shipped
from simulator.formats import cargo_imp
from simulator.formats.cargo_imp.waybill import Waybill
from simulator.formats.recognise import read_file
from simulator.prepare import built, expanded
from simulator.scenario.reader import read
from simulator.world import pools
from simulator.world.day import air, folder
from simulator.world.day.classes import UNKNOWN, goods_class
from simulator.world.day.taken import Spot, flight
from simulator.world.goods import goods
from simulator.world.seeding import SAFE_CROWD

WORD = re.compile(r"[A-Za-z0-9]{5,}")


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    return prepared(tmp_path_factory.mktemp("day"))


def texts(path):
    """Everything in a folder as text: columns of tables, members of zips and workbooks, other files as they are."""
    for file in sorted(path.rglob("*")):
        if file.is_file():
            yield from _texts(file.name, file.read_bytes())
            yield file.name


def _texts(name, data):
    if name.endswith(".parquet"):
        for column in pl.read_parquet(BytesIO(data)).iter_columns():
            yield "\n".join(column.cast(pl.String).drop_nulls().to_list())
    elif is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            for inside in archive.namelist():
                yield inside
                yield from _texts(inside, archive.read(inside))
    else:
        yield data.decode("utf-8", errors="replace")


def of_the_product(key):
    """Words that stand in the product itself: places, goods, texts of pages, and the names that a key invents from."""
    folders = (PACKAGE, shipped("templates"), shipped("scenarios"))
    files = [
        file for each in folders for file in each.rglob("*") if file.suffix in (".csv", ".j2", ".py", ".yaml", ".json")
    ]
    invented = [str(pools.load(code, key)) for code in pools.codes()]
    told = [*(file.read_text(encoding="utf-8") for file in files), *invented]
    return {word.upper() for text in told for word in WORD.findall(text)}


def told_of_parties(messages):
    """Every word and number of 5 characters and more in what the messages say of parties, and all numbers of documents."""
    found = set()
    for file in sorted(messages.iterdir()):
        for reading in read_file(file.read_bytes()):
            found |= _of_parties(reading.record)
    return found


PRIVATE = ("shipper", "consignee", "notify", "agent", "sender", "addressee", "parties", "accounting", "certified_by",
           "execution", "reference", "others", "oci", "customs", "service_requests", "service_information", "number",
           "master", "comments", "consignor_signed", "carrier_signed", "header", "references", "handling_party",
           "shipment_reference", "agent_reference", "accounts")  # fmt: skip


def _of_parties(record, private=False):
    from dataclasses import fields, is_dataclass

    if isinstance(record, str):
        return {word.upper() for word in WORD.findall(record)} if private else set()
    if isinstance(record, tuple | list):
        return set().union(*(_of_parties(each, private) for each in record))
    if isinstance(record, dict):
        return set().union(*(_of_parties(each, private) for each in record.values()))
    if is_dataclass(record):
        named = [(field.name, getattr(record, field.name)) for field in fields(record)]
        return set().union(*(_of_parties(value, private or name in PRIVATE) for name, value in named))
    return set()


def test_nothing_that_names_somebody_is_in_the_drill(drill, tmp_path):
    private = told_of_parties(samples(tmp_path / "messages")) - of_the_product(drill.seal.key)
    assert {"QWIRKELBAUMER", "ULSIDAS", "SCHENKER", "64264793", "CC123456785DE", "88812340", "OOSTERVINK"} <= private
    held = "\n".join(texts(drill.folder.path)).upper()
    words = set(WORD.findall(held))
    # Numbers are drawn: that one is a number of the messages by chance says nothing, unless it is as long as theirs.
    left = {word for word in private & words if not (word.isdigit() and len(word) < 8)}
    assert left == set()
    for number in ("555-64264793", "020-12345675", "618-12345675", "074-12345632", "888-11111111"):
        assert number not in held


def test_what_makes_traffic_real_is_kept(drill):
    world = drill.world
    taken = world.consignments.filter(
        (pl.col("origin") != "FRA") | (pl.col("stream") == "mail") | (pl.col("pieces") == 200)
    )
    assert {"SIN", "LHR"} <= set(taken["origin"])
    consol = taken.filter(pl.col("origin") == "SIN").sort("weight")
    assert consol["pieces"].to_list() == [3, 3, 1]
    assert consol["master"].n_unique() == 1
    for weight, real in zip(consol["weight"], (300.0, 300.0, 400.0), strict=True):
        assert abs(weight / real - 1) <= 0.031
    assert set(goods()["code"].gather(consol["goods"])) <= set(goods().filter(pl.col("trade") == "electronics")["code"])
    post = world.consignments.filter(pl.col("stream") == "mail")
    assert post["hs"].to_list() == ["640399", "640399"]
    assert set(goods()["code"].gather(post["goods"])) == {"shoes"}
    assert set(world.parties["country"].gather(post["shipper"])) == {"DE"}


def test_free_text_becomes_a_text_of_its_class(drill):
    known = set("|".join(goods()["descriptions"]).split("|"))
    post = drill.world.consignments.filter(pl.col("stream") == "mail")
    assert not post["description"].str.contains("QUENTIN").any()
    assert any(text in known for text in post["description"])


def test_flights_of_manifests_fly_on_the_day_of_the_drill(drill):
    flights = drill.world.flights
    flown = {row["number"]: row for row in flights.iter_rows(named=True)}
    assert (flown["AF077"]["origin"], flown["AF077"]["destination"], flown["AF077"]["day"]) == ("CDG", "JFK", "08NOV")
    assert (flown["BA117"]["day"], flown["BA117"]["carries"]) == ("09NOV", "cargo")
    assert flown["LH400"]["arrives"] > flown["LH400"]["departs"]
    assert "SU1145" not in flown
    carried = drill.world.passages.filter(pl.col("flight_in") == flights["number"].to_list().index("AF077"))
    mine = drill.world.consignments[carried["row"].to_list()]
    assert {("CDG", 2, "SPX"), ("LHR", 4, "EAP/SPX")} <= set(mine.select("origin", "pieces", "handling").iter_rows())


def test_the_drill_is_opened_and_played_without_the_messages(tmp_path):
    drill = prepared(tmp_path)
    shutil.rmtree(tmp_path / "messages")
    again = Drill.open(drill.folder.path)
    assert again.world.digest() == drill.world.digest()
    assert all(again.prepared.holds().values())
    again.run(players={"harbour": "rules"})
    assert again.folder.score.is_file()
    assert "messages/" in again.folder.scenario.read_text(encoding="utf-8")


def test_the_same_messages_give_the_same_bytes(tmp_path):
    reading = read(written(tmp_path, scenario()))
    samples(tmp_path / "messages")
    first, second = (built(reading, practice_key(3), SAFE_CROWD)[0] for _ in range(2))
    assert first.digest() == second.digest()
    with ZipFile(tmp_path / "messages.zip", "w") as archive:
        for file in sorted((tmp_path / "messages").iterdir(), reverse=True):
            archive.write(file, file.name)
    zipped = read(written(tmp_path, scenario(messages="messages.zip")))
    assert built(zipped, practice_key(3), SAFE_CROWD)[0].digest() == first.digest()


def test_a_mapping_in_place_of_the_list_is_one_entry(tmp_path):
    said = scenario()
    in_list = read(written(tmp_path / "a", {**said, "traffic": [{"from": "messages/"}]}))
    alone = read(written(tmp_path / "b", {**said, "traffic": {"from": "messages/"}}))
    assert alone.digest == in_list.digest
    assert alone.scenario.traffic == []
    assert [day.messages for day in alone.scenario.real_days] == ["messages/"]


def faults(tmp_path, said):
    path = written(tmp_path, said)
    with pytest.raises(DrillError) as refused:
        built(read(path), practice_key(1), SAFE_CROWD)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(fault.file == str(path) and fault.line for fault in refused.value.faults)
    assert "from:" in lines[refused.value.faults[0].line - 1]
    return [(fault.code, str(fault)) for fault in refused.value.faults]


def test_a_folder_that_is_not_there(tmp_path):
    ((code, text),) = faults(tmp_path, scenario())
    assert code == "day-missing"
    assert "messages" in text


def test_a_file_in_a_folder_that_leads_nowhere_is_named(tmp_path):
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "link.txt").symlink_to(tmp_path / "gone")
    ((code, text),) = faults(tmp_path, scenario())
    assert code == "day-unreadable"
    assert "link.txt" in text


def test_a_folder_without_messages(tmp_path):
    (tmp_path / "messages").mkdir()
    assert faults(tmp_path, scenario())[0][0] == "day-empty"


def test_files_that_are_no_messages_are_all_named_and_never_quoted(tmp_path):
    samples(tmp_path / "messages")
    (tmp_path / "messages" / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20)
    (tmp_path / "messages" / "letter.txt").write_text("Dear Mr Qwirkelbaumer", encoding="utf-8")
    (tmp_path / "messages" / "wild.txt").write_text("UNB+UNOC:3+A'UNH+1+QWIRKEL:1:1:UP'UNT+1+1'", encoding="utf-8")
    (tmp_path / "messages" / ".DS_Store").write_bytes(b"\x00\x01")
    found = faults(tmp_path, scenario())
    assert [code for code, _ in found] == ["day-unread"] * 3
    assert "letter.txt" in found[0][1]
    assert "holds no text" in found[1][1]
    assert not any("wirkel" in text.lower() for _, text in found)


def test_airports_that_nobody_knows_are_listed(tmp_path):
    samples(tmp_path / "messages")
    ((code, text),) = faults(tmp_path, scenario(airports={}))
    assert code == "day-airports"
    assert "AAQ, DUB, HAM" in text


def test_messages_that_pass_no_post(tmp_path):
    (tmp_path / "messages").mkdir()
    text = "FWB/17\n555-64264793BKKDEL/T1K5\nRTG/DELSU\n"
    (tmp_path / "messages" / "one.txt").write_text(text, encoding="ascii")
    ((code, text),) = faults(tmp_path, scenario())
    assert code == "day-nothing"
    assert "1 pass no post" in text


def test_a_file_that_is_no_zip(tmp_path):
    written(tmp_path, scenario())
    (tmp_path / "day.zip").write_text("no zip", encoding="ascii")
    assert faults(tmp_path, scenario(messages="day.zip"))[0][0] == "day-zip"


def test_what_is_left_out_is_counted(tmp_path):
    samples(tmp_path / "messages")
    whole = expanded(read(written(tmp_path, scenario())))
    assert whole.taken > 8
    assert whole.left["tell no way"] == 1
    assert sum(rows.height for rows in whole.given.values()) == whole.taken
    assert whole.scenario.real_days == []


def test_pools_are_held_against_the_traffic_of_the_messages(tmp_path):
    samples(tmp_path / "messages")
    said = scenario()
    cases = [{**said["cases"][0], "count": 5000}]
    path = written(tmp_path, {**said, "cases": cases})
    with pytest.raises(DrillError) as refused:
        built(read(path), practice_key(1), SAFE_CROWD)
    assert "hidden-many" in {fault.code for fault in refused.value.faults}


secret = st.text(st.sampled_from("QXZJKVWYFGH"), min_size=6, max_size=20)


@given(secret, secret, secret, st.integers(10**9, 10**12))
@settings(max_examples=60)
def test_no_text_of_a_party_leaves_a_trace(name, street, words, number):
    text = (
        f"FWB/17\n020-12345675FRAJFK/T6K120.0\nFLT/KC0902/17\nRTG/JFKKC\nSHP/{number}\nNAM/{name}\nADR/{street}\n"
        f"LOC/{name[:17]}\n/DE/{name[:9]}/TE/{number}\nCNE\nNAM/{street}\nADR/{name}\nLOC/{words[:17]}\n/US//TE/{number}\n"
        f"SSR/{words}\nACC/GEN/{name}\nCVD/EUR//PP/NVD/NCV/XXX\nRTD/1/P6/K120.0/CQ/W120.0/R2.10/T252.00\n/NG/{words} SHOES\n"
        f"ISU/17APR22/{name[:17]}/{street}\nOSI/{words}\nREF///AGT/{name}/FRA\nOCI/DE/SHP/T/{number}\n"
    )
    ((told,),) = (list(air.told(reading.record, Spot("one.txt", 1))) for reading in cargo_imp.read(text.encode()))
    (one,) = told.consignments
    kept = json.dumps([one.origin, one.via, one.hs, one.handling, one.sender, one.receiver, one.flights, one.kilos])
    assert not any(part in kept for part in (name, street, words, str(number)))
    assert (one.sender, one.receiver, one.pieces) == ("DE", "US", 6)
    assert goods()["code"][goods_class("general", one.hs, one.words)] == "shoes"


@pytest.mark.parametrize(
    ("hs", "words", "code"),
    [
        ("640399", "", "shoes"),
        ("640411", "", "shoes"),
        ("", "LEATHER SHOES 12 CTNS", "shoes"),
        ("", "CUT ROSES", "cut-flowers"),
        ("999999", "QQQQ", None),
    ],
)
def test_classes_of_goods(hs, words, code):
    found = goods_class("general", hs, words)
    assert (None if found == UNKNOWN else goods()["code"][found]) == code


@pytest.mark.parametrize(
    ("text", "number"), [("KC0903", "KC903"), ("SU1244", "SU1244"), ("XX7", "XX007"), ("QWIRKEL", "")]
)
def test_numbers_of_flights(text, number):
    assert flight(text) == number


def test_a_pack_of_a_drill_is_a_real_day_too(drill, tmp_path):
    messages = next(drill.folder.packs.rglob("*-messages.zip"))
    with ZipFile(messages) as archive:
        names = [name for name in archive.namelist() if not name.endswith((".csv", "READ-ME.txt"))]
        archive.extractall(tmp_path, names)
    told = folder.told(tmp_path, "traffic")
    assert {one.stream for message in told for one in message.consignments} == {"general", "mail"}


def test_a_waybill_without_anything_tells_nothing():
    ((told),) = air.told(Waybill("020-12345675"), Spot("a", 1))
    assert told.consignments[0].origin == ""
    assert mail().isascii()
