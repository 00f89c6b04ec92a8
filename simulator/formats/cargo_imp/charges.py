"""Values that are declared, and charges.

CVD/USD/PX/PP/NVD/5696.00/XXX    currency, charge code (not in an FHL), prepaid or collect, values declared for
                                 carriage and customs, insured value; NVD, NCV, XXX where there is none
OTH/P/MYC1600.50AWC13.00         other charges: prepaid or collect, then code, due to agent or carrier, amount
PPD/WT1241.68/VC45.7/TX66        sums that are prepaid: weight, valuation, tax
/OA20/OC22.00/CT2153.20          due to agent, due to carrier, total
COL/...                          the same, to be collected
CDC/RUB60/1047460.2/0/1047460.2  in the currency of the destination: rate, charges, charges there, total
COI///14.40                      commission: none, amount, percentage
SII/13076800/XX                  sales incentive: amount, indicator
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from simulator.formats.cargo_imp.fields import NUMBER, amount, amount_text, decimal, lines_of, only, slashed
from simulator.formats.cargo_imp.lines import Segment
from simulator.formats.notes import Notes

_CHARGES = re.compile(rf"(?:[A-Z]{{2}}[AC]{NUMBER})+")
_CHARGE = re.compile(rf"([A-Z]{{2}})([AC])({NUMBER})")
_CURRENCY = re.compile(r"([A-Z]{3})(.*)")
_SUMS = {"WT": "weight", "VC": "valuation", "TX": "tax", "OA": "agent", "OC": "carrier", "CT": "total"}
_CHARGES_A_LINE = 3


@dataclass(frozen=True, slots=True)
class Valuation:
    """Values that are declared: amounts, or `NVD`, `NCV`, `XXX` for none.

    `paid`: `P`repaid or `C`ollect, for weight and valuation and then for other charges.
    """

    currency: str = ""
    charge_code: str = ""
    paid: str = ""
    carriage: str = "NVD"
    customs: str = "NCV"
    insurance: str = "XXX"


@dataclass(frozen=True, slots=True)
class OtherCharge:
    """A charge: `P`repaid or `C`ollect, its code, due to the `A`gent or the `C`arrier."""

    paid: str
    code: str
    due: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ChargeSums:
    """Sums of the charges that are prepaid, or that are to be collected."""

    weight: Decimal | None = None
    valuation: Decimal | None = None
    tax: Decimal | None = None
    agent: Decimal | None = None
    carrier: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DestinationCharges:
    """Charges to be collected, in the currency of the destination."""

    currency: str = ""
    rate: Decimal | None = None
    charges: Decimal | None = None
    there: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Commission:
    """Commission of the agent: an indicator that there is none, an amount, or a percentage."""

    none: str = ""
    amount: Decimal | None = None
    percentage: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Incentive:
    """Sales incentive of the agent."""

    amount: Decimal | None = None
    indicator: str = ""


def read_valuation(segment: Segment, notes: Notes) -> Valuation:
    """Values declared in an FWB: six fields."""
    return Valuation(*_values(only(segment, notes, 6), segment.line, notes))


def read_house_valuation(segment: Segment, notes: Notes) -> Valuation:
    """Values declared in an FHL: no charge code."""
    currency, *rest = only(segment, notes, 5)
    return Valuation(*_values([currency, "", *rest], segment.line, notes))


def _values(fields: list[str], line: int, notes: Notes) -> list[str]:
    for text in fields[3:]:
        if text not in ("", "NVD", "NCV", "XXX") and decimal(text) is None:
            notes.flag(line, "shape", "declared value", text)
    return fields


def write_valuation(name: str, held: Valuation) -> list[str]:
    """Values declared in an FWB."""
    first = (held.currency, held.charge_code, held.paid)
    return ["/".join((name, *first, held.carriage, held.customs, held.insurance))]


def write_house_valuation(name: str, held: Valuation) -> list[str]:
    """Values declared in an FHL."""
    return ["/".join((name, held.currency, held.paid, held.carriage, held.customs, held.insurance))]


def read_other_charges(segment: Segment, notes: Notes) -> tuple[OtherCharge, ...]:
    """Other charges, of all lines."""
    held = []
    for line, body in zip(segment.lines, segment.bodies(), strict=True):
        paid, _, charges = body.partition("/")
        if not _CHARGES.fullmatch(charges):
            notes.keep(*line, segment.name)
            continue
        for code, due, number in _CHARGE.findall(charges):
            held.append(OtherCharge(paid, code, due, Decimal(number.replace(",", "."))))
    return tuple(held)


def write_other_charges(name: str, held: Iterable[OtherCharge]) -> list[str]:
    """Other charges, up to three a line."""
    bodies = []
    for paid, charges in groupby(held, lambda charge: charge.paid):
        texts = [f"{charge.code}{charge.due}{amount_text(charge.amount)}" for charge in charges]
        starts = range(0, len(texts), _CHARGES_A_LINE)
        bodies += [f"{paid}/{''.join(texts[start : start + _CHARGES_A_LINE])}" for start in starts]
    return lines_of(name, bodies)


def read_sums(segment: Segment, notes: Notes) -> ChargeSums:
    """Sums of charges; a field that is not known is kept."""
    held: dict[str, Decimal] = {}
    for (number, _), body in zip(segment.lines, segment.bodies(), strict=True):
        for field in body.split("/"):
            value = decimal(field[2:])
            if field[:2] in _SUMS and value is not None:
                held[_SUMS[field[:2]]] = value
            elif field:
                notes.keep(number, field, segment.name)
    return ChargeSums(**held)


def write_sums(name: str, held: ChargeSums) -> list[str]:
    """Sums of charges on two lines."""
    first = _sums_text(("WT", held.weight), ("VC", held.valuation), ("TX", held.tax))
    return lines_of(name, (first, _sums_text(("OA", held.agent), ("OC", held.carrier), ("CT", held.total))))


def _sums_text(*sums: tuple[str, Decimal | None]) -> str:
    return "/".join(code + amount_text(value) for code, value in sums if value is not None)


def read_destination_charges(segment: Segment, notes: Notes) -> DestinationCharges:
    """Charges in the currency of the destination."""
    first, *fields = only(segment, notes, 4)
    found = _CURRENCY.fullmatch(first)
    currency, rate = (found[1], found[2]) if found else ("", first)
    amounts = (amount(segment.line, segment.name, text, notes) for text in (rate, *fields))
    return DestinationCharges(currency, *amounts)


def write_destination_charges(name: str, held: DestinationCharges) -> list[str]:
    """Charges in the currency of the destination."""
    amounts = (amount_text(value) for value in (held.charges, held.there, held.total))
    return ["/".join((name, held.currency + amount_text(held.rate), *amounts))]


def read_commission(segment: Segment, notes: Notes) -> Commission:
    """Commission of the agent."""
    none, *fields = only(segment, notes, 3)
    return Commission(none, *(amount(segment.line, segment.name, text, notes) for text in fields))


def write_commission(name: str, held: Commission) -> list[str]:
    """Commission of the agent."""
    return [f"{name}/{slashed(held.none, amount_text(held.amount), amount_text(held.percentage))}"]


def read_incentive(segment: Segment, notes: Notes) -> Incentive:
    """Sales incentive of the agent."""
    value, indicator = only(segment, notes, 2)
    return Incentive(amount(segment.line, segment.name, value, notes), indicator)


def write_incentive(name: str, held: Incentive) -> list[str]:
    """Sales incentive of the agent."""
    return [f"{name}/{slashed(amount_text(held.amount), held.indicator)}"]
