"""Every error that leaves over HTTP, in one place: `{"error": {"code", "message", "hint", "en"}}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from copilot.errors import CopilotError
from copilot.validation import explain

log = structlog.get_logger(__name__)

_SEE = "接口说明见 /docs"
_STATUS_WORDS = {
    400: ("bad_request", "请求体读不出", "请用 UTF-8 编码的 JSON", "the body cannot be read"),
    404: ("not_found", "没有这个地址", _SEE, "no such address"),
    405: ("method_not_allowed", "这个地址不支持该请求方法", _SEE, "method not allowed"),
}


_UNTYPED = (
    "请求体不是 JSON，或者没有写明是 JSON",
    "请在请求头写 Content-Type: application/json",
    "the body is no JSON, or not said to be: send Content-Type: application/json",
)


def _untyped(request: Request) -> bool:
    """Whether a body came that is not said to be JSON; FastAPI then calls it no object."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return request.headers.get("content-length", "0") != "0" and not kind.endswith("json")


def english(headers: Mapping[str, str]) -> bool:
    """Whether the reader's first language is English."""
    return headers.get("accept-language", "").strip().lower().startswith("en")


def body(error: CopilotError, *, en: bool = False) -> dict[str, Any]:
    """The JSON body of an error; `message` is in the reader's language, `type` is for OpenAI clients."""
    words = error.as_dict()
    if en and error.en:
        words |= {"message": error.en, "hint": ""}
    return {"error": {**words, "type": error.code}}


def response(error: CopilotError, request: Request) -> JSONResponse:
    """An error as a response with its status."""
    return JSONResponse(body(error, en=english(request.headers)), status_code=error.http_status, headers=_extra(error))


def install(app: FastAPI) -> None:
    """Map the tree, invalid requests and unknown addresses; the rest is caught by the outermost middleware."""

    @app.exception_handler(CopilotError)
    async def known(request: Request, error: CopilotError) -> JSONResponse:
        return response(error, request)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        zh, hint, en = _invalid(error.errors())
        if _untyped(request) and any(fault["loc"] == ("body",) for fault in error.errors()):
            zh, hint, en = _UNTYPED
        return JSONResponse(_plain("bad_input", zh, hint, en, request), status_code=422)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        if isinstance(error.__cause__, CopilotError):  # a body that was read strictly
            return response(error.__cause__, request)
        code, zh, hint, en = _STATUS_WORDS.get(
            error.status_code, ("http_error", f"请求失败（{error.status_code}）", _SEE, str(error.detail))
        )
        return JSONResponse(_plain(code, zh, hint, en, request), status_code=error.status_code, headers=error.headers)


def internal(headers: Mapping[str, str], request_id: str) -> JSONResponse:
    """What a reader learns of a fault of ours: nothing but a number to quote."""
    zh, hint = f"服务内部错误（编号 {request_id}）", "请重试；反复出现时把编号告诉管理员"
    en = f"internal error (number {request_id})"
    words = {"code": "internal", "message": en if english(headers) else zh, "hint": hint, "en": en, "type": "internal"}
    return JSONResponse({"error": words}, status_code=500)


def _plain(code: str, zh: str, hint: str, en: str, request: Request) -> dict[str, Any]:
    words = {"code": code, "message": zh, "hint": hint, "en": en, "type": code}
    if english(request.headers):
        words |= {"message": en, "hint": ""}
    return {"error": words}


def _invalid(faults: Sequence[Any]) -> tuple[str, str, str]:
    # An index as the only place is the position of broken JSON in the body, not a field.
    zh, en = explain(
        [{**f, "loc": ()} if len(f["loc"]) == 2 and isinstance(f["loc"][1], int) else f for f in faults], skip=1
    )
    return f"请求不能使用。{zh}", "请对照 /docs 中的说明改正", en


def _extra(error: CopilotError) -> dict[str, str] | None:
    return {"Retry-After": "10"} if error.http_status in (429, 503) else None
