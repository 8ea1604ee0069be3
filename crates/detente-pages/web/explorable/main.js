// The page as a whole: the address says what is shown, and everything is shown from it.
import { placed } from "./element.js";
import { counted, grouped, percent, pointInWords } from "./words.js";
import { unpack } from "./data.js";
import { BASE, agreementOf, flipsOf, shareOf } from "./count.js";
import { addressOf, askedFor } from "./address.js";
import { controls } from "./controls.js";
import { guessing } from "./guess.js";
import { goalCards } from "./goals.js";
import { shares } from "./shares.js";
import { curve } from "./curve.js";
import { talkPanel } from "./talk.js";
import { minutesPanel } from "./minutes.js";
import { squares } from "./squares.js";

await painted();
const data = await unpack();
let shown = { point: BASE, talk: null };

const showControls = controls(data, (point, settled) => (settled ? go({ ...shown, point }) : show({ ...shown, point })));
const mayBeSeen = guessing(data, (opened) => {
  show(shown);
  if (opened) placed("said").focus();
});
const showGoals = goalCards(data);
const showShares = shares(data);
const showCurve = curve(data);
const showTalk = talkPanel(data, () => {
  const { talk } = shown;
  go({ ...shown, talk: null });
  document.querySelector(`[data-talk="${talk}"]`)?.focus();
});
const showMinutes = minutesPanel(data);
const showSquares = squares(data, (talk) => go({ ...shown, talk: talk === shown.talk ? null : talk }));

/** Shows something and makes it a step that the back button takes. */
function go(next) {
  const address = addressOf(data, next);
  placed("refused").hidden = true;
  show(next);
  if (address !== window.location.hash) window.location.hash = address;
}

function show(next) {
  shown = next;
  showControls(next.point);
  const open = mayBeSeen(next.point);
  placed("answer").hidden = !open;
  placed("said").textContent = open ? sentence(next.point) : "The answer is sealed until you have guessed.";
  if (!open) return;
  showGoals(next.point);
  showShares(next.point);
  showCurve(next.point);
  showSquares(next.point, next.talk);
  showTalk(next.point, next.talk);
  showMinutes(next.point, next.talk);
}

/** What the address asks for; a link of another experiment is refused, and it says so. */
function follow() {
  // A link inside the page, such as the one that skips the controls.
  if (/^#[a-z-]+$/.test(window.location.hash)) return;
  const asked = askedFor(data, window.location.hash);
  placed("refused").hidden = asked.refused === undefined;
  placed("refused").textContent = asked.refused ?? "";
  show(asked.refused === undefined ? asked : { point: BASE, talk: null });
}

function sentence(point) {
  const agreement = agreementOf(data);
  const here = percent(shareOf(data, point, agreement));
  if (point === BASE) return `${here} of the talks end in an agreement: the scenario as it stands.`;
  const base = percent(shareOf(data, BASE, agreement));
  const { saved, lost } = flipsOf(data, point);
  const of = data.whole ? `all ${counted(data.talks, "talk")}` : `the first ${counted(data.talks, "talk")}`;
  return `${here} of the talks end in an agreement (${pointInWords(data, point)}); ${base} as the scenario stands. `
    + `Of ${of} with the same luck, ${saved} are saved and ${lost} lost.`;
}

placed("scenario").textContent = data.scenario;
placed("held").textContent = data.whole
  ? `It holds all ${counted(data.talks, "talk")} of each of ${counted(data.points, "point")}.`
  : `It holds the first ${grouped(data.talks)} of ${counted(data.replicates, "talk")} of each of ${counted(data.points, "point")}; shares of all of them are those of the tables.`;
placed("curve-of").textContent = data.whole ? "talks" : `first ${grouped(data.talks)} talks`;
placed("stylised").hidden = !data.stylised;
placed("plan").textContent = `Plan ${data.plan}, seed ${data.seed}.`;
window.addEventListener("hashchange", follow);
follow();
// How long it took can be asked of the browser.
performance.mark("shown");

/** The frame of the page is seen before anything is unpacked. */
function painted() {
  return new Promise((later) => requestAnimationFrame(() => setTimeout(later)));
}
