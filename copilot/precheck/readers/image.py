"""A picture file (photo or scan; TIFF with several pages) as a paper."""

from __future__ import annotations

import io
from typing import Any

from copilot.errors import BadDocument
from copilot.precheck.paper import Paper
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.picture import pixels
from copilot.precheck.readers.scan import Scans


def read_image(draft: Draft) -> Paper:
    """The paper of a picture, every frame a page, read by OCR.

    Raises:
        BadDocument: corrupt, or too large.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    scans = Scans(draft)
    pages = 0
    try:
        with Image.open(io.BytesIO(draft.raw)) as picture:
            _metadata(draft, picture)
            total = int(getattr(picture, "n_frames", 1))
            if total > draft.limits.max_pages:
                draft.hazard("too_many_pages", f"共 {total} 页，只读取了前 {draft.limits.max_pages} 页")
            for index in range(min(total, draft.limits.max_pages)):
                picture.seek(index)
                image = pixels(picture, max_pixels=draft.limits.max_pixels, turn=ImageOps.exif_transpose)
                if image is None:
                    raise BadDocument(
                        f"{draft.file} 的像素过大（{picture.width}×{picture.height}），已拒绝",
                        hint="请降低分辨率后重新扫描",
                        en="too many pixels",
                    )
                pages += 1
                if not scans.allowed(pages):
                    break
                scans.add(image, pages)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as err:
        raise BadDocument(f"{draft.file} 已损坏，不能作为图片打开", hint="请重新扫描", en="corrupt picture") from err
    except Image.DecompressionBombError as err:
        raise BadDocument(f"{draft.file} 的像素过大，已拒绝", hint="请降低分辨率", en="too many pixels") from err
    finally:
        scans.finish()
    return draft.paper("image", pages=pages)


def _metadata(draft: Draft, picture: Any) -> None:
    tags = {0x0131: "software", 0x013B: "author", 0x0132: "created", 0x010E: "title", 0x0110: "device"}
    for tag, name in tags.items():
        draft.note(name, picture.getexif().get(tag))
    for key, value in list(picture.info.items())[:20]:
        if isinstance(value, str):
            draft.note(f"text:{key}"[:40], value)
