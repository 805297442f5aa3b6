"""Builds the embedded static embedder: word vectors from the LLM's token embeddings, trained on our pairs.

    python scripts/train_embedder.py --gguf MODEL.gguf [--hold-out 0.2] [--out copilot/retrieval/data]

1. The vocabulary is the index terms of the knowledge base and of the statutes (no copied text: words
   and their vectors only). Each word starts as the mean of its tokens' embeddings in the GGUF
   (Apache-2.0 weights), reduced by PCA and weighted by idf.
2. sentence-transformers' StaticEmbedding is trained with MultipleNegativesRankingLoss on pairs of our
   own making: question -> article, title -> article, question -> answer, one half of an article -> the
   other, synonym -> term. No two pairs of a batch share an article.
3. The vectors are stored as int8 with one scale a word, at most 8 MB, with a sha256 beside them.

Needs the training extras (torch, sentence-transformers, gguf, tokenizers); serving needs numpy only.
Source: sentence-transformers documentation, StaticEmbedding; Arora et al. 2017 (weighted averages).
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from copilot.retrieval.heldout import split  # noqa: E402
from copilot.retrieval.tokenise import Tokeniser  # noqa: E402

BATCH = 256
Pair = tuple[str, str, str]  # (anchor, positive, group); pairs of one group never meet in a batch


def say(text: str) -> None:
    """Progress for a person, on stderr."""
    print(text, file=sys.stderr, flush=True)


def qwen_rows(gguf_path: Path, words: Sequence[str]) -> np.ndarray:
    """(words, model dim) float32: for each word the mean of its tokens' embeddings in the GGUF."""
    from gguf import GGUFReader
    from gguf.quants import dequantize
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    reader = GGUFReader(str(gguf_path))
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    merges = [tuple(m.split(" ", 1)) for m in reader.fields["tokenizer.ggml.merges"].contents()]
    bpe = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=merges))
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    bpe.decoder = decoders.ByteLevel()
    ids = [e.ids or [0] for e in bpe.encode_batch([w.removeprefix("n") if w[1:].isdigit() else w for w in words])]
    table = next(t for t in reader.tensors if t.name == "token_embd.weight")
    needed = sorted({i for row in ids for i in row})
    rows = dequantize(np.asarray(table.data)[needed], table.tensor_type).astype(np.float32)
    at = {token: n for n, token in enumerate(needed)}
    return np.stack([rows[[at[i] for i in row]].mean(0) for row in ids])


def vocabulary(
    texts: Sequence[Sequence[str]], priority: Sequence[Sequence[str]], size: int
) -> tuple[list[str], np.ndarray]:
    """The `size` words to keep (all of `priority` first, then by document count) and their idf."""
    df = collections.Counter(w for terms in texts for w in set(terms))
    first = collections.Counter(w for terms in priority for w in set(terms))
    ranked = sorted(df.keys() | first.keys(), key=lambda w: (-(first[w] > 0), -df[w] - first[w], w))
    words = sorted(ranked[:size])
    return words, np.array([math.log(1 + len(texts) / (1 + df[w])) for w in words], np.float32)


def initial(gguf_path: Path, words: Sequence[str], idf: np.ndarray, dim: int) -> np.ndarray:
    """(words, dim) float32: centred, PCA (exact, by eigenvectors of the covariance), idf-weighted."""
    rows = qwen_rows(gguf_path, words)
    rows -= np.average(rows, axis=0, weights=1 / idf)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    values, vectors = np.linalg.eigh(rows.T @ rows / len(rows))
    top = vectors[:, np.argsort(-values)[:dim]]
    reduced = rows @ (top * np.sign(top[np.abs(top).argmax(0), range(dim)]))
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-9
    return (reduced * idf[:, None]).astype(np.float32)


def pairs(passages, synonyms) -> tuple[list[Pair], list[Pair]]:
    """(questions, other pairs). Group = passage, so that an article is never its own negative."""
    asked: list[Pair] = []
    other: list[Pair] = []
    by_place = collections.defaultdict(list)
    for p in passages:
        by_place[p.instrument, p.article].append(p)
    for p in passages:
        document = " ".join((p.title, *p.topics, p.text))
        asked += [(ask, document, p.id) for ask in p.asks]
        mine = p.core or p.authority != "law" or bool(p.asks)
        if p.title and mine:
            other.append((p.title, p.text, p.id))
        if p.authority in ("editorial", "case"):
            basis = [t for r in p.rests_on[:3] for t in by_place[r.instrument, r.article][:1]]
            asked += [(ask, t.text, t.id) for ask in (p.title, *p.asks) for t in basis]
        middle = p.text.find("。", len(p.text) // 3)
        if 20 < middle < len(p.text) - 20 and (mine or p.order % 12 == 0):
            other.append((p.text[: middle + 1], p.text[middle + 1 :], p.id))
    for term, names in synonyms:
        other += [(name, term, f"term:{term}") for name in names]
    return asked, other


def batches(items: Sequence[Pair], size: int, rng: random.Random) -> Iterator[list[Pair]]:
    """Shuffled batches in which no two pairs share a group; what does not fit waits for the next one."""
    waiting = collections.deque(rng.sample(items, len(items)))
    while len(waiting) > size // 8:
        batch: list[Pair] = []
        groups: set[str] = set()
        for _ in range(len(waiting)):
            item = waiting.popleft()
            if item[2] in groups:
                waiting.append(item)
                continue
            batch.append(item)
            groups.add(item[2])
            if len(batch) == size:
                break
        if len(batch) < 2:
            return
        yield batch


def train(
    words: Sequence[str],
    start: np.ndarray,
    data: Sequence[Pair],
    tokeniser: Tokeniser,
    *,
    epochs: int,
    rate: float,
    seed: int,
) -> np.ndarray:
    """Trained (words, dim) float32 vectors."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.losses import MultipleNegativesRankingLoss
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    vocab = {w: i for i, w in enumerate(words)}
    fast = Tokenizer(models.WordLevel({**vocab, "[UNK]": len(vocab)}, unk_token="[UNK]"))
    fast.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    module = StaticEmbedding(fast, embedding_weights=np.vstack([start, np.zeros((1, start.shape[1]), np.float32)]))
    model = SentenceTransformer(modules=[module], device="cpu")
    loss_of = MultipleNegativesRankingLoss(model, scale=20.0)
    cut = {t: " ".join(w for w in tokeniser.terms(t) if w in vocab) for pair in data for t in pair[:2]}
    usable = [(cut[a], cut[b], g) for a, b, g in data if cut[a] and cut[b]]
    rng = random.Random(seed)
    steps_total = epochs * len(list(batches(usable, BATCH, random.Random(seed))))
    optimiser = torch.optim.Adam(model.parameters(), lr=rate)
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / max(steps_total, 1)))
    for epoch in range(epochs):
        total = count = 0.0
        for batch in batches(usable, BATCH, rng):
            features = [module.preprocess([item[side] for item in batch]) for side in (0, 1)]
            loss = loss_of(features, None)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
            total, count = total + float(loss.detach()), count + 1
        say(f"  epoch {epoch + 1}/{epochs}  loss {total / max(count, 1):.3f}")
    return module.embedding.weight.detach().numpy()[: len(words)].copy()


def save(out: Path, words: Sequence[str], vectors: np.ndarray, meta: dict) -> Path:
    """Writes `static_embedder.npz` (int8 + scale + words) and its `.sha256`; bytes depend on content only."""
    import zipfile

    scale = np.abs(vectors).max(1) / 127 + 1e-12
    arrays = {
        "vectors": np.clip(np.round(vectors / scale[:, None]), -127, 127).astype(np.int8),
        "scale": scale.astype(np.float32),
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "meta": np.frombuffer(json.dumps(meta, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
    }
    out.mkdir(parents=True, exist_ok=True)
    path = out / "static_embedder.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy", (2026, 1, 1, 0, 0, 0)), "w") as file:
                np.lib.format.write_array(file, np.ascontiguousarray(array))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".npz.sha256").write_text(f"{digest}  {path.name}\n")
    say(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, sha256 {digest}")
    return path


def build(
    passages,
    synonyms,
    gguf_path: Path,
    *,
    out: Path,
    share: float,
    dim: int,
    size: int,
    epochs: int,
    rate: float,
    seed: int,
    untrained: bool,
) -> Path:
    """Runs all three steps; `share` of the questions is held out."""
    began = time.time()
    passages, _ = split(passages, share)
    terms = sorted({n for t, names in synonyms for n in (t, *names)})
    tokeniser = Tokeniser(terms)
    domain = [p for p in passages if p.core or p.authority != "law"]
    texts = [tokeniser.terms(f"{p.title} {p.text}") for p in passages]
    mine = [tokeniser.terms(" ".join((p.title, p.text, *p.asks, *p.topics))) for p in domain]
    words, idf = vocabulary(texts, [*mine, *(tokeniser.terms(t) for t in terms)], size)
    vectors = initial(gguf_path, words, idf, dim)
    say(f"initial vectors {vectors.shape} in {time.time() - began:.0f} s")
    if not untrained:
        asked, other = pairs(passages, synonyms)
        say(f"{len(asked)} question pairs, {len(other)} others")
        vectors = train(words, vectors, asked + other, tokeniser, epochs=epochs, rate=rate, seed=seed)
    meta = {"dim": dim, "seed": seed, "epochs": epochs, "rate": rate, "held_out": share, "trained": not untrained}
    path = save(out, words, vectors, meta)
    say(f"done in {time.time() - began:.0f} s")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gguf", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "copilot" / "retrieval" / "data")
    parser.add_argument("--hold-out", type=float, default=0.0, help="share of questions not trained on (to measure)")
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--words", type=int, default=26000)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--untrained", action="store_true", help="stop after PCA and idf (to measure)")
    args = parser.parse_args()
    if not args.gguf.is_file():
        parser.error(f"no such file: {args.gguf} (compliance-copilot models path prints the model)")
    from copilot.law.load import load_knowledge_base
    from copilot.retrieval.opening import synonyms_of, titles_of
    from copilot.settings import Settings

    settings = Settings()
    kb = load_knowledge_base(settings.knowledge_base_dir, laws_db=settings.laws_db, data_dir=None)
    synonyms = [*synonyms_of(kb).items(), *titles_of(kb).items()]
    build(kb.passages, synonyms, args.gguf, out=args.out, share=args.hold_out, dim=args.dim, size=args.words,
          epochs=args.epochs, rate=args.rate, seed=args.seed, untrained=args.untrained)  # fmt: skip


if __name__ == "__main__":
    main()
