"""The sealed truth: what is hidden in which consignment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

KINDS = ("case", "decoy", "irregularity")
SCHEMA: dict[str, Any] = {
    "row": pl.UInt32,
    "kind": pl.Enum(KINDS),
    "pool": pl.String,
    "typology": pl.String,
    "contraband": pl.String,
    "concealment": pl.String,
    "hardness": pl.String,
    "weight": pl.Float64,
    "indicators": pl.String,
}


@dataclass(frozen=True)
class Truth:
    """One row for each consignment that hides something or pretends to, ascending by `row`.

    `typology` is a code of `typologies.csv` (cases; decoys look like it) or of `irregularities.csv`; `contraband`,
    `concealment`, `hardness` are empty where they do not apply; `weight` is kg of contraband, 0 where there is none;
    `indicators` are the codes that were planted and show, joined by `|`.
    """

    table: pl.DataFrame

    @classmethod
    def of(cls, rows: list[dict[str, Any]]) -> Truth:
        """The truth of these rows, each with the columns of SCHEMA."""
        return cls(pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("row"))

    def rows(self, kind: str) -> list[int]:
        """Consignments of one kind (case, decoy, irregularity), ascending."""
        rows: list[int] = self.table.filter(pl.col("kind") == kind)["row"].to_list()
        return rows

    def canonical(self) -> bytes:
        """The same bytes for the same truth everywhere: JSON, rows ascending, columns in the order of SCHEMA."""
        rows = self.table.sort("row").select(list(SCHEMA)).rows()
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()

    def commitment(self, salt: bytes) -> str:
        """SHA-256 over salt and canonical truth, hexadecimal: published before the drill, opened after it."""
        return sha256(salt + self.canonical()).hexdigest()

    def save(self, path: Path) -> None:
        """Write it as Parquet."""
        self.table.write_parquet(path, compression="zstd", compression_level=1)

    @classmethod
    def load(cls, path: Path) -> Truth:
        """The truth that `save` wrote; OSError, polars' errors or ValueError where it is missing or damaged."""
        table = pl.read_parquet(path)
        if dict(table.schema) != SCHEMA:
            raise ValueError("columns")
        return cls(table)
