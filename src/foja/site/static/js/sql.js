// Completes names while a query is written. The focus stays in the text; a list under the line
// shows tables, columns, keywords and functions. Arrows move in it, Enter or Tab takes what is
// marked, Escape closes it. Without this file the text is a plain form.

const SHORTEST = 2;
const MOST = 12;
const WANTS_TABLE = /\b(?:from|join|describe|summarize)\s+$/i;
const WORD = /[A-Za-z_][A-Za-z0-9_]*$/;
// What is copied to a hidden copy of the text, to find where its line stands.
const COPIED = [
  "boxSizing", "width", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "fontFamily",
  "fontSize", "fontWeight", "lineHeight", "letterSpacing", "tabSize", "borderLeftWidth",
  "borderTopWidth", "borderRightWidth", "borderStyle",
];

function known(field) {
  const { table, keyword, function: called } = field.dataset;
  const found = [];
  const columns = new Map();
  for (const one of document.querySelectorAll("[data-sql-table]")) {
    const name = one.dataset.sqlTable;
    found.push({ name, about: table, rank: 1, of: name });
    for (const each of one.querySelectorAll("[data-sql-column]")) {
      const column = each.dataset.sqlColumn;
      columns.set(column, [...(columns.get(column) ?? []), name]);
    }
  }
  for (const [name, tables] of columns) {
    const more = tables.length > 2 ? `, +${tables.length - 2}` : "";
    found.push({ name, about: tables.slice(0, 2).join(", ") + more, rank: 0, tables });
  }
  for (const name of field.dataset.keywords.split(" ")) found.push({ name, about: keyword, rank: 2 });
  for (const name of field.dataset.functions.split(" ")) {
    found.push({ name, about: called, rank: 3, call: true });
  }
  return found;
}

class Completion {
  constructor(field) {
    this.field = field;
    this.names = known(field);
    this.found = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.dataset.label);
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    field.parentElement.append(this.list, this.status);
    // A text of several lines keeps its role; what it controls is said as in a combobox.
    for (const [name, value] of Object.entries({
      "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.list.id,
    })) field.setAttribute(name, value);
    field.addEventListener("input", () => this.look(SHORTEST));
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    field.addEventListener("click", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const at = [...this.list.children].indexOf(event.target.closest("[role=option]"));
      if (at >= 0) this.take(at);
    });
  }

  // The word before the caret, empty inside a text in quotation marks or a comment.
  word() {
    const { selectionStart: at, selectionEnd: end, value } = this.field;
    if (at !== end) return "";
    const before = value.slice(0, at);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    const bare = before.replace(/--[^\n]*/g, "");
    if (/--/.test(line) || (bare.split("'").length - 1) % 2) return "";
    return before.match(WORD)?.[0] ?? "";
  }

  look(shortest) {
    const word = this.word();
    if (word.length < shortest) { this.close(); return; }
    const small = word.toLowerCase();
    const used = new Set(this.field.value.toLowerCase().match(/[a-z_][a-z0-9_]*/g));
    const start = this.field.selectionStart - word.length;
    const ofTables = WANTS_TABLE.test(this.field.value.slice(0, start));
    const score = (one) => {
      const name = one.name.toLowerCase();
      const here = one.tables?.some((table) => used.has(table)) ? -10 : 0;
      const wanted = ofTables && one.of ? -50 : 0;
      return (name.startsWith(small) ? 0 : 100) + one.rank + here + wanted;
    };
    this.found = this.names
      .filter((one) => one.name.toLowerCase().includes(small) && one.name.toLowerCase() !== small)
      .sort((a, b) => score(a) - score(b) || a.name.length - b.name.length
        || a.name.localeCompare(b.name))
      .slice(0, MOST);
    this.show();
  }

  show() {
    this.list.replaceChildren(...this.found.map((one, at) => {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = one.name;
      const about = document.createElement("span");
      about.className = "about";
      about.textContent = one.about;
      item.append(name, " ", about);
      return item;
    }));
    this.mark(-1);
    this.list.hidden = this.found.length === 0;
    const { one, many } = this.field.dataset;
    const words = ["", one][this.found.length] ?? many.replace("{}", this.found.length);
    this.status.textContent = words;
    if (!this.list.hidden) this.place();
  }

  place() {
    const { field } = this;
    const copy = document.createElement("div");
    const style = getComputedStyle(field);
    for (const name of COPIED) copy.style[name] = style[name];
    Object.assign(copy.style, {
      position: "absolute", top: "0", left: "0", visibility: "hidden", whiteSpace: "pre-wrap",
      overflowWrap: "break-word",
    });
    const start = field.selectionStart - this.word().length;
    copy.textContent = field.value.slice(0, start);
    const mark = document.createElement("span");
    mark.textContent = "\u200b";
    copy.append(mark);
    field.parentElement.append(copy);
    const height = mark.offsetHeight;
    const top = Math.min(mark.offsetTop + height - field.scrollTop, field.offsetHeight);
    const room = Math.max(0, field.offsetWidth - this.list.offsetWidth);
    this.list.style.top = `${Math.max(height, top) + 4}px`;
    this.list.style.left = `${Math.min(mark.offsetLeft, room)}px`;
    copy.remove();
  }

  mark(at) {
    this.active = at;
    [...this.list.children].forEach((each, place) => {
      each.setAttribute("aria-selected", String(place === at));
    });
    const chosen = this.list.children[at];
    if (!chosen) { this.field.removeAttribute("aria-activedescendant"); return; }
    this.field.setAttribute("aria-activedescendant", chosen.id);
    // Only the list itself is scrolled, never the page.
    const { offsetTop: top, offsetHeight: height } = chosen;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    const below = top + height - this.list.clientHeight;
    if (below > this.list.scrollTop) this.list.scrollTop = below;
  }

  take(at) {
    const one = this.found[at];
    const word = this.word();
    const { field } = this;
    const end = field.selectionStart;
    field.focus();
    field.setSelectionRange(end - word.length, end);
    this.insert(one.call ? `${one.name}()` : one.name);
    if (one.call) field.setSelectionRange(field.selectionStart - 1, field.selectionStart - 1);
    this.close();
  }

  // Written as if it were typed, so that it can be undone.
  insert(text) {
    const { field } = this;
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    }
  }

  close() {
    this.list.hidden = true;
    this.found = [];
    this.status.textContent = "";
    this.mark(-1);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.field.form.requestSubmit();
      return;
    }
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      this.look(0);
      return;
    }
    if (this.list.hidden) return;
    const last = this.found.length - 1;
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.mark(this.active === last ? -1 : this.active + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      this.mark(this.active < 0 ? last : this.active - 1);
    } else if ((event.key === "Enter" || event.key === "Tab") && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.close();
    }
  }
}

const field = document.querySelector("textarea#sql");
if (field) {
  new Completion(field);
  document.querySelector("#keys").hidden = false;
  const { line, column } = field.dataset;
  if (line) {
    const before = field.value.split("\n").slice(0, Number(line) - 1);
    const at = before.reduce((sum, each) => sum + each.length + 1, 0) + Number(column) - 1;
    field.setSelectionRange(at, at);
  }
}
