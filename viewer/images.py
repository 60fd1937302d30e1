"""Path of an image -> its bytes, as far as they can be trusted."""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from citygml.archives import member_name

if TYPE_CHECKING:
    from PIL.Image import Image

Wrap = Literal["repeat", "mirror", "clamp"]

#: Formats that are read; those of the first two stay as they are, others become PNG.
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "", "GIF": "", "BMP": "", "WEBP": ""}
#: Of others, such as the four inks of print, programs make different colours.
PLAIN_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
#: Larger files are no textures of a house. [byte]
MOST_BYTES = 64_000_000
#: Larger images are made smaller. [px]
MOST_SIDE_PX = 4096


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceImage:
    """One image that surfaces show.

    Attributes
    ----------
    name : str
        Name of its file.
    data : bytes
        The file, JPEG or PNG.
    media_type : str
        "image/jpeg" or "image/png".
    size_px : tuple of int
        Width and height. [px]
    has_alpha : bool
        Whether parts of it may be clear.
    wrap : {"repeat", "mirror", "clamp"}
        What lies beyond its edges.
    """

    name: str
    data: bytes
    media_type: str
    size_px: tuple[int, int]
    has_alpha: bool
    wrap: Wrap

    def pixels(self, *, most_px: float = float("inf")) -> NDArray[np.uint8]:
        """Return the pixels, (height, width, 3 or 4), no more than `most_px` of them."""
        from PIL import Image

        with Image.open(BytesIO(self.data)) as opened:
            image = opened.convert("RGBA" if self.has_alpha else "RGB")
        width, height = image.size
        share = min(1.0, float(np.sqrt(most_px / (width * height))))
        if share < 1.0:
            image = image.resize((max(1, int(share * width)), max(1, int(share * height))))
        return np.asarray(image)


def surface_image(path: str, wrap: Wrap) -> SurfaceImage | None:
    """Return an image, None where there is none, it is no image, or it is far too large.

    Parameters
    ----------
    path : str
        Of a file, or of a member of an archive: ``archive.zip/folder/wall.jpg``.
    wrap : {"repeat", "mirror", "clamp"}
        What lies beyond its edges.
    """
    data = image_bytes(path)
    if data is None or find_spec("PIL") is None:
        return None
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Pillow warns of images of a size that is refused here in the next line but two.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=tuple(FORMATS)) as opened:
                kind = FORMATS[str(opened.format)]
                alpha = "A" in opened.getbands() or "transparency" in opened.info
                odd = opened.mode not in PLAIN_MODES
                image = opened.convert("RGBA" if alpha else "RGB")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
        return None  # broken is as good as missing; who asked says how many there are
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    if max(image.size) > MOST_SIDE_PX:
        image.thumbnail((MOST_SIDE_PX, MOST_SIDE_PX))
        kind = ""
    if odd or not kind:
        data, kind = _as_png(image), "image/png"
    return SurfaceImage(Path(path).name, data, kind, image.size, alpha, wrap)


def image_bytes(path: str) -> bytes | None:
    """Return the bytes of a file or of a member of an archive, None where there are none.

    Examples
    --------
    >>> image_bytes("no/such/wall.jpg") is None
    True
    """
    if not path:
        return None
    place = Path(path)
    try:
        if place.is_file():
            return place.read_bytes() if place.stat().st_size <= MOST_BYTES else None
        archive = next((above for above in place.parents if above.is_file()), None)
        if archive is None:
            return None
        with zipfile.ZipFile(archive) as opened:
            name = place.relative_to(archive).as_posix()
            member = next((m for m in opened.infolist() if member_name(m) == name), None)
            if member is None:
                return None
            return opened.read(member) if member.file_size <= MOST_BYTES else None
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None


def _as_png(image: Image) -> bytes:
    made = BytesIO()
    image.save(made, format="PNG")
    return made.getvalue()
