"""A small scenario as text, and ways to break it and to read what is said of it."""

from simulator.common.errors import DrillError, Fault
from simulator.scenario.reader import understand

TEXT = """\
format: 1
title: A story
purpose: To be broken.
kind: joint
start: 2022-11-08T06:00+06:00
length: 24 h
shifts:
  day: {from: 06:00, to: 18:00}
  night: {from: 18:00, to: 06:00}
units:
  - code: here
    name: Here
    post: ALA
    officers:
      - {role: inspector, count: 2, shift: day}
    machines: {x-ray: 1}
    systems:
      - {code: cargo, name: Cargo, kind: airport, streams: [general, express]}
      - {code: post, name: Post, kind: post, streams: [mail]}
  - code: there
    name: There
    post: TAS
    officers:
      - {role: inspector, count: 2, shift: day}
    systems:
      - {code: cargo, name: Cargo, kind: airport, streams: [general, express]}
timetable:
  - {number: TK350, from: IST, to: ALA, departs: 2022-11-08 02:00, arrives: 2022-11-08 10:10}
  - {number: KC127, from: ALA, to: TAS, departs: 2022-11-08 16:40, arrives: 2022-11-08 17:00}
traffic:
  - {stream: general, route: [IST, ALA], count: 50}
  - {stream: mail, route: [IST, ALA], count: 50}
  - {stream: express, route: [IST, ALA, TAS], count: 50}
cases:
  - {name: cargo, count: 1, streams: [general], typologies: [heroin-yarn]}
  - {name: onward, count: 1, streams: [express], typologies: [gbl-ink], units: [here, there]}
decoys:
  - {name: odd, count: 2, like: [gbl-ink]}
irregularities:
  - {name: prices, count: 2, kinds: [undervalued]}
intelligence:
  - {at: 1 h, to: [here], text: Look.}
objectives:
  - {code: look, text: To look.}
"""


def changed(*swaps: tuple[str, str]) -> str:
    """The text with each first piece, which stands there, replaced by the second once."""
    text = TEXT
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def faults(text: str | bytes) -> tuple[Fault, ...]:
    """What is wrong with a text."""
    try:
        understand(text if isinstance(text, bytes) else text.encode(), "story.yaml")
    except DrillError as error:
        return error.faults
    return ()


def told(*swaps: tuple[str, str]) -> list[tuple[str, str | None]]:
    """Code and field of every fault of the changed text, in the order of the file."""
    return [(fault.code, fault.field) for fault in faults(changed(*swaps))]


def only(text: str | bytes) -> Fault:
    """The only fault of a text."""
    [fault] = faults(text)
    return fault


def place(text: str, piece: str) -> tuple[int, int]:
    """Line and column of a piece of a text, from 1."""
    before = text[: text.index(piece)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
