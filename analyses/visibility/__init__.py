"""City + cameras -> what they see, where blind spots are, and where to put the next camera.

`camera_coverage` reads from top to bottom: `targets` (what is looked at), `posts` (who looks),
`reach` (pairs within range and picture), `blockers` and `sightlines` (what stands between them),
`tables`. `place_cameras` goes the same way and then chooses (`selection`).
"""

from analyses.visibility.areas import (
    blind_spots,
    coverage_polygons,
    overlap_polygons,
    part_coverage,
)
from analyses.visibility.candidates import road_corner_sites, wall_sites, with_headings
from analyses.visibility.coverage import Coverage, camera_coverage
from analyses.visibility.placed import existing_columns, placed_columns
from analyses.visibility.placement import Placement, place_cameras
from analyses.visibility.placement_rules import PlacementRules
from analyses.visibility.rasters import write_geotiff
from analyses.visibility.tables import SAMPLE_COLUMNS, camera_columns, sample_columns

__all__ = [
    "SAMPLE_COLUMNS",
    "Coverage",
    "Placement",
    "PlacementRules",
    "blind_spots",
    "camera_columns",
    "camera_coverage",
    "coverage_polygons",
    "existing_columns",
    "overlap_polygons",
    "part_coverage",
    "place_cameras",
    "placed_columns",
    "road_corner_sites",
    "sample_columns",
    "wall_sites",
    "with_headings",
    "write_geotiff",
]
