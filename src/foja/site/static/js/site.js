// Enhancements only: every page says and does the same without this file.

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = button.dataset.done;
    } catch {
      // The browser refused the clipboard: select the text, so that one key copies it.
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
      button.textContent = button.dataset.failed;
    }
    setTimeout(() => { button.textContent = label; }, 4000);
  });
}

// Empty fields leave the address, so that what is shared is short.
for (const form of document.querySelectorAll("form.choose")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData.entries()]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

// On a phone some choices stand in one line that scrolls: the one that is on is brought into it.
for (const open of document.querySelectorAll(".tabs [aria-current], .map-choices [aria-current]")) {
  const strip = open.closest(".scroll");
  if (!strip) continue;
  const line = strip.getBoundingClientRect();
  const place = open.getBoundingClientRect();
  if (place.right > line.right) strip.scrollLeft += place.left + place.width / 2 - line.left - line.width / 2;
}

// A page that its reader is about to open is fetched a moment earlier, into the browser's own cache,
// once; never for one who saves data. Only pages: files and searches are fetched when they are asked.
const SAVING = navigator.connection?.saveData === true;
const FEW = 12;
const REST = 80;
const fetched = new Set([location.href.split("#")[0]]);

function pageOf(target) {
  const link = target instanceof Element ? target.closest("a[href]") : null;
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download")) return "";
  const inLanguage = /^\/(?:en|es)\//.test(link.pathname);
  const file = /\.[a-z]+$/.test(link.pathname) || /\/(?:embed|card|search)(?:\/|$)/.test(link.pathname);
  return inLanguage && !file ? link.href.split("#")[0] : "";
}

function fetchEarly(address) {
  if (!address || fetched.has(address) || fetched.size > FEW) return;
  fetched.add(address);
  // What fails here is asked again, and explained, when the link is followed.
  fetch(address, { priority: "low" }).catch(() => {});
}

if (!SAVING) {
  let waiting = 0;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    clearTimeout(waiting);
    const address = pageOf(event.target);
    if (address) waiting = setTimeout(() => fetchEarly(address), REST);
  }, { passive: true });
  document.addEventListener("touchstart", (event) => fetchEarly(pageOf(event.target)), { passive: true });
}

// Paper says when it was printed; the page itself is the same on every day.
addEventListener("beforeprint", () => {
  const line = document.getElementById("printed-on");
  if (!line) return;
  const today = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format();
  line.textContent = line.dataset.text.replace("{}", today);
  line.hidden = false;
  for (const details of document.querySelectorAll("details[data-print]")) details.open = true;
});
