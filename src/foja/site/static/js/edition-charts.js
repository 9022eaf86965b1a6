// The charts along the years of what is chosen in a static edition.

import {
  LANGUAGE, address, amount, asked, counted, dollars, fill, first, knownYears, last, number,
  restrictions, stage,
} from "./edition-choice.js";

// What an axis of dollars counts in, from the highest year on.
const SCALES = [[2e6, 1e6], [2e3, 1e3], [0, 1]];
const DRAWN = { spending_by_fiscal_year: "cost", students_by_fiscal_year: "students" };

// The last of the years that a report is of, else the last of all: by its first day a training may
// lie in a year that no report is of.
const lastOf = (data, years) => years.findLast((year) =>
  Object.values(data.covered).some((covered) => year in covered)) ?? years.at(-1);

// The last year's sum and the highest, as the server says them; null where no year prints any.
function titleOf(data, list, column, texts) {
  const sums = new Map();
  for (const at of list) {
    const year = data.year(at);
    sums.set(year, (sums.get(year) ?? 0) + (data.rows[column][at] ?? 0));
  }
  const years = knownYears(data, list);
  const peak = years.reduce((best, year) => ((sums.get(year) ?? 0) > (sums.get(best) ?? 0) ? year : best), years[0]);
  if (!sums.get(peak)) return null;
  const inWords = (value) => {
    if (column === "students") {
      return fill(texts.counted[stage][value === 1 ? 0 : 1], { num: number.format(value) });
    }
    return texts.cost[stage] ? fill(texts.cost[stage], { sum: amount(value) }) : amount(value);
  };
  const year = lastOf(data, years);
  const kind = years.length === 1 ? "year" : peak === year ? "peak" : "lower";
  return fill(counted(texts.titles[stage][kind], texts), {
    country: document.querySelector("h1").textContent, sum: inWords(sums.get(year) ?? 0), year,
    first: years[0], most: inWords(sums.get(peak)), peak,
  });
}

// The chart of the whole country has the colours and the years: its bars are added up anew.
function redrawn(spec, data, list, column, texts) {
  const names = [...new Set(spec.datasets.bars.map((bar) => bar.series))];
  const rank = new Map(spec.datasets.bars.map((bar) => [bar.series, bar.rank]));
  const byRank = [...names].sort((one, other) => rank.get(one) - rank.get(other));
  const group = new Map(data.names.training_group.map((each) => [each.code, each[LANGUAGE]]));
  const rest = byRank.find((name) => ![...group.values()].includes(name)) ?? byRank.at(-1);
  const sums = new Map();
  for (const at of list) {
    const year = data.year(at);
    if (year === null) continue;
    const own = group.get(data.code("training_type", at).split(".")[0]);
    const series = names.includes(own) ? own : rest;
    const key = `${year}|${series}`;
    sums.set(key, (sums.get(key) ?? 0) + (data.rows[column][at] ?? 0));
  }
  const written = column === "cost" ? dollars : (value) => number.format(value);
  const heights = new Map();
  for (const [key, value] of sums) {
    const year = Number(key.split("|")[0]);
    heights.set(year, (heights.get(year) ?? 0) + value);
  }
  const divisor = divisorOf(column, heights);
  const years = knownYears(data, list);
  const bars = [...sums].filter(([, value]) => value).map(([key, value]) => {
    const [year, series] = key.split("|");
    return { year: Number(year), series, rank: rank.get(series), value,
      href: address({ from: year, to: year, page: null }, "#trainings"),
      text: `${year}, ${series}: ${written(value)}` };
  });
  const gaps = spec.datasets.gaps.filter(({ year }) => year >= first && year <= last);
  const drawn = [...new Set([...years, ...gaps.map(({ year }) => year)])].sort((one, other) => one - other);
  return { ...spec, layer: spec.layer.map((layer) => fitted(layer, drawn, divisor, texts)),
    datasets: { ...spec.datasets, bars, gaps, labels: marked(heights, years, lastOf(data, years), divisor) } };
}

const divisorOf = (column, heights) => (column === "cost"
  ? SCALES.find(([least]) => Math.max(0, ...heights.values()) >= least)[1] : 1);

// A layer along the years of the choice, its dollars in the unit that fits them.
function fitted(layer, years, divisor, texts) {
  const { x, y } = layer.encoding ?? {};
  const encoding = { ...layer.encoding };
  if (x?.scale?.domain) encoding.x = { ...x, title: x.title && counted(x.title, texts), scale: { ...x.scale, domain: years } };
  if (y?.axis?.labelExpr) {
    const labelExpr = y.axis.labelExpr.replace(/datum\.value \/ \d+/, `datum.value / ${divisor}`);
    encoding.y = { ...y, axis: { ...y.axis, labelExpr } };
  }
  return { ...layer, encoding };
}

// The sums of the highest year and of the last, written above their bars where there is room.
function marked(heights, years, latest, divisor) {
  const peak = years.reduce((best, year) => ((heights.get(year) ?? 0) > (heights.get(best) ?? 0) ? year : best), years[0]);
  const written = new Intl.NumberFormat(number.resolvedOptions().locale, {
    maximumFractionDigits: divisor > 1 ? 1 : 0, roundingMode: "halfEven",
  });
  return [...new Set([peak, latest])].filter((year) => heights.get(year)).map((year) => ({
    year, value: heights.get(year), text: written.format(heights.get(year) / divisor),
    room: year === peak ? years.length : 0.6,
  }));
}

// The words below a title begin with what the axis of dollars counts in.
function inScale(text, drawn, texts) {
  const said = Object.values(texts.scales).find((each) => text.startsWith(each));
  const axis = drawn.layer.map((layer) => layer.encoding?.y?.axis?.labelExpr).find(Boolean);
  return said ? text.replace(said, texts.scales[/datum\.value \/ (\d+)/.exec(axis)[1]]) : text;
}

// The colours of the whole country's chart lead to their trainings within the choice.
function keepChoice(legend) {
  for (const link of legend) {
    const added = new URLSearchParams(asked);
    for (const [name, value] of new URL(link.href).searchParams) {
      if (!added.getAll(name).includes(value)) added.append(name, value);
    }
    added.delete("page");
    link.href = `${location.pathname}?${added}#trainings`;
  }
}

export function showCharts(loading) {
  const shown = [];
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const name = Object.keys(DRAWN).find((each) => figure.dataset.chart.includes(each));
    if (!name) {
      figure.hidden = true;
      continue;
    }
    // The script of the charts draws what is given here; it asks only when a figure comes near.
    const [heading, below] = [figure.querySelector("h3"), figure.querySelector(".sub")];
    heading.textContent = document.querySelector("h1").textContent;
    figure.given = Promise.all([loading, fetch(figure.dataset.chart).then((answer) => answer.json())])
      .then(([{ data, list, texts }, spec]) => {
        const title = titleOf(data, list, DRAWN[name], texts);
        // Nothing to draw has no axis either: the figures above say zero, and nobody waits for it.
        figure.hidden = title === null;
        if (title === null) return new Promise(() => {});
        const drawn = redrawn(spec, data, list, DRAWN[name], texts);
        heading.textContent = title;
        below.textContent = `${inScale(counted(below.textContent, texts), drawn, texts)}${restrictions(data, texts)}`;
        return { ...drawn, description: `${title}. ${below.textContent}` };
      });
    for (const whole of figure.querySelectorAll(".takes, details")) whole.remove();
    keepChoice(figure.querySelectorAll(".legend a"));
    shown.push(figure);
  }
  // Where their number is odd the first takes the whole width.
  shown[0]?.classList.toggle("full", shown.length % 2 === 1);
}
