// What is shown, as the end of the page's address: it can be sent, and the back button goes through it.

/** Letters of the plan's hash that tell it from any other. */
const LETTERS = 16;

/** The address of a point, and of a talk if one is chosen. */
export function addressOf(data, { point, talk }) {
  const chosen = talk === null ? "" : `&talk=${talk}`;
  return `#plan=${data.plan.slice(0, LETTERS)}&point=${point}${chosen}`;
}

/** What an address asks for, or why it is refused. An address that says nothing asks for the scenario as it stands. */
export function askedFor(data, hash) {
  if (hash === "" || hash === "#") return { point: 0, talk: null };
  const asked = new URLSearchParams(hash.slice(1));
  const plan = asked.get("plan");
  const ours = data.plan.slice(0, LETTERS);
  if (plan !== ours) {
    return {
      refused: `This link is of another experiment: it names the plan ${plan ?? "of none"}, and this file holds the plan ${ours}. `
        + "The numbers of the one say nothing of the other, so the scenario of this file is shown as it stands.",
    };
  }
  const point = wholeBelow(asked.get("point"), data.points);
  const talk = asked.has("talk") ? wholeBelow(asked.get("talk"), data.talks) : null;
  if (point === undefined || talk === undefined) {
    return {
      refused: "This link names a point or a talk that this file does not hold: "
        + `it has the points 0 to ${data.points - 1}, each with the talks 0 to ${data.talks - 1}. The scenario is shown as it stands.`,
    };
  }
  return { point, talk };
}

function wholeBelow(text, end) {
  return /^\d{1,7}$/.test(text ?? "") && Number(text) < end ? Number(text) : undefined;
}
