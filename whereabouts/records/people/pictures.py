"""Making a photograph anew: its pixels only, without where and with what it was taken."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1_600
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")


class BadPicture(ValueError):
    """This cannot be kept as a photograph; the message says why."""


def made_anew(*, raw: bytes) -> bytes:
    """Return a picture as a JPEG of bounded size, with nothing of the file but its pixels.

    Its size is read from its head and bounded before anything is decoded.

    :raises BadPicture: it is too big, or not a picture that we read.
    """
    if len(raw) > MOST_BYTES:
        raise BadPicture("A photograph may have up to 5 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(raw), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture("A photograph may have up to 40 million pixels.")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture("A photograph may have up to 40 million pixels.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as fault:
        if isinstance(fault, BadPicture):
            raise
        raise BadPicture("Send a photograph as JPEG, PNG or WebP.") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A fresh picture holds no position, no camera, no words and no profile.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
