"""The consignment security declaration (e-CSD) that OCI lines and the special handling codes hold together.

    SPH/SPX                      status; in an FSU or FSA a line ///SS/SPX
    OCI/KZ/ISS/RA/00001-01       who gives the status, a regulated agent or carrier
    ///ED/0227                   until when it is regulated: month, year
    /TR//KC/00200-01             from whom it was received: KC known, AC account consignor, RA another agent
    ///SM/XRY                    how it was screened
    ///L/DIPL                    or why it was not
    ///SN/A PERSON               who signed,
    ///SD/08AUG231230            and when
    /UZ/OSS/RC/00004-02          who accepted the status further on the way
    ///ST/ANY STATEMENT

Source of the fields and of the rules of their order: the IATA OCI mapping as published for ONE Record (2025-07, MIT);
the rules are in `data/cargo_imp_oci.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from simulator.common.tables import table
from simulator.formats.cargo_imp.oci import OciLine
from simulator.formats.iata_codes import titles
from simulator.formats.notes import Notes

_GIVERS = ("ISS", "CSS", "OSS")
_CONTROLS = frozenset(("RA", "KC", "AC", "ED", "SS", "SM", "L", "SN", "SD", "ST"))
_CODED = {
    "SS": ("security status", "SecurityStatus"),
    "SM": ("screening method", "ScreeningMethod"),
    "L": ("screening exemption", "ScreeningExemption"),
}
"""Lines whose text is a code: what it is, and the list of `iata_codes` that has it."""


@dataclass(frozen=True, slots=True)
class RegulatedParty:
    """Who answers for the security of cargo: `RA` agent, `RC` carrier, `KC` known, `AC` account consignor.

    `expires`: month and year, `0227`.
    """

    category: str
    number: str
    country: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True)
class SecurityDeclaration:
    """A declaration: who gave the status, who confirms that every house has one, from whom the cargo came.

    `issuer`: ISS, `checker`: CSS, `accepted_by`: OSS. `methods` and `exemptions`: codes of `iata_codes`.
    """

    status: str = ""
    issuer: RegulatedParty | None = None
    checker: RegulatedParty | None = None
    received_from: tuple[RegulatedParty, ...] = ()
    methods: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    signed_by: str = ""
    signed_at: str = ""
    accepted_by: tuple[RegulatedParty, ...] = ()
    statements: tuple[str, ...] = ()


def declaration(lines: Iterable[OciLine], handling: Iterable[str] = ()) -> SecurityDeclaration | None:
    """The declaration that lines and special handling codes hold, None if they hold none."""
    lines = tuple(lines)
    parties = list(_parties(lines))
    given = [line.text for line in lines if line.control == "SS"]
    status = next((code for code in (*handling, *given) if code in titles("SecurityStatus")), "")
    if not parties and not status:
        return None

    def first(information: str) -> RegulatedParty | None:
        return next((party for about, party in parties if about == information), None)

    def texts(control: str) -> tuple[str, ...]:
        return tuple(line.text for line in lines if line.control == control and not line.information)

    return SecurityDeclaration(
        status,
        first("ISS"),
        first("CSS"),
        tuple(party for about, party in parties if not about),
        texts("SM"),
        texts("L"),
        next(iter(texts("SN")), ""),
        next(iter(texts("SD")), ""),
        tuple(party for about, party in parties if about == "OSS"),
        texts("ST"),
    )


def of_security(line: OciLine) -> bool:
    """Whether a line belongs to the declaration; the others are of customs."""
    return line.information in _GIVERS or (not line.information and line.control in _CONTROLS)


def _parties(lines: Sequence[OciLine]) -> Iterator[tuple[str, RegulatedParty]]:
    """The regulated parties with what each does; the expiry on the line after one is its own."""
    for line, after in pairwise((*lines, OciLine())):
        gives = line.information in _GIVERS
        from_whom = not line.information and line.control in ("KC", "AC", "RA")
        if gives or from_whom:
            party = RegulatedParty(line.control, line.text, line.country)
            yield line.information, replace(party, expires=after.text) if after.control == "ED" else party


def declaration_lines(held: SecurityDeclaration, *, with_status: bool = False) -> tuple[OciLine, ...]:
    """A declaration as OCI lines, in an order that the rules allow.

    `with_status` is for FSU and FSA; in other messages the status goes to the special handling codes.
    """
    givers = [("ISS", held.issuer), ("CSS", held.checker)]
    lines = [line for about, party in givers if party for line in _party_lines(about, party)]
    lines += [line for party in held.received_from for line in _party_lines("", party)]
    lines += [OciLine(control="SS", text=held.status)] if with_status and held.status else []
    lines += [OciLine(control="SM", text=method) for method in held.methods]
    lines += [OciLine(control="L", text=exemption) for exemption in held.exemptions]
    lines += [OciLine(control="SN", text=held.signed_by)] if held.signed_by else []
    lines += [OciLine(control="SD", text=held.signed_at)] if held.signed_at else []
    lines += [line for party in held.accepted_by for line in _party_lines("OSS", party)]
    return (*lines, *(OciLine(control="ST", text=statement) for statement in held.statements))


def _party_lines(about: str, party: RegulatedParty) -> list[OciLine]:
    expiry = [OciLine(control="ED", text=party.expires)] if party.expires else []
    return [OciLine(party.country, about, party.category, party.number), *expiry]


def check_order(
    lines: Sequence[OciLine], numbers: Sequence[int], kind: str, handling: Iterable[str], notes: Notes
) -> None:
    """Flag lines that stand where the rules do not allow them; `numbers` are those of the lines in the file."""
    rules = _rules()
    statuses = set(handling)
    seen: set[str] = set()
    before = OciLine()
    for number, line in zip(numbers, lines, strict=True):
        for key in (line.information, line.control):
            if key in rules:
                _check(rules[key], {before.information, before.control}, seen, statuses, kind, number, notes)
        if line.control == "SS":
            statuses.add(line.text)
        if not line.information and line.control in _CODED:
            what, codes = _CODED[line.control]
            if line.text not in titles(codes):
                notes.flag(number, "code", what, line.text)
        if line.information in _GIVERS and line.control not in ("RA", "RC"):
            notes.flag(number, "security-order", f"{line.information}/{line.control}", "where RA or RC belongs")
        seen.update((line.information, line.control))
        before = line


def _check(
    rule: dict[str, str], before: set[str], seen: set[str], statuses: set[str], kind: str, number: int, notes: Notes
) -> None:
    after = rule["after"].split()
    if rule["only_in"] and kind not in rule["only_in"].split():
        notes.flag(number, "security-order", rule["line"], f"in a {kind}, but belongs into {rule['only_in']} only")
    if not (before if rule["directly"] else seen).intersection(after):
        place = "directly after" if rule["directly"] else "after"
        notes.flag(number, "security-order", rule["line"], f"not {place} {' or '.join(after)}")
    needed = rule["status"].split()
    if needed and not statuses.intersection(needed):
        notes.flag(number, "security-status", rule["line"], " or ".join(needed))


@cache
def _rules() -> dict[str, dict[str, str]]:
    return {row["line"]: row for row in table("formats", "cargo_imp_oci")}
