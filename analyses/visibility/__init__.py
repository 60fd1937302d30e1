"""City + cameras -> what they see of the ground.

`camera_coverage` reads from top to bottom: `reach` (pairs of camera and cell within range and
picture), `sightlines` (what stands between them), `tables` (samples and cameras).
"""

from analyses.visibility.coverage import Coverage, camera_coverage
from analyses.visibility.tables import SAMPLE_COLUMNS, camera_columns

__all__ = ["SAMPLE_COLUMNS", "Coverage", "camera_columns", "camera_coverage"]
