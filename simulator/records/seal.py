"""The seal of a drill: what is opened only in the debrief."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.common import chance
from simulator.common.errors import refuse
from simulator.records.folder import read_json, write_json

SALT_BYTES = 32


@dataclass(frozen=True)
class Seal:
    """Key (128 bits), salt of the commitment (32 bytes), and the seed if it is a practice drill."""

    key: bytes
    salt: bytes
    seed: int | None

    @classmethod
    def new(cls, seed: int | None) -> Seal:
        """A secret key, or the one of a practice drill."""
        key = chance.new_key() if seed is None else chance.practice_key(seed)
        return cls(key, chance.derive(key, "salt", SALT_BYTES), seed)

    def save(self, path: Path) -> None:
        """Write the seal."""
        write_json(path, {"key": self.key.hex(), "salt": self.salt.hex(), "seed": self.seed})

    @classmethod
    def load(cls, path: Path) -> Seal:
        """The seal that `save` wrote; DrillError if the file is missing or damaged."""
        kept = read_json(path)
        try:
            return cls(bytes.fromhex(kept["key"]), bytes.fromhex(kept["salt"]), kept["seed"])
        except (KeyError, TypeError, ValueError) as error:
            raise refuse("drill-damaged", file=str(path), reason="it does not hold a key and a salt") from error
