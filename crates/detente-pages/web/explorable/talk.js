// One talk: how it ends here and in the scenario as it stands.
import { element, placed } from "./element.js";
import { BASE, isFlipped } from "./count.js";
import { dayInWords, nameOf, thousandths } from "./words.js";

/** Builds the panel; `close()` is told when it is shut. */
export function talkPanel(data, close) {
  const panel = placed("talk");
  placed("talk-close").addEventListener("click", close);
  return (point, talk) => {
    panel.hidden = talk === null;
    if (talk === null) return;
    placed("talk-title").textContent = `Talk ${talk}: ${verdict(data, point, talk)}`;
    placed("talk-rows").replaceChildren(...rowsOf(data, point, talk));
    placed("talk-place").textContent = `In runs.csv: point ${point}, replicate ${talk}.`;
  };
}

function verdict(data, point, talk) {
  if (point === BASE) return nameOf(data, data.endOf(point, talk));
  return isFlipped(data, point, talk)
    ? `flipped from ${nameOf(data, data.endOf(BASE, talk))} to ${nameOf(data, data.endOf(point, talk))}`
    : `${nameOf(data, data.endOf(point, talk))}, as in the scenario as it stands`;
}

function rowsOf(data, point, talk) {
  const cells = (of) => [element("td", { "data-cell": "here" }, of(point)), element("td", { "data-cell": "base" }, of(BASE))];
  const row = (name, of) => element("tr", {}, element("th", { scope: "row" }, name), ...cells(of));
  const worth = (party) => (at) => (data.endOf(at, talk) < data.ends.length ? thousandths(data.utilityOf(at, talk, party)) : "none");
  return [
    row("End", (at) => nameOf(data, data.endOf(at, talk))),
    row("Day", (at) => dayInWords(data, data.dayOf(at, talk))),
    ...data.parties.map((party, k) => row(`Utility, ${party.name}`, worth(k))),
  ];
}
