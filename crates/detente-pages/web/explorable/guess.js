// Predict first: who has sealed a guess sees more in the answer, and learns how good the guess was.
import { placed } from "./element.js";
import { agreementOf, shareOf } from "./count.js";
import { pointInWords } from "./words.js";

/** Builds the panel; what it gives back says of a point whether its answer may be seen. `again(opened)` asks for that once more. */
export function guessing(data, again) {
  const [panel, first, input, value, line] = ["guess", "predict", "guessed", "guessed-value", "guess-said"].map(placed);
  const seen = new Map();
  let current = 0;
  const open = (guess) => {
    seen.set(current, guess);
    again(true);
  };
  input.addEventListener("input", () => {
    value.textContent = `${input.value} of 100`;
  });
  placed("seal").addEventListener("click", () => open(Number(input.value)));
  placed("skip").addEventListener("click", () => {
    first.checked = false;
    open(null);
  });
  first.addEventListener("change", () => again(false));
  return (point) => {
    current = point;
    const sealed = first.checked && !seen.has(point);
    panel.hidden = !sealed;
    placed("guess-of").textContent = pointInWords(data, point);
    if (!sealed && !seen.has(point)) seen.set(point, null);
    const guess = seen.get(point) ?? null;
    line.hidden = sealed || guess === null;
    line.textContent = line.hidden ? "" : howGood(guess, 100 * shareOf(data, point, agreementOf(data)));
    return !sealed;
  };
}

function howGood(guess, found) {
  const off = Math.abs(guess - found).toFixed(1);
  const how = off === "0.0" ? "just right" : `${off} too ${guess > found ? "many" : "few"}`;
  return `You guessed ${guess} of 100 agreements; it is ${found.toFixed(1)}: ${how}.`;
}
