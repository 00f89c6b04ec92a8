"""English texts of all flags by code. A flag carries its code, where it is and what stands there."""

from __future__ import annotations

from simulator.formats.reading import Flag

FLAGS: dict[str, str] = {
    # numbers
    "check-digit": "{where} {value}: the check digit is wrong; a digit may be mistyped",
    "shape": "{where} {value!r} is not written like one",
    "country": "{where} {value!r} is no country code",
    "code": "{where} {value!r} is no code that is known",
    "date": "{where} {value!r} is no date",
    # lines and segments
    "not-understood": "not understood, kept as it stands: {value}",
    "missing": "missing: {value}",
    "cut": "ends early, {value} should follow: was it cut?",
    "order": "{where} stands out of order",
    "double": "{where} stands once more; kept as it stands: {value}",
    "too-long": "{where} is too long: {value}",
    "too-many": "{where}: more than allowed, {value}",
    "character": "{where} has a character that this format does not have: {value}",
    "envelope": "not part of the message, left aside: {value}",
    "kind": "messages of the kind {value} are not read; kept as it stands",
    "version": "version {value} is not known; read like the known ones",
    "empty": "holds nothing that could be read",
    "more": "{value} more than are looked at",
    "flags": "from here on {value} more that is odd: neither told nor kept",
    # messages as EDIFACT, XML and JSON
    "broken": "{where} is broken here: {value}; what could be read is read",
    "context": "{where} is named elsewhere and not fetched: {value}",
    "count": "{where} counts {value}, which is not what is there",
    "deep": "nested too deep; what lies deeper is left out",
    "encoding": "not in the encoding that it names, nor UTF-8; read as Windows-1252",
    "namespace": "{where} is of the namespace {value!r}, read all the same",
    "no-end": "ends without {where}",
    "number": "{where} {value!r} is no number",
    "other-dispatch": "{where} {value} belongs to another dispatch",
    "prefix": "{where} has no prefix; read as a term of ONE Record",
    "reference": "{where} names {value!r}, which is not the message it ends",
    # security and customs lines
    "security-order": "security lines: {where} stands {value}",
    "security-status": "security lines: {where} needs the status {value}",
    "fields": "{where} has {value}",
    "shared": "{where} stand once after several houses; whose they are is not said",
}


def words(flag: Flag) -> str:
    """What a flag says to a person, without its line."""
    return FLAGS.get(flag.code, "{where} {value}: " + flag.code).format(where=flag.where, value=flag.value).strip()
