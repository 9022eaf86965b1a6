// Maps: one stop of the tabulator each, arrow keys from circle to circle, and what each tells beside
// it at once. Without this file every circle is a link with a title, and the table has them all.

const TURNS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const ASIDE = 2.5;

const tip = document.createElement("div");
tip.className = "map-tip";
tip.setAttribute("aria-hidden", "true");
tip.hidden = true;
document.body.append(tip);

function tell(link) {
  tip.textContent = link.getAttribute("aria-label");
  tip.hidden = false;
  const box = link.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const middle = box.left + box.width / 2 - width / 2;
  const above = box.top - height - 8;
  tip.style.left = `${Math.max(4, Math.min(middle, innerWidth - width - 4))}px`;
  tip.style.top = `${above > 4 ? above : Math.min(box.bottom + 8, innerHeight - height - 4)}px`;
}

function quiet() {
  tip.hidden = true;
}

function middle(link) {
  const box = link.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

// The nearest in that direction; what lies aside counts as farther away.
function nearest(from, links, [right, down]) {
  const [x, y] = middle(from);
  let found = null;
  let least = Infinity;
  for (const link of links) {
    if (link === from) continue;
    const [otherX, otherY] = middle(link);
    const ahead = (otherX - x) * right + (otherY - y) * down;
    const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
    if (ahead <= 0.5 || aside > ahead * 2) continue;
    const far = ahead + ASIDE * aside;
    if (far < least) [found, least] = [link, far];
  }
  return found;
}

for (const map of document.querySelectorAll("svg.map")) {
  // In the page the small come last, so that they lie above the large.
  const links = [...map.querySelectorAll("a")];
  let stop = links.find((link) => link.getAttribute("aria-current")) ?? links.find((link) => !link.hasAttribute("tabindex")) ?? links[0];
  const stopAt = (link) => {
    stop?.setAttribute("tabindex", "-1");
    link.setAttribute("tabindex", "0");
    stop = link;
  };
  for (const link of links) {
    link.setAttribute("tabindex", "-1");
    link.querySelector("title")?.remove();
    link.addEventListener("pointerenter", () => tell(link));
    link.addEventListener("pointerleave", quiet);
    link.addEventListener("focus", () => { stopAt(link); tell(link); });
    link.addEventListener("blur", quiet);
  }
  if (stop) stopAt(stop);
  map.addEventListener("keydown", (event) => {
    const at = links.indexOf(document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    let next = null;
    if (event.key in TURNS) next = nearest(links[at], links, TURNS[event.key]);
    else if (event.key === "PageDown") next = links[at + 1];
    else if (event.key === "PageUp") next = links[at - 1];
    else if (event.key === "Home") next = links[0];
    else if (event.key === "End") next = links[links.length - 1];
    else if (event.key === "Escape") return quiet();
    else return undefined;
    event.preventDefault();
    next?.focus();
    return undefined;
  });
}

addEventListener("scroll", quiet, { passive: true });
