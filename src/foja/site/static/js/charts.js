// Draws the page's charts. Each figure keeps its table and its image: if anything fails here, the
// image is shown as it is without this file.

const DARK = matchMedia("(prefers-color-scheme: dark)");
const NEAR = "600px";
const REDRAW_WAIT = 150;
const SETTINGS = { actions: false, ast: true, defaultStyle: false, renderer: "svg" };
// The label of the last year is wider than its bar.
const MARGIN = { left: 2, top: 2, bottom: 2, right: 10 };

let embedding = null;

// The drawing library is large; only a reader who comes near a chart loads it. The page may name its
// address, with the version by which it is kept, as `data-library` of a script element.
function library() {
  const named = document.querySelector("script[data-library]")?.dataset.library;
  const address = new URL(named ?? "vega-bundle.js", named ? document.baseURI : import.meta.url);
  embedding ??= import(address).then((module) => module.vegaEmbed);
  return embedding;
}

async function specification(figure) {
  const answer = await fetch(figure.dataset.chart, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${figure.dataset.chart} answered ${answer.status}`);
  return figure.dataset.page ? elsewhere(await answer.json(), figure.dataset.page) : answer.json();
}

// In a frame of another site a link to a place on the chart's own page has to name that page.
function elsewhere(given, page) {
  for (const rows of Object.values(given.datasets ?? {})) {
    for (const row of rows) if (row.href?.startsWith("#")) row.href = page + row.href;
  }
  return given;
}

// The page says title and source itself, gives the chart its width, and knows its reader's theme.
function forPage(specification, figure) {
  const { title, ...rest } = specification;
  const theme = DARK.matches ? "dark" : "light";
  const config = specification.usermeta?.foja?.themes?.[theme] ?? specification.config;
  const hasWords = figure.querySelector("h2, h3, h4, figcaption") !== null;
  const hasLegend = figure.querySelector(".legend") !== null;
  if (specification.facet) return panels(rest, config, figure);
  const withoutLegend = (layer) => (hasLegend && layer.encoding?.color
    ? { ...layer, encoding: { ...layer.encoding, color: { ...layer.encoding.color, legend: null } } }
    : layer);
  return {
    ...rest,
    ...(hasWords ? {} : { title }),
    layer: specification.layer.filter((layer) => !hasWords || layer.name !== "source").map(withoutLegend),
    width: "container",
    autosize: { type: "fit-x", contains: "padding" },
    config: { ...config, background: "transparent", padding: MARGIN },
  };
}

// Panels stand in as many columns as are wide enough to be read.
function panels(rest, config, figure) {
  const [narrowest, most, aside] = [235, 4, 56];
  const room = figure.clientWidth;
  const columns = Math.max(1, Math.min(most, Math.floor(room / narrowest)));
  return {
    ...rest, columns, spec: { ...rest.spec, width: Math.floor(room / columns) - aside },
    config: { ...config, background: "transparent", padding: MARGIN },
  };
}

// One element for all tooltips: text alone, beside the pointer, inside the window.
function tooltip() {
  const box = document.createElement("div");
  box.className = "chart-tip";
  box.setAttribute("aria-hidden", "true");
  box.hidden = true;
  Object.assign(box.style, {
    position: "fixed", zIndex: "10", pointerEvents: "none", maxWidth: "20rem",
    padding: "0.35rem 0.55rem", borderRadius: "3px", font: "0.85rem/1.35 system-ui, sans-serif",
    background: "var(--ink, CanvasText)", color: "var(--paper, Canvas)",
  });
  document.body.append(box);
  return (_handler, event, _item, value) => {
    box.hidden = value === null || value === undefined || value === "";
    if (box.hidden) return;
    box.textContent = String(value);
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(4, Math.min(event.clientX + 12, innerWidth - width - 4))}px`;
    box.style.top = `${Math.max(4, event.clientY - height - 12)}px`;
  };
}

// A chart takes a tenth of a second. One is drawn after the other, each in two steps, and between two
// steps the reader's own doings have their turn.
const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((done) => { setTimeout(done); });
let turn = Promise.resolve();

function inTurn(job) {
  const done = turn.then(pause).then(job);
  turn = done.catch(() => {});
  return done;
}

// Half of the time goes into what Vega-Lite makes of a chart for Vega. The library gives that away
// to whoever would patch it; there it stops, to go on with it in another turn.
async function madeOf(vegaEmbed, given) {
  const stop = new Error("compiled");
  let made = null;
  const patch = (compiled) => {
    made = compiled;
    throw stop;
  };
  try {
    await vegaEmbed(document.createElement("div"), given, { ...SETTINGS, mode: "vega-lite", patch });
  } catch (error) {
    if (error !== stop) throw error;
  }
  return made;
}

let showTip = null;

async function draw(figure) {
  const [vegaEmbed, given] = await Promise.all([library(), figure.given ??= specification(figure)]);
  const made = await inTurn(() => madeOf(vegaEmbed, forPage(given, figure)));
  await inTurn(() => drawMade(figure, vegaEmbed, made));
}

async function drawMade(figure, vegaEmbed, made) {
  const place = figure.querySelector("[data-drawing]") ?? figure;
  showTip ??= tooltip();
  const board = document.createElement("div");
  board.style.width = "100%";
  place.append(board);
  try {
    const drawn = await vegaEmbed(board, made, {
      ...SETTINGS, mode: "vega", hover: false,
      tooltip: showTip, loader: { target: figure.dataset.target ?? "_self" },
    });
    figure.drawn?.finalize();
    figure.drawn = drawn;
    for (const other of [...place.children]) {
      if (other !== board) other.remove();
    }
    figure.dataset.drawn = "yes";
  } catch (error) {
    board.remove();
    throw error;
  }
}

// What a reader without scripts sees stands in `noscript`, which a browser with scripts keeps as text.
function fallBack(figure, error) {
  console.warn(`The chart ${figure.id || figure.dataset.chart} is shown as an image.`, error);
  const place = figure.querySelector("[data-drawing]") ?? figure;
  const held = place.querySelector("noscript");
  if (!held || place.querySelector("img")) return;
  const image = new DOMParser().parseFromString(held.textContent, "text/html").querySelector("img");
  if (image) place.append(document.adoptNode(image));
}

const drawOrFallBack = (figure) => draw(figure).catch((error) => fallBack(figure, error));

const figures = [...document.querySelectorAll("figure[data-chart]")];
const watch = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watch.unobserve(entry.target);
    drawOrFallBack(entry.target);
  }
}, { rootMargin: NEAR });
for (const figure of figures) watch.observe(figure);

let waiting = 0;
DARK.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    for (const figure of figures) if (figure.drawn) drawOrFallBack(figure);
  }, REDRAW_WAIT);
});
