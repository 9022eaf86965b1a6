// The static edition: what a server does with the choice in an address is done here, over all of a
// country's trainings, for the overview of a country. Only an edition has this file in its pages.

import { showCharts } from "./edition-charts.js";
import {
  BASE, DONE_HERE, LANGUAGE, NO_CHOICE, Trainings, asked, chips, country, dollars, element, fill, number,
  sum, view,
} from "./edition-choice.js";
import { showTable } from "./edition-table.js";

async function fetched(path) {
  const answer = await fetch(`${BASE}${path}`);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

function showChips(data, texts) {
  document.querySelectorAll(".chips").forEach((list) => list.remove());
  const list = element("ul", "", { class: "chips", id: "chips", "aria-label": texts.chosen });
  const said = chips(data, texts);
  for (const { text, off } of said) {
    const link = element("a", "", { href: off });
    link.append(element("span", text), element("span", "×", { class: "off", "aria-hidden": "true" }),
      element("span", `, ${texts.takeOff}`, { class: "visually-hidden" }));
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  if (!said.length) return;
  document.querySelector(".country-view")?.prepend(list);
  const heading = document.querySelector("h1").textContent;
  document.title = `${heading}: ${said.map(({ text }) => text).join(", ")} · Foja`;
}

// What the page says of itself and of all trainings is said of the choice, or not at all.
function showPlace() {
  const whole = document.getElementById("whole-address");
  if (whole) {
    whole.href = location.href;
    whole.textContent = location.href;
  }
  const other = document.getElementById("switch-language");
  if (other) other.search = location.search;
  document.getElementById("years-line")?.remove();
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

async function choose() {
  const loading = Promise.all([fetched(`data/texts.${LANGUAGE}.json`), fetched(`data/country/${country}.json`)])
    .then(([texts, found]) => {
      const data = new Trainings(found);
      return { data, list: data.chosen(asked), texts };
    });
  showCharts(loading);
  const { data, list, texts } = await loading;
  showPlace();
  showChips(data, texts);
  showFigures(data, list, texts);
  showTable(data, list, texts);
  if (!list.length) {
    const note = element("div", "", { class: "note", id: "empty" });
    note.append(element("h2", texts.none));
    document.getElementById("figures").after(note);
  }
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
  // Where the form leads without this script, its page is named as well.
  for (const name of ["country", "view", "page"]) given.delete(name);
  const query = new URLSearchParams([...given].filter(([, value]) => value)).toString();
  location.assign(`${BASE}${LANGUAGE}/country/${code}/${query ? `?${query}` : ""}`);
});

// What neither the page nor this script does is said, so that nobody takes its figures for others.
async function sayWhole() {
  const texts = await fetched(`data/texts.${LANGUAGE}.json`);
  const note = element("p", texts.whole, { class: "note", id: "shown-whole" });
  document.querySelector("#content h1")?.after(note);
}

const report = (error) => console.error("The choice could not be shown.", error);
const place = document.getElementById("asked-page");
const names = [...new Set(asked.keys())].filter((name) => !NO_CHOICE.test(name));
const chooses = country && !view && country !== "WLD" && names.some((name) => DONE_HERE.has(name));
if (chooses) choose().catch(report);
if (!place && names.some((name) => !(chooses && DONE_HERE.has(name)))) sayWhole().catch(report);

// A page that only a server has tells which was asked for, with the fields of its form.
if (place && asked.has("page")) {
  const fields = new URLSearchParams(asked);
  fields.delete("page");
  place.textContent = asked.get("page") + (fields.size ? `?${fields}` : "");
  place.closest(".address").hidden = false;
}
