// Suggestions under the search box while its reader types: the combobox pattern of ARIA 1.2, with
// the focus always in the field. Without this file the form asks for a page of results.

const WAIT = 120;
const SHORTEST = 2;

function marked(parts) {
  return parts.map(([text, met]) => {
    if (!met) return document.createTextNode(text);
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  });
}

function line(className, content, language) {
  const span = document.createElement("span");
  span.className = className;
  span.append(...content);
  if (language) span.lang = language;
  return span;
}

function option(one, place, id) {
  const item = document.createElement("li");
  item.id = `${id}-${place}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.address = one.address;
  const english = one.printed && document.documentElement.lang !== "en" ? "en" : "";
  item.append(line("name", marked(one.parts), english), " ");
  const about = [one.kind_name, one.about, one.trainings].filter(Boolean).join(" · ");
  item.append(line("about", [about], ""));
  return item;
}

class Suggestions {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[type=search]");
    this.list = document.createElement("ul");
    this.list.id = `${this.field.id}-list`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.label);
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    form.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, autocomplete: "off",
    })) this.field.setAttribute(name, value);
    this.active = -1;
    this.waiting = 0;
    this.asking = null;
    this.field.addEventListener("input", () => this.later());
    this.field.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) this.close();
    });
    // A press on the list must not take the focus from the field, or the list would close under it.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) location.assign(chosen.dataset.address);
    });
  }

  get options() { return [...this.list.children]; }

  later() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    const text = this.field.value.trim();
    if (text.length < SHORTEST) { this.close(); return; }
    this.waiting = setTimeout(() => this.ask(text), WAIT);
  }

  async ask(text) {
    this.asking = new AbortController();
    try {
      const address = `${this.form.dataset.suggest}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: this.asking.signal });
      // A text that cannot be searched is explained by the page of results.
      if (!answer.ok) { this.close(); return; }
      this.show((await answer.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(results) {
    this.list.replaceChildren(...results.map((one, place) => option(one, place, this.list.id)));
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
    const { none, one, many } = this.form.dataset;
    const words = [none, one][results.length] ?? many.replace("{}", results.length);
    this.status.textContent = words;
    this.list.hidden = results.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  close() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.list.hidden = true;
    this.active = -1;
    this.status.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  choose(place) {
    const options = this.options;
    this.active = (place + options.length + 1) % (options.length + 1);
    // One place beyond the last is the field itself.
    if (this.active === options.length) this.active = -1;
    options.forEach((each, at) => each.setAttribute("aria-selected", String(at === this.active)));
    const chosen = options[this.active];
    if (!chosen) { this.field.removeAttribute("aria-activedescendant"); return; }
    this.field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) { this.later(); return; }
      const down = event.key === "ArrowDown";
      this.choose(this.active < 0 && !down ? this.options.length - 1 : this.active + (down ? 1 : -1));
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      location.assign(this.options[this.active].dataset.address);
    }
  }
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
