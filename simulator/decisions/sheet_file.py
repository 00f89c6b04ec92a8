"""The door for sheets: what a participant hands over is a table that can be read, or one clear refusal."""

from __future__ import annotations

from pathlib import Path

from simulator.common.errors import refuse
from simulator.decisions.sheet_csv import CsvTable
from simulator.decisions.sheet_xlsx import XlsxTable

MAX_BYTES = 100 * 2**20
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCK = "~$"
_OPEN_DOCUMENT = (".ods", ".fods", ".ots")

Table = XlsxTable | CsvTable


def open_table(path: Path) -> Table:
    """The table in a file; DrillError if it is missing, a folder, locked, too big, or no xlsx or csv."""
    file = str(path)
    if path.name.startswith(_LOCK):
        raise refuse("sheet-lock-file", file=file, sheet=path.name.removeprefix(_LOCK))
    kind = path.suffix.lower()
    data = _bytes(path)
    if kind in _OPEN_DOCUMENT:
        raise refuse("sheet-open-document", file=file, kind=kind)
    if kind not in (".xlsx", ".csv"):
        raise refuse("sheet-kind", file=file)
    if not data.strip():
        raise refuse("sheet-empty-file", file=file)
    if data.startswith(_OLD_OFFICE):
        raise refuse("sheet-password", file=file)
    if kind == ".csv":
        if data.startswith(_ZIP):
            raise refuse("sheet-is-xlsx", file=file)
        return CsvTable(data, file)
    if not data.startswith(_ZIP):
        raise refuse("sheet-not-xlsx", file=file, reason="its content is something else, perhaps a renamed csv")
    return XlsxTable(data, file)


def _bytes(path: Path) -> bytes:
    """The content of a file of a bearable size."""
    file = str(path)
    try:
        if path.is_dir():
            raise refuse("sheet-folder", file=file)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refuse("file-missing", file=file) from None
    except PermissionError:
        raise refuse("sheet-open", file=file) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse("file-unreadable", file=file, reason=reason) from None
    if len(data) > MAX_BYTES:
        raise refuse("sheet-too-big", file=file, limit=MAX_BYTES // 2**20)
    return data
