"""Speed of an answer on the local model: what the reader waits for, and what the service adds."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import resource
import statistics
import time

import httpx

from copilot.chat.evidence import gather
from copilot.chat.phrase import MAX_ANSWER_TOKENS, materials
from copilot.chat.service import Chat
from copilot.prompting import fence
from copilot.settings import Settings
from copilot.wiring import Parts, build
from eval.bench import Section

QUESTIONS = (
    "我们是非关基企业，今年向境外提供了3万名客户的普通个人信息，要不要备案？",
    "标准合同备案要在合同生效后多少个工作日内办？",
    "安全评估结果的有效期多久，快到期了怎么延长？",
    "重要数据处理者的年度风险评估报告交给谁？",
    "境外总部的同事在国外登录境内系统看员工资料，算不算数据出境？",
    "不满十四周岁孩子的信息出境要注意什么？",
    "个人信息出境认证证书的有效期是几年？",
    "汽车企业采集的车外人脸视频能不能传到国外？",
    "个人信息保护影响评估报告要保存几年？",
    "集团几家子公司能不能合并申报安全评估？",
)


def run() -> Section:
    """Measure `QUESTIONS` one after another on an otherwise quiet machine."""
    return asyncio.run(_run())


async def _run() -> Section:
    async with build(Settings(backend="local")) as parts:
        chat = await parts.chat()
        parts.retriever.wait()
        rows = [await _one(parts, chat, question) for question in QUESTIONS]
    median = lambda key: statistics.median(r[key] for r in rows)  # noqa: E731
    worst = lambda key: max(r[key] for r in rows)  # noqa: E731
    overhead = statistics.median(r["through_service_s"] / r["direct_s"] for r in rows)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    section = Section()
    section.values = {
        "questions": len(rows),
        "before_model_ms_max": worst("before_model"),
        "sources_ms_max": worst("sources"),
        "first_sentence_s_p50": median("first_sentence") / 1000,
        "complete_s_p50": median("total") / 1000,
        "complete_s_max": worst("total") / 1000,
        "fresh_prompt_tokens_max": worst("fresh"),
        "answer_tokens_max": worst("answer"),
        "overhead_ratio_p50": overhead,
        "service_peak_mib": memory,
    }
    section.gates = {
        "before_model_ms_max": (worst("before_model"), "<=", 300),
        "sources_ms_max": (worst("sources"), "<=", 1000),
        "first_sentence_s_p50": (median("first_sentence") / 1000, "<=", 15),
        "complete_s_max": (worst("total") / 1000, "<=", 40),
        "fresh_prompt_tokens_max": (worst("fresh"), "<=", 700),
        "answer_tokens_max": (worst("answer"), "<=", 200),
        "overhead_ratio_p50": (overhead, "<=", 1.05),
        "service_peak_mib": (memory, "<=", 2560),
    }
    return section


async def _one(parts: Parts, chat: Chat, question: str) -> dict[str, float]:
    """One question through the service, and a twin of its prompt straight to the model server.

    The twin differs in its first words, so that neither finds the other's prompt in the server's cache.
    """
    answer = await chat.ask(question, as_of=dt.date.today())
    direct = await asyncio.to_thread(_direct, parts, question)
    times = answer.timings_ms
    return {
        "before_model": times["before_model"],
        "sources": times["sources"],
        "first_sentence": times.get("first_sentence", times["total"]),
        "total": times["total"],
        "fresh": float(answer.usage["fresh_prompt"]),
        "answer": float(answer.usage["answer"]),
        "through_service_s": (times["total"] / 1000) / max(sum(answer.usage.values()), 1),
        "direct_s": direct,
    }


def _direct(parts: Parts, question: str) -> float:
    """Seconds per token (fresh prompt and answer together) of the same prompt without the service in between."""
    hits = parts.retriever.search(question, as_of=dt.date.today(), k=12)
    evidence = gather(question, hits, as_of=dt.date.today(), implied=parts.knowledge.implied(question))
    messages = parts.prompts["answer"].messages(materials="\u3000" + materials(evidence), question=fence(question))
    server = parts.server
    assert server is not None
    body = {"messages": messages, "max_tokens": MAX_ANSWER_TOKENS, "temperature": 0, "stream": True}
    body["stream_options"] = {"include_usage": True}
    begun, tokens = time.perf_counter(), 1
    headers = {"Authorization": f"Bearer {server.api_key}"}
    url = f"{server.base_url}/chat/completions"
    with httpx.stream("POST", url, json=body, headers=headers, timeout=120, trust_env=False) as reply:
        for line in reply.iter_lines():
            if line.startswith("data: {"):
                chunk = json.loads(line[6:])
                if timings := chunk.get("timings"):
                    tokens = timings["prompt_n"] + timings["predicted_n"]
    return (time.perf_counter() - begun) / tokens
