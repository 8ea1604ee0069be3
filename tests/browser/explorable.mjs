// explorable.html of two folders, of which the first holds more talks than its page and the second all: what the page says is
// what the tables say, however one gets there.

import assert from "node:assert/strict";
import path from "node:path";
import { SCREENS, assertFit, assertSoonPainted, opened, started, table } from "./browser.mjs";

const [part, whole] = process.argv.slice(2);
const browser = await started();
const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
const fileOf = (folder) => path.join(folder, "explorable.html");
// Asked of the page itself: what the driver knows of it comes later.
const address = (page) => page.evaluate(() => location.href);
const pointOf = async (page) => Number(new URLSearchParams(new URL(await address(page)).hash.slice(1)).get("point") ?? 0);

/** A page whose answer may be seen. */
async function unsealed(folder, options = {}) {
  const { page, complaints } = await opened(browser, fileOf(folder), options);
  await page.click("#skip");
  return { page, complaints };
}

/** Going through the history changes the address first, and the page a little later. */
async function settles(check) {
  for (const end = Date.now() + 5000; ; ) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

async function assertTable(folder, page) {
  const point = await pointOf(page);
  const rows = table(folder, "summary.csv");
  const of = (wanted, end) => rows.find((row) => Number(row.point) === wanted && row.outcome === end);
  for (const shown of await page.$$("#shares tbody tr")) {
    const cell = async (name) => (await shown.$(`[data-cell=${name}]`))?.innerText();
    const end = await shown.getAttribute("data-end");
    const { share, ci_low: low, ci_high: high } = of(point, end);
    const interval = [low, high].map((bound) => (100 * bound).toFixed(1)).join(", ");
    assert.equal(await cell("all"), `${percent(share)} [${interval}]`, `point ${point}, ${end}`);
    assert.equal(await cell("base"), percent(of(0, end).share));
    const held = await cell("held");
    if (held !== undefined) assert.equal(held, percent(heldShare(folder, point, end)), `point ${point}, ${end}`);
  }
}

const runs = Object.fromEntries([part, whole].map((folder) => [folder, table(folder, "runs.csv")]));
const HELD = 200;
const talksOf = (folder, point) => runs[folder].filter((row) => Number(row.point) === point && Number(row.replicate) < HELD);

function heldShare(folder, point, end) {
  const talks = talksOf(folder, point);
  return talks.filter((row) => row.outcome === end).length / talks.length;
}

/** The sentence and the frames of the squares, by what the runs say. */
async function assertFlips(folder, page) {
  const point = await pointOf(page);
  const [here, base] = [point, 0].map((at) => talksOf(folder, at));
  const count = (is) => here.filter((row, k) => is(row.outcome, base[k].outcome)).length;
  const saved = count((end, before) => end === "agreement" && before !== "agreement");
  const lost = count((end, before) => end !== "agreement" && before === "agreement");
  const said = await page.innerText("#said");
  assert.ok(said.includes(` ${saved} are saved and ${lost} lost.`), `${said}: ${saved}, ${lost}`);
  const framed = await page.$$eval(".flipped", (squares) => squares.map((square) => Number(square.dataset.talk)).sort((a, b) => a - b));
  const flipped = here.filter((row, k) => k < 100 && row.outcome !== base[k].outcome).map((row) => Number(row.replicate));
  assert.deepEqual(framed, flipped);
}

// A guess is sealed before the answer is shown, and told beside it.
{
  const { page } = await opened(browser, fileOf(part));
  await page.waitForSelector("#seal");
  assert.equal(await page.isVisible("#answer"), false);
  assert.equal((await page.innerText("body")).includes("%"), false, "a share is shown before the guess");
  await page.fill("#guessed", "50");
  await page.click("#seal");
  assert.ok((await page.innerText("#guess-said")).startsWith("You guessed 50 of 100 agreements; it is "));
  assert.equal(await page.isVisible("#answer"), true);
  await page.focus("#factor-0");
  await page.keyboard.press("End");
  assert.equal(await page.isVisible("#answer"), false, "the next point is sealed again");
  await page.context().close();
}

// Sliders by keyboard, policies, and the numbers of the tables at every stop; then all the way back.
for (const folder of [part, whole]) {
  const { page, complaints } = await unsealed(folder);
  await assertTable(folder, page);
  const stops = [await address(page)];
  const steps = [["#factor-0", "End"], ["#factor-1", "Home"], ["#factor-2", "ArrowRight"], ["#factor-0", "ArrowLeft"]];
  for (const [slider, key] of steps) {
    await page.focus(slider);
    await page.keyboard.press(key);
    stops.push(await address(page));
    await assertTable(folder, page);
    await assertFlips(folder, page);
  }
  await page.check("input[name=policy][value='1']");
  await assertTable(folder, page);
  await assertFlips(folder, page);
  for (const stop of stops.toReversed()) {
    await page.goBack();
    await settles(async () => assert.equal(await address(page), stop));
    await settles(() => assertTable(folder, page));
  }
  await page.goForward();
  await settles(async () => assert.equal(await address(page), stops[1]));
  await settles(() => assertTable(folder, page));
  assert.deepEqual(complaints, []);
  await page.context().close();
}

// A talk: what came of it is its row.
{
  const { page } = await unsealed(part);
  await page.focus("#factor-0");
  await page.keyboard.press("End");
  const point = await pointOf(page);
  for (const talk of [0, 17, 99]) {
    await page.click(`[data-talk="${talk}"]`);
    for (const [name, at] of [["here", point], ["base", 0]]) {
      const row = talksOf(part, at)[talk];
      const utilities = Object.keys(row).filter((column) => column.startsWith("utility."));
      const [end, day, ...worth] = await page.$$eval(`#talk [data-cell=${name}]`, (cells) => cells.map((cell) => cell.innerText));
      assert.equal(day, row.end_day);
      assert.equal(end.toLowerCase().replace(/[ -]/g, ""), endWords(row.outcome));
      const found = worth.map(Number);
      utilities.forEach((column, k) => assert.ok(Math.abs(found[k] - row[column]) < 0.000501, `talk ${talk}: ${column}`));
    }
  }
  await page.click("#talk-close");
  assert.equal(await page.isVisible("#talk"), false);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.talk), "99");
  // From square to square by arrows; one stop of the tab key.
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const second = await page.$eval("#squares button:nth-child(2)", (square) => square.getAttribute("aria-pressed"));
  assert.equal(second, "true");
  assert.equal(await page.$$eval("#squares [tabindex='0']", (squares) => squares.length), 1);
  await page.context().close();
}

/** An end in the words of the page, without what divides them. */
function endWords(outcome) {
  const words = { collapsed_after_leak: "collapsed after a leak", deadline: "deadline passed" };
  return (words[outcome] ?? outcome).replace(/[ _]/g, "");
}

// On a telephone what is moved and what moves by it are on the screen together, below what the browser shows of itself.
{
  const { page } = await unsealed(whole, { width: 390 });
  await page.focus("#factor-0");
  await page.keyboard.press("End");
  const [top, bottom] = await page.evaluate(() => [
    document.getElementById("factor-0").getBoundingClientRect().top,
    document.getElementById("squares").getBoundingClientRect().bottom,
  ]);
  assert.ok(bottom - top < 600, `from the first slider to the last square it is ${bottom - top} pixels`);
  // Arrows go down by what a row holds here.
  await page.focus("#squares button");
  await page.keyboard.press("ArrowDown");
  const [first, second] = await page.evaluate(() => {
    const boxes = [document.querySelector("#squares button"), document.activeElement].map((square) => square.getBoundingClientRect());
    return boxes.map(({ left, top: y }) => [Math.round(left), Math.round(y)]);
  });
  assert.ok(second[0] === first[0] && second[1] > first[1], `from ${first} to ${second}`);
  await page.context().close();
}

// The curve ends at the shares, in the folder that holds all talks at those of the table.
{
  const { page } = await unsealed(whole);
  const last = (await page.textContent("#curve desc")).split(". By day ").at(-1);
  for (const row of table(whole, "summary.csv").filter(({ point }) => point === "0")) {
    assert.ok(last.includes(percent(row.share)), `${last}: ${row.outcome}`);
  }
  await page.context().close();
}

// Links of another experiment, or to what is not there, are refused and explained; what is shown is the scenario.
const plan = await (async () => {
  const { page } = await unsealed(part);
  await page.focus("#factor-0");
  await page.keyboard.press("End");
  const { hash } = new URL(await address(page));
  await page.context().close();
  return new URLSearchParams(hash.slice(1)).get("plan");
})();
for (const [hash, why] of [["#plan=0123456789abcdef&point=1", "another experiment"], [`#plan=${plan}&point=100000`, "does not hold"],
  [`#plan=${plan}&point=1&talk=-1`, "does not hold"], ["#point=1", "another experiment"]]) {
  const { page, complaints } = await unsealed(part, { hash });
  const said = await page.innerText("#refused");
  assert.ok(said.includes(why), `${hash}: ${said}`);
  assert.ok((await page.innerText("#said")).endsWith("the scenario as it stands."));
  assert.equal(await page.isChecked("input[name=scenario][value='0']"), true);
  assert.deepEqual(complaints, []);
  await page.context().close();
}
{
  const { page } = await unsealed(part, { hash: `#plan=${plan}&point=3&talk=5` });
  assert.equal(await page.isVisible("#refused"), false);
  assert.equal(await page.getAttribute("[data-talk='5']", "aria-pressed"), "true");
  await assertTable(part, page);
  await page.context().close();
}

// The page's policy lets nothing out.
{
  const { page } = await opened(browser, fileOf(part));
  const blocked = await page.evaluate(() => new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
    fetch("http://127.0.0.1:9/").catch(() => {});
  }));
  assert.equal(blocked, "connect-src");
  await page.context().close();
}

for (const screen of SCREENS) {
  await assertFit(browser, fileOf(part), screen, (page) => page.waitForSelector("#seal"));
  await assertFit(browser, fileOf(whole), screen, async (page) => {
    await page.click("#skip");
    await page.focus("#factor-1");
    await page.keyboard.press("End");
    await page.click("[data-talk='7']");
    for (const section of ["#controls", "#goals", "#squares", "#talk", "#shares", "#curve svg"]) {
      assert.ok(await page.isVisible(section), `${section} at ${screen.width}`);
    }
  });
}

for (const folder of [part, whole]) await assertSoonPainted(browser, fileOf(folder), 300, ["shown"]);
await browser.close();
