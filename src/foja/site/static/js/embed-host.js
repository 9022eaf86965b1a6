// Foja: for a page that shows charts of this site in frames,
//   <script src="https://THIS-SITE/embed.js" async></script>
// once, anywhere. It sets the height of each of those frames to that of its chart, and does nothing
// else: no cookie, no request, nothing sent anywhere. Without it frames keep the height they are given.
(() => {
  "use strict";
  const home = new URL(document.currentScript.src).origin;
  const LOWEST = 120;
  const HIGHEST = 4000;
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => {
    try { return new URL(frame.src, document.baseURI).origin === home; } catch { return false; }
  });
  addEventListener("message", (event) => {
    if (event.origin !== home || event.data?.foja !== "height") return;
    const height = Math.min(HIGHEST, Math.max(LOWEST, Number(event.data.height) || 0));
    for (const frame of frames()) {
      if (frame.contentWindow === event.source) frame.style.height = `${height}px`;
    }
  });
  // A chart may have told its height before this script was here.
  for (const frame of frames()) frame.contentWindow?.postMessage({ foja: "height?" }, home);
})();
