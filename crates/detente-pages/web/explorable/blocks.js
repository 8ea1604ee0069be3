// The text of minutes as what it is made of: headings, paragraphs, items and rows, each on a line of its own.
import { element } from "./element.js";

const ROW = /^ {4}(\S.*?) {3,}(\S.*)$/;

/** The lines of minutes, without the title and the rule below it. */
export function blocksOf(text) {
  const lines = text.split("\n");
  const below = lines.slice(lines.findIndex((line) => line.startsWith("===")) + 1);
  return below.flatMap((line, k) => (line === "" ? [] : [{ line, ...kindOf(line, below[k + 1] ?? "") }]));
}

/** What is indented below it makes a heading of a line. */
function kindOf(line, next) {
  const row = ROW.exec(line);
  if (row !== null) return { kind: "row", cells: row.slice(1) };
  if (line.startsWith("        ")) return { kind: "item", text: line.trim() };
  return { kind: !line.startsWith(" ") && next.startsWith(" ") ? "heading" : "paragraph", text: line.trim() };
}

/** Where two lists of blocks first differ; the length of both where they never do. */
export function firstDifference(here, base) {
  const at = here.findIndex((block, k) => block.line !== base[k]?.line);
  return at < 0 ? here.length : at;
}

/** Blocks as elements; the one at `differs` has its first sentence marked that is not in `other`. */
export function shownBlocks(blocks, differs = -1, other = "") {
  const made = [];
  blocks.forEach((block, k) => {
    const fill = (text) => (k === differs ? withMark(text, other) : [text]);
    const last = made.at(-1);
    if (block.kind === "row") {
      const row = element("tr", {}, element("th", { scope: "row" }, block.cells[0]), element("td", {}, ...fill(block.cells[1])));
      last?.localName === "table" ? last.lastChild.append(row) : made.push(element("table", {}, element("tbody", {}, row)));
    } else if (block.kind === "item") {
      const item = element("li", {}, ...fill(block.text));
      last?.localName === "ul" ? last.append(item) : made.push(element("ul", {}, item));
    } else {
      made.push(element(block.kind === "heading" ? "h5" : "p", {}, ...fill(block.text)));
    }
  });
  return made;
}

/** A text with its first sentence marked that another does not begin with; nothing is marked where all of it is there. */
function withMark(text, other) {
  const sentences = text.match(/.+?(?:[.:;?!] (?=\S)|$)/g) ?? [];
  let at = 0;
  const differs = sentences.findIndex((sentence) => {
    at += sentence.length;
    return text.slice(0, at) !== other.slice(0, at);
  });
  if (differs < 0) return [text];
  const marked = sentences[differs].trimEnd();
  const before = sentences.slice(0, differs).join("");
  return [before, element("mark", { tabindex: -1 }, marked), text.slice(before.length + marked.length)];
}
