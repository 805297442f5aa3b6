// The facts that a path may need: label, question in the reader's words, help, articles; read from the service by language.
import { api } from "./api.js";
import { lang, saying } from "./dom.js";

const SECTORS = ["汽车", "网约车", "医疗健康", "医药与生命科学", "金融", "证券", "征信", "测绘地理信息", "互联网地图", "生成式人工智能", "电子商务", "航空", "零售", "制造业"];
const REGIONS = ["HK", "MO", "TW", "US", "SG", "JP", "KR", "DE", "FR", "GB", "NL", "AU", "CA", "IN"];
let catalogue = new Map(), papers = {}, zones = [];

/** Read the facts in the reader's language, and what papers are called. */
export async function loadFacts() {
  catalogue = new Map((await api.pathFacts(lang())).map((one) => [one.id, one]));
  papers = Object.fromEntries((await api.pathPapers()).map((one) => [one.id, one]));
}

/** The zones that have lists, to choose from. */
export function suggestZones(names) { zones = [...new Set(names)]; }

/** What is known of a fact, `activities.0.pi_count` included; `known` false before the facts are read. */
export function info(fact) {
  const name = fact.split(".").at(-1), one = catalogue.get(name);
  return {
    name, known: Boolean(one), label: one?.label || name, question: one?.question || "", help: one?.help || "",
    kind: one?.kind || "boolean", presumed: Boolean(one?.presumed), basis: one?.basis || [], options: one?.choices?.length ? one.choices : null, suggest: { ftz: zones, sector: SECTORS, recipient_region: REGIONS }[name],
  };
}
info.all = () => [...catalogue.keys()].map((name) => info(name));

/** A paper's name. */
export const paper = (id) => (papers[id] ? saying(papers[id], "name") : id);
