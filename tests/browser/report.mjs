// report.html and brief.html of a folder: quiet, fit for every screen, and every figure is seen.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { SCREENS, assertFit, assertSoonPainted, opened, started } from "./browser.mjs";

const [folder] = process.argv.slice(2);
const browser = await started();

async function assertFigures(page) {
  const figures = await page.$$("figure img, figure svg");
  for (const figure of figures) {
    await figure.scrollIntoViewIfNeeded();
    const box = await figure.boundingBox();
    const drawn = await figure.evaluate((element) => element.localName !== "img" || element.naturalWidth > 0);
    assert.ok(drawn && box !== null && box.width > 100 && box.height > 50, `a figure that is not seen: ${JSON.stringify(box)}`);
  }
}

/** Rows of cells: their texts, which head a row or a column, and whether a line is below them. */
const CELLS = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => ({
  text: cell.innerText.trim(),
  heads: cell.localName === "th",
  line: parseFloat(getComputedStyle(cell).borderBottomWidth) > 0,
})));

/** Every table is copied and pasted as a word processor takes it: rows, cells, heads and lines, without the page's style sheet. */
async function assertPasted(file) {
  const { page } = await opened(browser, file);
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  const tables = await page.$$("main table");
  const kept = [];
  for (const table of tables) kept.push(await table.evaluate(CELLS));
  assert.ok(kept.length > 3 && kept.flat(2).every(({ line }) => line), "every cell has a line below it");
  for (const [k, table] of tables.entries()) {
    await table.evaluate((element) => {
      const range = document.createRange();
      range.selectNode(element);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    });
    await page.keyboard.press("Control+C");
    const paper = await page.context().newPage();
    await paper.setContent("<div contenteditable id=paper></div>");
    await paper.focus("#paper");
    await paper.keyboard.press("Control+V");
    await paper.waitForSelector("#paper table");
    assert.deepEqual(await paper.$eval("#paper table", CELLS), kept[k]);
    await paper.close();
  }
  await page.context().close();
}

await assertPasted(path.join(folder, "report.html"));
for (const name of ["report.html", "brief.html"]) {
  const file = path.join(folder, name);
  if (name === "report.html") assert.ok(/<figure[\s>]/.test(fs.readFileSync(file, "utf8")), "no figure in the report");
  for (const screen of SCREENS) await assertFit(browser, file, screen, assertFigures);
  await assertSoonPainted(browser, file, 1000);
}
await browser.close();
