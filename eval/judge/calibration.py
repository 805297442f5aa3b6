"""How far the judge agrees with people: on pairs of a source and a sentence whose support is known.

A judge below the floor of eval/gates.toml is not usable, and its scores are marked so. One that always says yes has
the kappa of chance, 0, however many of its verdicts are right.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from copilot.errors import BadInput, ModelUnavailable, TooLarge
from eval.judge.replies import Unreadable
from eval.task import DATASETS

if TYPE_CHECKING:
    from eval.judge.judge import Judge

GATES = Path(__file__).parents[1] / "gates.toml"
PAIRS = DATASETS / "verifier_pairs.jsonl"
RIGHT = "supported"  # the kind of a pair that holds no error


@dataclass(frozen=True, slots=True)
class Floor:
    """The least a judge must reach: Cohen's kappa, and the greatest share of pairs it may leave unscored."""

    kappa: float
    unscored: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """One pair judged: `said` None is unscored, for `why`."""

    id: str
    kind: str
    truth: bool
    said: bool | None
    reason: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a judge is worth. Shares from 0 to 1; `kappa` None where it is not defined (all labels alike)."""

    judge: str
    pairs: int
    scored: int
    unscored: Mapping[str, int]
    agreement: float | None
    kappa: float | None
    low: float | None
    high: float | None
    says_yes: float | None
    by_kind: Mapping[str, tuple[int, int]]  # right, scored
    tokens: Mapping[str, int]
    seconds: float

    @property
    def unscored_share(self) -> float:
        """Share of the pairs without verdict."""
        return 1 - self.scored / self.pairs if self.pairs else 0.0

    def below(self, floor: Floor) -> list[str]:
        """Why the judge is not usable, in Chinese; empty for a usable one."""
        faults = []
        if self.kappa is None:
            faults.append("κ 无法计算（没有可评的结果，或者标签只有一种）")
        elif self.kappa < floor.kappa:
            faults.append(f"κ {self.kappa:.3f} 低于门槛 {floor.kappa:.2f}")
        if self.unscored_share > floor.unscored:
            faults.append(f"未能评分 {self.unscored_share:.1%}，高于上限 {floor.unscored:.0%}")
        return faults

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {**asdict(self), "unscored_share": round(self.unscored_share, 4)}


def floor_of(file: Path = GATES) -> Floor:
    """The floor for judges, from the section `[judge]` of the gates.

    Raises:
        BadInput: the file or its section is missing.
    """
    try:
        section = tomllib.loads(file.read_text("utf-8"))["judge"]
        return Floor(kappa=float(section["kappa"]), unscored=float(section["unscored"]))
    except (OSError, KeyError, ValueError) as error:
        raise BadInput(
            f"{file.name} 缺少可用的 [judge]：{error}", hint="需要 kappa 与 unscored 两项", en="no floor for judges"
        ) from error


def pairs_of(file: Path = PAIRS, *, limit: int = 60) -> list[dict[str, Any]]:
    """Labelled pairs, the same ones on every machine: half of them true, the false ones spread over kinds of error.

    Raises:
        BadInput: the file cannot be read or lacks a key.
    """
    try:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in sorted(rows, key=lambda r: hashlib.sha256(r["id"].encode()).hexdigest()):
            kinds[row["error"] or RIGHT].append(row)
            _ = row["source"], row["sentence"], row["supported"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{file}：不是可用的标注（{error}）", hint="每行要有 id、source、sentence、supported、error", en="bad pairs"
        ) from error
    if not limit or limit >= len(rows):
        return rows
    wrong = [name for name in sorted(kinds) if name != RIGHT]
    chosen = kinds[RIGHT][: (limit + 1) // 2]
    for n in range(max((len(kinds[name]) for name in wrong), default=0)):
        chosen += [kinds[name][n] for name in wrong if n < len(kinds[name])][: limit - len(chosen)]
    return chosen


def material_of(source: Mapping[str, str] | Sequence[Mapping[str, str]]) -> str:
    """The source of a pair as the judge reads it: name and text, one after another."""
    parts = [source] if isinstance(source, Mapping) else source
    return "\n\n".join(f"{part['name']}：\n{part['text']}" for part in parts)


async def judge_pairs(
    judge: Judge, pairs: Iterable[Mapping[str, Any]], *, step: Callable[[], None] = lambda: None
) -> list[Verdict]:
    """Every pair judged, in order; what cannot be read or takes too long is unscored.

    Raises:
        ModelUnavailable: the judge cannot be reached or fails other than by silence.
    """
    from eval.judge.judge import FAULTS

    verdicts = []
    for pair in pairs:
        truth, kind = bool(pair["supported"]), pair["error"] or RIGHT
        said, reason, why = None, "", ""
        try:
            found = await judge.supports(material_of(pair["source"]), pair["sentence"])
            said, reason = bool(found.verdict), found.reason
        except Unreadable:
            why = FAULTS["unreadable"]
        except TooLarge:
            why = FAULTS["too_long"]
        except ModelUnavailable as error:
            if error.en != "model timed out":
                raise
            why = FAULTS["timeout"]
        verdicts.append(Verdict(pair["id"], kind, truth, said, reason, why))
        step()
    return verdicts


def calibration_of(verdicts: Sequence[Verdict], judge: Judge | None = None, *, seconds: float = 0.0) -> Calibration:
    """Agreement, kappa with its interval, accuracy by kind of error, and what was unscored."""
    scored = [v for v in verdicts if v.said is not None]
    unscored: dict[str, int] = defaultdict(int)
    by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for verdict in verdicts:
        if verdict.said is None:
            unscored[verdict.why] += 1
            by_kind[verdict.kind][1] += 0
        else:
            by_kind[verdict.kind][0] += verdict.said == verdict.truth
            by_kind[verdict.kind][1] += 1
    truth = np.array([v.truth for v in scored], dtype=bool)
    said = np.array([v.said for v in scored], dtype=bool)
    low, high = kappa_interval(truth, said)
    rounded = None if (k := kappa(truth, said)) is None else round(k, 4)
    return Calibration(
        judge=judge.identity if judge else "",
        pairs=len(verdicts),
        scored=len(scored),
        unscored=dict(unscored),
        agreement=round(float((truth == said).mean()), 4) if scored else None,
        kappa=rounded,
        low=low,
        high=high,
        says_yes=round(float(said.mean()), 4) if scored else None,
        by_kind={name: (right, n) for name, (right, n) in sorted(by_kind.items())},
        tokens={"prompt": judge.prompt_tokens, "completion": judge.completion_tokens} if judge else {},
        seconds=round(seconds, 1),
    )


def kappa(truth: np.ndarray, said: np.ndarray) -> float | None:
    """Cohen's kappa of two raters over yes and no; None where chance alone agrees always.

    Source: J. Cohen, A coefficient of agreement for nominal scales, 1960.
    """
    if not len(truth):
        return None
    agreed = float((truth == said).mean())
    yes, says = float(truth.mean()), float(said.mean())
    chance = yes * says + (1 - yes) * (1 - says)
    return None if chance >= 1.0 else (agreed - chance) / (1 - chance)


def kappa_interval(truth: np.ndarray, said: np.ndarray, *, resamples: int = 2000) -> tuple[float | None, float | None]:
    """95 % bootstrap interval (percentile, seeded) of kappa over pairs; None for fewer than two, or where undefined."""
    if len(truth) < 2 or kappa(truth, said) is None:
        return None, None
    from scipy.stats import bootstrap

    def statistic(one: np.ndarray, other: np.ndarray) -> float:
        found = kappa(one, other)
        return 0.0 if found is None else found  # a resample of one label: no more than chance

    found = bootstrap(
        (truth, said), statistic, paired=True, vectorized=False, n_resamples=resamples, method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval  # fmt: skip
    return round(float(found.low), 4) + 0.0, round(float(found.high), 4) + 0.0  # no -0.0


def keep(found: Calibration, verdicts: Sequence[Verdict], data_dir: Path) -> Path:
    """Writes a calibration where `usable` finds it; the newest of a judge stands."""
    folder = data_dir / "eval" / "judge"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{hashlib.sha256(found.judge.encode()).hexdigest()[:16]}.json"
    body = {**found.as_dict(), "verdicts": [asdict(v) for v in verdicts]}
    file.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return file


def usable(identity: str, data_dir: Path, *, floor: Floor | None = None) -> tuple[bool, str]:
    """Whether a judge's scores may be relied on, with the mark to show beside them in Chinese."""
    file = data_dir / "eval" / "judge" / f"{hashlib.sha256(identity.encode()).hexdigest()[:16]}.json"
    if not file.is_file():
        return False, "裁判未校准，分数仅供参考"
    kept = json.loads(file.read_text("utf-8"))
    names = Calibration.__dataclass_fields__
    faults = Calibration(**{k: v for k, v in kept.items() if k in names}).below(floor or floor_of())
    return (False, f"裁判不可用（{'；'.join(faults)}）") if faults else (True, f"裁判已校准，κ {kept['kappa']:.3f}")
