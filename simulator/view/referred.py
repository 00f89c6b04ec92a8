"""What a request for information brings: the declared data made whole. Nothing of it is truth."""

from __future__ import annotations

from simulator.common.tables import codes
from simulator.world.goods import goods
from simulator.world.world import World


def completed(world: World, row: int) -> dict[str, str]:
    """The HS code and a plain description of a consignment where its waybill lacked them, by column of the view.

    They are those of the class of goods as which it is declared; empty where nothing lacked.
    """
    own = world.consignments.row(row, named=True)
    kind = goods().row(own["goods"], named=True)
    whole = {}
    if own["hs"] is None:
        whole["hs"] = kind["hs"]
    if own["description"] in codes("world", "vague", "text"):
        whole["description"] = kind["descriptions"].split("|")[0]
    return whole
