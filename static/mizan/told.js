// Only on public pages, and only for whoever agreed: what the script of Plausible or Google is given before it runs.
(() => {
  const { kind, site, event } = document.currentScript.dataset;
  const first = (name) => { // an event is told once, however often its page is opened again
    try {
      if (sessionStorage.getItem(`mizan.told.${name}`)) return false;
      sessionStorage.setItem(`mizan.told.${name}`, "1");
    } catch { /* private mode: it may be told twice */ }
    return true;
  };
  if (kind === "google") {
    window.dataLayer = window.dataLayer || [];
    const gtag = function () { window.dataLayer.push(arguments); }; // Google's script wants `arguments`, not a list
    gtag("consent", "default", { ad_storage: "denied", ad_user_data: "denied", ad_personalization: "denied", analytics_storage: "granted" });
    gtag("js", new Date());
    gtag("config", site, { allow_google_signals: false, allow_ad_personalization_signals: false });
    if (event && first(event)) gtag("event", event);
  } else if (kind === "plausible") {
    window.plausible = window.plausible || function () { (window.plausible.q = window.plausible.q || []).push(arguments); };
    if (event && first(event)) window.plausible(event);
  }
})();
