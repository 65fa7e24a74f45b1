"""Pictures without metadata: no word is left, and they look the same."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from soundcase.audio.bare.bare import UncleanError, bare

MARK = "Zhangsan"
TEXT = f"made by Wei {MARK}"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{TEXT}</creator></x:xmpmeta>'.encode()


def gradient(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    across = np.linspace(0, 255, size[0], dtype=np.uint8)
    rows = np.stack([np.roll(across, 3 * row) for row in range(size[1])])
    return Image.fromarray(
        np.stack([rows, rows.T[: size[1]].repeat(2, 1)[:, : size[0]], 255 - rows], -1)
    ).convert(mode)


def exif(orientation: int = 1) -> bytes:
    tags = Image.Exif()
    tags[0x0112], tags[0x013B], tags[0x8298], tags[0x0131] = orientation, TEXT, TEXT, TEXT
    tags[0x9C9D] = TEXT.encode("utf-16le")
    tags.get_ifd(0x8825)[1] = "N"
    return tags.tobytes()


def profile() -> bytes:
    """A colour profile whose description and copyright name somebody."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for name in (b"desc", b"cprt"):
        place = made.index(name, 128)
        start, size = struct.unpack(">II", made[place + 4 : place + 12])
        texts = start + 16 + 12 * int.from_bytes(made[start + 8 : start + 12], "big")
        room = start + size - texts
        made[texts : start + size] = f"by {MARK}".encode("utf-16be")[:room].ljust(room, b"\0")
    return bytes(made)


def png(**options: Any) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", TEXT)
    texts.add_text("Comment", TEXT * 40, zip=True)
    texts.add_itxt("Title", TEXT, "zh", TEXT, zip=True)
    texts.add(b"tIME", bytes(7))
    texts.add(b"prVt", TEXT.encode())
    target = io.BytesIO()
    gradient(options.pop("mode", "RGB")).save(target, "PNG", pnginfo=texts, icc_profile=profile(), **options)
    return target.getvalue() + TEXT.encode()


def jpeg(orientation: int = 6, mode: str = "RGB", **options: Any) -> bytes:
    target = io.BytesIO()
    settings = {"exif": exif(orientation), "comment": TEXT, "icc_profile": profile(), "xmp": XMP, **options}
    gradient(mode).save(target, "JPEG", **settings)
    content = target.getvalue()
    iptc = b"Photoshop 3.0\x008BIM\4\4\0\0" + TEXT.encode()
    return content[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + content[2:] + TEXT.encode()


def saved(form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    gradient().save(target, form, exif=exif(options.pop("orientation", 1)), icc_profile=profile(), **options)
    return target.getvalue()


def moving(form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    frames = [gradient().rotate(angle) for angle in (0, 90, 180)]
    settings = {"save_all": True, "append_images": frames[1:], "duration": [50, 90, 130], "loop": 3, **options}
    frames[0].save(target, form, **settings)
    return target.getvalue()


def gif() -> bytes:
    content = moving("GIF", comment=TEXT)
    data = bytes((len(TEXT),)) + TEXT.encode() + b"\0"
    foreign = b"!\xff\x0bXMP DataXMP" + data
    place = content.index(b"!\xff\x0bNETSCAPE2.0")
    return content[:place] + foreign + b"!\xfe" + data + content[place:] + TEXT.encode()


def two_pictures() -> bytes:
    """What cameras write: a picture behind the picture."""
    target = io.BytesIO()
    gradient().save(target, "MPO", save_all=True, append_images=[gradient("L").convert("RGB")], exif=exif())
    return target.getvalue()


PICTURES = {
    "PNG": png(),
    "PNG with a palette": png(mode="P", transparency=3),
    "PNG, turned": png(exif=exif(6)),
    "JPEG": jpeg(1),
    "JPEG, turned": jpeg(6),
    "JPEG, progressive": jpeg(3, progressive=True, quality=90),
    "JPEG of CMYK": jpeg(1, "CMYK", icc_profile=None),
    "JPEG of greys": jpeg(8, "L", icc_profile=None),
    "JPEG with another behind it": two_pictures(),
    "WebP": saved("WEBP", xmp=XMP),
    "WebP, lossless and turned": saved("WEBP", lossless=True, xmp=XMP, orientation=6),
    "WebP, moving": moving("WEBP", exif=exif(), icc_profile=profile(), xmp=XMP),
    "GIF": gif(),
    "APNG": moving("PNG", exif=exif(), icc_profile=profile()),
    "AVIF": saved("AVIF", xmp=XMP),
    "AVIF, moving": moving("AVIF", exif=exif(), icc_profile=profile(), xmp=XMP, loop=0),
}


def told(content: bytes) -> str:
    """Everything that Pillow finds written in a picture, the profile's words and unpacked chunks included."""
    with Image.open(io.BytesIO(content)) as image:
        words = [str(dict(image.info)), str(dict(image.getexif())), str(image.getexif().get_ifd(0x8825))]
        found = image.info.get("icc_profile")
    if found:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(found)).profile
        words += [str(opened.profile_description), str(opened.copyright), str(opened.creation_date)]
    return " ".join(words)


def spoken(content: bytes) -> bool:
    plain = content.replace(b"\0", b"")
    place = content.find(b"iCCP")
    if place >= 0:
        plain += (
            zlib.decompressobj().decompress(content[place + 4 :].partition(b"\0")[2][1:]).replace(b"\0", b"")
        )
    return MARK.encode() in plain or MARK in told(content) or b"adobe" in plain


def frames(content: bytes) -> list[Any]:
    with Image.open(io.BytesIO(content)) as image:
        found = []
        for number in range(getattr(image, "n_frames", 1) if image.format != "MPO" else 1):
            image.seek(number)
            upright = ImageOps.exif_transpose(image)
            told = image.info.get("duration"), image.info.get("loop"), image.info.get("transparency")
            found.append((upright.size, upright.convert("RGBA").tobytes(), *told))
        return found


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_says_nothing_and_looks_the_same(kind: str) -> None:
    planted = PICTURES[kind]
    assert spoken(planted)
    made = bare(planted)
    assert not spoken(made.content)
    assert frames(made.content) == frames(planted)
    assert made.removed
    assert bare(made.content).content == made.content


def test_colours_follow_from_the_same_curves_and_primaries() -> None:
    """A transform into sRGB gives the same numbers; only the words of the profile are gone."""
    target = ImageCms.createProfile("sRGB")
    for kind in ("PNG", "JPEG", "WebP", "AVIF"):
        shades = []
        for content in (PICTURES[kind], bare(PICTURES[kind]).content):
            with Image.open(io.BytesIO(content)) as image:
                own = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
                changed = ImageCms.profileToProfile(image.convert("RGB"), own, target)
                assert changed is not None
                shades.append(changed.tobytes())
        assert shades[0] == shades[1]


def test_an_upright_picture_has_no_exif_and_a_turned_one_its_orientation_alone() -> None:
    turned = {
        "PNG, turned": 6,
        "JPEG, turned": 6,
        "JPEG of greys": 8,
        "WebP, lossless and turned": 6,
        "JPEG, progressive": 3,
    }
    for kind, content in PICTURES.items():
        with Image.open(io.BytesIO(bare(content).content)) as image:
            assert dict(image.getexif()) == ({0x0112: turned[kind]} if kind in turned else {}) or kind == "AVIF"


def test_a_picture_that_an_edit_would_change_is_refused() -> None:
    """Cut in the middle, nothing proves that it looks the same."""
    with pytest.raises(UncleanError, match="picture"):
        bare(b"\x89PNG\r\n\x1a\n" + TEXT.encode())
