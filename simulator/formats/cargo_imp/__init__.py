"""Cargo-IMP, the text messages of air cargo: waybills, houses, manifests and status.

`read` takes what traffic has and keeps what it does not understand; `write` gives what the layouts ask for.
"""

from simulator.formats.cargo_imp.message import Record, read, write

__all__ = ["Record", "read", "write"]
