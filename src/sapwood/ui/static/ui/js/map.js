// The map: one box takes the Tab key, arrow keys walk: right to what serves it, left to what it serves, up and down in its column.
const spots = () => [...document.querySelectorAll(".mapped .spot")];
const only = (one) => spots().forEach((spot) => spot.setAttribute("tabindex", spot === one ? 0 : -1));
document.addEventListener("DOMContentLoaded", () => {
  const chosen = document.querySelector(".mapped .spot[aria-current]");
  if (spots().length) only(chosen ?? spots()[0]);
  chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
});
document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.(".mapped .spot");
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = spots(), column = all.filter((one) => one.dataset.column === here.dataset.column), at = column.indexOf(here);
  const keys = {
    ArrowDown: () => column[at + 1], ArrowUp: () => column[at - 1], Home: () => all[0], End: () => all.at(-1),
    ArrowRight: () => all.find((one) => `o-${one.dataset.above}` === here.id), ArrowLeft: () => document.getElementById(`o-${here.dataset.above}`),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  const next = keys[event.key]();
  if (!next) return;
  only(next);
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});
// A plain click shows the goal beside the map and stays; with a key held down it is a link like any other.
document.addEventListener("click", (event) => {
  const spot = event.target.closest?.(".mapped .spot[hx-get]");
  if (!spot) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return event.stopPropagation();
  event.preventDefault();
  spots().forEach((one) => { one.removeAttribute("aria-current"); one.querySelector(".node:not(.back)").classList.toggle("sel", one === spot); });
  spot.setAttribute("aria-current", "true");
  only(spot);
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.("#side")) document.querySelector(".mapped .spot[aria-current]")?.focus();
});
// On a small screen what was chosen stands above: bring it into sight.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "side") event.detail.target.scrollIntoView({ block: "nearest" });
});
