// role=tree: arrow keys walk the rows, right opens, left closes or goes up, Enter follows the link.
document.addEventListener("keydown", (event) => {
  const row = event.target.closest("[role=treeitem]");
  if (!row || event.target.closest("input, select, textarea")) return;
  const tree = row.closest("[role=tree]");
  const rows = [...tree.querySelectorAll("[role=treeitem]")].filter((one) => one.offsetParent);
  const at = rows.indexOf(row), level = (one) => Number(one.getAttribute("aria-level"));
  const go = (one) => { if (!one) return; row.tabIndex = -1; one.tabIndex = 0; one.focus(); };
  const fold = (open) => {
    row.setAttribute("aria-expanded", open);
    let closedBelow = open ? 0 : level(row);
    for (let next = row.nextElementSibling; next && level(next) > level(row); next = next.nextElementSibling) {
      if (closedBelow && level(next) <= closedBelow) closedBelow = 0;
      next.hidden = Boolean(closedBelow) && level(next) > closedBelow;
      if (!next.hidden && next.getAttribute("aria-expanded") === "false") closedBelow = level(next);
    }
  };
  const keys = {
    ArrowDown: () => go(rows[at + 1]), ArrowUp: () => go(rows[at - 1]), Home: () => go(rows[0]), End: () => go(rows.at(-1)),
    ArrowRight: () => row.getAttribute("aria-expanded") === "false" ? fold(true) : go(level(rows[at + 1] ?? row) > level(row) ? rows[at + 1] : null),
    ArrowLeft: () => row.getAttribute("aria-expanded") === "true" ? fold(false) : go(rows.slice(0, at).reverse().find((one) => level(one) < level(row))),
    Enter: () => row.querySelector("a")?.click(),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
// A row that was followed is the chosen one; Escape goes back from the side to it.
document.addEventListener("click", (event) => {
  const row = event.target.closest("[role=treeitem]");
  if (!row || !event.target.closest("a")) return;
  row.closest("[role=tree]").querySelectorAll("[role=treeitem]").forEach((one) => {
    one.classList.toggle("sel", one === row);
    one.setAttribute("aria-selected", one === row);
    one.tabIndex = one === row ? 0 : -1;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.closest("#side")) return;
  document.querySelector("[role=treeitem][aria-selected=true]")?.focus();
});
