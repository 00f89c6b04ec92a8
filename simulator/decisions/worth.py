"""What a control is good for, in words: general knowledge from the table of detection, nothing of any drill."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from simulator.common.i18n import language, to_say
from simulator.common.tables import shown, table

GOOD, WEAK = 0.6, 0.25
"""A control that shows hidden goods as often is good for them, or weak; below, it is useless."""
GRADES = (to_say("good"), to_say("weak"), to_say("useless"))
_HOW = {
    "inside-device": to_say("{goods} inside a device"),
    "mixed": to_say("{goods} mixed into the goods"),
    "soaked": to_say("{goods} soaked into the goods"),
}


@dataclass(frozen=True)
class Worth:
    """Classes of hidden goods for which all controls are worth the same, and what each is worth (GRADES), in order."""

    goods: str
    words: tuple[str, ...]


def worths(controls: tuple[str, ...], lang: str = "en") -> list[Worth]:
    """What some controls are worth; classes hidden alike, for which each is worth the same, stand together."""
    kept = []
    for row in table("decisions", "hidden_classes"):
        words, usual = (tuple(_word(c, row["code"], how) for c in controls) for how in (row["concealment"], "*"))
        # A concealment that makes no difference to these controls needs no row.
        if row["concealment"] == "*" or words != usual:
            kept.append((row["concealment"], words, shown("decisions", "hidden_classes", "title", row, lang)))
    order = {key: at for at, key in reversed(list(enumerate((row[0], row[1]) for row in kept)))}
    kept.sort(key=lambda row: order[row[0], row[1]])
    out = []
    for (how, words), members in groupby(kept, key=lambda row: (row[0], row[1])):
        first, *more = [title for _, _, title in members]
        goods = ", ".join([first, *(title[0].lower() + title[1:] for title in more)])
        out.append(Worth(language(lang).say(_HOW[how], goods=goods) if how in _HOW else goods, words))
    return out


def _word(control: str, hidden: str, how: str) -> str:
    share = _share(control, hidden, how)
    return GRADES[0] if share >= GOOD else GRADES[1] if share >= WEAK else GRADES[2]


def _share(control: str, hidden: str, how: str) -> float:
    """How often a control shows hidden goods; the most specific row of the table counts."""
    shares = {
        (row["contraband"], row["concealment"]): row["pd"]
        for row in table("operation", "detection")
        if row["control"] == control
    }
    for wanted in ((hidden, how), (hidden, "*"), ("*", "*")):
        if wanted in shares:
            return float(shares[wanted])
    return 0.0
