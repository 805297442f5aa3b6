// The files that the reader has chosen: dropped, by button, whole folders; each under a name of its own.
const MiB = 1048576;
let chosen = new Map();

export const files = () => [...chosen].map(([name, file]) => ({ name, file }));
export const size = () => files().reduce((sum, { file }) => sum + file.size, 0);
export const forgetFiles = () => { chosen = new Map(); };
export const dropFile = (name) => chosen.delete(name);

/** Take files up; the same file twice is one, another of the same name gets a number. */
export function take(found) {
  for (const { name, file } of found) {
    let own = name, n = 1;
    while (chosen.has(own) && !same(chosen.get(own), file)) own = numbered(name, ++n);
    chosen.set(own, file);
  }
}

const same = (a, b) => a.size === b.size && a.lastModified === b.lastModified;
const numbered = (name, n) => { const at = name.lastIndexOf("."); return at > name.lastIndexOf("/") + 1 ? `${name.slice(0, at)} (${n})${name.slice(at)}` : `${name} (${n})`; };

/** What an input holds; of a folder with its paths. */
export const ofInput = (input) => [...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));

/** What was dropped, folders read to their ends. */
export async function dropped(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.());
  if (!entries.length || entries.some((entry) => !entry)) return [...transfer.files].map((file) => ({ name: file.name, file }));
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

async function walk(entry, under, found) {
  const name = under + entry.name;
  if (entry.isFile) { found.push({ name, file: await new Promise((ok, no) => { entry.file(ok, no); }) }); return; }
  const reader = entry.createReader();
  for (;;) { // a folder is told in parts
    const part = await new Promise((ok, no) => { reader.readEntries(ok, no); });
    if (!part.length) return;
    for (const one of part) await walk(one, `${name}/`, found);
  }
}

/** A size in words. */
export const sized = (bytes) => (bytes >= MiB ? `${(bytes / MiB).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`);

/** What is wrong with the choice: a text key and its values, or null. */
export function problem({ max_files: most, max_mib: mib } = {}) {
  if (!chosen.size) return ["preNoFiles", {}];
  if (most && chosen.size > most) return ["preManyFiles", { n: chosen.size, most }];
  if (mib && size() > mib * MiB) return ["preLarge", { size: sized(size()), most: mib }];
  return null;
}
