// Minutes in explorable.html of a folder: word for word those of `transcripts/minutes.csv`, here and in the scenario as it
// stands, and what is marked is the first difference.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { opened, started } from "./browser.mjs";

const [folder] = process.argv.slice(2);
const browser = await started();
const file = path.join(folder, "explorable.html");
const manifest = JSON.parse(fs.readFileSync(path.join(folder, "manifest.json"), "utf8"));

/** By point and replicate the words of the minutes, without title and rule. */
const words = new Map();
const csv = fs.readFileSync(path.join(folder, "transcripts/minutes.csv"), "utf8");
for (const [, point, replicate, quoted] of csv.matchAll(/^(\d+),(\d+),"((?:[^"]|"")*)"$/gm)) {
  const [, text] = quoted.replaceAll('""', '"').split(/^=+$/m);
  words.set(`${point} ${replicate}`, wordsOf(text));
}
assert.equal(words.size, 200, "of a hundred talks, without and with the policy");

function wordsOf(text) {
  return text.split(/\s+/).filter((word) => word !== "").join(" ");
}

/** The parts of the minutes that are shown, by their heads, and what stands before the mark in each. */
async function shown(page, talk) {
  await page.click(`[data-talk="${talk}"]`);
  await page.waitForFunction((wanted) => document.getElementById("minutes-title").textContent === `Minutes of talk ${wanted}`, talk);
  const parts = await page.$$eval("#minutes-texts section", (sections) => sections.map((section) => {
    const mark = section.querySelector("mark");
    const range = document.createRange();
    range.selectNodeContents(section);
    range.setStartAfter(section.querySelector("h4"));
    if (mark !== null) range.setEndBefore(mark);
    const [head, ...rest] = [...section.children];
    return { name: head.innerText, text: rest.map((block) => block.innerText).join("\n"), before: range.toString(), mark: mark?.innerText };
  }));
  return parts.map((each) => ({ ...each, text: wordsOf(each.text) }));
}

async function unsealed(address, hash = "") {
  const { page, complaints } = await opened(browser, address, { hash });
  await page.click("#skip");
  return { page, complaints };
}

// The scenario as it stands.
{
  const { page, complaints } = await unsealed(file);
  for (const talk of [0, 17, 99]) {
    const [only, ...more] = await shown(page, talk);
    assert.equal(only.text, words.get(`0 ${talk}`));
    assert.deepEqual(more, []);
    assert.equal(await page.isVisible("#to-difference"), false);
  }
  assert.deepEqual(complaints, []);
  await page.context().close();
}

// Under the policy: what both have in common once, then either way.
{
  const { page, complaints } = await unsealed(file);
  await page.check("input[name=policy][value='1']");
  let parted = 0;
  for (let talk = 0; talk < 100; talk += 7) {
    const parts = await shown(page, talk);
    const [here, base] = [1, 0].map((point) => words.get(`${point} ${talk}`));
    const common = parts[0].name === "Both" ? parts.shift().text : "";
    if (here === base) {
      assert.deepEqual([common, parts], [here, []]);
      continue;
    }
    parted += 1;
    assert.deepEqual(parts.map(({ name }) => name), [manifest.policies[1].title, "Scenario as it stands"]);
    assert.deepEqual(parts.map(({ text }) => wordsOf(`${common} ${text}`)), [here, base]);
    const marked = parts.filter(({ mark }) => mark !== undefined);
    assert.ok(marked.length > 0, `talk ${talk}: no difference is marked`);
    if (marked.length === 2) {
      assert.equal(parts[0].before, parts[1].before, `talk ${talk}: they differ before the mark`);
      assert.notEqual(parts[0].mark, parts[1].mark);
    }
    await page.focus("#to-difference");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.localName), "mark");
  }
  assert.ok(parted > 5, "a policy changes talks");
  assert.deepEqual(complaints, []);
  await page.context().close();
}

/** What is said where minutes are not held. */
async function told(page, talk) {
  const parts = await shown(page, talk);
  return { parts, said: await page.innerText("#minutes-said"), point: new URLSearchParams((await page.evaluate(() => location.hash)).slice(1)).get("point") };
}
const command = (point, talk) => `detente simulate harbour-explorable.toml --seed ${manifest.seed} --point ${point} --replicate ${talk}`;

// At a setting: those of the scenario as it stands, and the command that tells the talk as it goes there.
{
  const { page } = await unsealed(file);
  await page.focus("#factor-0");
  await page.keyboard.press("End");
  const { parts, said, point } = await told(page, 5);
  assert.deepEqual(parts.map(({ text }) => text), [words.get("0 5")]);
  assert.ok(Number(point) > 1 && said.endsWith(command(point, 5)), said);
  await page.context().close();
}

// A file that holds minutes of the first three talks only.
{
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "detente-"));
  const fewer = path.join(home, "fewer.html");
  fs.writeFileSync(fewer, fs.readFileSync(file, "utf8").replace('"told":100', '"told":3'));
  const { page } = await unsealed(fewer);
  assert.equal((await told(page, 2)).parts.length, 1);
  const { parts, said } = await told(page, 3);
  assert.deepEqual(parts, []);
  assert.ok(said.startsWith("This file does not hold") && said.endsWith(command(0, 3)), said);
  await page.context().close();
  fs.rmSync(home, { recursive: true });
}
await browser.close();
