// The table of the trainings chosen in a static edition, its pages and its CSV.

import {
  BASE, LANGUAGE, SHORT_NAME, address, asked, country, dollars, element, fill, number, plain, sum,
} from "./edition-choice.js";

const PAGE = 50;
// The classes of the table's cells that are not the names of their columns.
const COLUMN_OF = { place: "location", dates: "start", "page-of": "page" };
const NEWEST = "-year";
// A year and a programme say what they are.
const UNLABELLED = new Set(["year", "program"]);

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

function cell(key, data, at, texts) {
  const { rows } = data;
  // A report published as a web page lists its lines in parts.
  const sheet = (of) => `${BASE}${LANGUAGE}/document/${rows.page[of]}/${rows.part[of] > 1 ? `part%3D${rows.part[of]}/` : ""}`;
  const choose = (parameter, column, css = key, said = data.name(column, at, "—")) => {
    const made = element("td", "", { class: css });
    const href = address({ [parameter]: data.code(column, at), page: null }, "#trainings");
    made.append(element("a", said, { class: "value", href }));
    return made;
  };
  const programme = data.name("program", at, "—");
  const made = {
    year: () => element("td", String(rows.year[at])),
    program: () => choose("program", "program", key, SHORT_NAME.exec(programme)?.[1] ?? programme.split(":")[0]),
    type: () => choose("type", "training_type"),
    force: () => choose("force", "recipient_force"),
    location: () => (rows.place_id[at] < 0 ? element("td", rows.placeText[at] ?? "—", { class: "place" })
      : choose("place", "place_id", "place")),
    unit: () => (rows.unit_id[at] < 0 || !rows.unitText[at]
      ? element("td", rows.unitText[at] ?? "—", { class: "unit", lang: "en" })
      : choose("unit", "unit_id", "unit", rows.unitText[at])),
    start: () => element("td", rows.days[LANGUAGE][at], { class: "dates" }),
    students: () => element("td", rows.students[at] === null ? "—" : number.format(rows.students[at]), { class: "number" }),
    cost: () => element("td", rows.cost[at] === null ? "—" : dollars(rows.cost[at]), { class: "number" }),
    course: () => {
      const head = element("th", "", { scope: "row", class: "course" });
      const row = Number(rows.id[at].split(".").at(-1));
      const link = element("a", rows.title[at] || rows.id[at], { href: `${sheet(at)}#row-${row}` });
      if (LANGUAGE === "es") link.lang = "en";
      head.append(link);
      if (rows.planned[at]) head.append(" ", element("span", texts.planned, { class: "badge planned" }));
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

export function showTable(data, list, texts) {
  const section = document.getElementById("trainings");
  const table = document.getElementById("trainings-table");
  if (!section || !table) return;
  const size = Number(asked.get("size")) || PAGE;
  const last = Math.max(1, Math.ceil(list.length / size));
  const page = Math.min(last, Math.max(1, Number(asked.get("page")) || 1));
  const shown = sorted(data, list).slice((page - 1) * size, page * size);
  const heads = [...table.tHead.rows[0].cells];
  const keys = heads.map((head) => {
    const css = [...head.classList].find((name) => name !== "number") ?? "";
    return COLUMN_OF[css] ?? css;
  });
  const labels = heads.map((head) => head.querySelector("a")?.firstChild.textContent.trim() ?? "");
  const order = asked.get("sort") ?? NEWEST;
  table.tBodies[0].replaceChildren(...shown.map((at) => {
    const row = document.createElement("tr");
    row.append(...keys.map((key) => cell(key, data, at, texts)));
    // On a phone a row is a block, whose values stand under their labels.
    [...row.cells].forEach((made, place) => {
      if (made.tagName === "TD" && !UNLABELLED.has(keys[place])) made.dataset.label = labels[place];
    });
    return row;
  }));
  heads.forEach((head, place) => {
    const link = head.querySelector("a");
    if (link && keys[place]) {
      const down = order === `-${keys[place]}`;
      link.href = address({ sort: down ? keys[place] : `-${keys[place]}`, page: null }, "#trainings");
      head.removeAttribute("aria-sort");
      link.querySelector("span")?.remove();
      if (order.replace("-", "") === keys[place]) {
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        link.append(element("span", down ? " ▼" : " ▲", { "aria-hidden": "true" }));
      }
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
