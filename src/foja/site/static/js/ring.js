// The tree ring: a year's trainings as a ring of bubbles, the newest outside.

import { begin, discs, fill } from "./marks.js";

const LETTERS = 11;
const APART = 12;

class TreeRing {
  prepare(board) {
    const { bands, x, y, middle } = board.data;
    const [across, down] = middle;
    this.band = new Int16Array(board.count);
    this.angle = new Float32Array(board.count);
    for (let one = 0; one < board.count; one += 1) {
      const turned = Math.atan2(x[one] - across, down - y[one]);
      this.angle[one] = turned < 0 ? turned + 2 * Math.PI : turned;
    }
    // The bubbles of each ring clockwise from the top, those of one angle from inside out.
    this.order = bands.map((band, ring) => {
      const listed = Array.from({ length: band.count }, (_none, place) => band.first + place);
      for (const one of listed) this.band[one] = ring;
      const far = (one) => Math.hypot(x[one] - across, y[one] - down);
      return listed.sort((a, b) => this.angle[a] - this.angle[b] || far(a) - far(b));
    });
    this.position = new Int32Array(board.count);
    for (const listed of this.order) listed.forEach((one, place) => { this.position[one] = place; });
    this.year_at = -1;
  }

  year(board, one) {
    return board.data.bands[this.band[one]].year;
  }

  fit(board) {
    const { data, px, py, pr } = board;
    this.scale = Math.min(board.width, board.height) / data.size * 0.985;
    this.left = (board.width - data.size * this.scale) / 2;
    this.top = (board.height - data.size * this.scale) / 2;
    for (let one = 0; one < board.count; one += 1) {
      px[one] = this.left + data.x[one] * this.scale;
      py[one] = this.top + data.y[one] * this.scale;
      const students = data.students[one];
      pr[one] = (students ? Math.sqrt(students) : 0.6) * data.unit * this.scale;
    }
  }

  line(board, context, band) {
    const { data } = board;
    const turn = data.turn * 2 * Math.PI;
    context.beginPath();
    band.line.forEach((far, place) => {
      // A line is sent at the middle of its degrees.
      const angle = (place + 0.25) * turn;
      const x = this.left + (data.middle[0] + far * Math.sin(angle)) * this.scale;
      const y = this.top + (data.middle[1] - far * Math.cos(angle)) * this.scale;
      if (place) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.closePath();
  }

  draw(board, context, colours) {
    const { data } = board;
    context.lineWidth = 1;
    context.lineJoin = "round";
    for (const band of data.bands) {
      this.line(board, context, band);
      context.strokeStyle = band.reported ? colours.line : colours.firm;
      context.setLineDash(band.reported ? [] : [6, 5]);
      context.stroke();
    }
    context.setLineDash([]);
    discs(board, context, colours, { hollow: (one) => !data.students[one] });
    this.names(board, context, colours);
  }

  // From outside in, the years that leave each other room.
  names(board, context, colours) {
    const { data } = board;
    context.font = `${LETTERS}px ${colours.sans}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const x = this.left + data.middle[0] * this.scale;
    let before = -Infinity;
    for (const band of [...data.bands].reverse()) {
      const y = this.top + (data.middle[1] - band.label) * this.scale;
      if (y - before < APART) continue;
      before = y;
      context.lineWidth = 3;
      context.strokeStyle = colours.paper;
      context.strokeText(band.year, x, y);
      context.fillStyle = band.reported ? colours.ink : colours.soft;
      context.fillText(band.year, x, y);
    }
  }

  over(board, context, colours) {
    const ring = board.at >= 0 ? this.band[board.at] : this.year_at;
    if (ring < 0) return;
    for (const each of [ring, ring - 1]) {
      if (each < 0) continue;
      this.line(board, context, board.data.bands[each]);
      context.lineWidth = 1.6;
      context.strokeStyle = colours.soft;
      context.stroke();
    }
  }

  // The years stand in the wedge at the top.
  yearAt(board, x, y) {
    const { data } = board;
    const across = Math.abs(x - this.left - data.middle[0] * this.scale);
    const up = this.top + data.middle[1] * this.scale - y;
    if (across > Math.max(14, data.wedge * this.scale) || up <= 0) return -1;
    let inner = 0;
    for (let ring = 0; ring < data.bands.length; ring += 1) {
      const outer = data.bands[ring].line[0] * this.scale;
      if (up >= inner && up < outer && (ring || up > outer / 3)) return ring;
      inner = outer;
    }
    return -1;
  }

  moved(board, event, x, y) {
    const ring = board.find(x, y, 0) >= 0 ? -1 : this.yearAt(board, x, y);
    const changed = ring !== this.year_at;
    this.year_at = ring;
    if (ring < 0) return false;
    if (changed || board.at >= 0) {
      board.at = -1;
      board.mark();
    }
    const band = board.data.bands[ring];
    board.place.toggleAttribute("data-pointing", Boolean(band.address));
    board.say(this.ofYear(board, band), event);
    return true;
  }

  ofYear(board, band) {
    const { words } = board.data;
    if (!band.reported) return fill(words.noReport, { year: band.year });
    if (!band.count) return fill(words.nothing, { year: band.year });
    return fill(words.ofYear, {
      year: band.year,
      trainings: board.counted(words.trainings, band.trainings),
      students: board.counted(words.students, band.students),
    });
  }

  clicked(board, event, x, y) {
    const ring = board.find(x, y, 0) >= 0 ? -1 : this.yearAt(board, x, y);
    const address = ring < 0 ? "" : board.data.bands[ring].address;
    if (address) board.go(address);
    return ring >= 0;
  }

  gone() {
    this.year_at = -1;
  }

  // Arrow keys: along the ring, and to the bubble nearest in angle of the next ring that has one.
  step(board, key, at) {
    const outermost = this.order.findLastIndex((listed) => listed.length);
    if (outermost < 0) return null;
    if (at < 0) return key.startsWith("Arrow") || key === "Home" ? this.order[outermost][0] : null;
    const ring = this.band[at];
    const listed = this.order[ring];
    const place = this.position[at];
    switch (key) {
      case "ArrowRight": return listed[(place + 1) % listed.length];
      case "ArrowLeft": return listed[(place - 1 + listed.length) % listed.length];
      case "Home": return listed[0];
      case "End": return listed[listed.length - 1];
      case "ArrowUp": return this.nearest(at, ring, 1);
      case "ArrowDown": return this.nearest(at, ring, -1);
      default: return null;
    }
  }

  nearest(at, ring, way) {
    let next = ring + way;
    while (this.order[next] && !this.order[next].length) next += way;
    if (!this.order[next]) return at;
    const apart = (one) => {
      const far = Math.abs(this.angle[one] - this.angle[at]);
      return Math.min(far, 2 * Math.PI - far);
    };
    return this.order[next].reduce((best, one) => (apart(one) < apart(best) ? one : best));
  }

  where(board, one) {
    const listed = this.order[this.band[one]];
    return fill(board.data.words.place, {
      number: board.number.format(this.position[one] + 1), all: board.number.format(listed.length),
    });
  }
}

begin("#chart-ring[data-marks]", () => new TreeRing());
