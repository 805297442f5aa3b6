"""The verifier against single traps, and against the labelled pairs as a whole."""

import json
from pathlib import Path

import pytest

from copilot.chat.verify import Source, verify

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "eval" / "datasets" / "verifier_pairs.jsonl"
SEVEN = Source(
    "《促进和规范数据跨境流动规定》第七条",
    "应当经所在地省级网信部门向国家网信部门申报数据出境安全评估的情形：（一）关键信息基础设施运营者向境外提供个人信息或者重要数据；"
    "（二）其他数据处理者向境外提供重要数据，或者当年累计向境外提供100万人以上个人信息（不含敏感个人信息）或者1万人以上敏感个人信息。",
)
EIGHT = Source(
    "《促进和规范数据跨境流动规定》第八条",
    "关键信息基础设施运营者以外的数据处理者，当年累计向境外提供10万人以上、不满100万人个人信息（不含敏感个人信息）或者不满1万人敏感个人信息的，"
    "应当依法与境外接收方订立个人信息出境标准合同或者通过个人信息保护认证。",
)


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("关基运营者向境外提供个人信息，必须申报数据出境安全评估。", True),
        ("出境1万人以上敏感个人信息的，应当申报数据出境安全评估。", True),
        ("非关基企业出境不满1万人敏感个人信息的，应当签标准合同或者通过认证。", True),
        ("出境10万人以上敏感个人信息的，应当申报数据出境安全评估。", False),
        ("出境100万人以上个人信息的，免予申报数据出境安全评估。", False),
        ("出境超过1万人敏感个人信息的，应当申报数据出境安全评估。", False),
        ("关基运营者向境外提供个人信息的，应当订立标准合同。", False),
        ("应当自受理之日起45个工作日内完成数据出境安全评估。", False),
        ("依据《促进和规范数据跨境流动规定》第九条，应当申报数据出境安全评估。", False),
    ],
)
def test_traps(sentence: str, supported: bool) -> None:
    assert verify(sentence, [SEVEN, EIGHT]).supported is supported


def test_labelled_pairs() -> None:
    """At least 95 % of the wrong sentences are dropped, at most 5 % of the right ones (both halves of the set)."""
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    right = [p for p in pairs if p["supported"]]
    wrong = [p for p in pairs if not p["supported"]]
    assert len(right) >= 140 and len(wrong) >= 150
    kept = sum(_supported(p) for p in right) / len(right)
    dropped = sum(not _supported(p) for p in wrong) / len(wrong)
    assert dropped >= 0.95, f"{dropped:.3f} of the wrong ones dropped"
    assert kept >= 0.95, f"{kept:.3f} of the right ones kept"


def _supported(pair: dict) -> bool:
    sources = pair["source"] if isinstance(pair["source"], list) else [pair["source"]]
    return verify(pair["sentence"], [Source(s["name"], s["text"]) for s in sources]).supported
