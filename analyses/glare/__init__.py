"""City + panels -> where mirrored sunlight falls.

`panel_glare` reads from top to bottom: `suns` (when), `skyline` (which rays cannot meet anything),
`tracing` (rays and eyes), `mirror` (optics), `eyes` (observers and roads), `summary` and `roads`
(minutes, months, sources).
"""

from analyses.glare.panel_glare import Glare, panel_glare
from analyses.glare.settings import DEFAULT_GLARE, GlareSettings

__all__ = ["DEFAULT_GLARE", "Glare", "GlareSettings", "panel_glare"]
