"""The fixed words of a verdict's report, Chinese and English."""

from __future__ import annotations

from copilot.rules.questions import Language

WORDS: dict[str, tuple[str, str]] = {
    "title": ("数据出境路径判定：{title}", "Path of a data export: {title}"),
    "by_rules": (
        "本判定由规则按有日期的法规数据作出，没有使用生成模型",
        "Decided by rules over dated legal data; no generative model was used",
    ),
    "read_by_model": (
        "所列事实由人工智能从描述中读出，请逐项核对；判定由规则作出",
        "The facts were read from the description by artificial intelligence, check each; the verdict is by rules",
    ),
    "read_from_story": (
        "事实由程序从描述中读出，请逐项核对；判定由规则作出，没有使用生成模型",
        "The facts were read from the description by a program, check each; the verdict is by rules, no generative "
        "model was used",
    ),
    "closing": (
        "本报告依据所列事实与规定作出，以网信部门答复为准。",
        "This report rests on the facts and provisions listed; the answer of the cyberspace administration governs. "
        "Instruments are named in Chinese, and the Chinese text is authoritative.",
    ),
    "basis": ("依据", "Legal basis"),
    "rests_on": ("依据：{places}", "Legal basis: {places}"),
    "blockers": ("另须解决", "To be settled beside"),
    "trace": ("判定过程", "How it was decided"),
    "obligations": ("还应当履行的义务", "Duties beside the path"),
    "materials": ("材料", "Materials"),
    "not_opened": ("名称未载入", "name not loaded"),
    "options": ("可选的办法", "Other lawful ways"),
    "notes": ("说明", "Notes"),
    "assumptions": ("没有说到、按没有处理的事实", "Facts not mentioned and taken as no or none"),
    "made_with": ("判定所用", "Made with"),
    "missing": ("还需要的事实（影响最大的在前）", "Facts still needed, the most decisive first"),
    "possible": ("目前仍可能：{paths}", "Still possible: {paths}"),
    "activity": ("活动{number}", "Transfer {number}"),
    "activities": ("各项活动单独看", "Each transfer by itself"),
    "timeline": (
        "时间（法定时限是上限，不含补正与延长）",
        "Times (statutory times are upper limits, without supplements and extensions)",
    ),
    "not_set": ("未规定", "not set"),
    "from_to": (" 至 ", " to "),
    "estimated": ("（估计）", " (estimate)"),
    "what_if": ("依法可以怎样更轻", "What would lawfully lighten it"),
    "days_saved": ("少{number}个工作日", "{number} working days less"),
    "papers_saved": ("少{number}份材料", "{number} papers less"),
    "conditions": ("条件：{conditions}", "Conditions: {conditions}"),
    "facts": ("所依据的事实", "Facts it rests on"),
    "story": ("描述：{story}", "Description: {story}"),
    "no_facts": ("没有给出事实。", "No facts were given."),
    "none": ("无", "none"),
    "unknown": ("不知道", "unknown"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "persons": ("{number:,} 人", "{number:,} persons"),
    "users_word": ("{said}（用户自述）", "{said} (as the user says)"),
    "as_of": (
        "按 {day} 有效的规定；路径：{path}；范围：{scope}",
        "Law as of {day}; path: {path}; scope: {scope}",
    ),
    "reasons": ("理由代码：{reasons}", "Reason codes: {reasons}"),
    "number": ("判定编号 {number}，{at}（世界协调时）", "Verdict number {number}, {at} (UTC)"),
    "rules": ("规则数据 {data}；代码版本 {code}", "Rule data {data}; code version {code}"),
    "model": ("读描述的模型：{model}", "Model that read the description: {model}"),
    "separator": ("；", "; "),
    "list": ("、", ", "),
}
HEADS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "trace": (("步骤", "结果", "比较与说明", "条文"), ("Step", "Result", "Comparison and notes", "Articles")),
    "activities": (("活动", "路径", "结论", "条文"), ("Transfer", "Path", "Verdict", "Articles")),
    "timeline": (("环节", "时长", "日期", "条文与说明"), ("Stage", "Time", "Dates", "Articles and notes")),
    "facts": (("事实", "内容", "名称"), ("Fact", "Value", "Name")),
}
OUTCOMES = {"yes": ("是", "yes"), "no": ("否", "no"), "unknown": ("未知", "unknown")}
UNITS = {
    "working_days": ("个工作日", " working days"),
    "days": ("日", " days"),
    "months": ("个月", " months"),
    "years": ("年", " years"),
}
SCOPES = {"as_of": ("仅就截至今日", "up to today only"), "planned_year": ("含当年计划", "with the year's plan")}
STATUSES = {
    "prohibited": ("禁止", "prohibited"),
    "permit_required": ("须经许可或者批准", "permit or approval needed"),
    "unknown": ("待查清", "to be found out"),
}


def word(key: str, language: Language, **values: object) -> str:
    """The fixed words under `key`, `values` filled in."""
    return WORDS[key][language == "en"].format(**values)
