"""CityModel + table -> picture: a window, a PNG, an HTML page, a map.

Knows PyVista and Matplotlib; never opens a GML file and never imports an analysis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viewer.scene import View, view

__all__ = ["View", "view"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used; `viewer.files` needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module 'viewer' has no attribute {name!r}")
    from viewer import scene

    return getattr(scene, name)
