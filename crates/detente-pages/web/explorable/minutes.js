// The minutes of a talk: what both ways have in common once, then how it goes here beside how it goes in the scenario as it
// stands, with the first difference marked.
import { element, placed } from "./element.js";
import { BASE } from "./count.js";
import { blocksOf, firstDifference, shownBlocks } from "./blocks.js";

/** Builds the panel. */
export function minutesPanel(data) {
  const [panel, title, said, to, texts] = ["minutes", "minutes-title", "minutes-said", "to-difference", "minutes-texts"].map(placed);
  let wanted = null;
  to.addEventListener("click", () => texts.querySelector("mark")?.focus());
  return async (point, talk) => {
    panel.hidden = talk === null;
    // Whoever goes on while minutes are unpacked sees those of where they are.
    const mine = { point, talk };
    wanted = mine;
    if (talk === null) return;
    const found = await minutesAt(data, point, talk);
    if (wanted !== mine) return;
    title.textContent = `Minutes of talk ${talk}`;
    said.replaceChildren(...found.said);
    texts.replaceChildren(...found.texts);
    to.hidden = texts.querySelector("mark") === null;
  };
}

/** What is said and shown of a talk at a point. */
async function minutesAt(data, point, talk) {
  const { setting, policy } = data.places[point];
  const base = await data.minutesOf(0, talk);
  const here = setting === null && point !== BASE ? await data.minutesOf(policy, talk) : null;
  const stands = "Scenario as it stands";
  if (base === null) return { said: ["This file does not hold the minutes of this talk. ", ...command(data, point, talk)], texts: [] };
  if (point === BASE) return { said: ["How it went, meeting by meeting."], texts: [part(stands, shownBlocks(blocksOf(base)))] };
  if (here === null) {
    const kept = "Below is how this talk goes in the scenario as it stands: this file holds minutes of that and of each policy alone, "
      + "not of every setting. ";
    return { said: [kept, ...command(data, point, talk)], texts: [part(stands, shownBlocks(blocksOf(base)))] };
  }
  return compared(blocksOf(here), blocksOf(base), [data.policies[policy].title, stands]);
}

/** Two ways of one talk. They part at a heading, so that each begins with where and when. */
function compared(here, base, names) {
  const differs = firstDifference(here, base);
  if (differs === here.length && differs === base.length) {
    return { said: ["Word for word the same here and in the scenario as it stands."], texts: [part("Both", shownBlocks(here))] };
  }
  const from = Math.max(0, here.slice(0, differs + 1).findLastIndex((block) => block.kind === "heading"));
  const rest = (blocks, other) => shownBlocks(blocks.slice(from), differs - from, other[differs]?.text ?? other[differs]?.cells?.[1] ?? "");
  const parted = [rest(here, base), rest(base, here)].map((blocks, k) => part(names[k], blocks));
  const common = from > 0 ? [part("Both", shownBlocks(here.slice(0, from)))] : [];
  const where = here[from]?.kind === "heading" ? `\u201c${here[from].text}\u201d` : "the beginning";
  return {
    said: [`Word for word the same before ${where}; the first difference there is marked.`],
    texts: [...common, element("div", { class: "parted" }, ...parted)],
  };
}

function part(name, blocks) {
  return element("section", {}, element("h4", {}, name), ...blocks);
}

/** How to have a talk told. */
function command(data, point, talk) {
  return ["To have it told as it goes here: ", element("code", {}, `${data.simulate} --point ${point} --replicate ${talk}`)];
}
