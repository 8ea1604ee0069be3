// Counting talks: nothing here knows the page.

/** The scenario as it stands: what every point is compared with. */
export const BASE = 0;

/** The place of the end that is hoped for. */
export function agreementOf(data) {
  return data.ends.findIndex((end) => end.id === "agreement");
}

/** How many of the talks in the file ended by each end; those that failed come last. */
export function endsOf(data, point) {
  const counts = new Array(data.ends.length + 1).fill(0);
  for (let talk = 0; talk < data.talks; talk += 1) counts[data.endOf(point, talk)] += 1;
  return counts;
}

/** Runs of a point in the tables that did not fail. */
export function runsOf(data, point) {
  return data.ends.reduce((sum, _, end) => sum + data.countOf(point, end), 0);
}

/** The share of an end over all runs of a point, as the tables have it. */
export function shareOf(data, point, end) {
  const runs = runsOf(data, point);
  return runs === 0 ? 0 : data.countOf(point, end) / runs;
}

/** Whether a talk ends otherwise than in the scenario as it stands. */
export function isFlipped(data, point, talk) {
  return data.endOf(point, talk) !== data.endOf(BASE, talk);
}

/** Talks in the file that agree here and not in the scenario as it stands, the other way round, and all that flipped. */
export function flipsOf(data, point) {
  const agreement = agreementOf(data);
  const flips = { saved: 0, lost: 0, all: 0 };
  for (let talk = 0; talk < data.talks; talk += 1) {
    if (!isFlipped(data, point, talk)) continue;
    flips.all += 1;
    if (data.endOf(point, talk) === agreement) flips.saved += 1;
    if (data.endOf(BASE, talk) === agreement) flips.lost += 1;
  }
  return flips;
}

/** By end, the share of the talks in the file that have ended so by each of these days. */
export function endedBy(data, point, days) {
  const played = data.talks - endsOf(data, point).at(-1);
  const lists = data.ends.map(() => []);
  for (let talk = 0; talk < data.talks; talk += 1) lists[data.endOf(point, talk)]?.push(data.dayOf(point, talk));
  return lists.map((list) => {
    list.sort((a, b) => a - b);
    let ended = 0;
    return days.map((day) => {
      while (ended < list.length && list[ended] <= day) ended += 1;
      return played === 0 ? 0 : ended / played;
    });
  });
}

/** The talks that are shown as squares, those that end alike in the scenario as it stands side by side. */
export function inSquares(data) {
  const talks = Array.from({ length: data.squares }, (_, talk) => talk);
  const key = (talk) => [data.endOf(BASE, talk), data.dayOf(BASE, talk), talk];
  return talks.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const differs = x.findIndex((value, k) => value !== y[k]);
    return differs < 0 ? 0 : x[differs] - y[differs];
  });
}
