"""Trains the classifier of questions (copilot/chat/classifier.py); numpy only, the same file for the same data.

    python scripts/train_triage.py [--held-out FILE] [--out copilot/chat/data]

Softmax regression on eval/datasets/triage_train.jsonl, acts and tasks in the frames of triage_frames.yaml, the
everyday questions (`asks`) of the knowledge base as ordinary questions, and headings of statutes of other fields
as out of scope. The temperature is fitted on predictions of folds not trained on. One head tells the intent, the
other the reason within it. Two minutes on one core.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from copilot.chat.classifier import BUCKETS, vector  # noqa: E402

SEED = 20261123
FOLDS, STEPS, RATE, DECAY = 4, 130, 0.25, 5e-5
ASKS, HEADS, MIN_SEEN = 6000, 500, 2
FRAMES, FRAME_WEIGHT = 4, 0.7
WEIGHTS = {"question": 1.0, "path": 2.0, "refuse": 1.5, "out_of_scope": 1.5, "unknowable": 2.0, "smalltalk": 2.0}
BY_CODE = {"not_in_knowledge_base", "no_such_article", "text_not_obtained"}  # told by looking names up, not by wording
INTENTS = {"answer": "question", "ask": "path", "refuse": "refuse", "out_of_scope": "out_of_scope",
           "unanswerable": "unknowable", "smalltalk": "smalltalk"}  # fmt: skip
NEIGHBOURS = re.compile(
    r"网络|数据|密码|秘密|间谍|情报|生物安全|测绘|档案|电子|征信|出口管制|制裁|统计|刑法|民法典|国家安全|电信|档案|邮政|未成年|消费者|反恐|香港|澳门|诈骗|洗钱|标准化"
)
FORMS = ("{}怎么规定", "{}要什么手续", "{}是什么意思", "请问{}", "{}怎么处罚", "{}")


def say(text: str) -> None:
    """Progress for a person, on stderr."""
    print(text, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Example:
    """A question with its label and its weight in the loss."""

    text: str
    label: str
    weight: float


def own_examples() -> list[Example]:
    """Our training set."""
    found = []
    for line in (ROOT / "eval/datasets/triage_train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        reason = row.get("reason", "")
        if reason in BY_CODE:
            continue
        intent = INTENTS[row["expect"]]
        label = f"{intent}:{reason}" if reason else intent
        weight = WEIGHTS[intent] * (1.5 if row.get("note") else 1.0)
        found.append(Example(row["question"], label, weight))
    return found


def frame_examples(rng: random.Random) -> list[Example]:
    """Acts and honest tasks in the frames of eval/datasets/triage_frames.yaml."""
    parts = yaml.safe_load((ROOT / "eval/datasets/triage_frames.yaml").read_text("utf-8"))

    def made(act: str, kinds: Sequence[str], label: str) -> list[Example]:
        tail = "_en" if act.isascii() else ""
        frames = [f for kind in kinds for f in parts.get(kind + tail, [])]
        chosen = rng.sample(frames, min(FRAMES, len(frames)))
        return [Example(f.format(act=act), label, FRAME_WEIGHT) for f in chosen]

    found: list[Example] = []
    for reason, acts in parts["acts"].items():
        for act in acts:
            found += made(act, ["wanted", "wanted_slyly"], f"refuse:{reason}") + made(act, ["asked"], "question")
    for task in (*parts["honest"], *parts["honest_en"]):
        found += made(task, ["wanted"], "question")
    return found


def knowledge_examples(rng: random.Random) -> list[Example]:
    """Everyday questions of the knowledge base, and headings of statutes of other fields."""
    from copilot.settings import Settings
    from copilot.wiring import Parts

    kb = Parts(Settings(_env_file=None, backend="extractive")).kb  # type: ignore[call-arg]
    asks = sorted({a for p in kb.passages for a in p.asks})
    found = [Example(a, "question", 0.25) for a in rng.sample(asks, min(ASKS, len(asks)))]
    near = {p.instrument for p in kb.passages if p.asks or p.core or p.authority != "law"}
    heads = {
        re.split(r"[，。；：、\n]", p.text)[0]
        for p in kb.passages
        if p.instrument not in near and not NEIGHBOURS.search(p.instrument)
    }
    usable = sorted(h for h in heads if 5 <= len(h) <= 16 and not re.search(r"信息|数据|本法|网络|境外", h))
    for head in rng.sample(usable, min(HEADS, len(usable))):
        found.append(Example(rng.choice(FORMS).format(head), "out_of_scope:other_field", 0.1))
    return found


def matrix(examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Examples as (row starts, buckets, values), one after the other."""
    parts = [vector(e.text) for e in examples]
    seen = np.bincount(np.concatenate([np.unique(rows) for rows, _ in parts]), minlength=BUCKETS)
    parts = [(r[seen[r] >= MIN_SEEN], v[seen[r] >= MIN_SEEN]) for r, v in parts]
    starts = np.cumsum([0, *(len(rows) for rows, _ in parts)])[:-1]
    return starts, np.concatenate([r for r, _ in parts]), np.concatenate([v for _, v in parts])


def fit(examples: Sequence[Example], labels: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Weights (buckets, labels) and bias by full-batch Adam; deterministic."""
    starts, columns, values = matrix(examples)
    lengths = np.diff([*starts, len(columns)])
    owner = np.repeat(np.arange(len(examples)), lengths)
    order = np.argsort(columns, kind="stable")
    used, first = np.unique(columns[order], return_index=True)
    target = np.zeros((len(examples), len(labels)), np.float32)
    target[np.arange(len(examples)), [labels.index(e.label) for e in examples]] = 1
    per = np.array([e.weight for e in examples], np.float32)[:, None]
    per /= per.sum()
    local = np.searchsorted(used, columns)
    weights, bias = np.zeros((len(used), len(labels)), np.float32), np.zeros(len(labels), np.float32)
    m, v = np.zeros_like(weights), np.zeros_like(weights)
    mb, vb = np.zeros_like(bias), np.zeros_like(bias)
    sorted_owner, sorted_values = owner[order], values[order][:, None]
    for step in range(1, STEPS + 1):
        logits = np.add.reduceat(weights[local] * values[:, None], starts) + bias
        odds = np.exp(logits - logits.max(1, keepdims=True))
        error = (odds / odds.sum(1, keepdims=True) - target) * per
        gradient = np.add.reduceat(error[sorted_owner] * sorted_values, first) + DECAY * weights
        rate = RATE * (1 - step / (STEPS + 1))
        for parameter, g, a, b in ((weights, gradient, m, v), (bias, error.sum(0), mb, vb)):
            a *= 0.9
            a += 0.1 * g
            b *= 0.99
            b += 0.01 * g * g
            parameter -= rate * (a / (1 - 0.9**step)) / (np.sqrt(b / (1 - 0.99**step)) + 1e-6)
    full = np.zeros((BUCKETS, len(labels)), np.float32)
    full[used] = weights
    return full, bias


def scores(weights: np.ndarray, bias: np.ndarray, examples: Sequence[Example]) -> np.ndarray:
    """(examples, labels) logits."""
    return np.stack([v @ weights[r] + bias for r, v in (vector(e.text) for e in examples)])


def intent(example: Example) -> Example:
    """The same example, labelled by its intent alone."""
    return replace(example, label=example.label.split(":")[0])


def temperature_of(logits: np.ndarray, wanted: np.ndarray) -> float:
    """The temperature with the least log loss on logits not trained on."""

    def loss(t: float) -> float:
        z = logits / t
        z = z - z.max(1, keepdims=True)
        return float((np.log(np.exp(z).sum(1)) - z[np.arange(len(z)), wanted]).mean())

    return min((round(0.3 + 0.05 * i, 2) for i in range(80)), key=loss)


def main() -> int:
    """Fit, calibrate, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", type=Path, help="keep the predictions of the folds here, to fit thresholds on")
    parser.add_argument("--out", type=Path, default=ROOT / "copilot/chat/data")
    options = parser.parse_args()
    own = own_examples()
    frames, other = frame_examples(random.Random(SEED)), knowledge_examples(random.Random(SEED))
    other += [replace(e, label=intent(e).label) for e in frames]
    intents = sorted({intent(e).label for e in own})
    reasons = sorted({e.label for e in own if ":" in e.label})
    held = np.zeros((len(own), len(intents)), np.float32)
    for k in range(FOLDS):
        kept = [intent(e) for i, e in enumerate(own) if i % FOLDS != k]
        held[k::FOLDS] = scores(*fit(kept + [intent(e) for e in other], intents), own[k::FOLDS])
        say(f"fold {k + 1}/{FOLDS}")
    wanted = np.array([intents.index(intent(e).label) for e in own])
    temperature = temperature_of(held, wanted)
    odds = np.exp(held / temperature)
    odds /= odds.sum(1, keepdims=True)
    right = round(float((held.argmax(1) == wanted).mean()), 4)
    report: dict[str, object] = {"right": right, "temperature": temperature}
    table = collections.Counter((intents[a], intents[b]) for a, b in zip(wanted, held.argmax(1), strict=True))
    report["confusion"] = {f"{a}->{b}": n for (a, b), n in sorted(table.items())}
    print(json.dumps(report, ensure_ascii=False, indent=1))
    if options.held_out:
        rows = zip(own, odds.tolist(), strict=True)
        lines = (json.dumps([e.text, e.label, dict(zip(intents, p, strict=True))], ensure_ascii=False) for e, p in rows)
        options.held_out.write_text("\n".join(lines) + "\n", "utf-8")
    whole = fit([intent(e) for e in (*own, *other)], intents)
    why = fit([e for e in (*own, *frames) if ":" in e.label], reasons)
    store(options.out, [*intents, *reasons], [np.hstack(pair) for pair in zip(whole, why, strict=True)], temperature)
    return 0


def store(folder: Path, labels: Sequence[str], fitted: Sequence[np.ndarray], temperature: float) -> None:
    """Write the weights as int8 with a scale for each label, and their sha256 beside them."""
    weights, bias = fitted
    scale = (np.abs(weights).max(0) / 127 + 1e-9).astype(np.float32)
    meta = json.dumps({"labels": list(labels), "temperature": temperature}, ensure_ascii=False)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "triage.npz"
    quantised = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(
        file, weights=quantised, scale=scale, bias=bias.astype(np.float32), meta=np.frombuffer(meta.encode(), np.uint8)
    )
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_suffix(".npz.sha256").write_text(f"{digest}  {file.name}\n", "utf-8")
    say(f"{file.stat().st_size} bytes")


if __name__ == "__main__":
    raise SystemExit(main())
