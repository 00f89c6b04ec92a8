"""What contacts and authorities have told a unit, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simulator.view.answers import answer

if TYPE_CHECKING:
    from simulator.console.moments import Clock
    from simulator.operation.deliveries import Delivery
    from simulator.operation.engine import Lane
    from simulator.operation.inquiries import Inquiry
    from simulator.world.world import World


def answered(world: World, lane: Lane, asked: Inquiry, clock: Clock) -> str:
    """What a contact answers to a question."""
    if asked.question == "documents":
        return "Invoice and packing list: see the dossier of the consignment."
    if asked.question == "whereabouts":
        return whereabouts(lane, asked.unit, asked.row, asked.answer)
    facts = answer(world, asked.row, asked.question)
    return " ".join({"booking": _booking, "party": _parties, "permit": _permit}[asked.question](facts, clock))


def whereabouts(lane: Lane, unit: str, row: int, t: int) -> str:
    """Whether a consignment had come to the post, had been presented, had left at a time (s)."""
    post = lane.posts[unit]
    at = post.floor.place(row)
    presented = any(job.row == row and job.pushed <= t for job in (*post.jobs, *post.unfinished()))
    if lane.reach(post, row, at, t) == "left":
        return "It has left; it had been presented." if presented else "It has left, and had not been presented."
    if presented:
        return "It has been presented."
    if post.floor.ready.item(at) > t:
        return "It has not come yet."
    return "It has come, and has not been presented."


def proposed(delivery: Delivery, now: int, clock: Clock) -> tuple[int, str, str] | None:
    """When (s) a proposal was answered, with what, and in a sentence; None if nothing has been told by now."""
    said = f"Controlled delivery, proposed {clock.text(delivery.t)}"
    if delivery.answer is None:
        if delivery.until > now:
            return None
        return delivery.until, "no answer", f"{said}: no answer until {clock.text(delivery.until)}."
    if delivery.answer > now:
        return None
    what = "agreed" if delivery.accepted else "refused"
    return delivery.answer, what, f"{said}: {what}."


def _booking(facts: dict[str, Any], clock: Clock) -> Iterator[str]:
    by = f" by {facts['agent_name']}" if facts["agent_name"] else ""
    if facts["booked"] is not None:
        yield f"Booked {clock.text(facts['booked'])}{by}."
    elif by:
        yield f"Booked{by}."
    if facts["usual_agent_name"]:
        yield f"The shipper's usual agent is {facts['usual_agent_name']}."
    if facts["payment"]:
        yield f"Freight: {facts['payment']}."
    if facts["departs"] is not None:
        yield f"Its first flight departs {clock.text(facts['departs'])}."


def _parties(facts: dict[str, Any], _clock: Clock) -> Iterator[str]:
    for side in ("shipper", "consignee"):
        told = list(_party(side, facts))
        yield f"{side.capitalize()}: {', '.join(told)}." if told else f"{side.capitalize()}: nothing is known."
    if facts["past"] is not None:
        yield f"Consignments between the two before: {facts['past']}."


def _party(side: str, facts: dict[str, Any]) -> Iterator[str]:
    if facts[f"{side}_first_seen"] is not None:
        yield f"known since {facts[f'{side}_first_seen']} days before the drill"
    if facts[f"{side}_past"] is not None:
        yield f"earlier consignments {facts[f'{side}_past']}"
    if (others := (facts[f"{side}_phone_parties"] or 1) - 1) > 0:
        yield f"shares the phone with {others} other{'s' if others > 1 else ''}"
    if facts.get(f"{side}_address_forwarder"):
        yield "sits at a forwarder's address"


def _permit(facts: dict[str, Any], _clock: Clock) -> Iterator[str]:
    need = "need a permit" if facts["needs_permit"] else "need no permit"
    yield f"Goods of the class {facts['goods']} {need}."
