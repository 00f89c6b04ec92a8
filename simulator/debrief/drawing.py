"""Draws charts in a process of its own: vl-convert holds the interpreter's lock while it works.

The process runs this module as a program, JSON in and JSON out. A pool of `multiprocessing` would run the
caller's main script again, which breaks every script without a main guard.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.common.resources import PACKAGE
from simulator.debrief.plain import plain, printable

_TAG = re.compile(r"<[^>]+>")
_ATTRIBUTES = re.compile(
    r' (?:xmlns(?::\w+)?|version|class|role|font-family|pointer-events|aria-[a-z]+)="[^"]*"| opacity="1"'
)
_LONG = re.compile(r"(\.\d{2})\d+")
_EMPTY = re.compile(r'<path(?: d="[^"]*")?(?: display="none")?/>|<text[^>]*/>|<g[^>]*/>|<g></g>')
_ID = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'\b(id="|href="#|url\(#)([^")]+)')


def draw(specs: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Inline SVG of Vega-Lite specifications, by chart id. Equal charts give equal bytes in any process.

    RuntimeError if the drawing process fails.
    """
    if not specs:
        return {}
    command = [sys.executable, "-P", "-m", __name__]
    paths = os.pathsep.join([str(PACKAGE.parent), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": paths}
    asked = json.dumps(plain(dict(specs), printable)).encode()
    done = subprocess.run(command, input=asked, capture_output=True, env=environment, check=False)  # noqa: S603  our own interpreter and module
    if done.returncode:
        raise RuntimeError(f"drawing the charts failed: {done.stderr.decode(errors='replace')}")
    drawn: dict[str, str] = json.loads(done.stdout)
    return {chart: tidy(svg, chart) for chart, svg in drawn.items()}


def tidy(svg: str, chart: str) -> str:
    """An SVG for use within a page: ids of its own, the page's font, nothing that only a file needs."""
    tags = _TAG.findall(svg)
    names = {name: f"{chart}-{number}" for number, name in enumerate(dict.fromkeys(_ID.findall("".join(tags))))}

    def plain(tag: re.Match[str]) -> str:
        text = _LONG.sub(r"\1", _ATTRIBUTES.sub("", tag[0]))
        return _LINK.sub(lambda link: link[1] + names.get(link[2], link[2]), text)

    svg = _EMPTY.sub("", _TAG.sub(plain, svg))
    return svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)


def main() -> None:
    """Read specifications from the standard input, write their SVG to the standard output."""
    import manimgx_fonts
    import vl_convert

    vl_convert.register_font_directory(str(Path(manimgx_fonts.__file__).parent))
    specs = json.loads(sys.stdin.buffer.read())
    drawn = {chart: vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]) for chart, spec in specs.items()}
    sys.stdout.buffer.write(json.dumps(drawn).encode())


if __name__ == "__main__":
    main()
