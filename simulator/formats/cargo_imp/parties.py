"""Who sends, who receives, who is also notified, and the agent.

SHP/ACCOUNT                  since FWB/17 and FHL/5: lines with NAM, ADR and LOC
NAM/NORTH WIND TRADING
/AND SONS                    a second line of the name
ADR/5 HARBOUR STREET
LOC/ALMATY/ALA               place, state
/KZ/050000/TE/7700000000     country, post code, kind and number of contacts

SHP/ACCOUNT                  before: lines by their order. Where no account may stand (NFY, FHL/4) the name
/NORTH WIND TRADING          stands in the first line: NFY/NORTH WIND TRADING
/5 HARBOUR STREET
/ALMATY/ALA
/KZ/050000/TE/7700000000

AGT/ACCOUNT/1234567/0001     account, IATA number, CASS address, participant
/SWIFT FORWARDING
/ALMATY
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.formats.cargo_imp.fields import country, fits, keep, lines_of, slashed
from simulator.formats.cargo_imp.lines import Line, Segment
from simulator.formats.notes import Notes

_COUNTRY = re.compile(r"[A-Z]{2}(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Party:
    """A shipper, a consignee, or who is also notified. `contacts`: kind (`TE` phone, `FX` fax ...) and number."""

    name: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    place: str = ""
    state: str = ""
    country: str = ""
    postcode: str = ""
    contacts: tuple[tuple[str, str], ...] = ()
    account: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent: IATA number of 7 digits, CASS address of 4 digits."""

    name: str = ""
    place: str = ""
    account: str = ""
    iata: str = ""
    cass: str = ""
    participant: str = ""


def read_party(segment: Segment, notes: Notes) -> Party:
    """A party whose first line may hold an account."""
    number, text = segment.lines[0]
    return _read(segment, (), fits(number, "account", text[4:], notes), notes)


def read_named_party(segment: Segment, notes: Notes) -> Party:
    """A party without an account: its first line may hold the name."""
    number, text = segment.lines[0]
    return _read(segment, ((number, text[4:]),) if text[4:] else (), "", notes)


def _read(segment: Segment, first: tuple[Line, ...], account: str, notes: Notes) -> Party:
    lines = segment.lines[1:]
    if any(text[0] != "/" for _, text in lines):
        keep(first, segment.name, notes)
        name, address, place, coded = _tagged(lines, segment.name, notes)
    else:
        name, address, place, coded = _by_order((*first, *((number, text[1:]) for number, text in lines)))
    if not name or not coded:
        notes.flag(segment.line, "missing", segment.name, "country" if name else "name")
    where, _, state = place[0][1].partition("/") if place else ("", "", "")
    code, postcode, contacts = _coded(coded, segment.name, notes)
    for field, text in (("place", where), ("state", state), ("postcode", postcode)):
        fits(segment.line, field, text, notes)
    return Party(
        tuple(fits(number, "name", text, notes) for number, text in name),
        tuple(fits(number, "address", text, notes) for number, text in address),
        where,
        state,
        code,
        postcode,
        contacts,
        account,
    )


Parts = tuple[Sequence[Line], Sequence[Line], Sequence[Line], Sequence[Line]]
"""Lines of the name, of the address, of the place, and of country, post code and contacts."""


def _tagged(lines: list[Line], where: str, notes: Notes) -> Parts:
    """Lines that say what they are by NAM, ADR and LOC."""
    held: dict[str, list[Line]] = {"NAM": [], "ADR": [], "LOC": []}
    tag = ""
    for number, text in lines:
        if text[0] != "/":
            tag = text[:3]
            held[tag].append((number, text[4:]))
        elif tag:
            held[tag].append((number, text[1:]))
        else:
            notes.keep(number, text, where)
    return held["NAM"], held["ADR"], held["LOC"][:1], held["LOC"][1:]


def _by_order(lines: tuple[Line, ...]) -> Parts:
    """Name, address, place; the last line that begins with two letters is the country."""
    at = next((at for at in range(len(lines) - 1, -1, -1) if _COUNTRY.fullmatch(lines[at][1])), len(lines))
    return lines[: min(at, 1)], [line for line in lines[1 : at - 1] if line[1]], lines[max(at - 1, 1) : at], lines[at:]


def _coded(lines: Sequence[Line], where: str, notes: Notes) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Country, post code, contacts: `KZ/050000/TE/7700000000`."""
    if not lines:
        return "", "", ()
    code, *rest = [field for _, text in lines for field in text.split("/")]
    postcode, *pairs = rest or [""]
    if len(pairs) % 2:
        if any(pairs):
            notes.flag(lines[0][0], "fields", where, "a contact without its kind or number")
        pairs.append("")
    contacts = tuple(pair for pair in zip(pairs[::2], pairs[1::2], strict=True) if any(pair))
    for _, contact in contacts:
        fits(lines[0][0], "contact", contact, notes)
    return country(lines[0][0], code, notes), postcode, contacts


def write_tagged(name: str, party: Party) -> list[str]:
    """A party of FWB/17 and FHL/5."""
    lines = [slashed(name, party.account)]
    lines += lines_of("NAM", party.name) if party.name else []
    lines += lines_of("ADR", party.address) if party.address else []
    return [*lines, *lines_of("LOC", (slashed(party.place, party.state), _coded_text(party)))]


def write_by_order(name: str, party: Party) -> list[str]:
    """A party of FWB/16: one line for the name, one for the address."""
    return [slashed(name, party.account), *("/" + body for body in _bodies(party))]


def write_named(name: str, party: Party) -> list[str]:
    """A party of FHL/4, or the one also notified of FWB/16: its name stands in the first line."""
    return lines_of(name, _bodies(party))


def _bodies(party: Party) -> tuple[str, str, str, str]:
    place = slashed(party.place, party.state)
    return " ".join(party.name), " ".join(party.address), place, _coded_text(party)


def _coded_text(party: Party) -> str:
    return slashed(party.country, party.postcode, *(field for contact in party.contacts for field in contact))


def read_agent(segment: Segment, notes: Notes) -> Agent:
    """The agent's segment."""
    (number, first), *rest = segment.lines
    account, iata, cass, participant, *_ = *first[4:].split("/", 3), "", "", "", ""
    name, place, *_ = *(text[1:] for _, text in rest), "", ""
    keep(rest[2:], segment.name, notes)
    fits(number, "name", name, notes)
    return Agent(name, fits(number, "place", place, notes), account, iata, cass, participant)


def write_agent(name: str, agent: Agent) -> list[str]:
    """The agent's segment."""
    numbers = slashed(agent.account, agent.iata, agent.cass, agent.participant)
    return lines_of(name, (numbers, agent.name, agent.place))
