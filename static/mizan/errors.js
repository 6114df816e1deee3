// Tells the server what went wrong on a page: the error and the address without its query. Nothing of what the page shows.
let told = 0;
function tell(kind, error, source) {
  told += 1;
  if (told > 5) return;
  const report = {
    kind,
    message: String(error?.message || error || "unknown").slice(0, 500),
    stack: String(error?.stack || "").slice(0, 4000),
    source: String(source || "").split("?")[0].slice(0, 200),
    page: location.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…").slice(0, 200),
  };
  const body = JSON.stringify(report);
  if (body.length < 8000) navigator.sendBeacon("/browser-errors/", body);
}
addEventListener("error", (event) => { if (event.error) tell("error", event.error, `${event.filename}:${event.lineno}:${event.colno}`); });
addEventListener("unhandledrejection", (event) => tell("rejection", event.reason, ""));
