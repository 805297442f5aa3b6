"""The error tree. Each error says what happened, where, and what to do next, in Chinese and English.

    CopilotError
    ├── BadInput                 the caller's words, file or date cannot be used        HTTP 422, exit 2
    │   ├── BadDocument          a file that cannot be read (corrupt, locked, bomb)      HTTP 422, exit 2
    │   ├── TooLarge             more than the limit                                     HTTP 413, exit 2
    │   ├── Stale                somebody else saved in between                          HTTP 409, exit 2
    │   └── UnknownRecord        an id or name that does not exist                       HTTP 404, exit 2
    ├── CheckFailed              a check or gate found faults                            HTTP 422, exit 1
    │   └── KnowledgeBaseFault   faults in knowledge_base/, all of them, with file:line  HTTP 500, exit 1
    ├── Unavailable              a backend cannot serve now                              HTTP 503, exit 3
    │   ├── ModelUnavailable     no model server, or it failed or timed out              HTTP 503, exit 3
    │   ├── IndexNotReady        the index is still being built                          HTTP 503, exit 3
    │   ├── QueueFull            too many questions wait                                 HTTP 429, exit 3
    │   ├── StorageFull          no room on the disk                                     HTTP 507, exit 3
    │   └── SourceUnavailable    a download or official page cannot be had               HTTP 502, exit 3
    └── Refused                  not allowed (address without key, wrong key)            HTTP 403, exit 2

A negative finding (no support, out of scope, not in force) is a result, never an exception.
"""

from __future__ import annotations


class CopilotError(Exception):
    """Base of all errors that a person may see.

    Args:
        message: what happened and where, in Chinese.
        hint: what to do next, in Chinese.
        en: the same in English, shown when the reader's language is English.
    """

    code = "error"
    http_status = 500
    exit_status = 1

    def __init__(self, message: str, *, hint: str = "", en: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.en = message, hint, en

    def __str__(self) -> str:
        return f"{self.message}（{self.hint}）" if self.hint else self.message

    def as_dict(self) -> dict[str, str]:
        """`{"code", "message", "hint", "en"}`, the body of every error that leaves the process."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "en": self.en}


class BadInput(CopilotError):
    code, http_status, exit_status = "bad_input", 422, 2


class BadDocument(BadInput):
    code = "bad_document"


class TooLarge(BadInput):
    code, http_status = "too_large", 413


class Stale(BadInput):
    code, http_status = "stale", 409


class UnknownRecord(BadInput):
    code, http_status = "unknown_record", 404


class CheckFailed(CopilotError):
    code, http_status, exit_status = "check_failed", 422, 1


class KnowledgeBaseFault(CheckFailed):
    """Carries every fault found: `faults` is a tuple of `file:line: message` strings."""

    code, http_status = "knowledge_base_fault", 500

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(
            f"知识库有 {len(faults)} 处错误：\n" + "\n".join(faults),
            hint="按所列文件与行号改正后重新运行 compliance-copilot kb check",
            en=f"{len(faults)} faults in the knowledge base",
        )
        self.faults = faults


class Unavailable(CopilotError):
    code, http_status, exit_status = "unavailable", 503, 3


class ModelUnavailable(Unavailable):
    code = "model_unavailable"


class IndexNotReady(Unavailable):
    code = "index_not_ready"


class QueueFull(Unavailable):
    code, http_status = "queue_full", 429


class StorageFull(Unavailable):
    code, http_status = "storage_full", 507


class SourceUnavailable(Unavailable):
    code, http_status = "source_unavailable", 502


class Refused(CopilotError):
    code, http_status, exit_status = "refused", 403, 2
