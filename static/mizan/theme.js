// Runs before the first paint, so that neither theme nor folded panes flash. Not a module: modules run later.
(() => {
  const root = document.documentElement;
  const read = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const apply = () => {
    const choice = root.dataset.theme || read("mizan.theme") || "system"; // the profile's first, then this browser's
    const dark = choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
    root.dataset.themeChoice = choice;
  };
  apply();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  addEventListener("mizan:theme", apply);
  root.dataset.folded = read("mizan.folded") || "";
})();
