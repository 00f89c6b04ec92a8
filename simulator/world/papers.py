"""Documents that disagree: where a document says something else than `consignments`, and until when.

What `consignments` says is the word that stands in the end on the waybill (of mail the item data). Figures of a waybill
that were wrong are therefore corrected sooner or later; its names and addresses may stay as they were typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from simulator.common.chance import Ints, luck_many
from simulator.common.clock import HOUR, MINUTE, NEVER
from simulator.common.tables import codes, table
from simulator.scenario.model import Scenario, System
from simulator.scenario.numbers import Lognormal, quantile
from simulator.world.deviations import deviated
from simulator.world.world import PROCEDURES, STREAMS, TRADERS

if TYPE_CHECKING:
    from simulator.world.joined import Parts

FIELDS = (
    "pieces",
    "weight",
    "value",
    "description",
    "shipper_name",
    "consignee_name",
    "consignee_address",
)
STAYS = ("shipper_name", "consignee_name", "consignee_address")
"""Fields of a waybill that may be wrong for good: no indicator reads them."""
UNTIL = Lognormal[int](kind="lognormal", median=3 * HOUR, spread=0.8)
"""From when a system first shows a document until it is amended. Source: assumption."""
_LEAST_UNTIL = 10 * MINUTE


def schema() -> pl.Schema:
    """Columns of the table.

    `post` is the position in `World.posts` of a document that each post has its own of (manifest, declaration), null
    for one that travels along; `until` the second at which it is amended, null if it says so for good.
    """
    return pl.Schema(
        [
            ("row", pl.UInt32()),
            ("document", pl.Enum(codes("world", "documents"))),
            ("field", pl.Enum(FIELDS)),
            ("value", pl.String()),
            ("post", pl.UInt8()),
            ("until", pl.Int32()),
        ]
    )


@dataclass(frozen=True)
class Document:
    """One kind of document: whether each post has its own, which consignments have it, which systems show it.

    `titles` are those of streams in which it is called otherwise.
    """

    code: str
    title: str
    titles: Mapping[str, str]
    own: bool
    commercial: bool
    streams: tuple[str, ...]
    procedures: tuple[str, ...]
    shown_by: tuple[str, ...]
    errors: float

    def called(self, stream: str) -> str:
        """Its title for a consignment of a stream."""
        return self.titles.get(stream, self.title)


@cache
def documents() -> dict[str, Document]:
    """The documents by code, in the order of their table."""
    return {
        row["code"]: Document(
            row["code"],
            row["title"],
            dict(each.split(":", 1) for each in row["titles"].split("|") if each),
            row["own"] == "yes",
            row["commercial"] == "yes",
            tuple(row["streams"].split("|")) if row["streams"] else STREAMS,
            tuple(row["procedures"].split("|")) if row["procedures"] else PROCEDURES,
            tuple(row["shown_by"].split("|")) if row["shown_by"] else (),
            float(row["errors"] or 0),
        )
        for row in table("world", "documents")
    }


def exists(document: str, parts: Parts, rows: Ints, procedure: pl.Series) -> npt.NDArray[np.bool_]:
    """Whether each of some consignments has a document, at a post where it has this procedure; shape (n,)."""
    what = documents()[document]
    stream = parts.consignments["stream"].gather(rows)
    there = stream.is_in(list(what.streams)) & procedure.is_in(list(what.procedures)).fill_null(False)
    if what.commercial:
        kinds = parts.parties["kind"]
        ends = (kinds.gather(parts.consignments[side].gather(rows)).is_in(TRADERS) for side in ("shipper", "consignee"))
        there &= next(ends) & next(ends)
    return there.to_numpy()


class Entry(NamedTuple):
    """One text to be: which document of which consignment deviates in which field in which form, by a lot."""

    row: int
    document: str
    field: str
    form: str
    lot: float
    post: int | None = None
    until: int | None = None


def build(scenario: Scenario, key: bytes, parts: Parts, known: pl.DataFrame, posts: tuple[str, ...]) -> pl.DataFrame:
    """The disagreements that lie in the traffic by nature, drawn by luck alone, whatever stands in a consignment."""
    entries = [*_shown(scenario, key, parts, known, posts), *_unshown(key, parts)]
    return written(parts, entries)


def written(parts: Parts, entries: Iterable[Entry], before: pl.DataFrame | None = None) -> pl.DataFrame:
    """The table with the entries written out, after those that stood there `before`.

    Of several for one field of one document the first counts; what its form leaves unchanged is left out.
    """
    found = list(entries)
    columns = {
        "row": [each.row for each in found],
        "document": [each.document for each in found],
        "field": [each.field for each in found],
        "value": _texts(parts, found),
        "post": [each.post for each in found],
        "until": [each.until for each in found],
    }
    made = pl.DataFrame(columns, schema=schema()).filter(pl.col("value").is_not_null())
    whole = made if before is None else pl.concat([before, made])
    place = ["row", "document", "field", "post"]
    return whole.unique(place, keep="first", maintain_order=True).sort(place, maintain_order=True)


def _texts(parts: Parts, entries: Sequence[Entry]) -> list[str | None]:
    out: list[str | None] = [None] * len(entries)
    fields = np.array([FIELDS.index(each.field) for each in entries], dtype=np.int64)
    for number, field in enumerate(FIELDS):
        mine = np.flatnonzero(fields == number)
        rows = np.array([entries[at].row for at in mine.tolist()], dtype=np.int64)
        plain, side = texts(parts, field, rows), field.partition("_")[0]
        own = texts(parts, f"{side}_name_local", rows) if side in ("shipper", "consignee") else [""] * len(rows)
        for at, text, local in zip(mine.tolist(), plain, own, strict=True):
            said = deviated(entries[at].form, text, entries[at].lot, local)
            out[at] = None if said == text else said
    return out


def texts(parts: Parts, field: str, rows: Ints) -> list[str]:
    """What `consignments` says in a field, as documents write it; shape (n,)."""
    mine = parts.consignments
    if field in mine.columns:
        column = mine[field].gather(rows)
        if column.dtype.is_float():
            return pl.Series([f"{value:.3f}".rstrip("0").rstrip(".") for value in column], dtype=pl.String).to_list()
        return column.cast(pl.String).fill_null("").to_list()
    side, _, name = field.partition("_")
    return parts.parties[name].gather(mine[side].gather(rows)).fill_null("").to_list()


@cache
def _choices(kind: str, stream: str, what: str) -> tuple[list[tuple[str, str, str]], npt.NDArray[np.float64]]:
    """Document, field and form of what can go wrong in a kind of system (or a document that none shows); their ladder.

    `what` is `errors` or `amended`.
    """
    found, weights = [], []
    for row in table("world", "deviations"):
        document = documents()[row["document"]]
        fits = kind in row["kinds"].split("|") if row["kinds"] else kind == row["document"]
        stays = what == "amended" or row["document"] != "waybill" or row["field"] in STAYS
        if fits and stays and stream in document.streams:
            found.append((row["document"], row["field"], row["form"]))
            weights.append(float(row["weight"]))
    ladder = np.cumsum(weights) / sum(weights) if weights else np.zeros(0)
    return found, ladder


def _shown(
    scenario: Scenario, key: bytes, parts: Parts, known: pl.DataFrame, posts: tuple[str, ...]
) -> Iterator[Entry]:
    """Entries of documents that systems show: by post, then kind of system."""
    passages = parts.passages
    rows = passages["row"].to_numpy()
    # Passages are sorted by their rows.
    first = np.append(np.array([True]), rows[1:] != rows[:-1])[: passages.height]
    for number, post in enumerate(posts):
        here = np.flatnonzero(passages["post"].to_numpy() == number)
        for kind, systems in _systems(scenario, post).items():
            since = _since(known, scenario, post, kind, passages.height)
            for what in ("errors", "amended"):
                share = max(_share(system, what) for system in systems)
                streams = sorted({stream for system in systems for stream in system.streams}, key=STREAMS.index)
                for stream in streams:
                    yield from _drawn(key, parts, here, (number, post), (kind, stream, what), share, first, since)


def _drawn(
    key: bytes,
    parts: Parts,
    here: Ints,
    post: tuple[int, str],
    draw: tuple[str, str, str],
    share: float,
    first: npt.NDArray[np.bool_],
    since: Ints,
) -> Iterator[Entry]:
    """Entries of one kind of system at one post, of one stream; `draw` is kind, stream, errors or amended."""
    (number, code), (kind, stream, what) = post, draw
    choices, ladder = _choices(kind, stream, what)
    if not choices:
        return
    rows = parts.passages["row"].to_numpy()[here].astype(np.int64)
    mine = (parts.consignments["stream"].gather(rows) == stream).to_numpy()

    def lots(purpose: str, of: Ints) -> npt.NDArray[np.float64]:
        return luck_many(key, "papers", code, f"{kind}:{what}:{purpose}", 0, of)

    shown = np.flatnonzero(mine & (since[here] < NEVER))
    hit = shown[lots("hit", rows[shown]) < share]
    rows, here = rows[hit], here[hit]
    which = np.searchsorted(ladder, lots("which", rows), side="right").clip(max=len(choices) - 1)
    until = since[here] + np.maximum(np.rint(quantile(UNTIL, lots("until", rows))).astype(np.int64), _LEAST_UNTIL)
    procedure = parts.passages["procedure"].gather(here)
    named = dict.fromkeys(document for document, _, _ in choices)
    there = {document: exists(document, parts, rows, procedure) for document in named}
    owns = {document: documents()[document].own for document in there}
    drawn = zip(
        rows.tolist(), which.tolist(), until.tolist(), first[here].tolist(), lots("how", rows).tolist(), strict=True
    )
    for at, (row, choice, end, leads, lot) in enumerate(drawn):
        document, field, form = choices[choice]
        own = owns[document]
        if there[document][at] and (own or leads):
            yield Entry(row, document, field, form, lot, number if own else None, end if what == "amended" else None)


def _unshown(key: bytes, parts: Parts) -> Iterator[Entry]:
    """Entries of documents that lie in the papers only."""
    rows = np.arange(parts.consignments.height)
    anywhere = pl.Series([PROCEDURES[0]], dtype=pl.Enum(PROCEDURES))
    for document in documents().values():
        if document.shown_by:
            continue
        hit = np.flatnonzero(luck_many(key, "papers", "", f"{document.code}:hit", 0, rows) < document.errors)
        mine = hit[exists(document.code, parts, hit, anywhere.new_from_index(0, len(hit)))]
        streams = parts.consignments["stream"].gather(mine).to_list()
        which, how = (luck_many(key, "papers", "", f"{document.code}:{name}", 0, mine) for name in ("which", "how"))
        for row, stream, where, lot in zip(mine.tolist(), streams, which.tolist(), how.tolist(), strict=True):
            choices, ladder = _choices(document.code, stream, "errors")
            _, field, form = choices[min(int(ladder.searchsorted(where, side="right")), len(choices) - 1)]
            yield Entry(row, document.code, field, form, lot)


def _systems(scenario: Scenario, post: str) -> dict[str, list[System]]:
    """The systems at a post that show documents, by kind, in the order of the table of kinds."""
    here = [system for unit in scenario.units if unit.post == post for system in unit.systems]
    kinds = [row["code"] for row in table("world", "systems") if row["document"]]
    found = {kind: [system for system in here if system.kind == kind] for kind in kinds}
    return {kind: systems for kind, systems in found.items() if systems}


def _share(system: System, what: str) -> float:
    """Share of errors or of amendments of a system."""
    own: float | None = getattr(system, what)
    usual = next(row for row in table("world", "systems") if row["code"] == system.kind)
    return float(usual[what]) if own is None else own


def _since(known: pl.DataFrame, scenario: Scenario, post: str, kind: str, count: int) -> Ints:
    """Since when systems of a kind show each passage at a post to anybody, NEVER where none does."""
    since = np.full(count, NEVER, dtype=np.int64)
    for number, unit in enumerate(scenario.units):
        mine = [place for place, system in enumerate(unit.systems) if system.kind == kind]
        if unit.post == post and mine:
            shown = known.filter((pl.col("unit") == number) & pl.col("system").is_in(mine))
            np.minimum.at(since, shown["passage"].to_numpy(), shown["t"].to_numpy())
    return since
