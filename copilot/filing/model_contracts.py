"""Where the official model contracts settle the six points of 数据出境安全评估办法第九条: fixed, as their text is.

Nobody types these places: a contract on a model has the model's articles. Like the options of a form they are part of
its edition; a new edition is a new entry. A model says nothing of changes of control or business, nor of force
majeure beside local law: `Model.open` names the points that it settles in part only.
Source: 个人信息出境标准合同（范本） 第三条 to 第九条 and 附录一; 粤港澳大湾区（内地、香港）个人信息跨境流动标准合同
第三条 to 第八条 and 附录一.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from copilot.filing.facts import FilingKind
from copilot.filing.procedures import Points

_AROUND = re.compile(r"[《》\s]|（范本）|\(范本\)")


@dataclass(frozen=True)
class Model:
    """An official model contract. `kinds`: filings that stand on it; `open`: points that it settles in part."""

    title: str
    kinds: frozenset[FilingKind]
    in_force_from: dt.date
    points: Points
    open: tuple[str, ...] = ("changes",)


MODELS = (
    Model(
        "个人信息出境标准合同",
        frozenset({"standard_contract", "contract_change"}),
        dt.date(2023, 6, 1),
        Points(
            purpose="第三条第一项、附录一",
            storage="第三条第五项、第七条第四项，附录一（八）（九）",
            onward="第三条第八项、第九项，附录一（六）",
            changes="第四条第五项、第六项，第七条第一项、第二项",
            breach="第七条、第八条、第九条第四项",
            incident="第三条第七项、第五条、第六条",
        ),
    ),
    Model(
        "粤港澳大湾区（内地、香港）个人信息跨境流动标准合同",
        frozenset({"gba_hk"}),
        dt.date(2023, 12, 10),
        Points(
            purpose="第三条第一项、附录一",
            storage="第三条第四项、第六条第四项，附录一（七）（八）",
            onward="第三条第七项至第九项，附录一（五）",
            changes="第三条第十三项、第六条第一项",
            breach="第六条、第七条、第八条第四项",
            incident="第三条第六项、第四条、第五条",
        ),
    ),
)


def model_of(title: str | None, kind: FilingKind, *, as_of: dt.date) -> Model | None:
    """The model that a contract stands on: the one of the kind of filing, else the one that it is named after."""
    named = _AROUND.sub("", title or "")
    now = [one for one in MODELS if one.in_force_from <= as_of]
    return next((one for one in now if kind in one.kinds), None) or next(
        (one for one in now if one.title == named), None
    )


def places() -> tuple[str, ...]:
    """Every place of every model, as papers show them."""
    return tuple(place for one in MODELS for place in one.points.model_dump().values())
