"""Texts that a format needs beside the sections."""

from __future__ import annotations

from simulator.debrief.words import Words


def labels(words: Words) -> dict[str, str]:
    """The texts by name; `{page}` and `{pages}` stay as they are, for the format to fill in."""
    return {
        "contents": words.say("Contents"),
        "invented": words.say("Nothing in this report is real: parties, consignments and findings are invented."),
        "page": words.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        "debrief": words.say("Debrief"),
        "time": words.say("Time"),
        "post": words.say("Post"),
        "what": words.say("What"),
        "detail": words.say("Detail"),
        "to": words.say("To"),
        "source": words.say("Source"),
        "text": words.say("Text"),
        "outcome": words.say("Outcome"),
        "course": words.say("What happened"),
    }
