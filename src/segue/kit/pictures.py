"""Pictures that people upload: read strictly, made small, and written anew, so that only pixels are kept."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from segue.kit.errors import Refused

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 1_000_000
MOST_PIXELS = 16_000_000
_BROKEN = (
    *(OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning),
    *(struct.error, TypeError, AttributeError, LookupError, ArithmeticError),
)
"""What Pillow raises: for files that only begin like a picture, and for odd EXIF, which it writes anew when turning."""


class NotAPicture(Refused):
    """The file cannot be kept as a picture."""

    code = "not-a-picture"
    status = 422
    sentence = _("Choose a picture as PNG, JPEG or WebP, of at most 1 MB.")


def as_png(data: bytes, *, widest: int, highest: int) -> bytes:
    """Return the picture as a PNG of at most so many pixels; raise NotAPicture for anything else.

    It is decoded and encoded again: comments, positions, profiles and whatever stood behind the picture are gone.
    """
    if not 0 < len(data) <= MOST_BYTES:
        raise NotAPicture
    try:
        with warnings.catch_warnings():
            # A picture that says it is huge is refused by its header, before a pixel is read.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except _BROKEN as error:
        raise NotAPicture from error
    upright.thumbnail((widest, highest))
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    written = BytesIO()
    clean.save(written, "PNG", optimize=True)
    return written.getvalue()
