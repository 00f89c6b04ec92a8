import sys
from pathlib import Path

for folder in ("operation", "debrief"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))
