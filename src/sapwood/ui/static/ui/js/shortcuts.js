// data-shortcut="n": one key, outside of fields, goes there; several are parted by spaces. "?" lists them.
// A menu that opens this way has its first line in focus.
// data-jump="KeyQ": Alt and that key, inside of fields too, goes to the first thing one can press in there.
document.addEventListener("keydown", (event) => {
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    const place = document.querySelector(`[data-jump="${event.code}"] :is(button, a, summary)`);
    if (place) { event.preventDefault(); place.focus(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); }); return; }
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const target = [...document.querySelectorAll("[data-shortcut]")].find((one) => one.dataset.shortcut.split(" ").includes(event.key) && one.offsetParent);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) { target.focus(); return; }
  target.click();
  const menu = target.closest("details.menu");
  if (menu) (menu.open ? menu.querySelector("a") : target).focus();
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
