// report.html and brief.html of a folder: quiet, fit for every screen, and every figure is seen.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { SCREENS, assertFit, assertSoonPainted, started } from "./browser.mjs";

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

for (const name of ["report.html", "brief.html"]) {
  const file = path.join(folder, name);
  if (name === "report.html") assert.ok(/<figure[\s>]/.test(fs.readFileSync(file, "utf8")), "no figure in the report");
  for (const screen of SCREENS) await assertFit(browser, file, screen, assertFigures);
  await assertSoonPainted(browser, file);
}
await browser.close();
