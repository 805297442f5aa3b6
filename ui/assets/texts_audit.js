// Texts of the page of the audit log; both languages have the same keys.
export const AUDIT_TEXTS = {
  zh: {
    auTitle: "审计记录", auIntro: "谁读了、写了什么。只有编号，没有内容；只增不改，前后以哈希相接。", auVerify: "核对全链", auHead: "以前记下的末尾（可不填）", auVerifyTitle: "有没有人动过",
    auWhole: "完整：{n} 条，前后相接，没有改动。", auBroken: "不完整，第一处在第 {n} 条。", auNoted: "末尾如下，请记在别处，以后核对可以证明没有整段删除：",
    auFind: "查看", auUser: "用户编号", auSubject: "对象编号", auKind: "种类，例如 ticket", auOutcome: "结果", auSince: "从哪天起（UTC）", auAll: "全部", auMore: "更早的", auNone: "没有符合的记录。", auTotal: "共有 {n} 条。",
    auSeq: "序号", auAt: "时间", auWho: "谁", auAction: "做了什么", auAbout: "对象", auRequest: "请求编号", auNobody: "没有登录",
    out_done: "完成", out_refused: "无权", out_missing: "不存在", out_invalid: "不能使用", out_failed: "没有做成", out_left: "中途离开",
  },
  en: {
    auTitle: "Audit log", auIntro: "Who read and wrote what: ids, never content. It only grows; every entry is chained to the one before by its hash.", auVerify: "Verify the chain", auHead: "A head noted earlier (optional)", auVerifyTitle: "Has anybody touched it",
    auWhole: "Whole: {n} entries follow each other unchanged.", auBroken: "Not whole: the first break is at entry {n}.", auNoted: "Note this head elsewhere; checked later, it proves that none was cut off:",
    auFind: "Show", auUser: "User id", auSubject: "Subject id", auKind: "Kind, e.g. ticket", auOutcome: "Outcome", auSince: "From (UTC)", auAll: "All", auMore: "Earlier ones", auNone: "No such entries.", auTotal: "{n} entries in all.",
    auSeq: "No.", auAt: "Time", auWho: "Who", auAction: "Did", auAbout: "Subject", auRequest: "Request", auNobody: "not signed in",
    out_done: "done", out_refused: "refused", out_missing: "missing", out_invalid: "invalid", out_failed: "failed", out_left: "left",
  },
};
