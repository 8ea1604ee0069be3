// What can be moved: the scenario as it stands or levels, a slider for each factor, and policies.
import { element, placed } from "./element.js";
import { levelOf } from "./words.js";

// What a level does, where it does not take the place of what is there.
const OPERATIONS = { add: "added to", scale: "times" };

/** Levels that are written below a slider; of more, only the ends. */
const MOST_MARKS = 7;

/** Builds the controls; `move(point, settled)` is told of every change, `settled` once the hand is off. */
export function controls(data, move) {
  const chosen = { setting: null, levels: data.factors.map((factor) => factor.levels.length >> 1), policy: 0 };
  const point = () => (chosen.setting === null ? chosen.policy : data.pointAt(chosen.levels, chosen.policy));
  const told = (settled) => move(point(), settled);
  const scenario = radios("scenario", "Scenario", ["As it stands", "With the levels below"], (k) => {
    chosen.setting = k === 0 ? null : 0;
    told(true);
  });
  const factors = data.factors.map((factor, k) => levelsOfFactor(factor, k, (level, settled) => {
    chosen.setting = 0;
    chosen.levels[k] = level;
    told(settled);
  }));
  const policies = radios("policy", "Policy", ["None", ...data.policies.slice(1).map((policy) => policy.title)], (k) => {
    chosen.policy = k;
    told(true);
  });
  const levels = element("div", { class: "levels" }, ...factors.map((factor) => factor.made));
  placed("controls").append(scenario.made, levels, ...(data.policies.length > 1 ? [policies.made] : []));
  return (shown) => {
    const { setting, policy } = data.places[shown];
    chosen.setting = setting === null ? null : 0;
    chosen.policy = policy;
    if (setting !== null) chosen.levels = data.levelsOf(setting);
    scenario.show(setting === null ? 0 : 1);
    levels.classList.toggle("idle", setting === null);
    factors.forEach((factor, k) => factor.show(chosen.levels[k], setting !== null));
    policies.show(policy);
  };
}

function levelsOfFactor(factor, k, choose) {
  return factor.words
    ? radios(`factor-${k}`, factor.id, factor.levels, (level) => choose(level, true))
    : slider(factor, k, choose);
}

function slider(factor, k, choose) {
  const id = `factor-${k}`;
  const last = factor.levels.length - 1;
  const input = element("input", { type: "range", id, min: 0, max: last, step: 1, "aria-describedby": `${id}-of` });
  const shown = element("output", { for: id });
  // A share says so itself.
  const unit = ["", "share"].includes(factor.unit) ? "" : ` ${factor.unit}`;
  input.addEventListener("input", () => choose(Number(input.value), false));
  input.addEventListener("change", () => choose(Number(input.value), true));
  const places = factor.levels.length <= MOST_MARKS ? [...factor.levels.keys()] : [0, last];
  const marks = places.map((level) => element("span", {}, levelOf(factor, level)));
  const path = factor.operation === null ? factor.path : `${OPERATIONS[factor.operation] ?? factor.operation} ${factor.path}`;
  const made = element(
    "div",
    { class: "factor" },
    element("label", { for: id }, factor.id),
    shown,
    input,
    element("div", { class: "marks", "aria-hidden": "true" }, ...marks),
    element("p", { class: "path", id: `${id}-of` }, path),
  );
  return {
    made,
    show(level, used) {
      input.value = level;
      const said = levelOf(factor, level) + (factor.operation === "scale" ? "" : unit);
      input.setAttribute("aria-valuetext", used ? said : `${said}, not in use: the scenario is shown as it stands`);
      shown.textContent = used ? said : "as it stands";
    },
  };
}

function radios(name, title, choices, choose) {
  const inputs = choices.map((_, k) => element("input", { type: "radio", name, value: k }));
  inputs.forEach((input, k) => input.addEventListener("change", () => choose(k)));
  const labels = choices.map((choice, k) => element("label", {}, inputs[k], element("span", {}, choice)));
  const made = element("fieldset", {}, element("legend", {}, title), ...labels);
  return {
    made,
    show(k, used = true) {
      inputs[k].checked = used;
    },
  };
}
