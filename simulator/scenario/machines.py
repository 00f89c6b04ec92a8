"""Which machines a control needs: some use another for general cargo, if the unit has one."""

from __future__ import annotations

from collections.abc import Mapping


def equipped(control: Mapping[str, str], held: Mapping[str, int]) -> bool:
    """Whether a unit, by its number of each machine, can do a control (a row of the table) of at least one stream."""
    wanted = [control[column] for column in ("machine", "machine_general") if control[column]]
    return not wanted or any(held.get(machine, 0) for machine in wanted)
