"""The colours of spectrograms: from dark violet by blue and green to yellow, readable without colour vision.

The nine anchors are published values of viridis (S. van der Walt and N. Smith, 2015, dedicated to the public
domain), which rises evenly in lightness; between them it is linear. The darkest is no black and the brightest
no white, so a picture has an edge on dark and on light pages.
"""

from __future__ import annotations

import numpy as np

Palette = np.ndarray[tuple[int, int], np.dtype[np.uint8]]

_ANCHORS = (
    (68, 1, 84),
    (71, 44, 122),
    (59, 81, 139),
    (44, 113, 142),
    (33, 144, 141),
    (39, 173, 129),
    (92, 200, 99),
    (170, 220, 50),
    (253, 231, 37),
)


def palette() -> Palette:
    """256 colours of shape (256, 3), sRGB, from the quietest to the loudest."""
    places = np.linspace(0, len(_ANCHORS) - 1, 256)
    channels = [np.interp(places, range(len(_ANCHORS)), values) for values in zip(*_ANCHORS, strict=True)]
    return np.stack(channels, axis=1).round().astype(np.uint8)
