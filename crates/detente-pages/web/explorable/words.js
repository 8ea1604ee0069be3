// Numbers and ends as people read them.

const SPACE = "\u00a0";

/** A share with one decimal: 0.3125 is "31.3 %". */
export function percent(share) {
  return `${(100 * share).toFixed(1)}${SPACE}%`;
}

/** The interval of a share. */
export function interval(low, high) {
  return `[${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
}

/** A whole number with its thousands apart. */
export function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 talk", "2 talks". */
export function counted(n, thing) {
  return `${grouped(n)} ${thing}${n === 1 ? "" : "s"}`;
}

/** Thousandths as a number with three decimals. */
export function thousandths(n) {
  return (n / 1000).toFixed(3);
}

// One sign for each end, so that nothing hangs on colour alone.
const SIGNS = {
  agreement: "A",
  rejected_at_home: "R",
  walkout: "W",
  collapsed_after_leak: "C",
  deadlock: "D",
  deadline: "T",
};

/** The sign of an end, by its place; one beyond the last is a run that failed. */
export function signOf(data, end) {
  return end < data.ends.length ? (SIGNS[data.ends[end].id] ?? String(end + 1)) : "?";
}

/** The name of an end, by its place. */
export function nameOf(data, end) {
  return end < data.ends.length ? data.ends[end].name : "Failed: counts in no share";
}

/** What a point is, in words. */
export function pointInWords(data, point) {
  const { setting, policy } = data.places[point];
  const levels = setting === null
    ? "the scenario as it stands"
    : data.levelsOf(setting).map((level, k) => `${data.factors[k].id} ${data.factors[k].levels[level]}`).join(", ");
  return policy === 0 ? levels : `${levels}; policy ${data.policies[policy].title}`;
}
