"""The messages of a unit as one zip, the same bytes for the same world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from simulator.common.i18n import pick
from simulator.decisions.messages import couriers, mail, manifests, statuses, waybills
from simulator.decisions.messages.feed import Feed, File, feeds

if TYPE_CHECKING:
    import polars as pl

    from simulator.scenario.model import Scenario, Unit
    from simulator.world.world import World

WAYS: Mapping[str, tuple[Callable[[Feed], Iterator[File]], ...]] = {
    "pre-arrival": (waybills.files, statuses.files),
    "airport": (manifests.files,),
    "post": (mail.files,),
    "courier": (couriers.files,),
}
"""What each kind of system gets."""
KINDS = {
    "FWB": "air waybill data (Cargo-IMP FWB/16, /17)",
    "FHL": "house waybills (Cargo-IMP FHL/4, /5)",
    "FFM": "flight manifest (Cargo-IMP FFM/8), in parts",
    "FSU": "status: booked, manifested, departed as planned (Cargo-IMP FSU/14)",
    "ITMATT": "data of mail items",
    "PREDES": "dispatches of mail with their receptacles",
    "LIST": "list of a courier (csv)",
}
_MADE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold: when the files were made says nothing."""
_READ_ME = """EXERCISE - no party, number or consignment in these files is real.

Messages that the systems of {unit} got, as they came: {count} files, a folder for each system.

{systems}

A name like 2022-11-08T0410Z-KC912-FFM.txt says when the last message in the file came (UTC), about which flight, and
of which kind. A file holds the messages of one kind about one flight that came within one hour.

{kinds}

What a system does not show stands in none of its messages, but the sums of an air waybill over houses are of all of
them. Where a message was corrected later, the corrected one stands in a later file. Texts are in capitals and cut at
the length that a message allows: the queue in the sheet has them whole. `jointdrill read FILE` shows a message as a
table; lists (csv) open in Excel.
"""


def messages_zip(scenario: Scenario, world: World, unit: Unit, frame: pl.DataFrame) -> bytes:
    """The zip of a unit; `frame` is what it sees (`view.visible`)."""
    root = f"EXERCISE-{unit.code}-messages"
    members, lines, kinds = dict[str, bytes](), list[str](), set[str]()
    for feed in feeds(scenario, world, unit, frame):
        held = [file for way in WAYS[feed.kind] for file in way(feed)]
        kinds |= {file.kind for file in held}
        members |= {f"{root}/{feed.code}/{name}": data for name, data in _named(feed, held)}
        lines.append(f"  {feed.code}: {feed.name}, {len(held)} files")
    read_me = _READ_ME.format(
        unit=pick(unit.name, "en"),
        count=len(members),
        systems="\n".join(lines) or "  None of the systems gets messages.",
        kinds="\n".join(f"  {kind}: {KINDS[kind]}" for kind in KINDS if kind in kinds),
    )
    return zipped({f"{root}/READ-ME.txt": read_me.encode(), **members})


def _named(feed: Feed, held: Iterable[File]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes, in the order of time; files that would have the same name are numbered."""
    seen = Counter[str]()
    for file in sorted(held, key=lambda file: (file.t, file.about, file.kind)):
        name = f"{feed.utc(file.t):%Y-%m-%dT%H%MZ}-{file.about}-{file.kind}"
        seen[name] += 1
        number = f"-{seen[name]}" if seen[name] > 1 else ""
        yield f"{name}{number}.{file.ending}", file.data


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of files by name, sorted, without a trace of when and where it was made."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(members):
            info = ZipInfo(name, _MADE)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, members[name])
    return out.getvalue()
