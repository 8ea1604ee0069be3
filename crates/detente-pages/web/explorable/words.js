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

// Signs of what a level does, where it does not take the place of what is there.
const CHANGES = { add: "+", scale: "\u00d7" };

/** A level as it is read: itself, what is added, or the factor that what is there is multiplied by. */
export function levelOf(factor, level) {
  const written = factor.levels[level];
  if (factor.words) return written;
  return written.startsWith("-") ? written.replace("-", "\u2212") : (CHANGES[factor.operation] ?? "") + written;
}

/** A day of the talks, with its date where the scenario has dates. */
export function dayInWords(data, day) {
  if (data.start_date === null) return String(day);
  const date = new Date(`${data.start_date}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + day);
  return `${day} (${date.toISOString().slice(0, 10)})`;
}

/** What a point is, in words. */
export function pointInWords(data, point) {
  const { setting, policy } = data.places[point];
  const levels = setting === null
    ? "the scenario as it stands"
    : data.levelsOf(setting).map((level, k) => `${data.factors[k].id} ${levelOf(data.factors[k], level)}`).join(", ");
  return policy === 0 ? levels : `${levels}; policy ${data.policies[policy].title}`;
}
