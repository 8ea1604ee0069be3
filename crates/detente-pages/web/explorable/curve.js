// When the talks end: areas on top of one another, as high on each day as the share that has ended so by then.
import { drawn, placed } from "./element.js";
import { BASE, agreementOf, endedBy } from "./count.js";
import { dayInWords, percent } from "./words.js";

const HEIGHT = 240;
const ROOM = { left: 44, right: 12, top: 10, bottom: 40 };
/** Steps of a curve: more are narrower than a pixel. */
const MOST_STEPS = 600;

/** Builds the drawing; it is drawn again when its room changes. */
export function curve(data) {
  const place = placed("curve");
  let current = BASE;
  const draw = () => {
    const width = Math.max(260, place.clientWidth);
    place.replaceChildren(sheet(data, current, width));
  };
  new ResizeObserver(draw).observe(place);
  return (point) => {
    current = point;
    draw();
  };
}

function sheet(data, point, width) {
  const last = Math.max(1, data.lastDay);
  const steps = Math.min(last, MOST_STEPS);
  const days = Array.from({ length: steps + 1 }, (_, k) => Math.round((last * k) / steps));
  const x = (day) => ROOM.left + ((width - ROOM.left - ROOM.right) * day) / last;
  const y = (share) => HEIGHT - ROOM.bottom - (HEIGHT - ROOM.top - ROOM.bottom) * share;
  const ended = endedBy(data, point, days);
  const base = endedBy(data, BASE, days)[agreementOf(data)];
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-labelledby": "curve-title curve-text" });
  svg.append(
    drawn("title", { id: "curve-title" }, "How many talks have ended by each day"),
    drawn("desc", { id: "curve-text" }, inWords(data, days, ended)),
    ...areas(days, ended, x, y),
    ...axes(data, last, width, x, y),
    drawn("path", { class: "base", d: `M${stairs(days, base, x, y).join("L")}` }),
  );
  return svg;
}

function inWords(data, days, ended) {
  const half = Math.floor(days.length / 2);
  const by = (k) => data.ends.map((end, n) => `${end.name} ${percent(ended[n][k])}`).join(", ");
  return `By day ${dayInWords(data, days[half])}: ${by(half)}. By day ${dayInWords(data, days.at(-1))}: ${by(days.length - 1)}.`;
}

function areas(days, ended, x, y) {
  let below = days.map(() => 0);
  return ended.map((shares, end) => {
    const above = shares.map((share, k) => below[k] + share);
    const outline = [...stairs(days, above, x, y), ...stairs(days, below, x, y).reverse()];
    below = above;
    return drawn("path", { class: `end-${end}`, d: `M${outline.join("L")}Z` });
  });
}

/** A line that rises on the day itself. */
function stairs(days, shares, x, y) {
  return days.flatMap((day, k) => {
    const here = `${x(day).toFixed(1)} ${y(shares[k]).toFixed(1)}`;
    return k === 0 ? [here] : [`${x(day).toFixed(1)} ${y(shares[k - 1]).toFixed(1)}`, here];
  });
}

function axes(data, last, width, x, y) {
  const middle = (ROOM.left + width - ROOM.right) / 2;
  const shares = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    drawn("line", { class: "grid", x1: x(0), x2: x(last), y1: y(share), y2: y(share) }),
    drawn("text", { x: ROOM.left - 6, y: y(share) + 4, "text-anchor": "end" }, `${100 * share}\u00a0%`),
  ]);
  const ticks = ticksTo(last).map((day) => drawn("text", { x: x(day), y: y(0) + 17, "text-anchor": "middle" }, day));
  return [...shares, ...ticks, drawn("text", { x: middle, y: HEIGHT - 6, "text-anchor": "middle" }, data.start_date === null ? "Day of the talks" : `Day of the talks; day 0 is ${data.start_date}`)];
}

/** Round days up to the last. */
function ticksTo(last) {
  const rough = last / 5;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, k) => k * step);
}
