"""The published files and schemas beside the repository."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
REAL, SCHEMAS = ROOT / "../shared/data", ROOT / "../shared/schemas"
VALIDATOR = ROOT / "../shared/tools/validate_citygml.py"


def real_files():
    """Every published file, the broken one too."""
    return sorted([*REAL.rglob("*.gml"), *REAL.rglob("*.citygml")])
