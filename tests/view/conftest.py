"""What the tests of the view share: a small world with systems of all kinds."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
