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
        "summary": words.say("Summary"),
        "unit": words.say("Unit"),
        "event": words.say("Event"),
        "group": words.say("Group"),
        "figure": words.say("Figure"),
        **_sheets(words),
    }


def _sheets(words: Words) -> dict[str, str]:
    """Names of the sheets of the workbook, by `sheet-` and the `sheet` of their tables; at most 31 characters."""
    titles = {
        "controls-summary": words.say("What controls brought"),
        "outcomes": words.say("Outcomes"),
        "results": words.say("Units"),
        "players": words.say("Reference players"),
        "safety": words.say("Danger signs"),
        "finds": words.say("After the finds"),
        "controls": words.say("Controls"),
        "officers": words.say("Officers"),
        "cases": words.say("Cases"),
        "network": words.say("Network"),
        "indicators": words.say("Indicators"),
        "irregularities": words.say("Irregularities"),
        "decoys": words.say("Decoys"),
        "ungrounded": words.say("Ungrounded controls"),
        "decisions": words.say("Decisions"),
        "figures": words.say("Figures of the units"),
        "facts": words.say("Facts of the cases"),
        "told": words.say("What was told"),
        "words": words.say("The report in words"),
    }
    return {f"sheet-{name}": title for name, title in titles.items()}
