"""`jointdrill read` as a user types it: tables for people, JSON for programs, refusals."""

import json
from functools import partial
from pathlib import Path

import pytest

MESSAGE = """\
FWB/17
465-12345674TASALA/T4K80MC0.5
RTG/ALAHY
SHP
NAM/NORTH WIND TRADING
ADR/5 HARBOUR STREET
LOC/TASHKENT
/UZ
CNE
NAM/SOUTH GATE GOODS
ADR/7 MARKET ROAD
LOC/ALMATY/ALA
/KZ/050000
CVD/USD//PP/NVD/NCV/XXX
RTD/1/P4/K80/CQ/W80/R2.50/T200.00
/NG/COTTON SHIRTS
XYZ/WHAT IS THIS
ISU/16APR24/TASHKENT/A CLERK
REF///AGT/NORTHWIND/TAS
SPH/SPX
"""


@pytest.fixture
def read(jointdrill, tmp_path):
    """Read files in a folder that holds `good.txt`: exit code, what was printed, what was complained of."""
    (tmp_path / "good.txt").write_text(MESSAGE, encoding="ascii")

    return partial(jointdrill, "read")


def test_a_message_is_shown_as_a_table_with_what_is_odd(read):
    code, out, err = read("good.txt")

    assert (code, err) == (0, "")
    for shown in ("EXERCISE", "465-12345674 TAS-ALA", "NORTH WIND TRADING, 5 HARBOUR STREET", "COTTON SHIRTS"):
        assert shown in out
    assert "the check digit is wrong" in out
    assert "not understood, kept as it stands: XYZ/WHAT IS THIS" in out


def test_programs_get_all_of_it(read):
    code, out, _ = read("good.txt", "--json")
    (message,) = json.loads(out)["messages"]

    assert (code, message["kind"], message["type"], message["line"]) == (0, "FWB", "Waybill", 1)
    assert message["record"]["quantity"]["weight"] == "80"
    assert message["kept"] == {"17": "XYZ/WHAT IS THIS"}
    assert message["flags"][0] == {
        "line": 2,
        "code": "check-digit",
        "where": "air waybill",
        "value": "465-12345674",
        "text": "air waybill 465-12345674: the check digit is wrong; a digit may be mistyped",
    }


def test_files_that_cannot_be_read_are_told_after_the_others(read, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("Dear all", encoding="ascii")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10" + bytes(range(256)) * 9)
    code, out, err = read("letter.txt", "good.txt", "photo.jpg", "nowhere.txt", "empty")

    assert code == 1
    assert "NORTH WIND TRADING" in out
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        "letter.txt",
        "photo.jpg",
        "nowhere.txt",
        "empty",
        "4 faults",
    ]


def test_programs_get_the_faults_beside_the_messages(read, tmp_path):
    code, out, err = read("good.txt", "nowhere.txt", "--json")
    told = json.loads(out)

    assert (code, err, len(told["messages"])) == (1, "", 1)
    assert [(fault["code"], fault["file"]) for fault in told["faults"]] == [("file-missing", "nowhere.txt")]


def test_a_huge_file_is_refused_without_reading_it(read, tmp_path):
    with (tmp_path / "slashes.txt").open("wb") as file:
        file.truncate(3_000_000_000)
    code, out, err = read("slashes.txt")

    assert (code, out) == (1, "")
    assert "is larger than 16 MB" in err


def test_nothing_in_a_message_steers_the_terminal(read, tmp_path):
    (tmp_path / "bad.txt").write_text(
        MESSAGE.replace("COTTON", "\x1b[2J\u202eCOTTON").replace("WHAT", "\x1b]0;"), encoding="utf-8"
    )
    _, out, _ = read("bad.txt")

    assert "\x1b" not in out
    assert "\u202e" not in out


def test_of_many_messages_the_first_are_shown(read, tmp_path):
    (tmp_path / "many.txt").write_text(MESSAGE * 60, encoding="ascii")
    _, out, _ = read("many.txt")

    assert "60 messages" in out
    assert out.count("air waybill, line") == 50
    assert "and 10 more messages" in out


VECTORS = Path(__file__).parent / "vectors"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cargo-imp/fhl5.txt", ("AIR EXPRESS INTL, CARGO COMPLEX", "COMPUTER PARTS", "description is too long")),
        ("cargo-imp/ffm8.txt", ("AF077 on 17APR from CDG", "PMC01473R7", "ROLLS ROYCE CUL", "nothing is unloaded")),
        (
            "cargo-imp/fsu14.txt",
            ("Received from", "03MAY0015-N", "screened XRY XRY", "OSS stands not after ISS or CSS"),
        ),
        ("cargo-xml/SEL22222222_XFZB.xml", ("REPAIR DIENST GMBH", "SPARE PARTS", "133.7 kg", "ICN-FDH")),
        ("one-record/Shipment_with_Piece.embedded.json", ("Shipment", "specialHandlingCodes VAL")),
    ],
)
def test_messages_of_all_kinds_are_shown(read, name, shown):
    code, out, err = read(VECTORS / name)

    assert (code, err) == (0, "")
    assert [text for text in shown if text not in out] == []


def test_messages_of_posts_are_shown(read, tmp_path):
    from simulator.formats.postal import itmatt, predes
    from simulator.formats.postal.records import Bag, Content, DispatchData, Item, ItemData, Party

    sender, addressee = Party("NORTH WIND", ("5 HARBOUR STREET",), "TASHKENT"), Party("SOUTH GATE", country="KZ")
    item = Item("RB123456785UZ", sender=sender, addressee=addressee, contents=(Content("SHIRTS"),))
    bag = Bag("UZTASAKZALAAAUN40001001000012", items=("RB123456785UZ",))
    (tmp_path / "items.txt").write_bytes(itmatt.write(ItemData((item,))))
    (tmp_path / "dispatch.txt").write_bytes(predes.write(DispatchData("UZTASAKZALAAAUN40001", bags=(bag,))))
    code, out, _ = read("items.txt", "dispatch.txt")

    assert code == 0
    for shown in ("NORTH WIND", "SOUTH GATE", "SHIRTS", "UZTASAKZALAAAUN40001"):
        assert shown in out


def test_long_tables_end(read, tmp_path):
    (tmp_path / "long.txt").write_text(MESSAGE + "XYZ/UNKNOWN\n" * 600, encoding="ascii")
    _, out, _ = read("long.txt")

    assert out.count("XYZ/UNKNOWN") < 501
    assert "and 103 more, which --json shows" in out


def test_no_file_is_wrong_usage(read):
    assert read()[0] == 2


def test_a_zip_is_read_file_by_file(read, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "day.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("in/fwb.txt", MESSAGE)
        made.writestr("in/letter.txt", "Dear all")
        made.writestr("bomb.txt", b"/" * 100_000_000)
    code, out, err = read("day.zip", "good.txt", "--json")
    told = json.loads(out)

    assert (code, err) == (1, "")
    assert [message["file"] for message in told["messages"]] == ["day.zip: in/fwb.txt", "good.txt"]
    assert [(fault["code"], fault["file"]) for fault in told["faults"]] == [
        ("message-unknown", "day.zip: in/letter.txt"),
        ("message-bomb", "day.zip: bomb.txt"),
    ]


def test_what_lies_beside_messages_is_named_and_no_fault(read, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as made:
        made.writestr("pack/READ-ME.txt", "EXERCISE")
        made.writestr("pack/courier/LIST.csv", "number;goods")
        made.writestr("pack/fwb.txt", MESSAGE)
    code, out, err = read("pack.zip")
    assert (code, err) == (0, "")
    assert "2 files beside the messages, not read; lists (.csv), as of couriers, open in Excel:" in out
    assert out.splitlines()[-2:] == ["  READ-ME.txt", "  LIST.csv"]
    told = json.loads(read("pack.zip", "--json")[1])
    assert told["no_messages"] == ["pack.zip: pack/READ-ME.txt", "pack.zip: pack/courier/LIST.csv"]


def test_the_files_of_a_folder_are_read_but_nothing_deeper(read, tmp_path):
    deeper = tmp_path / "in" / "deeper"
    deeper.mkdir(parents=True)
    for place in (tmp_path / "in" / "one.txt", deeper / "two.txt"):
        place.write_text(MESSAGE, encoding="ascii")
    (tmp_path / "in" / "list.csv").write_text("a;b", encoding="ascii")
    told = json.loads(read("in", "--json")[1])
    assert [Path(message["file"]).name for message in told["messages"]] == ["one.txt"]
    assert [Path(name).name for name in told["no_messages"]] == ["list.csv"]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--kind", "fwb"), 2),
        (("--kind", "FHL"), 0),
        (("--number", "465 12345674"), 2),
        (("--number", "465-1234567"), 0),
        (("--file", "GOOD"), 1),
        (("--file", "good", "--kind", "fwb", "--number", "46512345674"), 1),
    ],
)
def test_of_many_messages_those_are_shown_that_are_asked_for(read, tmp_path, words, count):
    (tmp_path / "more.txt").write_text(MESSAGE, encoding="ascii")
    code, out, _ = read("good.txt", "more.txt", *words)
    read_of = 1 if "--file" in words else 2
    assert (code, out.count("air waybill, line")) == (0, count)
    assert f"{count} of {read_of} message" in out
