"""What live traffic does to messages: all of it is read, and what cannot be is kept with its line."""

import imp_messages as imp
import pytest

CLEAN = imp.one(imp.WAYBILL).record


def same(text):
    """Whether a text is read like the clean waybill, without a flag."""
    reading = imp.one(text)
    return (reading.record, reading.flags) == (CLEAN, ())


def test_a_last_line_without_its_end():
    assert same(imp.WAYBILL.rstrip("\n"))


def test_lines_that_end_in_any_way():
    assert same(imp.WAYBILL.replace("\n", "\r\n"))
    assert same(imp.WAYBILL.replace("\n", "\r"))
    assert same(imp.WAYBILL.replace("\n", "  \n"))


def test_an_empty_line_after_each():
    assert same(imp.WAYBILL.replace("\n", "\n\n"))


def test_lines_that_are_set_in():
    assert same("\n".join("    " + line for line in imp.WAYBILL.splitlines()))


def test_a_byte_order_mark():
    from simulator.formats import cargo_imp

    (reading,) = cargo_imp.read(b"\xef\xbb\xbf" + imp.WAYBILL.encode())
    assert (reading.record, reading.flags) == (CLEAN, ())


@pytest.mark.parametrize("end", ["=", "\n=", "\x03", "\nNNNN", "=\x03", "\nNNNN\n\n"])
def test_marks_that_end_a_message(end):
    assert same(imp.WAYBILL.rstrip("\n") + end)


def test_a_mark_inside_a_text_ends_nothing():
    reading = imp.one(imp.WAYBILL.replace("ISU/", "OSI/RATE=\nISU/"))

    assert reading.record.service_information == ("RATE=",)
    assert reading.record.execution == CLEAN.execution


def test_an_envelope_before_a_message_is_left_aside():
    envelope = "\x01QK ALAFMKC TASFMHY\n.TBSFMXX 170512\n\x02"
    reading = imp.one(envelope + imp.WAYBILL)

    assert reading.record == CLEAN
    assert reading.line == 3
    assert reading.kept == {1: "QK ALAFMKC TASFMHY", 2: ".TBSFMXX 170512"}
    assert {flag.code for flag in reading.flags} == {"envelope"}


def test_an_envelope_between_messages_is_that_of_the_second():
    first, second = imp.read(imp.WAYBILL + "QK ALAFMKC\n.TBSFMXX 170512\n" + imp.STATUS)

    assert (first.record, first.kept) == (CLEAN, {})
    assert list(second.kept.values()) == ["QK ALAFMKC", ".TBSFMXX 170512"]


def test_the_head_of_a_mail_before_a_message():
    reading = imp.one("From: somebody\nSubject: FHL of today\n\n" + imp.WAYBILL)

    assert reading.record == CLEAN
    assert reading.kept == {1: "From: somebody", 2: "Subject: FHL of today"}


def test_what_follows_the_end_of_a_message():
    reading = imp.one(imp.WAYBILL + "=\nBest regards\n")

    assert reading.record == CLEAN
    assert reading.kept == {25: "Best regards"}


def test_messages_of_all_kinds_without_a_line_between_them():
    readings = imp.read(imp.WAYBILL + imp.HOUSES + imp.MANIFEST + imp.STATUS + imp.WAYBILL)

    assert [reading.kind for reading in readings] == ["FWB", "FHL", "FFM", "FSU", "FWB"]
    assert [reading.flags for reading in readings] == [()] * 5
    assert readings[-1].line == 42


def test_the_waybill_number_on_the_first_line():
    assert same(imp.WAYBILL.replace("FWB/17\n", "FWB/17 ", 1))


def test_a_number_without_its_hyphen():
    reading = imp.one(imp.WAYBILL.replace("465-1", "4651", 1))

    assert imp.codes(reading) == [(2, "shape")]
    assert reading.record.number == "46512345675"


def test_small_letters():
    reading = imp.one(imp.WAYBILL.lower())

    assert reading.record == CLEAN


def test_small_letters_in_a_text_are_flagged():
    reading = imp.one(imp.WAYBILL.replace("COTTON SHIRTS", "Cotton shirts"))

    assert reading.record.description == "Cotton shirts"
    assert imp.codes(reading) == [(17, "character")]


def test_a_line_that_was_broken():
    reading = imp.one(imp.WAYBILL.replace("CVD/", "SSR/KEEP AWAY FROM\nHEAT\n/AND FROM WATER\nCVD/"))

    assert reading.record.service_requests == ("KEEP AWAY FROM", "AND FROM WATER")
    assert reading.kept == {16: "HEAT"}


def test_a_segment_that_is_not_known_is_kept_with_its_lines():
    reading = imp.one(imp.WAYBILL.replace("CVD/", "XYZ/ONE\n/TWO\nCVD/"))

    assert reading.record == CLEAN
    assert reading.kept == {15: "XYZ/ONE", 16: "/TWO"}


@pytest.mark.parametrize("slashes", ["/", "//", "///"])
def test_security_lines_with_fewer_slashes(slashes):
    text = imp.WAYBILL.replace("///SM/XRY", f"{slashes}SM/XRY")

    assert imp.one(text).record == CLEAN


def test_customs_origin_where_special_handling_stands():
    reading = imp.one(imp.WAYBILL.replace("SPH/SPX/EAW", "COR/T1").replace("///SM/XRY\n", ""))

    assert reading.record.customs_origin == "T1"
    assert reading.flags == ()


def test_empty_qualifiers():
    reading = imp.one(imp.WAYBILL.replace("/KZ/050000/TE/7700000000", "/KZ//TE/").replace("CVD/USD//PP", "CVD/USD//"))

    assert (reading.record.consignee.postcode, reading.record.valuation.paid) == ("", "")
    assert reading.record.consignee.contacts == (("TE", ""),)


def test_a_comma_in_a_number():
    assert same(imp.WAYBILL.replace("MC0.5", "MC0,5"))


def test_routing_on_two_lines():
    reading = imp.one(imp.WAYBILL.replace("RTG/ALAHY", "RTG/ISTHY\nRTG/ALAHY"))

    assert [leg.airport for leg in reading.record.routing] == ["IST", "ALA"]


def test_a_version_that_is_not_known():
    reading = imp.one(imp.WAYBILL.replace("FWB/17", "FWB/12"))

    assert reading.record == CLEAN
    assert imp.codes(reading) == [(1, "version")]


def test_a_manifest_of_an_older_version_has_special_handling_on_the_line():
    text = imp.MANIFEST.replace("FFM/8", "FFM/5").replace("COTTON SHIRTS\n/SPX/EAW", "COTTON SHIRTS/SPXEAW")
    reading = imp.one(text)

    assert reading.record == imp.one(imp.MANIFEST).record
    assert imp.codes(reading) == [(1, "version")]


def test_a_manifest_with_several_points_and_empty_fields():
    points = "ANC/NIL/14APR0200/14APR0330\nALA//17APR1030"
    reading = imp.one(imp.MANIFEST.replace("ALA/17APR1030", points))

    nothing, all_of_it = reading.record.unloadings
    assert (nothing.airport, nothing.nil, nothing.departure) == ("ANC", True, "14APR0330")
    assert (all_of_it.airport, all_of_it.arrival, len(all_of_it.loose)) == ("ALA", "17APR1030", 1)
    assert reading.flags == ()


def test_loads_before_any_point_of_unloading():
    reading = imp.one(imp.MANIFEST.replace("ALA/17APR1030\n", ""))

    assert imp.codes(reading) == [(3, "missing")]
    assert reading.record.unloadings[0].loose[0].description == "COTTON SHIRTS"


def test_a_subject_that_does_not_match_the_body():
    reading = imp.one(imp.WAYBILL.replace("FWB/17", "FHL/4"))

    assert reading.record is None
    assert len(reading.kept) == len(imp.WAYBILL.splitlines()) - 1
    assert (1, "empty") in imp.codes(reading)


def test_a_message_of_another_kind_is_kept_beside_the_others():
    other, waybill = imp.read("FNA/1\nACK/AWB REJECTED\n" + imp.WAYBILL)

    assert (other.kind, other.record, other.kept) == ("FNA", None, {2: "ACK/AWB REJECTED"})
    assert waybill.record == CLEAN


def test_signs_of_other_scripts():
    reading = imp.one(imp.WAYBILL.replace("A CLERK", "ҚЫЗМЕТКЕР"))

    assert reading.record.execution.signature == "ҚЫЗМЕТКЕР"
    assert (18, "character") in imp.codes(reading)


def test_a_second_volume_is_kept_and_not_taken():
    text = "FSU/14\n465-12345675TASTBS/T20K100\nBKD/KC0123/17APR/TASTBS/T20K100/S1530/S1700/MC2.5\n/MC2.96\n"
    reading = imp.one(text)
    (status,) = reading.record.consignments[0].statuses
    assert status.volume == "MC2.5"
    assert reading.kept == {4: "/MC2.96"}
