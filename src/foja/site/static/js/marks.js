// What drawings with a mark for each training share: two canvases (the marks, and what is pointed at),
// finding a mark by its place, telling of it, opening it. The page says the same without this file.

const DARK = matchMedia("(prefers-color-scheme: dark)");
const CELL = 24;
const NEAR = { mouse: 6, pen: 10, touch: 18 };

const fetched = async (address) => {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
};

const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

// Of the page's own colours, those of its reader's theme.
function palette() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    paper: of("--paper"), ink: of("--ink"), soft: of("--soft"), line: of("--line"), firm: of("--firm"),
    accent: of("--accent"), series: [0, 1, 2, 3, 4, 5, 6].map((slot) => of(`--colour-${slot}`)),
    sans: of("--sans"),
  };
}

class Board {
  // `kind` places, draws and steps: see ring.js and time.js.
  constructor(figure, kind) {
    this.figure = figure;
    this.kind = kind;
    this.place = figure.querySelector("[data-board]");
    this.here = figure.querySelector("[data-here]");
    this.hint = this.here?.textContent ?? "";
    this.at = -1;
    this.faint = null;
  }

  async start() {
    const [data] = await Promise.all([fetched(this.figure.dataset.marks)]);
    this.data = data;
    this.count = data.x.length;
    this.number = new Intl.NumberFormat(data.words.locale);
    this.cents = new Intl.NumberFormat(data.words.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.canvas = document.createElement("canvas");
    this.over = document.createElement("canvas");
    for (const canvas of [this.canvas, this.over]) canvas.setAttribute("aria-hidden", "true");
    this.place.append(this.canvas, this.over);
    Object.assign(this.place, { tabIndex: 0 });
    this.place.setAttribute("role", "application");
    this.place.setAttribute("aria-label", this.place.dataset.label);
    this.live = document.createElement("p");
    this.live.className = "visually-hidden";
    this.live.setAttribute("aria-live", "polite");
    this.place.after(this.live);
    const keys = document.getElementById(this.place.getAttribute("aria-describedby"));
    if (keys) keys.hidden = false;
    this.tip = document.createElement("div");
    this.tip.className = "mark-tip";
    this.tip.setAttribute("aria-hidden", "true");
    this.tip.hidden = true;
    document.body.append(this.tip);
    this.kind.prepare?.(this);
    this.listen();
    this.resize();
    this.figure.dataset.drawn = "yes";
    performance.mark("foja-drawn");
    // What is told of a mark follows the drawing: titles are the heavier half.
    this.told = await fetched(this.figure.dataset.told);
    this.figure.dataset.told = "yes";
    if (this.at >= 0) this.tell();
  }

  listen() {
    new ResizeObserver(() => this.resize()).observe(this.place);
    DARK.addEventListener("change", () => this.draw());
    const place = this.place;
    place.addEventListener("pointermove", (event) => this.moved(event));
    place.addEventListener("pointerleave", () => { if (!this.byKey) this.leave(); });
    place.addEventListener("click", (event) => this.clicked(event));
    place.addEventListener("keydown", (event) => this.pressed(event));
    place.addEventListener("blur", () => this.leave());
    for (const link of this.figure.querySelectorAll(".legend a[data-slot]")) {
      const slot = Number(link.dataset.slot);
      for (const on of ["pointerenter", "focus"]) link.addEventListener(on, () => this.only(slot));
      for (const off of ["pointerleave", "blur"]) link.addEventListener(off, () => this.only(null));
    }
  }

  only(slot) {
    if (this.faint === slot) return;
    this.faint = slot;
    this.draw();
  }

  resize() {
    const { width, height } = this.place.getBoundingClientRect();
    const scale = Math.min(3, devicePixelRatio || 1);
    if (!width || !height || (width === this.width && height === this.height && scale === this.scale)) return;
    Object.assign(this, { width, height, scale });
    for (const canvas of [this.canvas, this.over]) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    this.px = new Float32Array(this.count);
    this.py = new Float32Array(this.count);
    this.pr = new Float32Array(this.count);
    this.kind.fit(this);
    this.index();
    this.draw();
  }

  // A grid of cells, each with the marks that reach into it.
  index() {
    this.columns = Math.ceil(this.width / CELL) + 1;
    this.cells = new Map();
    for (let one = 0; one < this.count; one += 1) {
      const { px, py, pr } = this;
      for (let row = Math.floor((py[one] - pr[one]) / CELL); row <= Math.floor((py[one] + pr[one]) / CELL); row += 1) {
        for (let col = Math.floor((px[one] - pr[one]) / CELL); col <= Math.floor((px[one] + pr[one]) / CELL); col += 1) {
          const key = row * this.columns + col;
          const cell = this.cells.get(key);
          if (cell) cell.push(one);
          else this.cells.set(key, [one]);
        }
      }
    }
  }

  // The mark at a place, or the nearest within reach; -1 where there is none.
  find(x, y, reach) {
    let found = -1;
    let least = Infinity;
    for (let row = Math.floor((y - reach) / CELL); row <= Math.floor((y + reach) / CELL); row += 1) {
      for (let col = Math.floor((x - reach) / CELL); col <= Math.floor((x + reach) / CELL); col += 1) {
        for (const one of this.cells.get(row * this.columns + col) ?? []) {
          const far = Math.hypot(this.px[one] - x, this.py[one] - y) - this.pr[one];
          if (far < least && far <= reach) [found, least] = [one, far];
        }
      }
    }
    return found;
  }

  context(canvas) {
    const context = canvas.getContext("2d");
    context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    return context;
  }

  draw() {
    if (!this.width) return;
    this.colours = palette();
    this.kind.draw(this, this.context(this.canvas), this.colours);
    this.mark();
  }

  mark() {
    const context = this.context(this.over);
    this.kind.over?.(this, context, this.colours);
    if (this.at < 0) return;
    const radius = Math.max(this.pr[this.at] + 2.5, 5);
    for (const [width, colour] of [[5, this.colours.paper], [2.5, this.colours.ink]]) {
      context.beginPath();
      context.arc(this.px[this.at], this.py[this.at], radius, 0, 2 * Math.PI);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
  }

  // Pointing ------------------------------------------------------------------------------------

  spot(event) {
    const box = this.place.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  moved(event) {
    const [x, y] = this.spot(event);
    this.byKey = false;
    if (this.kind.moved?.(this, event, x, y)) return;
    this.pointAt(this.find(x, y, NEAR[event.pointerType] ?? NEAR.mouse), event);
  }

  pointAt(one, event) {
    const changed = one !== this.at;
    this.at = one;
    this.place.toggleAttribute("data-pointing", one >= 0);
    if (changed) {
      this.mark();
      if (one >= 0) this.tell();
      else this.hush();
    }
    if (one >= 0) this.stand(event?.clientX, event?.clientY);
  }

  clicked(event) {
    const [x, y] = this.spot(event);
    if (this.kind.clicked?.(this, event, x, y)) return;
    const touch = event.pointerType === "touch";
    const one = this.find(x, y, NEAR[event.pointerType] ?? NEAR.mouse);
    // A finger first reads what it touched; the link below the drawing, or a second touch, opens it.
    const opens = one >= 0 && !(touch && one !== this.touched);
    this.touched = one;
    this.pointAt(one, event);
    if (opens) this.open(event.ctrlKey || event.metaKey);
  }

  leave() {
    this.at = -1;
    this.byKey = false;
    this.place.removeAttribute("data-pointing");
    this.kind.gone?.(this);
    this.tip.hidden = true;
    this.mark();
  }

  pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      if (this.at < 0) return;
      this.leave();
      this.hush();
      this.live.textContent = "";
    } else if (event.key === "Enter") {
      if (this.at < 0) return;
      this.open(false);
    } else {
      const next = this.kind.step(this, event.key, this.at);
      if (next === null) return;
      this.byKey = true;
      this.at = next;
      this.mark();
      this.tell();
      this.stand();
    }
    event.preventDefault();
  }

  // Telling -------------------------------------------------------------------------------------

  address(one) {
    const { keys, key, row } = this.data;
    const ending = row[one] === null ? "" : `.${String(row[one]).padStart(2, "0")}`;
    const name = `${keys[key[one]]}${ending}`;
    if (!name) return "";
    const address = this.data.address.replace("{key}", encodeURIComponent(name));
    return address.replaceAll(/\{year\}|%7Byear%7D/g, this.kind.year(this, one));
  }

  open(apart) {
    const address = this.address(this.at);
    if (!address) return;
    this.go(address, apart);
  }

  // In a frame of another site a page opens beside that site: the frame itself cannot show it.
  go(address, apart = false) {
    if (apart || this.figure.dataset.target) window.open(address, "_blank", "noopener");
    else location.assign(address);
  }

  counted(words, number) {
    return fill(words[number === 1 ? 0 : 1], { num: this.number.format(number) });
  }

  money(value) {
    const whole = Number.isInteger(value);
    return `${this.data.words.money}${(whole ? this.number : this.cents).format(value)}`;
  }

  // What is said of a mark: its title first, then one part after the other.
  parts(one) {
    const { words, students } = this.data;
    const year = this.kind.year(this, one);
    const told = this.told;
    const said = [];
    if (told) {
      if (told.units[told.unit[one]]) said.push(told.units[told.unit[one]]);
      said.push(told.values[told.code[one]]);
      if (told.trainings) said.push(this.counted(words.trainings, told.trainings[one]));
    }
    said.push(...this.kind.days?.(this, one) ?? []);
    if (year !== null) said.push(fill(words.year, { year }));
    said.push(students[one] === null ? words.noStudents : this.counted(words.students, students[one]));
    if (told) said.push(told.cost[one] === null ? words.noCost : this.money(told.cost[one]));
    return [told ? told.names[told.name[one]] || words.noTitle : "…", said];
  }

  tell() {
    const [title, said] = this.parts(this.at);
    const name = (tag) => {
      const made = document.createElement(tag);
      made.textContent = title;
      if (this.data.words.inEnglish && !this.told?.trainings) made.lang = "en";
      return made;
    };
    this.tip.replaceChildren(name("b"), said.join(" · "));
    const address = this.address(this.at);
    const link = document.createElement("a");
    link.href = address;
    link.textContent = this.data.words.open;
    if (this.figure.dataset.target) Object.assign(link, { target: this.figure.dataset.target, rel: "noopener" });
    this.here.replaceChildren(name("b"), ` ${said.join(" · ")} `, ...(address ? [link] : []));
    if (this.byKey) this.live.textContent = `${title}. ${said.join(", ")}. ${this.kind.where?.(this, this.at) ?? ""}`;
  }

  say(text, event) {
    this.tip.replaceChildren(text);
    this.here.replaceChildren(text);
    this.stand(event.clientX, event.clientY);
  }

  hush() {
    this.tip.hidden = true;
    this.here.replaceChildren(this.hint);
  }

  // The tip stands beside the pointer, or beside the mark that a key went to, inside the window.
  stand(x, y) {
    const box = this.place.getBoundingClientRect();
    const left = x ?? box.left + this.px[this.at];
    const top = y ?? box.top + this.py[this.at] - this.pr[this.at];
    this.tip.hidden = false;
    const { width, height } = this.tip.getBoundingClientRect();
    const below = top - height - 14 < 4;
    this.tip.style.left = `${Math.max(4, Math.min(left + 14, innerWidth - width - 4))}px`;
    this.tip.style.top = `${Math.max(4, below ? top + 20 : top - height - 14)}px`;
  }
}

// Marks of one colour in one path: thousands are drawn in some milliseconds.
export function discs(board, context, colours, { alpha = 1, hollow = () => false } = {}) {
  const { px, py, pr, data, count, faint } = board;
  const bySlot = new Map();
  for (let one = 0; one < count; one += 1) {
    const key = data.slot[one] * 2 + (hollow(one) ? 1 : 0);
    const found = bySlot.get(key);
    if (found) found.push(one);
    else bySlot.set(key, [one]);
  }
  for (const key of [...bySlot.keys()].sort((a, b) => b - a)) {
    const slot = key >> 1;
    context.globalAlpha = faint === null || faint === slot ? alpha : 0.12;
    context.beginPath();
    for (const one of bySlot.get(key)) {
      context.moveTo(px[one] + pr[one], py[one]);
      context.arc(px[one], py[one], pr[one], 0, 2 * Math.PI);
    }
    if (key & 1) {
      context.lineWidth = 1;
      context.strokeStyle = colours.series[slot];
      context.stroke();
    } else {
      context.fillStyle = colours.series[slot];
      context.fill();
    }
  }
  context.globalAlpha = 1;
}

export { fill };

// What a reader without scripts sees stands in `noscript`, which a browser with scripts keeps as text.
export function begin(selector, kind) {
  for (const figure of document.querySelectorAll(selector)) {
    const board = new Board(figure, kind());
    board.start().catch((error) => {
      console.warn("The drawing is shown as an image.", error);
      const place = figure.querySelector("[data-board]");
      if (place.querySelector("canvas")) return;
      const held = place.querySelector("noscript");
      const image = new DOMParser().parseFromString(held.textContent, "text/html").querySelector("img");
      place.classList.add("failed");
      if (image) place.append(document.adoptNode(image));
    });
  }
}
