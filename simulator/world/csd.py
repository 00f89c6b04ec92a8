"""Which rules a security declaration (e-CSD) breaks: times, screening, status, and the order of its lines.

The order is checked by the rules of the messages (`formats.cargo_imp.security`) on each form of a declaration, of which
there are few; everything else by columns.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from simulator.formats.cargo_imp.oci import OciLine
from simulator.formats.cargo_imp.security import check_order
from simulator.formats.notes import Notes
from simulator.world.flights import CARRIES
from simulator.world.security import STATUS, faults

_SECURE = ("SPX", "SCO", "SHR")
_HIGH_RISK = ("EDS", "ETD", "EDD", "PHS")
"""Screening methods that do for high-risk cargo alone. Source: domain facts 3 (ICAO, not checked)."""
_PARTY = r"\b[A-Z]{2}/(?:(RA|RC|AC)/)?[0-9-]+"


_SHOWN = {
    "security_status": pl.col("status"),
    "screening": pl.coalesce("screening", "exemption"),
    "security_issuer": pl.col("issuer"),
    "security_valid": pl.col("issuer_valid"),
    "security_issued": pl.col("issued"),
    "security_chain": pl.col("chain"),
    "carries": pl.col("carries"),
    "csd_faults": pl.col("csd_faults"),
}
"""Columns of the view, from those of `World.security` and of the flight."""


def declared(security: pl.DataFrame, carried: pl.DataFrame) -> list[pl.Series]:
    """Columns of the view for declarations, `carried` as in `csd_faults`."""
    whole = security.hstack([carried["carries"], csd_faults(security, carried)])
    return whole.select(expr.alias(name) for name, expr in _SHOWN.items()).get_columns()


def undeclared(size: int) -> list[pl.Series]:
    """The same columns where nothing is known."""
    kinds = {"security_status": pl.Enum(STATUS), "security_issued": pl.Int32(), "carries": pl.Enum(CARRIES)}
    return [pl.Series(name, [None], dtype=kinds.get(name, pl.String())).new_from_index(0, size) for name in _SHOWN]


def csd_faults(security: pl.DataFrame, carried: pl.DataFrame) -> pl.Series:
    """Codes of the broken rules of each declaration, joined by `, `; null if there are none. Codes are in `faults`.

    `security` as in `World.security`; `carried` has `departs` (s) and `carries` of the known flight.
    """
    frame = security.hstack([carried["departs"], carried["carries"].cast(pl.String)])
    broken = frame.with_columns(ordered=_ordered(frame)).select(
        pl.when(rule.fill_null(value=False)).then(pl.lit(code)).alias(code) for code, rule in _rules().items()
    )
    whole = broken.select(pl.concat_str(pl.all(), separator=", ", ignore_nulls=True).alias("csd_faults"))
    return whole["csd_faults"].replace({"": None})


def _rules() -> dict[str, pl.Expr]:
    """When each rule is broken, in the order of the table of faults."""
    methods = pl.col("screening").str.split("|")
    secure = pl.col("status").cast(pl.String).is_in(_SECURE)
    from_known = pl.col("chain").str.contains("KC ", literal=True)
    single = (methods.list.len() < 2) & ~methods.list.first().is_in(_HIGH_RISK)
    rules = {
        "expired": pl.col("issued") > pl.col("expires"),
        "not-for-passenger": (pl.col("status") == "SCO") & (pl.col("carries") == "passenger"),
        "unscreened": secure & pl.col("screening").is_null() & pl.col("exemption").is_null() & ~from_known,
        "late": pl.col("issued") > pl.col("departs"),
        "order": ~pl.col("ordered"),
        "one-method": (pl.col("status") == "SHR") & single,
        "not-secured": pl.col("status") == "NSC",
    }
    return {code: rules[code] for code in faults()}


def _ordered(frame: pl.DataFrame) -> pl.Series:
    """Whether the lines of each declaration stand in an order that the rules of the messages allow."""
    forms = frame.select(
        pl.col("chain").str.replace_all(_PARTY, "$1").alias("chain"),
        pl.col("status").cast(pl.String),
        pl.col("screening").is_not_null().alias("screened"),
        pl.col("exemption").is_not_null().alias("exempt"),
    )
    known = forms.unique(maintain_order=True)
    right = pl.Series("right", [_right(*form) for form in known.iter_rows()], dtype=pl.Boolean)
    return forms.join(known.hstack([right]), on=forms.columns, how="left", maintain_order="left", nulls_equal=True)[
        "right"
    ]


@cache
def _right(chain: str | None, status: str | None, screened: bool, exempt: bool) -> bool:
    """Whether a form of a declaration breaks no rule of order."""
    if chain is None or status is None:
        return True
    lines = [_line(*entry.split(" ", 1)) for entry in chain.split("|")]
    lines += [OciLine(control="SM", text="XRY")] if screened else []
    lines += [OciLine(control="L", text="MAIL")] if exempt else []
    lines += [OciLine(control="SN", text="SIGNED"), OciLine(control="SD", text="08NOV220600")]
    notes = Notes()
    check_order(lines, range(len(lines)), "FWB", (status,), notes)
    return not notes.flags


def _line(about: str, category: str) -> OciLine:
    """The line of one party: who gives a status has a category, from whom it was received is told by the control."""
    return OciLine("KZ", "", about, "1") if about in ("KC", "AC", "RA") else OciLine("KZ", about, category, "1")
