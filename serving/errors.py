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

log = structlog.get_logger(__name__)

_STATUS_WORDS = {
    404: ("not_found", "没有这个地址", "接口说明见 /docs", "no such address"),
    405: ("method_not_allowed", "这个地址不支持该请求方法", "接口说明见 /docs", "method not allowed"),
}
_FAULTS = {
    "missing": "缺少",
    "json_invalid": "不是合法的 JSON",
    "string_type": "应为文字",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "literal_error": "不在允许的取值之内",
    "extra_forbidden": "不认识这个字段",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "too_long": "太多",
    "too_short": "太少",
    "date_type": "应为日期，形如 2026-11-23",
    "date_parsing": "应为日期，形如 2026-11-23",
    "date_from_datetime_parsing": "应为日期，形如 2026-11-23",
    "date_from_datetime_inexact": "应为日期，形如 2026-11-23",
}


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
        return JSONResponse(_plain("bad_input", *_invalid(error.errors()), request), status_code=422)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        code, zh, hint, en = _STATUS_WORDS.get(
            error.status_code, ("http_error", f"请求失败（{error.status_code}）", "", str(error.detail))
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
    zh, en = [], []
    for fault in faults[:5]:
        place = ".".join(str(part) for part in fault["loc"][1:] if not isinstance(part, int) or len(fault["loc"]) > 2)
        if fault["type"] == "json_invalid":
            place = ""
        what = _FAULTS.get(fault["type"], "不能使用")
        allowed = fault.get("ctx", {}).get("expected", "")
        zh.append(f"{place or '请求体'}：{what}" + (f"（可用：{allowed}）" if allowed else ""))
        en.append(f"{place or 'body'}: {fault['msg']}")
    return "请求不能使用。" + "；".join(zh), "请对照 /docs 中的说明改正", "; ".join(en)


def _extra(error: CopilotError) -> dict[str, str] | None:
    return {"Retry-After": "10"} if error.http_status in (429, 503) else None
