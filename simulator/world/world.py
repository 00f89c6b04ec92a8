"""The world of a drill: read-only tables without any truth, their digest, and how they are kept as Parquet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from simulator.scenario.model import Channel, Procedure, Stream, SystemKind

if TYPE_CHECKING:
    import polars as pl

    from simulator.common.chance import Ints

STREAMS: tuple[str, ...] = get_args(Stream)
DOCUMENTS = ("awb", "hawb", "s10", "courier")
PAYMENTS = ("prepaid", "collect", "cash")
PROCEDURES: tuple[str, ...] = get_args(Procedure)
CHANNELS: tuple[str, ...] = get_args(Channel)
"""Channels or corridors of declarations: released at once, audited afterwards, documents checked, goods examined."""
PARTY_KINDS = ("company", "person", "forwarder", "post", "courier", "shop")
TRADERS = ("company", "shop")
"""Kinds of parties that trade in goods of their own."""
SYSTEM_KINDS: tuple[str, ...] = get_args(SystemKind)
TABLES = ("consignments", "parties", "flights", "passages", "known")
LATER = ("systems", "papers", "history", "mail", "predes", "allowances", "clearance", "security")
"""Tables that worlds of the first format lack."""


@dataclass(frozen=True)
class World:
    """What exists. The row number of a consignment in `consignments` is its identity everywhere.

    - `consignments`: one row a consignment, as it is declared
    - `parties`: one row a party; consignments refer to it by row number
    - `flights`: one row a flight
    - `passages`: one row for each consignment at each post it passes, sorted by (row, leg)
    - `known`: when which system shows a passage to a unit; what is never shown has no row
    - `systems`: the systems of the units, as `known` counts them; in worlds that lack it all systems show everything
    - `papers`: where a document or a system says something else than `consignments`
    - `history`: earlier consignments of parties
    - `mail`: dispatch (S8) and receptacle (S9) of each mail item, and whether systems show data of it (`announced`)
    - `predes`: when the post system of a unit shows a receptacle at its post
    - `allowances`: value and weight up to which mail and express come in free, by last airport and stream
    - `clearance`: what customs clearance does with each passage
    - `security`: aviation security status of each consignment
    """

    posts: tuple[str, ...]
    units: tuple[str, ...]
    consignments: pl.DataFrame
    parties: pl.DataFrame
    flights: pl.DataFrame
    passages: pl.DataFrame
    known: pl.DataFrame
    systems: pl.DataFrame | None = None
    papers: pl.DataFrame | None = None
    history: pl.DataFrame | None = None
    mail: pl.DataFrame | None = None
    predes: pl.DataFrame | None = None
    allowances: pl.DataFrame | None = None
    clearance: pl.DataFrame | None = None
    security: pl.DataFrame | None = None

    def declarations(self, rows: Ints, carried: pl.DataFrame) -> pl.DataFrame | None:  # noqa: ARG002  a draft needs both
        """Security declarations of some consignments, None in a world that has none."""
        return None if self.security is None else self.security[rows]

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables by name, in a fixed order, those that it has."""
        found = {name: getattr(self, name) for name in (*TABLES, *LATER)}
        return {name: frame for name, frame in found.items() if frame is not None}

    def digest(self) -> str:
        """SHA-256 over the values of all tables (not over file bytes), hexadecimal."""
        total = sha256(json.dumps([self.posts, self.units]).encode())
        for name, frame in self.tables().items():
            total.update(name.encode())
            for column in frame.iter_columns():
                total.update(f"{column.name}:{column.dtype}".encode())
                total.update(_column_digest(column))
        return total.hexdigest()

    def save(self, folder: Path) -> None:
        """Write the tables as Parquet into `folder`, which exists."""
        for name, frame in self.tables().items():
            frame.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=1)
        names = {"posts": self.posts, "units": self.units}
        (folder / "world.json").write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8", newline="\n")

    @classmethod
    def load(cls, folder: Path) -> World:
        """The world that `save` wrote; OSError or ValueError of the libraries where it is missing or damaged."""
        import polars as pl

        names: dict[str, Any] = json.loads((folder / "world.json").read_text(encoding="utf-8"))
        there = [name for name in LATER if (folder / f"{name}.parquet").is_file()]
        frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in (*TABLES, *there)}
        return cls(tuple(names["posts"]), tuple(names["units"]), **frames)


def _column_digest(column: pl.Series) -> bytes:
    """Digest of one column's values; numbers by their bytes, texts by length and UTF-8."""
    import numpy as np
    import polars as pl

    valid = column.is_not_null()
    total = sha256(np.packbits(valid.to_numpy()).tobytes())
    if column.dtype == pl.String or isinstance(column.dtype, pl.Enum):
        text = column.cast(pl.String).fill_null("")
        total.update(text.str.len_bytes().to_numpy().astype("<u4").tobytes())
        total.update((text.str.join("")[0] or "").encode())
    elif column.dtype == pl.Boolean:
        total.update(np.packbits(column.fill_null(False).to_numpy()).tobytes())
    else:
        values = np.ascontiguousarray(column.fill_null(0).to_numpy())
        total.update(values.astype(values.dtype.newbyteorder("<")).tobytes())
    return total.digest()
