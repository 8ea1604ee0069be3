// A hundred talks as squares. A talk keeps its square wherever the sliders stand, so that what flips is seen.
import { element, placed } from "./element.js";
import { inSquares, isFlipped } from "./count.js";
import { dayInWords, nameOf, signOf } from "./words.js";


/** Builds the squares; `choose(talk)` is told of a click. */
export function squares(data, choose) {
  const talks = inSquares(data);
  const made = talks.map((talk) => element("button", { type: "button", "data-talk": talk, tabindex: -1 }));
  made[0].tabIndex = 0;
  made.forEach((square, k) => {
    square.addEventListener("click", () => choose(talks[k]));
    square.addEventListener("keydown", (event) => walk(made, k, event));
    square.addEventListener("focus", () => enter(made, square));
  });
  placed("squares").append(...made);
  placed("squares-title").textContent = `${talks.length} of the talks`;
  return (point, chosen) => {
    made.forEach((square, k) => {
      const end = data.endOf(point, talks[k]);
      const flipped = isFlipped(data, point, talks[k]);
      square.className = `end-${end}${flipped ? " flipped" : ""}`;
      square.textContent = signOf(data, end);
      square.setAttribute("aria-pressed", String(talks[k] === chosen));
      const day = `day ${dayInWords(data, data.dayOf(point, talks[k]))}`;
      square.setAttribute("aria-label", `Talk ${talks[k]}: ${nameOf(data, end)}, ${day}${flipped ? ", flipped" : ""}`);
    });
  };
}

/** Only one square at a time is on the way of the tab key; arrows go from there. */
function enter(made, square) {
  made.forEach((other) => {
    other.tabIndex = other === square ? 0 : -1;
  });
}

function walk(made, k, event) {
  const inARow = getComputedStyle(made[0].parentElement).gridTemplateColumns.split(" ").length;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -inARow, ArrowDown: inARow, Home: -k, End: made.length - 1 - k };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  made[k + step]?.focus();
}
