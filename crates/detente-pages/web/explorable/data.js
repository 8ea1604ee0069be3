// What the file holds: a few names as JSON, and columns of numbers packed as base 64 of deflated bytes.

/** The data, unpacked, with what is asked of it. */
export async function unpack() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const take = taker(await inflated(data.packed));
  const minutes = unpackedOnce(data.minutes);
  delete data.packed;
  const { points, talks, ends, parties, goals } = data;
  const intervals = take(Float64Array, points * ends.length * 2);
  const reached = take(Float64Array, points * goals.length);
  const settings = data.factors.reduce((product, factor) => product * factor.levels.length, 1);
  const grid = take(Int32Array, settings * data.policies.length);
  const counts = take(Int32Array, points * ends.length);
  const days = take(Int32Array, points * talks);
  const utilities = parties.map(() => take(Int32Array, points * talks));
  const endings = take(Uint8Array, points * talks);
  return {
    ...data,
    whole: talks === data.replicates,
    places: placesOf(grid, data),
    lastDay: days.reduce((last, day) => Math.max(last, day), 0),
    levelsOf: (setting) => levelsOf(data.factors, setting),
    pointAt: (levels, policy) => grid[settingOf(data.factors, levels) * data.policies.length + policy],
    endOf: (point, talk) => endings[talk * points + point],
    dayOf: (point, talk) => days[talk * points + point],
    utilityOf: (point, talk, party) => utilities[party][talk * points + point],
    countOf: (point, end) => counts[point * ends.length + end],
    intervalOf: (point, end) => intervals.subarray(2 * (point * ends.length + end)).slice(0, 2),
    minutesOf: async (policy, talk) => (talk < data.told ? (await minutes())[talk][policy] : null),
    goalOf: (point, goal) => reached[point * goals.length + goal],
  };
}

async function inflated(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  // A plain loop: to map each letter takes ten times as long.
  for (let k = 0; k < bytes.length; k += 1) bytes[k] = letters.charCodeAt(k);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

/** Minutes are unpacked when somebody first asks for some. */
function unpackedOnce(text) {
  let unpacked;
  return () => {
    unpacked ??= inflated(text).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    return unpacked;
  };
}

/** Takes one column after another. */
function taker(buffer) {
  let at = 0;
  return (Column, length) => {
    const column = new Column(buffer, at, length);
    at += column.byteLength;
    return column;
  };
}

/** By point its setting, null for the scenario as it stands, and its policy. */
function placesOf(grid, { points, policies }) {
  const places = Array.from({ length: points }, (_, point) => ({ setting: null, policy: point % policies.length }));
  grid.forEach((point, k) => {
    places[point] = { setting: Math.floor(k / policies.length), policy: k % policies.length };
  });
  return places;
}

/** The last factor moves first. */
function levelsOf(factors, setting) {
  const levels = [];
  for (const factor of factors.toReversed()) {
    levels.unshift(setting % factor.levels.length);
    setting = Math.floor(setting / factor.levels.length);
  }
  return levels;
}

function settingOf(factors, levels) {
  return factors.reduce((setting, factor, k) => setting * factor.levels.length + levels[k], 0);
}
