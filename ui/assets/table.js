// Pasted or uploaded tables: rows of cells, and the field names in them.
const HEAD = { name: ["name", "field", "field_name", "column", "字段", "字段名", "字段名称", "列名", "名称", "数据项"], meaning: ["meaning", "description", "comment", "含义", "说明", "描述", "备注", "注释", "中文名"], kind: ["kind", "类型", "敏感"], samples: ["sample", "samples", "example", "示例", "样例", "示例值"] };
const KINDS = { 敏感: "sensitive_pi", 敏感个人信息: "sensitive_pi", sensitive_pi: "sensitive_pi", 一般: "pi", 一般个人信息: "pi", 个人信息: "pi", pi: "pi", 其他: "other", other: "other" };

/** Rows of a text with commas, semicolons, tabs or bars between cells; quotes as in CSV. */
export function csvRows(text) {
  const sample = text.slice(0, 4000), mark = ["\t", "|", ",", "，", ";"].map((m) => [m, sample.split(m).length]).sort((a, b) => b[1] - a[1])[0];
  const between = mark[1] > 1 ? mark[0] : "\n", rows = [];
  let row = [], cell = "", quoted = false;
  const end = () => { row.push(cell.trim()); cell = ""; };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (quoted) { if (sign === '"' && text[i + 1] === '"') { cell += '"'; i++; } else if (sign === '"') quoted = false; else cell += sign; }
    else if (sign === '"' && !cell.trim()) quoted = true;
    else if (sign === "\n" || sign === "\r") { end(); rows.push(row); row = []; }
    else if (sign === between) end();
    else cell += sign;
  }
  end();
  rows.push(row);
  return rows.filter((r) => r.some(Boolean));
}

/** Fields with name, meaning, kind and samples; a first row of headings names the columns, else name then meaning. */
export function fieldsOf(rows) {
  if (!rows.length) return [];
  const titles = rows[0].map((c) => c.toLowerCase());
  const columns = Object.fromEntries(Object.entries(HEAD).map(([key, words]) => [key, titles.findIndex((c) => words.includes(c))]));
  const headed = columns.name >= 0, at = headed ? columns : { name: 0, meaning: 1, kind: -1, samples: -1 };
  const single = !headed && rows.length === 1 && rows[0].length > 2; // one line of names
  const body = single ? rows[0].map((c) => [c]) : rows.slice(headed ? 1 : 0);
  return body.map((cells) => {
    const cell = (key) => (at[key] >= 0 ? cells[at[key]] || "" : "");
    const one = { name: cell("name").slice(0, 200), meaning: cell("meaning").slice(0, 500) };
    if (KINDS[cell("kind")]) one.kind = KINDS[cell("kind")];
    if (cell("samples")) one.samples = cell("samples").split(/[;；、]/).map((s) => s.trim()).filter(Boolean).slice(0, 20);
    return one;
  }).filter((one) => one.name);
}

/** Fields as text that `fieldsOf` reads again. */
export function csvOf(fields) {
  const cell = (text) => (/[",\n\r，;|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = fields.map((one) => [one.name, one.meaning || "", one.kind || "", (one.samples || []).join("；")]);
  return [["字段名", "含义", "类型", "示例"], ...rows].map((row) => row.map(cell).join(",")).join("\n");
}
