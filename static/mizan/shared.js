// Small helpers without effects of their own: a module may be loaded under two addresses, and then it runs twice.
export function store(name, value) {
  try { localStorage.setItem(name, value); } catch { /* private mode: the choice lasts for this page */ }
}

export function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
