"""A hidden consignment at one post: what happened there in order, and the verdict in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from simulator.common.clock import NEVER
from simulator.common.i18n import to_say
from simulator.debrief.blocks import Fact, Moment
from simulator.debrief.chances import alike_text, without_find_text
from simulator.debrief.endings import left_at, stayed
from simulator.debrief.timeline import Event
from simulator.debrief.words import Words
from simulator.scoring.model import Decided, HiddenStory, Observed, PassageStory, Seen

SHAPES = {"alarm": "alarm", "danger": "alarm"} | dict.fromkeys(
    ("find", "positive", "irregularity", "confirmed"), "find"
)

_LEFT = {
    "nobody-on-shift": to_say(
        "It waited for {control} from {t}: nobody who does that was on shift before it left at {until}."
    ),
    "machine-down": to_say("It waited for {control} from {t}: the machine was down until it left at {until}."),
    "queue": to_say("It waited for {control} from {t}, behind other work, until it left at {until}."),
    "too-late": to_say("It would have been presented for {control} at {t}; it left at {until} before that."),
    "not-found": to_say("It was asked for, and at {t} it could not be found; it left at {until} without a control."),
    "under-way": to_say("The control was under way when it left at {until}: {control}."),
}
"""Why what was selected was not controlled before it left."""
_ENDED = {
    "nobody-on-shift": to_say(
        "It waited for {control} from {t}: nobody who does that was on shift before the drill ended."
    ),
    "machine-down": to_say("It waited for {control} from {t}: the machine was down until the drill ended."),
    "queue": to_say("It waited for {control} from {t}, behind other work, until the drill ended."),
    "too-late": to_say("It would have been presented for {control} at {t}; the drill ended before that."),
    "not-found": to_say("It was asked for, and at {t} it could not be found; the drill ended without a control."),
    "under-way": to_say("The control was under way when the drill ended: {control}."),
}
"""The same of what was still at the post when the drill ended."""


@dataclass(frozen=True)
class Post:
    """A hidden consignment at one post."""

    title: str
    facts: tuple[Fact, ...]
    moments: tuple[Moment, ...]
    verdict: str
    alike: str


def decision_text(decided: Decided, words: Words) -> str:
    """`Select: X-ray, then examination if alarm`."""
    act = words.title("act", decided.act)
    if decided.on:
        act = words.say("{act} ({on})", act=act, on=words.low(_known("find", decided.on, words)))
    ordered = decided.controls or decided.steps
    if not ordered:
        return act
    steps = ", ".join(_step(control, place, words) for place, control in enumerate(ordered))
    return words.say("{act}: {steps}", act=act, steps=steps)


def _known(kind: str, code: str, words: Words) -> str:
    """The title of a find or a step; what is only in standing orders has its own words."""
    title = words.title(kind, code)
    return title if title != code else words.title("standing", code)


def _step(control: str, place: int, words: Words) -> str:
    title = _known("control", control.lstrip("?"), words)
    if not place:
        return title
    title = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return words.say("then {control} if alarm" if control.startswith("?") else "then {control}", control=title)


def happened(story: HiddenStory, passage: PassageStory, words: Words) -> list[Event]:
    """Everything that happened at the post within the drill, in order of time."""
    left = left_at(passage, words.end)
    events = [_seen(seen, left, words) for seen in passage.seen]
    if passage.ending != "not-arrived":
        events.append(Event(passage.ready, "ready", words.say("Ready to be presented at the post")))
    events += [_decided(decided, words) for decided in passage.decisions]
    events += [_observed(observed, passage.ending, story.by_chance, words) for observed in passage.observations]
    if left < NEVER:
        events.append(Event(left, "left", words.say("Left the post")))
    elif stayed(passage, words.end):
        events.append(Event(words.end, "end", words.say("Still at the post when the drill ended")))
    return sorted((event for event in events if event.t <= words.end), key=lambda event: event.t)


def _seen(seen: Seen, left: int, words: Words) -> Event:
    text = "{system} showed it, after it had left" if seen.t > left else "{system} showed it"
    return Event(seen.t, "seen", words.say(text, system=words.own(seen.name)))


def _decided(decided: Decided, words: Words) -> Event:
    notes = []
    if decided.reasons:
        notes.append(words.say("Reasons: {reasons}.", reasons=words.titles("indicator", decided.reasons)))
    if decided.confidence:
        confidence = words.title("confidence", decided.confidence)
        notes.append(words.say("Confidence: {confidence}.", confidence=confidence))
    if decided.controls:
        notes.append(words.say("Priority: {priority}.", priority=decided.priority))
    if decided.effect != "effect":
        notes.append(words.say("No effect: {reason}.", reason=words.title("effect", decided.effect)))
    if note := words.note(decided.seq):
        notes.append(words.say("Note: {note}", note=note))
    shape = "decided" if decided.effect == "effect" else "void"
    return Event(decided.t, shape, decision_text(decided, words), " ".join(notes))


def _observed(observed: Observed, ending: str, blind: Collection[str], words: Words) -> Event:
    text = words.say(
        "{control}: {result}",
        control=words.title("control", observed.control),
        result=words.title("result", observed.result),
    )
    if observed.words:
        seen = words.text(observed.words, a=words.number(observed.a or 0), b=words.number(observed.b or 0))
        text = words.say("{text} ({seen})", text=text, seen=seen.rstrip("."))
    shape = SHAPES.get(observed.result, "control")
    alarms = observed.result in ("alarm", "danger", "positive")
    by_chance = (
        words.say("By chance: it cannot notice what was hidden.") if alarms and observed.control in blind else ""
    )
    return Event(observed.t, "alarm" if shape == "find" and ending != "found" else shape, text, by_chance)


def post(
    story: HiddenStory,
    passage: PassageStory,
    label: str,
    events: Sequence[Event],
    names: Mapping[str, str],
    words: Words,
) -> Post:
    """The block of one post, in the local time of the post."""
    words = words.local(passage.offset)
    label = words.at_post(label)
    facts = [Fact(words.say("Procedure"), words.title("procedure", passage.procedure))]
    flights = [flight for flight in (passage.flight_in, passage.flight_out) if flight]
    if flights:
        facts.append(Fact(words.say("Flights"), words.own(" – ".join(flights))))
    facts.append(Fact(words.say("Expected"), words.moment(passage.expected)))
    if passage.ending != "not-arrived" and passage.release not in (left_at(passage, words.end), NEVER):
        facts.append(Fact(words.say("Would have left"), words.moment(passage.release)))
    return Post(
        label,
        tuple(facts),
        moments(events, words),
        verdict(story, passage, names, words),
        alike_text(story, passage, words),
    )


def moments(events: Sequence[Event], words: Words) -> tuple[Moment, ...]:
    """Events as lines."""
    return tuple(Moment(words.moment(event.t), event.shape, event.text, event.detail) for event in events)


def verdict(story: HiddenStory, passage: PassageStory, names: Mapping[str, str], words: Words) -> str:
    """What stopped it at a post, or let it pass."""
    found_by = story.found_by
    if passage.ending == "control-found-nothing":
        return without_find_text(story, passage, words)
    verdicts = {
        "not-selected": _not_selected,
        "not-controlled": _not_controlled,
        "alarm-unresolved": _unresolved,
    }
    if passage.ending == "found":
        return _found(story, passage, words)
    if passage.ending in verdicts:
        return verdicts[passage.ending](passage, words)
    if passage.ending == "not-known":
        if stayed(passage, words.end):
            return words.say("None of the unit's systems showed it before the drill ended.")
        return words.say("None of the unit's systems showed it before it left.")
    if found_by:
        return words.say("It did not come here: {unit} had stopped it.", unit=names.get(found_by, found_by))
    return words.say("It did not come here within the drill.")


def _found(story: HiddenStory, passage: PassageStory, words: Words) -> str:
    """The control that stopped it; tests after that are work on the find."""
    finds = [seen for seen in passage.observations if SHAPES.get(seen.result) == "find"]
    if not finds:
        return words.say("Found here.")
    find = next((seen for seen in finds if seen.t == story.found_at), finds[0])
    values = {"control": words.title("control", find.control), "time": words.moment(find.t)}
    if find.t < passage.release < NEVER:
        span = words.span(passage.release - find.t)
        return words.say("{control} gave the find at {time}, {span} before it would have left.", span=span, **values)
    return words.say("{control} gave the find at {time}.", **values)


def _not_selected(passage: PassageStory, words: Words) -> str:
    if not passage.seen:
        return words.say("Nobody selected it.")
    first = min(passage.seen, key=lambda seen: seen.t)
    values = {"system": words.own(first.name), "time": words.moment(first.t)}
    if passage.release >= NEVER:
        return words.say("{system} showed it from {time}. Nobody selected it.", **values)
    if stayed(passage, words.end):
        text = "{system} showed it from {time}. Nobody selected it; it was still at the post when the drill ended."
        return words.say(text, **values)
    span = words.span(passage.release - first.t)
    return words.say("{system} showed it from {time}, {span} before it left. Nobody selected it.", span=span, **values)


def _not_controlled(passage: PassageStory, words: Words) -> str:
    orders = [decided.t for decided in passage.decisions if decided.controls and decided.effect == "effect"]
    selected = words.say("Selected at {time}.", time=words.moment(min(orders))) if orders else words.say("Selected.")
    ended, until = stayed(passage, words.end), words.moment(passage.release)
    if passage.waited is None and ended:
        why = words.say("No control could begin before the drill ended.")
    elif passage.waited is None:
        why = words.say("No control could begin before it left at {until}.", until=until)
    else:
        waited = passage.waited
        values = {"control": words.low(words.title("control", waited.control)), "t": words.moment(waited.since)}
        why = words.say(_ENDED[waited.cause] if ended else _LEFT[waited.cause], until=until, **values)
    return f"{selected} {why}"


def _unresolved(passage: PassageStory, words: Words) -> str:
    alarms = [seen for seen in passage.observations if seen.result in ("alarm", "danger")]
    ended, until = stayed(passage, words.end), words.moment(passage.release)
    if not alarms and ended:
        return words.say("An alarm was not settled before the drill ended.")
    if not alarms:
        return words.say("An alarm was not settled before it left at {until}.", until=until)
    values = {"control": words.title("control", alarms[-1].control), "time": words.moment(alarms[-1].t)}
    text = "{control} gave an alarm at {time}. No examination or test settled it before it left at {until}."
    if ended:
        text = "{control} gave an alarm at {time}. No examination or test settled it before the drill ended."
    return words.say(text, until=until, **values)
