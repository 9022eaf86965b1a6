// Tells the page around this frame how high the chart is. The page may listen with /embed.js; one that
// does not shows the frame at the height it gave, and the reader can scroll in it.

function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  // Nothing of the reader's is in it, so that any page may hear it.
  parent.postMessage({ foja: "height", height }, "*");
}

if (parent !== window) {
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", (event) => { if (event.data?.foja === "height?") tell(); });
}
