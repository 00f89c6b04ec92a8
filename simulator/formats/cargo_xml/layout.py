"""Where things stand in a waybill of Cargo-XML: which element is which field.

The elements and their nesting are those of XFWB 3.00 to 5.00 and XFZB 3.00 to 4.00, as the mapping of Cargo-XML to ONE
Record names them (`simulator/formats/data/cargo_xml_elements.csv`) and samples show them.
"""

from __future__ import annotations

from simulator.formats.cargo_xml.goods import charge, goods, house_totals, totals
from simulator.formats.cargo_xml.records import (
    Address,
    Call,
    Contact,
    CustomsNote,
    Declared,
    Equipment,
    Header,
    Instruction,
    Movement,
    Note,
    Party,
    Place,
    Reference,
    Shipped,
    Signed,
    Waybill,
)
from simulator.formats.cargo_xml.taking import Node

HANDLING = {"SPH": "HandlingSPHInstructions", "SSR": "HandlingSSRInstructions", "OSI": "HandlingOSIInstructions"}
PARTIES = {"consignor": "ConsignorParty", "consignee": "ConsigneeParty", "forwarder": "FreightForwarderParty"}


def waybill(root: Node) -> Waybill:
    """The record of a `Waybill` or a `HouseWaybill`."""
    about, master = root.at("BusinessHeaderDocument"), root.at("MasterConsignment")
    house = next(iter(master.all("IncludedHouseConsignment")), None)
    consignment = house or master
    return Waybill(
        number=about.text("ID"),
        master=master.text("TransportContractDocument/ID"),
        header=_header(root.at("MessageHeaderDocument")),
        reference=about.text("SenderAssignedID"),
        notes=_notes(about, "IncludedHeaderNote"),
        consignor_signed=_signed(about.at("SignatoryConsignorAuthentication")),
        carrier_signed=_signed(about.at("SignatoryCarrierAuthentication")),
        of_master=_shipped(master) if house else Shipped(),
        shipped=_shipped(consignment),
        consignment=consignment.text("ID"),
        description=consignment.text("SummaryDescription"),
        volume=consignment.measure("GrossVolumeMeasure"),
        packages=consignment.whole("PackageQuantity"),
        for_carriage=_declared(consignment, "NilCarriageValueIndicator", "DeclaredValueForCarriageAmount"),
        for_customs=_declared(consignment, "NilCustomsValueIndicator", "DeclaredValueForCustomsAmount"),
        for_insurance=_declared(consignment, "NilInsuranceValueIndicator", "InsuranceValueAmount"),
        weight_prepaid=consignment.yes("TotalChargePrepaidIndicator"),
        other_prepaid=consignment.yes("TotalDisbursementPrepaidIndicator"),
        parties=_parties(consignment),
        movements=tuple(map(_movement, consignment.all("SpecifiedLogisticsTransportMovement"))),
        equipment=tuple(map(_equipment, consignment.all("UtilizedLogisticsTransportEquipment"))),
        handling=_handling(consignment),
        accounts=_notes(consignment, "IncludedAccountingNote"),
        customs=tuple(map(_customs_note, consignment.all("IncludedCustomsNote"))),
        references=tuple(map(_reference, consignment.all("AssociatedReferenceDocument"))),
        customs_status=consignment.text("AssociatedConsignmentCustomsProcedure/GoodsStatusCode"),
        currency=consignment.text("ApplicableOriginCurrencyExchange/SourceCurrencyCode"),
        charges=tuple(map(charge, consignment.all("ApplicableLogisticsAllowanceCharge"))),
        goods=goods(consignment),
        totals=house_totals(consignment) if house else totals(consignment),
        prepaid_total=consignment.amount("TotalPrepaidChargeAmount"),
        collect_total=consignment.amount("TotalCollectChargeAmount"),
    )


def _header(node: Node) -> Header:
    return Header(
        number=node.text("ID"),
        name=node.text("Name"),
        type_code=node.text("TypeCode"),
        issued=node.text("IssueDateTime"),
        purpose=node.text("PurposeCode"),
        version=node.text("VersionID"),
        conversation=node.text("ConversationID"),
        senders=_addresses(node, "SenderParty"),
        recipients=_addresses(node, "RecipientParty"),
    )


def _addresses(node: Node, name: str) -> tuple[Note, ...]:
    ends = node.all(name)
    return tuple(Note(end.attribute("schemeID", "PrimaryID"), end.text("PrimaryID")) for end in ends)


def _signed(node: Node) -> Signed:
    return Signed(
        name=node.text("Signatory"),
        time=node.text("ActualDateTime"),
        place=node.text("IssueAuthenticationLocation/Name"),
    )


def _shipped(node: Node) -> Shipped:
    return Shipped(
        pieces=node.whole("TotalPieceQuantity"),
        gross=node.measure("IncludedTareGrossWeightMeasure"),
        origin=_place(node.at("OriginLocation")),
        destination=_place(node.at("FinalDestinationLocation")),
    )


def _place(node: Node) -> Place:
    return Place(node.text("ID"), node.text("Name"), node.text("TypeCode"))


def _declared(node: Node, nil: str, amount: str) -> Declared:
    return Declared(node.yes(nil), node.amount(amount))


def _parties(node: Node) -> tuple[Party, ...]:
    told = [(role, party) for role, name in PARTIES.items() for party in node.all(name)]
    others = [(party.text("RoleCode"), party) for party in node.all("AssociatedParty")]
    return tuple(_party(role, party) for role, party in [*told, *others])


def _party(role: str, node: Node) -> Party:
    forwarder = bool(node.all("FreightForwarderAddress"))
    return Party(
        role=role,
        name=node.text("Name"),
        number=node.text("PrimaryID"),
        other_number=node.text("AdditionalID"),
        account=node.text("AccountID"),
        agent=node.text("CargoAgentID"),
        agent_location=node.text("SpecifiedCargoAgentLocation/ID"),
        address=_address(node.at("FreightForwarderAddress" if forwarder else "PostalStructuredAddress")),
        contact=_contact(node.at("DefinedTradeContact")),
    )


def _address(node: Node) -> Address:
    return Address(
        postcode=node.text("PostcodeCode"),
        street=node.text("StreetName"),
        city=node.text("CityName"),
        city_code=node.text("CityID"),
        country=node.text("CountryID"),
        country_name=node.text("CountryName"),
        region=node.text("CountrySubDivisionName"),
        region_code=node.text("CountrySubDivisionID"),
        po_box=node.text("PostOfficeBox"),
    )


def _contact(node: Node) -> Contact:
    return Contact(
        person=node.text("PersonName"),
        department=node.text("DepartmentName"),
        phone=node.text("DirectTelephoneCommunication/CompleteNumber"),
        fax=node.text("FaxCommunication/CompleteNumber"),
        email=node.text("URIEmailCommunication/URIID"),
        telex=node.text("TelexCommunication/CompleteNumber"),
    )


def _movement(node: Node) -> Movement:
    return Movement(
        number=node.text("ID"),
        carrier=node.text("UsedLogisticsTransportMeans/Name"),
        stage=node.text("StageCode"),
        mode=node.text("ModeCode"),
        mode_name=node.text("Mode"),
        sequence=node.text("SequenceNumeric"),
        departure=_call(node.at("DepartureEvent"), "OccurrenceDepartureLocation"),
        arrival=_call(node.at("ArrivalEvent"), "OccurrenceArrivalLocation"),
    )


def _call(node: Node, place: str) -> Call:
    return Call(_place(node.at(place)), node.text("ScheduledOccurrenceDateTime"))


def _equipment(node: Node) -> Equipment:
    kind, size = node.text("CharacteristicCode"), node.text("Characteristic")
    return Equipment(node.text("ID"), kind, size, node.text("AffixedLogisticsSeal/ID"))


def _handling(node: Node) -> tuple[Instruction, ...]:
    told = [(kind, each) for kind, name in HANDLING.items() for each in node.all(name)]
    return tuple(Instruction(kind, each.text("DescriptionCode"), each.text("Description")) for kind, each in told)


def _notes(node: Node, name: str) -> tuple[Note, ...]:
    notes = (Note(each.text("ContentCode"), each.text("Content")) for each in node.all(name))
    return tuple(note for note in notes if note != Note())


def _customs_note(node: Node) -> CustomsNote:
    return CustomsNote(
        country=node.text("CountryID"),
        subject=node.text("SubjectCode"),
        content=node.text("ContentCode"),
        text=node.text("Content"),
    )


def _reference(node: Node) -> Reference:
    return Reference(node.text("ID"), node.text("TypeCode"), node.text("Name"), node.text("IssueDateTime"))
