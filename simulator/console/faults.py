"""Refusals and our own faults, told to a person or, with --json, to a program."""

from __future__ import annotations

import json
import sys
import tempfile
import traceback
from pathlib import Path

from simulator.common.errors import DrillError


def tell(error: DrillError) -> int:
    """Print every fault; the exit code."""
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"faults": [fault.as_dict() for fault in error.faults]}, default=str) + "\n")
    else:
        sys.stderr.write("".join(f"{fault}\n" for fault in error.faults))
        if len(error.faults) > 1:
            sys.stderr.write(f"{len(error.faults)} faults\n")
    return 1


def report(error: Exception) -> int:
    """Say in one line that this is a fault of ours, and keep what helps to find it; the exit code."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="jointdrill-fault-", suffix=".txt", delete=False, encoding="utf-8", newline="\n"
    ) as file:
        traceback.print_exception(error, file=file)
    name = Path(file.name)
    sys.stderr.write(f"This is a fault of ours, not of yours: {type(error).__name__}. What happened is in {name}\n")
    return 1
