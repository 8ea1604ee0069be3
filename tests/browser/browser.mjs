// A browser, where there is one, and what every page is held to in it.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** The exit code of a test that cannot be made here. */
const SKIPPED = 77;

/** Names under which the browser may be installed. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Its usual habits of talking to the network are switched off; it may run as root in a container. */
const HABITS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

/** Screens on which a page must be fit to read. */
export const SCREENS = [1280, 390].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));

function skip(why) {
  console.log(`SKIPPED: ${why}`);
  process.exit(SKIPPED);
}

function installed() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find((file) => fs.existsSync(file));
}

/** Starts the browser, or says why it cannot and ends. */
export async function started() {
  const modules = await import("playwright-core").catch(() => skip("npm has not installed what tests/browser/package.json names"));
  const executablePath = installed() ?? skip("no chromium is installed");
  return modules.chromium.launch({ executablePath, args: HABITS });
}

/** Opens a file; whatever the page complains of or asks for ends in `complaints`. */
export async function opened(browser, file, { width = 1280, scheme = "light", hash = "", bypassCSP = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP });
  const page = await context.newPage();
  const address = pathToFileURL(path.resolve(file)).href;
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:") && url.split("#")[0] !== address) complaints.push(`a request for ${url}`);
  });
  await page.goto(address + hash);
  return { page, complaints };
}

/** The page is quiet, fits its screen, and axe has nothing to say. */
export async function assertFit(browser, file, screen, prepare = async () => {}) {
  const { page, complaints } = await opened(browser, file, { ...screen, bypassCSP: true });
  await prepare(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${JSON.stringify(screen)}: the page scrolls sideways by ${wide} pixels`);
  assert.deepEqual(complaints, [], JSON.stringify(screen));
  await page.addScriptTag({ path: new URL(import.meta.resolve("axe-core")).pathname });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
  assert.deepEqual(told, [], JSON.stringify(screen));
  await page.context().close();
}

/** A page with a line of text: what it takes the browser to paint anything. */
const EMPTY = "<!DOCTYPE html><html lang=\"en\"><title>Empty</title><p>A line.</p></html>";

/** The middle of how long after the start the browser did something, in milliseconds, over a few fresh pages. */
async function timed(browser, address, name) {
  const times = [];
  for (let k = 0; k < 5; k += 1) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(address);
    await page.waitForFunction((wanted) => performance.getEntriesByName(wanted).length > 0, name);
    times.push(await page.evaluate((wanted) => performance.getEntriesByName(wanted)[0].startTime, name));
    await page.context().close();
  }
  return Math.round(times.sort((a, b) => a - b)[2]);
}

/** Says when a page is first painted, and when its marks are set. Where nothing else is done, the first paint may take so many
 * milliseconds; a busy machine is slow with any page, so that those of an empty one are allowed for. */
export async function assertSoonPainted(browser, file, soon, marks = []) {
  const paint = "first-contentful-paint";
  const address = pathToFileURL(path.resolve(file)).href;
  const empty = await timed(browser, `data:text/html,${encodeURIComponent(EMPTY)}`, paint);
  const first = await timed(browser, address, paint);
  const later = [];
  for (const mark of marks) later.push(`, ${mark} after ${await timed(browser, address, mark)} ms`);
  const size = (fs.statSync(file).size / 1e6).toFixed(2);
  console.log(`${path.basename(file)} (${size} MB): first paint after ${first} ms, of an empty page after ${empty} ms${later.join("")}`);
  assert.ok(first <= soon + 4 * empty, `${file}: first paint after ${first} ms, of an empty page after ${empty} ms`);
}

/** The rows of a table of a results folder; cells that are read here hold no commas. */
export function table(folder, name) {
  const [header, ...lines] = fs.readFileSync(path.join(folder, name), "utf8").trimEnd().split("\n");
  const columns = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, k) => [columns[k], cell])));
}
