// From a verdict to its papers: a button that begins the filing and opens the page of drafting.
import { api } from "./api.js";
import { h } from "./dom.js";
import { errorBox } from "./parts.js";

const CALLS_FOR_PAPERS = ["security_assessment", "contract_or_certification", "exempt"];

/** Whether there are papers to draft for a verdict. */
export const hasPapers = (result) => CALLS_FOR_PAPERS.includes(result?.path);

/** The button, or null where the verdict calls for no papers; `from()` gives what the filing begins from. */
export function draftButton(result, from) {
  if (!hasPapers(result)) return null;
  const button = h("button", { type: "button", class: "cc-button cc-primary cc-draft-link", t: "draftThese", tTitle: "draftTheseTitle", onclick: async () => {
    button.disabled = true;
    button.parentElement?.querySelector(".cc-error")?.remove();
    try {
      const { id } = await api.newFiling(await from());
      location.assign(new URL(`../drafting#${encodeURIComponent(id)}`, import.meta.url).href);
    } catch (error) { button.after(errorBox(error)); } finally { button.disabled = false; }
  } });
  return button;
}
