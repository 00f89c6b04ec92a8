"""Lines of other customs, security and regulatory control information (OCI).

OCI/GB/ISS/RA/001-011      country, what or whom it is about, what the text is, text
///ED/0213                 fields that are empty keep their slash
/IT/IMP/M/07IT9876AB88901235
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.formats.cargo_imp.fields import country, fits, limits, lines_of
from simulator.formats.cargo_imp.lines import Segment
from simulator.formats.cargo_imp.texts import broken
from simulator.formats.notes import Notes


@dataclass(frozen=True, slots=True)
class OciLine:
    """`information` is what or whom it is about (`ISS`, `SHP`, `IMP`), `control` what the text is (`RA`, `T`, `M`)."""

    country: str = ""
    information: str = ""
    control: str = ""
    text: str = ""


def read_oci(segment: Segment, notes: Notes) -> tuple[OciLine, ...]:
    """The lines of a segment, one for each.

    Traffic has lines with one or two slashes where three belong: fields that are missing are taken for the first ones.
    """
    held = []
    for (number, _), body in zip(segment.lines, segment.bodies(), strict=True):
        fields = body.split("/", 3)
        if len(fields) < 4:
            notes.flag(number, "fields", "OCI", f"{len(fields)} fields instead of 4: {body}")
            fields = [""] * (4 - len(fields)) + fields
        if fields[0]:
            country(number, fields[0], notes)
        held.append(OciLine(fields[0], fields[1], fields[2], fits(number, "oci", fields[3], notes)))
    return tuple(held)


def write_oci(name: str, lines: Iterable[OciLine]) -> list[str]:
    """The lines; a text that is too long goes on in further lines of its kind."""
    return lines_of(
        name,
        [
            f"{line.country}/{line.information}/{line.control}/{text}"
            for line in lines
            for text in broken(line.text, limits()["oci"])
        ],
    )
