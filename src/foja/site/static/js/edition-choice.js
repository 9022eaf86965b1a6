// The choice in an address of the static edition, and a country's trainings that it chooses from.

export const BASE = new URL("../../", import.meta.url).pathname;
export const LANGUAGE = document.documentElement.lang.startsWith("es") ? "es" : "en";
export const CODED = {
  program: "program", force: "recipient_force", type: "training_type",
  delivery: "delivery", place: "place_id", unit: "unit_id", days: "length",
};
// What the script does of an address, and what of it is no choice.
export const DONE_HERE = new Set([...Object.keys(CODED), "from", "to", "flag", "words", "stage", "basis",
  "sort", "size", "page"]);
export const NO_CHOICE = /^(?:utm_|fbclid$|gclid$)/;
export const SHORT_NAME = /\(([A-Z][\w&-]+)(?:, [^()]*)?\)$/;
// Columns that some reports do not print, and what asks for them.
export const PRINTED = {
  student_unit_printed: ["force", "unit", "words"],
  location_printed: ["place", "delivery"],
  start_date_printed: ["days"],
};
export const asked = new URLSearchParams(location.search);
export const stage = asked.get("stage") ?? "actual";
export const basis = asked.get("basis") ?? "report";
export const [first, last] = [Number(asked.get("from") || 0), Number(asked.get("to") || 9999)]
  .sort((one, other) => one - other);
export const [, country, view] = location.pathname.slice(BASE.length - 1).match(
  /^\/(?:en|es)\/country\/([A-Z]{3})\/(?:([a-z]+)\/)?/) ?? [];

export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
export const number = new Intl.NumberFormat(LANGUAGE === "es" ? "es-MX" : "en-US");
export const dollars = (value) => (LANGUAGE === "es" ? "US$" : "$") + number.format(Math.round(value));
export const MILLION = 1e6;
export const millions = new Intl.NumberFormat(number.resolvedOptions().locale, {
  notation: "compact", compactDisplay: "long", maximumFractionDigits: 1, roundingMode: "halfEven",
});
// Dollars in a sentence: $4.4 million, small sums whole.
export const amount = (value) => {
  const written = value < MILLION ? number.format(Math.round(value)) : millions.format(value);
  if (LANGUAGE === "en") return `$${written}`;
  return value < MILLION ? `${written} dólares` : `${written} de dólares`;
};
export const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

// A code stands for its parts as well: MEX.SEDENA for MEX.SEDENA.FAM, flight for flight.pilot.
export const isPart = (code, of) => code === of || code.startsWith(`${of}.`);

export class Trainings {
  constructor({ names, rows, covered }) {
    this.names = names;
    this.covered = covered;
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

  year(at) {
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
    if (given.has("from") || given.has("to")) {
      tests.push((at) => {
        const year = this.year(at);
        return year !== null && year >= first && year <= last;
      });
    }
    if (stage !== "all") tests.push((at) => Boolean(this.rows.planned[at]) === (stage === "planned"));
    return [...Array(this.length).keys()].filter((at) => tests.every((test) => test(at)));
  }
}

export const sum = (list, values) => list.reduce((total, at) => total + (values[at] ?? 0), 0);

export function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export function address(changes, anchor = "") {
  const other = new URLSearchParams(asked);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) other.delete(name);
    else other.set(name, value);
  }
  const query = other.toString();
  return `${location.pathname}${query ? `?${query}` : ""}${anchor}`;
}

// What is chosen, one entry for each chip: its text, and the address without it.
export function chips(data, texts) {
  const made = [];
  const year = asked.get("from") && asked.get("from") === asked.get("to");
  for (const [name, value] of asked) {
    const inCode = name === "flag" ? "flags" : CODED[name];
    let text = inCode && data.named(inCode, value);
    if (name === "stage" || name === "basis") text = texts[name][value];
    if (name === "from" || name === "to" || name === "words") text = texts[name];
    if (year && name === "to") continue;
    if (year && name === "from") text = texts.year;
    if (!text || !value) continue;
    const rest = [...asked].filter(([one, other]) =>
      (one !== name || other !== value) && one !== "page" && !(year && name === "from" && one === "to"));
    const query = new URLSearchParams(rest).toString();
    made.push({
      text: fill(counted(text, texts), { value }),
      off: `${location.pathname}${query ? `?${query}` : ""}`,
    });
  }
  return made;
}

// Sentences count in calendar years where the choice does.
export const counted = (text, texts) => (basis === "calendar"
  ? texts.calendar.reduce((said, [fiscal, calendar]) => said.replaceAll(fiscal, calendar), text) : text);

// The filters besides country and years, as the words below a chart's title name them.
export function restrictions(data, texts) {
  const said = [];
  for (const name of ["program", "force", "type", "delivery", "place", "unit", "flag", "days"]) {
    for (const code of asked.getAll(name)) said.push(data.named(CODED[name] ?? "flags", code));
  }
  if (asked.get("words")) said.push(fill(texts.onlyWords, { words: asked.get("words") }));
  if (texts.onlyStage[stage]) said.push(texts.onlyStage[stage]);
  return said.length ? ` ${fill(texts.only, { filters: said.join("; ") })}` : "";
}

// The years that the choice can say anything of: those of a report that prints what it asks for.
export function knownYears(data, list) {
  const found = new Set(list.map((at) => data.year(at)));
  const columns = new Set(Object.keys(PRINTED).filter((name) =>
    PRINTED[name].some((each) => asked.get(each)) || (name === "start_date_printed" && basis !== "report")));
  const stages = stage === "all" ? ["actual", "planned"] : [stage];
  const silent = (year) => stages.some((each) => data.covered[each][year]?.some((one) => columns.has(one)));
  const covered = stages.flatMap((each) => Object.keys(data.covered[each])).map(Number);
  return [...new Set([...covered.filter((year) => !silent(year)), ...found])]
    .filter((year) => year !== null && year >= first && year <= last).sort((one, other) => one - other);
}
