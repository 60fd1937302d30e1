"""City + panels -> where mirrored sunlight falls.

`panel_glare` reads from top to bottom: `suns` (when), `tracing` (rays and eyes), `mirror` (optics),
`summary` (minutes, months, sources).
"""

from analyses.glare.panel_glare import Glare, panel_glare
from analyses.glare.settings import DEFAULT_GLARE, GlareSettings

__all__ = ["DEFAULT_GLARE", "Glare", "GlareSettings", "panel_glare"]
