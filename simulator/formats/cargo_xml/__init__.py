"""Cargo-XML: master air waybills (XFWB) and house air waybills (XFZB) of IATA, from version 3.00 on.

The schemas are not public; what a waybill holds is taken from the mapping to ONE Record and from samples. So nothing is
refused for its structure: what the mapping does not know is kept, what it wants and is not there is flagged. What is
mandatory is told by the newest version that is public (XFWB 5.00, XFZB 4.00), whatever version the message says it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from simulator.common.errors import refuse
from simulator.formats import check, xml_tree
from simulator.formats.cargo_xml import layout, structure
from simulator.formats.cargo_xml.records import Waybill
from simulator.formats.cargo_xml.taking import Node, Taken
from simulator.formats.iata_codes import titles
from simulator.formats.notes import Notes
from simulator.formats.reading import Reading
from simulator.formats.xml_tree import Element, Tree

__all__ = ["Waybill", "read"]

KINDS = {"Waybill": "XFWB", "HouseWaybill": "XFZB"}
NAMESPACES = {"XFWB": "iata:waybill:1", "XFZB": "iata:housewaybill:1"}
TYPE_CODES = {"XFWB": ("740", "741"), "XFZB": ("703",)}
VERSIONS = {"XFWB": ("3.00", "4.00", "5.00"), "XFZB": ("3.00", "4.00")}


def read(data: bytes) -> list[Reading[Waybill]]:
    """All waybills of a file, also of several documents one after the other, and of an envelope around them.

    Raises a `DrillError` if the file is too large, packed, no text, no XML, declares a document type, or is other XML.
    """
    documents, clean = xml_tree.trees(data)
    found = [(tree, root) for tree in documents for root in _waybills(tree.root)]
    if not found:
        roots = ", ".join(dict.fromkeys(tree.root.name for tree in documents))
        raise refuse("message-not-cargo-xml", found=roots[:80], read=", ".join(KINDS))
    notes = [_first_notes(tree, root) for tree, root in found]
    if not clean:
        notes[0].flag(1, "encoding")
    return [_reading(root, each) for (_, root), each in zip(found, notes, strict=True)]


def _waybills(top: Element) -> list[Element]:
    """The outermost waybills of a tree."""
    found, waiting = [], [top]
    while waiting:
        element = waiting.pop()
        if element.name in KINDS:
            found.append(element)
        else:
            waiting.extend(reversed(element.children))
    return found


def _first_notes(tree: Tree, root: Element) -> Notes:
    """What is odd about the document that a waybill stands in."""
    notes = Notes()
    if tree.fault:
        notes.flag(tree.fault_line, "broken", "XML", tree.fault)
    if tree.root is not root:
        notes.flag(tree.root.line, "envelope", tree.root.name, tree.root.name)
    if root.namespace != NAMESPACES[KINDS[root.name]]:
        notes.flag(root.line, "namespace", root.name, root.namespace)
    return notes


def _reading(root: Element, notes: Notes) -> Reading[Waybill]:
    kind, taken = KINDS[root.name], Taken(notes)
    record = layout.waybill(Node(root, taken))
    structure.check(kind, root, notes)
    record = replace(record, others=structure.left(kind, root, taken, notes))
    _judge(kind, record, Node(root, taken), notes)
    return notes.reading(kind, record.header.version, root.line, record)


def _judge(kind: str, record: Waybill, root: Node, notes: Notes) -> None:
    """Flag numbers and codes that are not what they should be."""
    about, master = root.at("BusinessHeaderDocument/ID"), root.at("MasterConsignment")
    if kind == "XFWB":
        _number(notes, about.line, "AWB", record.number, check.awb_flaw(_hyphened(record.number)))
    else:
        _number(notes, about.line, "HAWB", record.number, check.house_flaw(record.number))
        line = master.at("TransportContractDocument/ID").line
        _number(notes, line, "AWB", record.master, check.awb_flaw(_hyphened(record.master)))
    header = root.at("MessageHeaderDocument")
    if record.header.type_code not in TYPE_CODES[kind]:
        notes.flag(header.at("TypeCode").line, "code", "TypeCode", record.header.type_code)
    if record.header.version not in VERSIONS[kind]:
        notes.flag(header.at("VersionID").line, "version", "VersionID", record.header.version)
    goods = next(iter(master.all("IncludedHouseConsignment")), master)
    for uld in (uld for good in record.goods for uld in good.ulds):
        _number(notes, goods.line, "ULD", str(uld), check.uld_flaw(str(uld)))
    for each in goods.all(layout.HANDLING["SPH"]):
        if each.text("DescriptionCode") not in titles("SpecialHandlingCode"):
            notes.flag(each.line, "code", "SPH", each.text("DescriptionCode"))
    _judge_countries(goods, notes)


def _judge_countries(goods: Node, notes: Notes) -> None:
    for each in goods.all("IncludedCustomsNote"):
        country = each.text("CountryID")
        if country and country not in check.countries():
            notes.flag(each.line, "country", "IncludedCustomsNote", country)
    for name in (*layout.PARTIES.values(), "AssociatedParty"):
        for party in goods.all(name):
            country = party.text("PostalStructuredAddress/CountryID")
            country = country or party.text("FreightForwarderAddress/CountryID")
            if country and country not in check.countries():
                notes.flag(party.line, "country", name, country)


def _number(notes: Notes, line: int, kind: str, text: str, flaw: str | None) -> None:
    if flaw and text:
        notes.flag(line, "check-digit" if flaw == "check" else "shape", kind, text)


def _hyphened(number: str) -> str:
    """An air waybill number with its hyphen; live traffic leaves it out at times."""
    return f"{number[:3]}-{number[3:]}" if re.fullmatch(r"[0-9]{11}", number) else number
