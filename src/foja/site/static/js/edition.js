// The static edition: what a server does with the choice in an address is done here, over all of a
// country's trainings, for the overview of a country. Only an edition has this file in its pages.

const BASE = new URL("../../", import.meta.url).pathname;
const LANGUAGE = document.documentElement.lang.startsWith("es") ? "es" : "en";
const PAGE = 50;
const CODED = {
  program: "program", force: "recipient_force", type: "training_type",
  delivery: "delivery", place: "place_id", unit: "unit_id",
};
const DRAWN = { spending_by_fiscal_year: "cost", students_by_fiscal_year: "students" };
const NEWEST = "-year";

const asked = new URLSearchParams(location.search);
const [, country, view] = location.pathname.slice(BASE.length - 1).match(
  /^\/(?:en|es)\/country\/([A-Z]{3})\/(?:([a-z]+)\/)?/) ?? [];

async function fetched(path) {
  const answer = await fetch(`${BASE}${path}`);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const number = new Intl.NumberFormat(LANGUAGE === "es" ? "es-MX" : "en-US");
const dollars = (value) => (LANGUAGE === "es" ? "US$" : "$") + number.format(Math.round(value));
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

// A code stands for its parts as well: MEX.SEDENA for MEX.SEDENA.FAM, flight for flight.pilot.
const isPart = (code, of) => code === of || code.startsWith(`${of}.`);

class Trainings {
  constructor({ names, rows }) {
    this.names = names;
    this.rows = rows;
    this.length = rows.id.length;
  }

  code(column, at) {
    return this.names[column][this.rows[column][at]]?.code ?? "unknown";
  }

  name(column, at, otherwise = "") {
    return this.names[column][this.rows[column][at]]?.[LANGUAGE] ?? otherwise;
  }

  named(column, code) {
    const found = [column, column === "training_type" ? "training_group" : column]
      .flatMap((name) => this.names[name] ?? []).find((each) => each.code === code);
    return found?.[LANGUAGE] ?? code;
  }

  year(at, basis) {
    if (basis === "start") return this.rows.startYear[at];
    if (basis === "calendar") return this.rows.day[at] ? Number(this.rows.day[at].slice(0, 4)) : null;
    return this.rows.year[at];
  }

  searched(at) {
    const { title, unitText, placeText } = this.rows;
    return plain([title[at], unitText[at], placeText[at], this.name("program", at),
      this.name("training_type", at)].join(" "));
  }

  chosen(given) {
    const tests = [];
    for (const [name, column] of Object.entries(CODED)) {
      const codes = given.getAll(name);
      if (!codes.length) continue;
      // Each code of the column is judged once, not each training.
      const fits = this.names[column].map((each) => codes.some((code) => isPart(each.code, code)));
      tests.push((at) => fits[this.rows[column][at]] ?? codes.includes("unknown"));
    }
    const flags = given.getAll("flag");
    if (flags.length) tests.push((at) => this.rows.flags[at].some((flag) => flags.includes(flag)));
    const words = plain(given.get("words") ?? "").split(/\s+/).filter(Boolean);
    if (words.length) {
      tests.push((at) => {
        const text = this.searched(at);
        return words.every((word) => text.includes(word));
      });
    }
    const [first, last] = [Number(given.get("from") ?? 0), Number(given.get("to") ?? 9999)];
    const basis = given.get("basis") ?? "report";
    if (given.has("from") || given.has("to")) {
      tests.push((at) => {
        const year = this.year(at, basis);
        return year !== null && year >= first && year <= last;
      });
    }
    const stage = given.get("stage") ?? "actual";
    if (stage !== "all") tests.push((at) => Boolean(this.rows.planned[at]) === (stage === "planned"));
    return [...Array(this.length).keys()].filter((at) => tests.every((test) => test(at)));
  }
}

const sum = (list, values) => list.reduce((total, at) => total + (values[at] ?? 0), 0);

function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function address(changes, anchor = "") {
  const other = new URLSearchParams(asked);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) other.delete(name);
    else other.set(name, value);
  }
  const query = other.toString();
  return `${location.pathname}${query ? `?${query}` : ""}${anchor}`;
}

function showChips(data, texts) {
  document.querySelectorAll(".chips").forEach((list) => list.remove());
  const list = element("ul", "", { class: "chips", id: "chips", "aria-label": texts.chosen });
  for (const [name, value] of asked) {
    const text = CODED[name] ? data.named(CODED[name], value) : texts[name] && fill(texts[name], { value });
    if (!text) continue;
    const rest = new URLSearchParams([...asked].filter(([one, other]) => one !== name || other !== value));
    const link = element("a", "", { href: `${location.pathname}${rest.size ? `?${rest}` : ""}` });
    link.append(element("span", text), element("span", "×", { class: "off", "aria-hidden": "true" }),
      element("span", `, ${texts.takeOff}`, { class: "visually-hidden" }));
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  document.querySelector(".country-view")?.prepend(list);
}

function showFigures(data, list, texts) {
  const figures = {
    students: number.format(sum(list, data.rows.students)),
    dollars: dollars(sum(list, data.rows.cost)),
    trainings: number.format(list.length),
  };
  for (const [key, value] of Object.entries(figures)) {
    const box = document.getElementById(`figure-${key}`);
    if (!box) continue;
    box.querySelector("dt").textContent = texts.figures[key];
    box.querySelector(".big").textContent = value;
    box.querySelectorAll(".more").forEach((line) => line.remove());
  }
  const words = document.getElementById("summary");
  if (words) words.textContent = fill(texts.summary, figures);
}

function sorted(data, list) {
  const sort = asked.get("sort") ?? NEWEST;
  const turn = sort.startsWith("-") ? -1 : 1;
  const { rows } = data;
  const keys = {
    year: (at) => `${rows.year[at]}${rows.day[at] ?? ""}`, start: (at) => rows.day[at],
    students: (at) => rows.students[at], cost: (at) => rows.cost[at],
    course: (at) => plain(rows.title[at] ?? ""), unit: (at) => plain(rows.unitText[at] ?? ""),
    location: (at) => plain(rows.placeText[at] ?? ""), program: (at) => data.name("program", at),
    type: (at) => data.name("training_type", at), force: (at) => data.name("recipient_force", at),
  };
  const key = keys[sort.replace("-", "")] ?? keys.year;
  return [...list].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    if (a === b) return 0;
    if (a === null || a === undefined || a === "") return 1;
    if (b === null || b === undefined || b === "") return -1;
    return (a < b ? -1 : 1) * turn;
  });
}

function cell(key, data, at) {
  const { rows } = data;
  // A report published as a web page lists its lines in parts.
  const sheet = (of) => `${BASE}${LANGUAGE}/document/${rows.page[of]}/${rows.part[of] > 1 ? `part%3D${rows.part[of]}/` : ""}`;
  const choose = (parameter, column) => {
    const code = data.code(column, at);
    const made = element("td", "", { class: key });
    made.append(element("a", data.name(column, at, "—"),
      { class: "value", href: address({ [parameter]: code, page: null }, "#trainings") }));
    return made;
  };
  const made = {
    year: () => element("td", String(rows.year[at])),
    program: () => choose("program", "program"),
    type: () => choose("type", "training_type"),
    force: () => choose("force", "recipient_force"),
    location: () => element("td", rows.placeText[at] ?? "—", { class: "place" }),
    unit: () => element("td", rows.unitText[at] ?? "—", { class: "unit" }),
    start: () => element("td", rows.days[LANGUAGE][at], { class: "dates" }),
    students: () => element("td", rows.students[at] === null ? "—" : number.format(rows.students[at]), { class: "number" }),
    cost: () => element("td", rows.cost[at] === null ? "—" : dollars(rows.cost[at]), { class: "number" }),
    course: () => {
      const head = element("th", "", { scope: "row", class: "course" });
      const row = Number(rows.id[at].split(".").at(-1));
      const link = element("a", rows.title[at] || rows.id[at], { href: `${sheet(at)}#row-${row}` });
      if (LANGUAGE === "es") link.lang = "en";
      head.append(link);
      return head;
    },
    page: () => {
      const made = element("td", "", { class: "nowrap" });
      made.append(element("a", rows.page[at].split("/").at(-1), { href: sheet(at) }));
      return made;
    },
  };
  return (made[key] ?? (() => element("td")))();
}

function showTable(data, list, texts) {
  const section = document.getElementById("trainings");
  const table = document.getElementById("trainings-table");
  if (!section || !table) return;
  const size = Number(asked.get("size") ?? PAGE);
  const last = Math.max(1, Math.ceil(list.length / size));
  const page = Math.min(last, Math.max(1, Number(asked.get("page") ?? 1)));
  const shown = sorted(data, list).slice((page - 1) * size, page * size);
  const heads = [...table.tHead.rows[0].cells];
  const keys = heads.map((head, place) =>
    [...head.classList].find((name) => name !== "number") ?? (place === heads.length - 1 ? "page" : ""));
  table.tBodies[0].replaceChildren(...shown.map((at) => {
    const row = document.createElement("tr");
    row.append(...keys.map((key) => cell(key, data, at)));
    return row;
  }));
  heads.forEach((head, place) => {
    const link = head.querySelector("a");
    if (link && keys[place]) {
      const down = asked.get("sort") === `-${keys[place]}`;
      link.href = address({ sort: down ? keys[place] : `-${keys[place]}`, page: null }, "#trainings");
    }
  });
  document.getElementById("trainings-title").textContent =
    fill(list.length === 1 ? texts.training : texts.trainings, { num: number.format(list.length) });
  const total = document.querySelector("#trainings-sum");
  if (total) {
    total.textContent = `${fill(texts.students, { num: number.format(sum(list, data.rows.students)) })} · `
      + dollars(sum(list, data.rows.cost));
  }
  const pager = section.querySelector(".pager");
  if (pager) {
    const first = list.length ? (page - 1) * size + 1 : 0;
    const steps = document.createElement("ul");
    const step = (to, text, rel) => {
      const item = document.createElement("li");
      item.append(element("a", text, { href: address({ page: String(to) }, "#trainings"), rel }));
      steps.append(item);
    };
    if (page > 1) step(page - 1, texts.before, "prev");
    if (page < last) step(page + 1, texts.next, "next");
    const span = { first: number.format(first), last: number.format(first + shown.length - (list.length ? 1 : 0)), all: number.format(list.length) };
    pager.replaceChildren(element("span", fill(texts.shown, span)), steps);
  }
  const csv = document.getElementById("download-csv");
  if (csv) {
    csv.href = URL.createObjectURL(new Blob([csvOf(data, list)], { type: "text/csv" }));
    csv.download = `foja-${country}.csv`;
    csv.textContent = fill(texts.csv, { num: number.format(list.length) });
  }
  document.getElementById("download-json")?.remove();
}

function csvOf(data, list) {
  const { rows } = data;
  const columns = {
    training_id: (at) => rows.id[at], fiscal_year: (at) => rows.year[at],
    program: (at) => data.code("program", at), course_title: (at) => rows.title[at],
    recipient_force: (at) => data.code("recipient_force", at), student_unit: (at) => rows.unitText[at],
    location_printed: (at) => rows.placeText[at], training_type: (at) => data.code("training_type", at),
    start_date: (at) => rows.day[at], quantity: (at) => rows.students[at], cost_usd: (at) => rows.cost[at],
    document_page: (at) => rows.page[at],
  };
  const quoted = (value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = list.map((at) =>
    Object.values(columns).map((of) => quoted(String(of(at) ?? ""))).join(","));
  return `\ufeff${[Object.keys(columns).join(","), ...lines].join("\r\n")}\r\n`;
}

// The chart of the whole country has the colours and the years: its bars are added up anew.
function redrawn(spec, data, list, column) {
  const basis = asked.get("basis") ?? "report";
  const names = [...new Set(spec.datasets.bars.map((bar) => bar.series))];
  const rank = new Map(spec.datasets.bars.map((bar) => [bar.series, bar.rank]));
  const byRank = [...names].sort((one, other) => rank.get(one) - rank.get(other));
  const group = new Map(data.names.training_group.map((each) => [each.code, each[LANGUAGE]]));
  const rest = byRank.find((name) => ![...group.values()].includes(name)) ?? byRank.at(-1);
  const sums = new Map();
  for (const at of list) {
    const year = data.year(at, basis);
    if (year === null) continue;
    const own = group.get(data.code("training_type", at).split(".")[0]);
    const series = names.includes(own) ? own : rest;
    const key = `${year}|${series}`;
    sums.set(key, (sums.get(key) ?? 0) + (data.rows[column][at] ?? 0));
  }
  const written = column === "cost" ? dollars : (value) => number.format(value);
  const bars = [...sums].filter(([, value]) => value).map(([key, value]) => {
    const [year, series] = key.split("|");
    return { year: Number(year), series, rank: rank.get(series), value,
      href: address({ from: year, to: year, page: null }, "#trainings"),
      text: `${year}, ${series}: ${written(value)}` };
  });
  return { ...spec, datasets: { ...spec.datasets, bars, labels: highest(bars) } };
}

// The sum of the highest year, written above it.
function highest(bars) {
  const years = new Map();
  for (const { year, value } of bars) years.set(year, (years.get(year) ?? 0) + value);
  const short = new Intl.NumberFormat(number.resolvedOptions().locale, { notation: "compact", maximumSignificantDigits: 3 });
  const [top] = [...years].sort(([, one], [, other]) => other - one);
  return top ? [{ year: top[0], value: top[1], text: short.format(top[1]) }] : [];
}

function showCharts(loading) {
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const name = Object.keys(DRAWN).find((each) => figure.dataset.chart.includes(each));
    if (!name) {
      figure.hidden = true;
      continue;
    }
    // The script of the charts draws what is given here; it asks only when a figure comes near.
    figure.given = Promise.all([loading, fetch(figure.dataset.chart).then((answer) => answer.json())])
      .then(([{ data, list }, spec]) => {
        const drawn = redrawn(spec, data, list, DRAWN[name]);
        // Nothing to draw has no axis either: the figures above say zero.
        figure.hidden = !drawn.datasets.bars.length;
        return drawn;
      });
    figure.querySelector(".takes")?.remove();
    figure.querySelector("details")?.remove();
    figure.querySelector("h3").textContent = figure.querySelector("h3").textContent.split(":")[0];
  }
}

async function choose() {
  const texts = fetched(`data/texts.${LANGUAGE}.json`);
  const loading = fetched(`data/country/${country}.json`).then((found) => {
    const data = new Trainings(found);
    return { data, list: data.chosen(asked) };
  });
  showCharts(loading);
  const [{ data, list }, said] = await Promise.all([loading, texts]);
  showChips(data, said);
  showFigures(data, list, said);
  showTable(data, list, said);
  for (const field of document.querySelectorAll("#choose select, #choose input[type=search]")) {
    if (asked.has(field.name)) field.value = asked.get(field.name);
  }
  document.documentElement.dataset.chosen = String(list.length);
}

// The form leads to the page of the country that it names.
document.getElementById("choose")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  const code = given.get("country");
  given.delete("country");
  given.delete("view");
  const query = new URLSearchParams([...given].filter(([, value]) => value)).toString();
  location.assign(`${BASE}${LANGUAGE}/country/${code}/${query ? `?${query}` : ""}`);
});

if (country && !view && country !== "WLD" && [...asked.keys()].some((name) => name !== "by")) {
  choose().catch((error) => console.error("The choice could not be shown.", error));
}

// A page that only a server has tells which was asked for.
const place = document.getElementById("asked-page");
if (place && asked.has("page")) place.textContent = asked.get("page");
