// Trainings along time: the first day of each against its dollars or its students.

import { begin, discs, fill } from "./marks.js";

const RIGHT = 10;
const TOP = 8;
const BELOW = 26;
const ROOM = 38;
const DRAG = 6;
const DAY = 86_400_000;
const ORIGIN = Date.UTC(2000, 0, 1);

class Along {
  prepare(board) {
    const { data } = board;
    this.day = new Intl.DateTimeFormat(data.words.locale, {
      timeZone: "UTC", year: "numeric", month: "short", day: "numeric",
    });
    this.dragging = null;
    board.place.addEventListener("pointerdown", (event) => {
      if (event.button === 0) this.dragging = { from: board.spot(event)[0], to: null };
    });
    addEventListener("pointerup", () => this.released(board));
    addEventListener("pointercancel", () => { this.dragging = null; board.mark(); });
  }

  year(board, one) {
    return board.data.year[one];
  }

  days(board, one) {
    return [this.day.format(new Date(ORIGIN + board.data.start[one] * DAY))];
  }

  fit(board) {
    const { data, px, py, pr } = board;
    const context = board.canvas.getContext("2d");
    context.font = `12px ${getComputedStyle(document.documentElement).getPropertyValue("--sans")}`;
    const written = [...data.values, ...(data.zero ? [data.zero] : [])].map((tick) => context.measureText(tick[1]).width);
    this.left = Math.ceil(Math.max(20, ...written)) + 12;
    this.across = board.width - this.left - RIGHT;
    this.high = board.height - TOP - BELOW;
    // Few dots are seen better large; many would lie on each other.
    const many = board.width < 600 ? 2 : 2.8;
    const radius = board.count <= 60 ? 5 : board.count <= 600 ? 3.6 : many;
    for (let one = 0; one < board.count; one += 1) {
      px[one] = this.x(board, data.x[one]);
      py[one] = this.y(board, data.y[one]);
      pr[one] = radius;
    }
  }

  x(board, at) {
    return this.left + at / board.data.fine * this.across;
  }

  y(board, at) {
    return TOP + (1 - at / board.data.fine) * this.high;
  }

  draw(board, context, colours) {
    const { data } = board;
    const bottom = TOP + this.high;
    context.font = `12px ${colours.sans}`;
    context.fillStyle = colours.soft;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.lineWidth = 1;
    for (const [at, text] of data.values) {
      const y = Math.round(this.y(board, at)) + 0.5;
      context.strokeStyle = colours.line;
      context.beginPath();
      context.moveTo(this.left, y);
      context.lineTo(board.width - RIGHT, y);
      context.stroke();
      context.fillText(text, this.left - 7, y);
    }
    if (data.zero) context.fillText(data.zero[1], this.left - 7, this.y(board, data.zero[0]));
    context.strokeStyle = colours.soft;
    context.beginPath();
    context.moveTo(this.left, bottom + 0.5);
    context.lineTo(board.width - RIGHT, bottom + 0.5);
    context.textAlign = "center";
    context.textBaseline = "top";
    // Every year is named, or every second, as many as have room.
    const apart = data.days.length > 1 ? (data.days[1][0] - data.days[0][0]) / data.fine * this.across : Infinity;
    const every = Math.ceil(ROOM / apart) || 1;
    data.days.forEach(([at, text], place) => {
      const x = Math.round(this.x(board, at)) + 0.5;
      context.moveTo(x, bottom);
      context.lineTo(x, bottom + 5);
      if (place % every || x > board.width - 14) return;
      context.fillText(text, x, bottom + 9);
    });
    context.stroke();
    discs(board, context, colours, { alpha: 0.72 });
  }

  // Dragging chooses whole years, as the reports count them ----------------------------------------

  chosen(board) {
    if (!this.dragging || this.dragging.to === null) return null;
    const [from, to] = [this.dragging.from, this.dragging.to].sort((a, b) => a - b)
      .map((x) => (x - this.left) / this.across * board.data.fine);
    const within = board.data.periods.filter(([, start, end]) => end > from && start < to);
    return within.length ? [within[0], within[within.length - 1]] : null;
  }

  moved(board, event, x) {
    if (!this.dragging) return false;
    if (event.buttons === 0) {
      this.dragging = null;
      return false;
    }
    if (this.dragging.to === null && Math.abs(x - this.dragging.from) < DRAG) return false;
    this.dragging.to = x;
    board.at = -1;
    board.mark();
    const years = this.chosen(board);
    if (years) {
      const [first, last] = years.map(([year]) => year);
      const { words } = board.data;
      board.say(first === last ? fill(words.year, { year: first }) : fill(words.period, { first, last }), event);
    }
    return true;
  }

  over(board, context, colours) {
    const years = this.chosen(board);
    if (!years) return;
    const [left, right] = [this.x(board, years[0][1]), this.x(board, years[1][2])];
    context.globalAlpha = 0.16;
    context.fillStyle = colours.accent;
    context.fillRect(left, TOP, right - left, this.high);
    context.globalAlpha = 1;
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.5;
    context.strokeRect(left, TOP, right - left, this.high);
  }

  released(board) {
    const years = this.chosen(board);
    this.dragging = this.dragging?.to === null ? null : this.dragging;
    if (!years) return;
    this.went = true;
    const address = board.data.period.replace("{from}", years[0][0]).replace("{to}", years[1][0]);
    board.go(address);
  }

  clicked() {
    return Boolean(this.went);
  }

  // Marks stand in the order of their days.
  step(board, key, at) {
    const { count, data } = board;
    if (!count) return null;
    if (at < 0) return key.startsWith("Arrow") || key === "Home" ? 0 : key === "End" ? count - 1 : null;
    switch (key) {
      case "ArrowRight": case "ArrowDown": return Math.min(count - 1, at + 1);
      case "ArrowLeft": case "ArrowUp": return Math.max(0, at - 1);
      case "Home": return 0;
      case "End": return count - 1;
      case "PageUp": case "PageDown": {
        const way = key === "PageDown" ? 1 : -1;
        const period = (one) => data.periods.findIndex(([, start, end]) => data.x[one] >= start && data.x[one] < end);
        const now = period(at);
        let next = at;
        while (data.x[next + way] !== undefined && period(next) === now) next += way;
        return next;
      }
      default: return null;
    }
  }

  where(board, one) {
    return fill(board.data.words.place, {
      number: board.number.format(one + 1), all: board.number.format(board.count),
    });
  }
}

begin("#chart-time[data-marks]", () => new Along());
