// Finds sections of the guides: every word has to stand in one, accents and capitals aside.
const field = document.getElementById("find");
const found = document.getElementById("found");
const MOST = 20;
const AROUND = 90;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const sections = SECTIONS.map((one) => ({ ...one, head: plain(`${one.title} ${one.part}`), body: plain(one.text) }));

function search(asked) {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  const weight = (one) => words.filter((word) => one.head.includes(word)).length;
  return sections
    .filter((one) => words.every((word) => one.head.includes(word) || one.body.includes(word)))
    .sort((one, other) => weight(other) - weight(one));
}

function excerpt(one, asked) {
  const at = Math.max(0, one.body.indexOf(plain(asked).split(/\s+/)[0]) - AROUND);
  return `${at ? "… " : ""}${one.text.slice(at, at + 2 * AROUND)} …`;
}

function show() {
  const asked = field.value.trim();
  found.hidden = asked.length < 2;
  if (found.hidden) return;
  const all = search(asked);
  const line = document.createElement("p");
  line.textContent = all.length ? `${all.length} sections have it.` : "No section has all these words.";
  found.replaceChildren(line, ...all.slice(0, MOST).map((one) => {
    const entry = document.createElement("p");
    const link = document.createElement("a");
    link.href = `${document.body.dataset.root}/${one.url}`;
    link.textContent = one.part ? `${one.title}: ${one.part}` : one.title;
    const text = document.createElement("small");
    text.textContent = excerpt(one, asked);
    entry.append(link, text);
    return entry;
  }));
}

field.form.hidden = false;
field.form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", show);
