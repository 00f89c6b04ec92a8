"""How a document comes to say something else: the forms of errors, one text at a time.

What lies between documents by nature and what is planted both come from `deviated`, so the form tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from simulator.world.spelling import misspelt, other_spelling

CURRENCIES = (7.2, 0.97, 465.0, 18.6, 82.0, 1350.0)
"""One USD in CNY, EUR, KZT, TRY, INR, KRW, November 2022, rounded. Source: assumption after market rates."""
_SHORT = 15
"""Characters of the goods on a flight manifest (FFM, domain facts 1.4)."""
_WORDINGS = ("{0} AND PARTS", "{0}, NEW", "{0} FOR SALE", "ASSORTED {0}", "{0} (SET)", "GOODS: {0}", "{0} ACCESSORIES")
"""Own words around the same goods. Source: assumption."""


def deviated(form: str, text: str, lot: float, local: str = "") -> str:
    """What a document says instead of `text`, by one of the forms; `text` itself where the form does not fit it.

    `lot` in [0, 1) decides among what the form leaves open, `local` is the name in its own script. KeyError if the
    form is none of FORMS.
    """
    if form == "own-script":
        return local or text
    return FORMS[form](text, lot)


def transposed(text: str, lot: float) -> str:
    """Two neighbouring digits swapped; where all are equal, the point shifted."""
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    pairs = [(a, b) for a, b in pairwise(digits) if text[a] != text[b]]
    # A figure that begins with 0 would be seen at once.
    pairs = [(a, b) for a, b in pairs if a or text[b] != "0"]
    if not pairs:
        return figure(float(text) * 10)
    a, b = pairs[int(lot * len(pairs))]
    signs = list(text)
    signs[a], signs[b] = signs[b], signs[a]
    return figure(float("".join(signs)))


def tenfold(text: str, lot: float) -> str:
    """Ten times as much, or a tenth."""
    return figure(float(text) * (10 if lot < 0.5 else 0.1))


def rounded(text: str, _lot: float) -> str:
    """Rounded up to a whole figure of its size: kilograms, tens, hundreds."""
    value = float(text)
    step = 100 if value >= 1000 else 10 if value >= 100 else 1 if value >= 1 else 0.1
    return figure(-(-value // step) * step)


def one_off(text: str, lot: float) -> str:
    """One more or one less, never none."""
    value = int(float(text))
    return str(value - 1 if value > 1 and lot < 0.5 else value + 1)


def other_currency(text: str, lot: float) -> str:
    """The figure in another currency."""
    return figure(round(float(text) * CURRENCIES[int(lot * len(CURRENCIES))], 2))


def shortened(text: str, _lot: float) -> str:
    """Only its beginning: the first words, at most 15 characters; of one word the word."""
    words, kept = text.replace(",", " ").split(), ""
    for word in words[:-1]:
        if len(kept) + len(word) + 1 > _SHORT:
            break
        kept = f"{kept} {word}".strip()
    return kept or text


def other_wording(text: str, lot: float) -> str:
    """The same goods in other words."""
    return _WORDINGS[int(lot * len(_WORDINGS))].format(text)


def figure(value: float) -> str:
    """A figure as documents carry it: without zeros at its end, never 0."""
    return f"{max(round(value, 3), 0.001):.3f}".rstrip("0").rstrip(".")


FORMS: dict[str, Callable[[str, float], str]] = {
    "transposed": transposed,
    "tenfold": tenfold,
    "rounded": rounded,
    "one-off": one_off,
    "other-currency": other_currency,
    "shortened": shortened,
    "other-wording": other_wording,
    "misspelt": misspelt,
    "other-spelling": other_spelling,
}
