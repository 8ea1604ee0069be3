// Cards to play for: each names a bound on something that the tables tell of every point.
import { element, placed } from "./element.js";
import { percent } from "./words.js";

/** Builds the cards, if the experiment has any. */
export function goalCards(data) {
  const cards = data.goals.map((goal) => {
    const found = element("p", { class: "found" });
    const made = element("li", {}, element("h3", {}, goal.title), element("p", {}, boundsOf(goal)), found);
    return { goal, made, found };
  });
  placed("goals").hidden = cards.length === 0;
  placed("goal-cards").append(...cards.map((card) => card.made));
  return (point) => {
    cards.forEach(({ goal, made, found }, k) => {
      const value = data.goalOf(point, k);
      const reached = value >= (goal.at_least ?? -Infinity) && value <= (goal.at_most ?? Infinity);
      made.classList.toggle("reached", reached);
      found.textContent = Number.isNaN(value)
        ? "No run tells of it here."
        : `${reached ? "Reached" : "Not reached"}: ${valueOf(goal, value)} here.`;
    });
  };
}

function boundsOf(goal) {
  const bounds = [["at least", goal.at_least], ["at most", goal.at_most]];
  const said = bounds.filter(([, bound]) => bound !== null).map(([words, bound]) => `${words} ${valueOf(goal, bound)}`);
  return `${goal.name}: ${said.join(" and ")}`;
}

function valueOf(goal, value) {
  return goal.unit === "share" ? percent(value) : `${Number(value.toFixed(2))}${goal.unit === "" ? "" : ` ${goal.unit}`}`;
}
