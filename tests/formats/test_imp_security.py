"""Security declarations (e-CSD) in OCI lines, and the rules of their order."""

import imp_messages as imp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.formats.cargo_imp.oci import OciLine
from simulator.formats.cargo_imp.security import (
    RegulatedParty,
    SecurityDeclaration,
    check_order,
    declaration,
    declaration_lines,
    of_security,
)
from simulator.formats.iata_codes import titles
from simulator.formats.notes import Notes

CHAIN = """\
GB/ISS/RA/00001-01
///ED/0227
/TR//KC/00200-01
///ED/1299
///SM/XRY
///SM/EDD
///L/DIPL
///SN/A PERSON
///SD/08AUG231230
/UZ/OSS/RC/00004-02
///ST/ANY STATEMENT
"""


def lines(text):
    """OCI lines from their text without `OCI/`; those that go on begin with a slash."""
    return [OciLine(*line.removeprefix("/").split("/", 3)) for line in text.splitlines()]


def flagged(text, handling=("SPX",), kind="FWB"):
    notes = Notes()
    held = lines(text)
    check_order(held, range(1, len(held) + 1), kind, handling, notes)
    return [(flag.line, flag.code, flag.where) for flag in notes.flags]


def test_a_chain_in_the_right_order():
    assert flagged(CHAIN) == []


def test_what_a_chain_declares():
    assert declaration(lines(CHAIN), ("EAW", "SPX")) == SecurityDeclaration(
        status="SPX",
        issuer=RegulatedParty("RA", "00001-01", "GB", "0227"),
        received_from=(RegulatedParty("KC", "00200-01", "TR", "1299"),),
        methods=("XRY", "EDD"),
        exemptions=("DIPL",),
        signed_by="A PERSON",
        signed_at="08AUG231230",
        accepted_by=(RegulatedParty("RC", "00004-02", "UZ"),),
        statements=("ANY STATEMENT",),
    )


def test_nothing_is_declared_without_a_status_and_a_party():
    assert declaration(lines("US/SHP/T/1234"), ("EAW",)) is None
    assert declaration((), ("SCO",)).status == "SCO"


@pytest.mark.parametrize(
    ("text", "handling", "flag"),
    [
        ("GB/OSS/RA/1", ("SPX",), (1, "security-order", "OSS")),
        ("GB//KC/1", ("SPX",), (1, "security-order", "KC")),
        ("///AC/1", ("SCO",), (1, "security-order", "AC")),
        ("GB/ISS/RA/1\n///AC/1", ("SPX",), (2, "security-status", "AC")),
        ("///ED/0227", ("SPX",), (1, "security-order", "ED")),
        ("GB/ISS/RA/1\n///SM/XRY", ("EAW",), (2, "security-status", "SM")),
        ("GB/ISS/RA/1\n///SM/XXX", ("SPX",), (2, "code", "screening method")),
        ("GB/ISS/RA/1\n///L/XXXX", ("SPX",), (2, "code", "screening exemption")),
        ("GB/ISS/RA/1\n///SN/A PERSON", (), (2, "security-status", "SN")),
        ("GB/ISS/RA/1\n///SD/08AUG231230", ("SPX",), (2, "security-order", "SD")),
        ("GB/ISS/RA/1\n///SS/SPX", ("SPX",), (2, "security-order", "SS")),
        ("///ST/WORDS", ("SPX",), (1, "security-order", "ST")),
        ("GB/ISS/KC/1", ("SPX",), (1, "security-order", "ISS/KC")),
        ("//ULD/I/AKE01063KC\n//HWB/I/1\n///N/123", (), (3, "security-order", "N")),
        ("US/SHP/MD/EXAMPLE.COM", (), (1, "security-order", "MD")),
    ],
)
def test_lines_in_the_wrong_place_are_flagged(text, handling, flag):
    assert flag in flagged(text, handling)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("GB/ISS/RA/1\n///SS/SCO\n///AC/1\n///SM/XRY", "FSU"),
        ("//ULD/I/AKE01063KC\n///N/123", "FWB"),
        ("US/SHP/MU/SOMEBODY\n/US/SHP/MD/EXAMPLE.COM", "FWB"),
        ("GB/CSS/RA/1\nGB/OSS/RA/2", "FWB"),
    ],
)
def test_lines_in_the_right_place_are_not(text, kind):
    assert flagged(text, (), kind) == []


def test_the_order_is_checked_in_messages_of_all_kinds():
    stray = "OCI/GB/OSS/RA/00001\n"
    texts = [
        imp.WAYBILL.replace("OCI/UZ/ISS/RA/00001-01\n", stray + "/UZ/ISS/RA/1\n"),
        imp.HOUSES + stray,
        imp.STATUS + stray,
    ]
    texts.append(imp.MANIFEST.replace("ULD/", stray + "ULD/"))

    assert [{flag.code for flag in imp.one(text).flags} for text in texts] == [{"security-order"}] * 4


def test_customs_lines_are_told_from_security_lines():
    held = lines("GB/ISS/RA/1\n///ED/0227\nIT/IMP/M/07IT9876AB88901235\n//HWB/I/XXX12345678\nUS/AGT/RA/1")

    assert [of_security(line) for line in held] == [True, True, False, False, False]


numbers = st.from_regex(r"[0-9]{5}-[0-9]{2}", fullmatch=True)
months = st.from_regex(r"(0[1-9]|1[0-2])[0-9]{2}", fullmatch=True) | st.just("")
countries = st.sampled_from(["KZ", "UZ", "GE", ""])
words = st.from_regex(r"[A-Z]{1,12}( [A-Z]{1,12})?", fullmatch=True)


def regulated(*categories):
    return st.builds(RegulatedParty, st.sampled_from(categories), numbers, countries, months)


declarations = st.builds(
    SecurityDeclaration,
    st.sampled_from(sorted(titles("SecurityStatus"))),
    regulated("RA", "RC"),
    st.none() | regulated("RA"),
    st.lists(regulated("KC", "RA"), max_size=2).map(tuple),
    st.lists(st.sampled_from(sorted(titles("ScreeningMethod"))), max_size=3).map(tuple),
    st.lists(st.sampled_from(sorted(titles("ScreeningExemption"))), max_size=2).map(tuple),
    words | st.just(""),
    st.just(""),
    st.lists(regulated("RA", "RC"), max_size=2).map(tuple),
    st.lists(words, max_size=3).map(tuple),
)


@given(declarations)
def test_a_declaration_is_written_in_an_order_that_is_right_and_reads_back(held):
    in_status = declaration_lines(held, with_status=True)
    in_waybill = declaration_lines(held)

    assert declaration(in_status) == held
    assert declaration(in_waybill, (held.status,)) == held
    notes = Notes()
    check_order(in_status, range(len(in_status)), "FSU", (), notes)
    check_order(in_waybill, range(len(in_waybill)), "FWB", (held.status,), notes)
    assert {flag.code for flag in notes.flags} <= {"security-status"}
    assert not notes.flags or held.status == "NSC"
