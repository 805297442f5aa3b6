"""What a file is, told by its content, and the reader for it."""

from __future__ import annotations

from copilot.documents.read import detect
from copilot.errors import BadDocument, CopilotError
from copilot.precheck.paper import Paper
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.limits import DEFAULT_LIMITS, ReadLimits

READABLE = (
    "可以读的有 Word（.docx）、PDF、OFD、Excel（.xlsx）、图片（.jpg .png .tif .bmp .gif .webp）、"
    ".txt .md .html，以及装着它们的 zip"
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")


def read_paper(name: str, raw: bytes, *, limits: ReadLimits = DEFAULT_LIMITS) -> Paper:
    """The paper of a file; `format` is `unreadable` with the reason in `unread` when it cannot be read.

    Args:
        name: path inside the submission, kept in every place.
        raw: the file's bytes.
        limits: how much of it is read.

    Raises:
        MemoryError: the process has no memory left.
        RecursionError: nested too deeply.
    """
    draft = Draft(name, raw, limits)
    try:
        return _read(draft)
    except CopilotError as err:
        message, shown = err.message, str(err)
    except (MemoryError, RecursionError):  # no fault of the file alone: the process that reads says so
        raise
    except Exception as err:  # the parsers beneath raise whatever a broken file makes them raise
        message = f"{name} 已损坏，读取时出错（{type(err).__name__}）"
        shown = f"{message}（请重新导出或扫描）"
    failed = Draft(name, raw, limits, hazards=draft.hazards)
    if code := _code(message):
        failed.hazard(code, message)
    return failed.paper("unreadable", unread=shown)


def _read(draft: Draft) -> Paper:
    raw = draft.raw
    if not raw.strip():
        raise BadDocument(f"{draft.file} 是空文件（0 字节或只有空白）", hint="请重新下载或导出", en="empty file")
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        from copilot.precheck.readers.pdf import read_pdf

        return read_pdf(draft)
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(draft)
    if raw.startswith(_PICTURES) or (raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"):
        from copilot.precheck.readers.image import read_image

        return read_image(draft)
    from copilot.precheck.readers.text import read_text

    return read_text(draft, detect(draft.file, raw, readable=READABLE))


def _package(draft: Draft) -> Paper:
    from copilot.precheck.readers.package import kind_of

    kind = kind_of(draft)
    if kind == "docx":
        from copilot.precheck.readers.docx import read_docx

        return read_docx(draft)
    if kind == "xlsx":
        from copilot.precheck.readers.xlsx import read_xlsx

        return read_xlsx(draft)
    from copilot.precheck.readers.ofd import read_ofd

    return read_ofd(draft)


def _code(message: str) -> str:
    for word, code in (
        ("密码", "encrypted"),
        ("炸弹", "bomb"),
        ("过大", "bomb"),
        ("损坏", "corrupt"),
        ("超过", "bomb"),
    ):
        if word in message:
            return code
    return ""
