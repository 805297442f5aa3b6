"""The scores as a page for people: Chinese first, tables in Markdown."""

# ruff: noqa: E501 (rows of a table read better whole)

from __future__ import annotations

from typing import Any

from copilot.commands.precheck import KINDS

Json = dict[str, Any]
_MEDIA = {"digital": "电子件", "scan": "扫描件"}
_PARTS = {"dev": "开发用版式", "heldout": "留出版式", "heldout2": "第二留出版式", "heldout3": "第三留出版式"}
_TARGETS = {"digital": {"recall": 0.98, "false": 0.0}, "scan": {"recall": 0.92, "false": 0.3}}
PLACE = 0.95


def markdown(summary: Json, header: Json) -> str:
    """The whole page."""
    lines = [
        "# 预检评测（precheck）",
        "",
        f"{header['day']}，版本 {header['revision']}，标准 {summary['criteria']}；{header['said']}",
        "",
    ]
    for part, media in summary["parts"].items():
        for medium, figures in media.items():
            lines += _part(_PARTS.get(part, part), medium, figures)
    lines += _times(summary["times"])
    return "\n".join(lines) + "\n"


def _part(part: str, medium: str, f: Json) -> list[str]:
    target = _TARGETS[medium]
    lines = [f"## {part}，{_MEDIA[medium]}", "", "| 指标 | 实测 | 目标 | |", "|---|---|---|---|"]
    lines.append(
        f"| 查出种入的缺陷（任何级别） | {_share(f['recall'])}（{f['found']}/{f['planted']}） | ≥{_share(target['recall'])} | {_met(f['recall'], target['recall'])} |"
    )
    lines.append(f"| 其中列为须补正或路径不符 | {_share(f['formal'])} | | |")
    lines.append(f"| 单个种入 / 组合种入 | {_share(f['recall_single'])} / {_share(f['recall_combined'])} | | |")
    each = f["false_each"]
    shown = "—" if each is None else f"{each:.2f} 条/份（{f['false']} 条，{f['clean']} 份）"
    good = each is not None and each <= target["false"]
    lines.append(
        f"| 无缺陷材料上误报（须补正、路径不符） | {shown} | ≤{target['false']:g} | {'—' if each is None else '达到' if good else '未达到'} |"
    )
    lines.append(
        f"| 位置正确（文件和页） | {_share(f['place'])}（文件 {_share(f['file'])}，页 {_share(f['page'])}） | ≥{_share(PLACE)} | {_met(f['place'], PLACE)} |"
    )
    lines.append(f"| 没有评分 | {f['unscored']} | | |")
    lines += [
        "",
        "### 按手续",
        "",
        "| 手续 | 种入 | 查出 | 查全率 | 须补正 | 误报/份 | 位置 |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, k in f["by_kind"].items():
        each = "—" if k["false_each"] is None else f"{k['false_each']:.2f}"
        lines.append(
            f"| {KINDS[kind]} | {k['planted']} | {k['found']} | {_share(k['recall'])} | {_share(k['formal'])} | {each} | {_share(k['place'])} |"
        )
    if f["missed"]:
        lines += [
            "",
            "### 没有每次都查出的缺陷",
            "",
            "| 缺陷 | 说明 | 来源 | 种入 | 查出 | 应由 |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {m['defect']} | {m['title']} | {'、'.join(m['source'])} | {m['planted']} | {m['found']} | {m['expected'][:60]} |"
            for m in f["missed"]
        ]
    lines += ["", "### 按标准", "", "| 标准 | 查出种入 | 误报 | 误报示例 |", "|---|---|---|---|"]
    lines += [
        f"| {c['criterion']} | {c['found']} | {c['false']} | {c['example'].replace('|', '／')} |"
        for c in f["by_criterion"]
    ]
    return [*lines, ""]


def _times(times: Json) -> list[str]:
    if not times:
        return []
    lines = ["## 用时（整份，未用缓存）", "", "| | 份 | 页 | 总秒 | 最慢一份 | 秒/页 |", "|---|---|---|---|---|---|"]
    return lines + [
        f"| {_MEDIA[m]} | {t['submissions']} | {t['pages']} | {t['seconds']} | {t['slowest']} | {t['seconds_a_page']} |"
        for m, t in times.items()
    ]


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _met(value: float | None, target: float) -> str:
    return "—" if value is None else "达到" if value >= target else "未达到"
