"""One client for every OpenAI-compatible server: the embedded llama.cpp, vLLM, anything that speaks the protocol."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import openai
import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from copilot.errors import ModelUnavailable, TooLarge

log = structlog.get_logger(__name__)

Messages = Sequence[Mapping[str, str]]
_RETRIED_STATUS = {408, 409, 429, 500, 502, 503, 504}
_END = object()


@dataclass(slots=True)
class Usage:
    """What one request cost; filled in while it runs. Counts are tokens, -1 where the server doesn't tell.

    `fresh_prompt_tokens` are those that were not found in the server's prompt cache.
    """

    prompt_tokens: int = -1
    fresh_prompt_tokens: int = -1
    completion_tokens: int = -1
    finish_reason: str = ""
    first_token_ms: float = -1.0
    total_ms: float = -1.0
    timings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the server answers, and the models it serves."""

    ok: bool
    models: tuple[str, ...] = ()
    detail: str = ""


class ChatClient:
    """Asks a chat model. Safe to share within one event loop; `aclose()` when done.

    Args:
        base_url: ends with `/v1`; a callable where it may change (the embedded server after a restart).
        model: name as the server knows it; empty: the first that it serves.
        timeout_s: longest silence, before the first token and between two tokens.
        retries: further tries after a refused connection or a 429/5xx, before the first token only.
        transport: stands in for the network (tests).
    """

    def __init__(
        self,
        base_url: str | Callable[[], str],
        *,
        model: str = "",
        api_key: str = "",
        timeout_s: float = 60.0,
        retries: int = 2,
        backoff_s: float = 0.5,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base_url = base_url if callable(base_url) else lambda: base_url
        self.model, self._timeout_s, self._retries, self._backoff_s = model, timeout_s, retries, backoff_s
        # A model server on loopback is never behind a proxy; elsewhere the environment decides.
        local = self._base_url().startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
        self._http = httpx.AsyncClient(transport=transport, trust_env=not local and transport is None)
        self._openai = openai.AsyncOpenAI(
            base_url=self._base_url(),
            api_key=api_key or "none",
            max_retries=0,
            # The SDK takes httpx as well as httpx2; its types name only the latter.
            timeout=httpx.Timeout(timeout_s, connect=min(5.0, timeout_s)),  # type: ignore[arg-type]
            http_client=self._http,  # type: ignore[arg-type]
        )

    async def stream(
        self,
        messages: Messages,
        *,
        max_tokens: int,
        temperature: float = 0.0,
        json_schema: Mapping[str, Any] | None = None,
        stop: Sequence[str] | None = None,
        seed: int | None = None,
        usage: Usage | None = None,
    ) -> AsyncGenerator[str]:
        """Pieces of the answer as they are made. `seed` fixes the draw of a server that draws; None leaves it to it.

        Leaving early ends the generation on the server: close the iterator (`contextlib.aclosing`) or cancel the task.

        Raises:
            ModelUnavailable: not reachable, failed, silent for too long, or broken off in the middle.
            TooLarge: prompt and answer don't fit the model's context.
        """
        usage = usage if usage is not None else Usage()
        begun = time.monotonic()
        request = await self._request(messages, max_tokens, temperature, json_schema, stop)
        if seed is not None:
            request["seed"] = seed
        stream, chunk = await self._open(request)
        try:
            while chunk is not _END:
                if piece := _take(chunk, usage):
                    if usage.first_token_ms < 0:
                        usage.first_token_ms = (time.monotonic() - begun) * 1000
                    yield piece
                chunk = await self._next(stream)
        finally:
            await stream.close()
            usage.total_ms = (time.monotonic() - begun) * 1000

    async def complete(self, messages: Messages, **options: Any) -> str:
        """The whole answer; arguments and errors as for `stream`."""
        return "".join([piece async for piece in self.stream(messages, **options)])

    async def complete_json(self, messages: Messages, *, json_schema: Mapping[str, Any], **options: Any) -> Any:
        """The answer as parsed JSON of that schema.

        Raises:
            ModelUnavailable: the answer was cut off (max_tokens too low) or is no JSON.
        """
        usage = options.pop("usage", None) or Usage()
        text = await self.complete(messages, json_schema=json_schema, usage=usage, **options)
        try:
            return json.loads(text)
        except ValueError as error:
            raise ModelUnavailable(
                f"模型没有按格式作答（{usage.finish_reason or '未完成'}）",
                hint="请重试",
                en="the model gave no valid JSON",
            ) from error

    async def count_tokens(self, text: str) -> int:
        """Tokens of `text` by the server's own tokenizer; where it offers none, an estimate on the high side."""
        root = self._base_url().rstrip("/").removesuffix("/v1")
        body = {"content": text, "prompt": text, "model": self.model}  # llama.cpp reads content, vLLM prompt
        try:
            reply = await self._http.post(
                f"{root}/tokenize", json=body, headers=self._openai.auth_headers, timeout=self._timeout_s
            )
            if reply.status_code == 200:
                data = reply.json()
                return int(data["count"]) if "count" in data else len(data["tokens"])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            log.debug("tokenize_unavailable", error=str(error))
        return estimate_tokens(text)

    async def health(self) -> Health:
        """Never raises; what is wrong stands in `detail`."""
        try:
            return Health(True, await self._served(timeout_s=5.0))
        except (openai.OpenAIError, httpx.HTTPError) as error:
            return Health(False, detail=f"{type(error).__name__}: {error}")

    async def aclose(self) -> None:
        await self._openai.close()

    async def _served(self, timeout_s: float) -> tuple[str, ...]:
        self._openai.base_url = self._base_url()
        page = await self._openai.models.list(timeout=timeout_s)
        return tuple(model.id for model in page.data)

    async def _request(
        self,
        messages: Messages,
        max_tokens: int,
        temperature: float,
        json_schema: Mapping[str, Any] | None,
        stop: Sequence[str] | None,
    ) -> dict[str, Any]:
        if not self.model:
            self.model = await self._first_model()
        request: dict[str, Any] = {
            "model": self.model,
            "messages": [dict(message) for message in messages],
            "max_tokens": max_tokens,
            "temperature": temperature,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if stop:
            request["stop"] = list(stop)
        if json_schema is not None:
            schema = {"name": "reply", "schema": dict(json_schema), "strict": True}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        return request

    async def _first_model(self) -> str:
        try:
            served = await self._served(timeout_s=self._timeout_s)
        except openai.OpenAIError as error:
            raise _mapped(error) from error
        if not served:
            raise ModelUnavailable("模型服务没有提供任何模型", hint="用 COPILOT_MODEL 指定模型名", en="no model served")
        return served[0]

    async def _open(self, request: dict[str, Any]) -> tuple[Any, Any]:
        """The stream and its first chunk; only up to here is a try repeated."""
        retrying = AsyncRetrying(
            retry=retry_if_exception(_worth_another_try),
            stop=stop_after_attempt(self._retries + 1),
            wait=wait_exponential_jitter(multiplier=self._backoff_s, max=10.0, jitter=self._backoff_s / 2),
            before_sleep=_log_retry,
            reraise=True,
        )
        try:
            async for attempt in retrying:
                with attempt:
                    self._openai.base_url = self._base_url()
                    async with asyncio.timeout(self._timeout_s):
                        stream = await self._openai.chat.completions.create(**request)
                        try:
                            return stream, await anext(aiter(stream), _END)
                        except BaseException:
                            await stream.close()
                            raise
        except (openai.OpenAIError, httpx.HTTPError, TimeoutError) as error:
            raise _mapped(error) from error
        raise AssertionError("unreachable: tenacity re-raises")

    async def _next(self, stream: Any) -> Any:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await anext(aiter(stream), _END)
        except (openai.OpenAIError, httpx.HTTPError, TimeoutError, ValueError) as error:
            raise _mapped(error, midway=True) from error


def estimate_tokens(text: str) -> int:
    """Tokens at most, nearly always: one for each character beyond ASCII, one for three ASCII characters."""
    ascii_chars = sum(char.isascii() for char in text)
    return len(text) - ascii_chars + (ascii_chars + 2) // 3


def _take(chunk: Any, usage: Usage) -> str:
    """The text in a chunk; counts and timings go to `usage`."""
    if chunk.usage:
        usage.prompt_tokens = chunk.usage.prompt_tokens
        usage.completion_tokens = chunk.usage.completion_tokens
        details = chunk.usage.prompt_tokens_details
        if details and details.cached_tokens is not None:
            usage.fresh_prompt_tokens = usage.prompt_tokens - details.cached_tokens
    if timings := (chunk.model_extra or {}).get("timings"):
        usage.timings = dict(timings)
        usage.fresh_prompt_tokens = int(timings.get("prompt_n", usage.fresh_prompt_tokens))
    if not chunk.choices:
        return ""
    choice = chunk.choices[0]
    usage.finish_reason = choice.finish_reason or usage.finish_reason
    return choice.delta.content or ""


def _worth_another_try(error: BaseException) -> bool:
    if isinstance(error, openai.APITimeoutError):
        return False  # a second try would only wait as long again
    if isinstance(error, openai.APIStatusError):
        return error.status_code in _RETRIED_STATUS
    return isinstance(error, openai.APIConnectionError | httpx.TransportError)


def _log_retry(state: RetryCallState) -> None:
    log.info("model_retry", attempt=state.attempt_number, error=str(state.outcome.exception() if state.outcome else ""))


def _mapped(error: BaseException, *, midway: bool = False) -> ModelUnavailable | TooLarge:
    """Our error for the library's; the one place where that is decided."""
    text = str(error)
    if isinstance(error, openai.BadRequestError) and ("context" in text or "maximum" in text):
        return TooLarge(
            "问题与资料合计超出模型的上下文长度", hint="缩短问题或减少资料", en="prompt exceeds the model's context"
        )
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ModelUnavailable(
            "模型服务拒绝了密钥", hint="检查 COPILOT_MODEL_API_KEY", en="the model server refused the key"
        )
    if isinstance(error, openai.NotFoundError):
        return ModelUnavailable(
            "模型服务没有所请求的模型", hint="检查 COPILOT_MODEL 与 COPILOT_MODEL_URL", en="no such model"
        )
    if isinstance(error, TimeoutError | openai.APITimeoutError | httpx.TimeoutException):
        return ModelUnavailable(
            "模型服务长时间没有回应", hint="稍后重试，或调大 COPILOT_MODEL_TIMEOUT_S", en="model timed out"
        )
    if midway:
        return ModelUnavailable("模型服务在作答途中断开", hint="请重试", en="the model server broke off midway")
    if isinstance(error, openai.APIStatusError):
        return ModelUnavailable(
            f"模型服务出错（HTTP {error.status_code}）", hint="稍后重试", en=f"HTTP {error.status_code}"
        )
    return ModelUnavailable("连不上模型服务", hint="检查模型服务是否已启动", en="cannot reach the model server")
