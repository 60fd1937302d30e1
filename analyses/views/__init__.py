"""City + places -> what is seen from them: sky, green, landmarks, faces from streets, windows."""

from analyses.views.faces import (
    FACE_COLUMNS,
    LANDMARK_COLUMNS,
    landmark_visibility,
    seen_from_streets,
)
from analyses.views.shares import VIEW_COLUMNS, WINDOW_COLUMNS, view_shares, window_views
from analyses.views.sky import SKY_COLUMNS, sky_view, sky_view_ratios

__all__ = [
    "FACE_COLUMNS",
    "LANDMARK_COLUMNS",
    "SKY_COLUMNS",
    "VIEW_COLUMNS",
    "WINDOW_COLUMNS",
    "landmark_visibility",
    "seen_from_streets",
    "sky_view",
    "sky_view_ratios",
    "view_shares",
    "window_views",
]
