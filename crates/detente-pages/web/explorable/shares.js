// The shares of the ends: those of the talks in this file, and those of all runs, as the tables have them.
import { element, placed } from "./element.js";
import { BASE, endsOf, runsOf, shareOf } from "./count.js";
import { grouped, interval, percent, signOf } from "./words.js";

/** Builds the table. */
export function shares(data) {
  const rows = data.ends.map((end, k) => rowOf(data, end, k));
  const of = grouped(data.replicates);
  const heads = ["End", ...(data.whole ? [] : [`First ${grouped(data.talks)} talks`]), `All ${of} talks [95 %]`, "Scenario as it stands"];
  placed("shares").append(
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...rows.map((row) => row.made)),
  );
  return (point) => {
    const held = endsOf(data, point);
    const played = data.talks - held.at(-1);
    rows.forEach((row, end) => row.show(point, played === 0 ? 0 : held[end] / played));
    const failed = data.replicates - runsOf(data, point);
    placed("failed").hidden = failed === 0;
    placed("failed").textContent = failed === 0 ? "" : `${grouped(failed)} of ${of} runs failed here; they count in no share.`;
  };
}

function rowOf(data, end, k) {
  const bar = element("span", { class: `fill end-${k}` });
  const mark = element("span", { class: "mark" });
  const [held, all, base] = ["held", "all", "base"].map((name) => element("td", { "data-cell": name }));
  const name = element(
    "th",
    { scope: "row" },
    element("span", { class: `sign end-${k}`, "aria-hidden": "true" }, signOf(data, k)),
    ` ${end.name}`,
    element("span", { class: "bar", "aria-hidden": "true" }, bar, mark),
  );
  const made = element("tr", { "data-end": end.id }, name, ...(data.whole ? [] : [held]), all, base);
  return {
    made,
    show(point, share) {
      const total = shareOf(data, point, k);
      held.textContent = percent(share);
      all.replaceChildren(percent(total), " ", element("small", {}, interval(...data.intervalOf(point, k))));
      base.textContent = percent(shareOf(data, BASE, k));
      bar.style.width = `${100 * total}%`;
      mark.style.left = `${100 * shareOf(data, BASE, k)}%`;
    },
  };
}
