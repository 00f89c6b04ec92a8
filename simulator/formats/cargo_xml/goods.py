"""Where goods, charges and sums stand in a waybill of Cargo-XML: which element is which field."""

from __future__ import annotations

from simulator.formats.cargo_xml.records import Charge, Good, Rate, Size, Totals, Uld
from simulator.formats.cargo_xml.taking import Node


def charge(node: Node) -> Charge:
    """A charge besides that for the weight."""
    return Charge(
        code=node.text("ID"),
        prepaid=node.yes("PrepaidIndicator"),
        due=node.text("PartyTypeCode"),
        amount=node.amount("ActualAmount"),
        reason=node.text("Reason"),
    )


def goods(node: Node) -> tuple[Good, ...]:
    """The lines of goods, of a master or of a house."""
    rated = [good for rating in node.all("ApplicableRating") for good in rating.all("IncludedMasterConsignmentItem")]
    return tuple(map(_good, rated or node.all("IncludedHouseConsignmentItem")))


def _good(node: Node) -> Good:
    return Good(
        sequence=node.text("SequenceNumeric"),
        hs=node.text("TypeCode"),
        description=node.text("NatureIdentificationTransportCargo/Identification"),
        origin=node.text("OriginCountry/ID"),
        pieces=node.whole("PieceQuantity"),
        packages=node.whole("PackageQuantity"),
        gross=node.measure("GrossWeightMeasure"),
        volume=node.measure("GrossVolumeMeasure"),
        information=node.text("Information"),
        ulds=tuple(map(_uld, node.all("AssociatedUnitLoadTransportEquipment"))),
        sizes=tuple(map(_size, node.all("TransportLogisticsPackage"))),
        rate=_rate(node.at("ApplicableFreightRateServiceCharge")),
    )


def _uld(node: Node) -> Uld:
    return Uld(
        kind=node.text("CharacteristicCode"),
        serial=node.text("ID"),
        owner=node.text("OperatingParty/PrimaryID"),
        tare=node.measure("TareWeightMeasure"),
        packages=node.whole("LoadedPackageQuantity"),
    )


def _size(node: Node) -> Size:
    sides = node.at("LinearSpatialDimension")
    return Size(
        pieces=node.whole("ItemQuantity"),
        gross=node.measure("GrossWeightMeasure"),
        length=sides.measure("LengthMeasure"),
        width=sides.measure("WidthMeasure"),
        height=sides.measure("HeightMeasure"),
    )


def _rate(node: Node) -> Rate:
    return Rate(
        category=node.text("CategoryCode"),
        commodity=node.text("CommodityItemID"),
        chargeable=node.measure("ChargeableWeightMeasure"),
        rate=node.text("AppliedRate"),
        total=node.amount("AppliedAmount"),
    )


def totals(node: Node) -> tuple[Totals, ...]:
    """What is prepaid and what is to be collected, in sums."""
    sums = [
        each
        for rating in node.all("ApplicableTotalRating")
        for each in rating.all("ApplicablePrepaidCollectMonetarySummation")
    ]
    return tuple(map(_total, sums))


def _total(node: Node) -> Totals:
    return Totals(
        prepaid=node.yes("PrepaidIndicator"),
        weight=node.amount("WeightChargeTotalAmount"),
        valuation=node.amount("ValuationChargeTotalAmount"),
        tax=node.amount("TaxTotalAmount"),
        agent=node.amount("AgentTotalDuePayableAmount"),
        carrier=node.amount("CarrierTotalDuePayableAmount"),
        total=node.amount("GrandTotalAmount"),
    )


def house_totals(node: Node) -> tuple[Totals, ...]:
    """The sums of a house, that stand in the consignment itself."""
    told = Totals(
        weight=node.amount("WeightTotalChargeAmount"),
        valuation=node.amount("ValuationTotalChargeAmount"),
        tax=node.amount("TaxTotalChargeAmount"),
        agent=node.amount("AgentTotalDisbursementAmount"),
        carrier=node.amount("CarrierTotalDisbursementAmount"),
    )
    return () if told == Totals() else (told,)
