// data-one-by-one: the screens of a form one at a time. A choice goes on by itself, 1–9 choose, Escape goes back.
// Nothing is sent or kept before the last screen; without script all of it is one page.
document.querySelectorAll("[data-one-by-one]").forEach((form) => {
  const screens = [...form.querySelectorAll("[data-screen]")];
  const wrong = form.querySelector("[role=alert]:not([hidden])");
  let at = 0, last = 0;
  const show = (to) => {
    at = Math.max(0, Math.min(screens.length - 1, to));
    screens.forEach((one, place) => { one.hidden = place !== at; });
    const first = screens[at].querySelector("input:checked, input[type=radio], textarea, [data-next], button.primary");
    first?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };
  const choose = (radio) => {
    if (!radio.checked) { radio.checked = true; radio.dispatchEvent(new Event("input", { bubbles: true })); }
    clearTimeout(last);
    last = setTimeout(() => show(at + 1), 180);
  };
  form.addEventListener("click", (event) => {
    const named = event.target.closest("[data-goto]");
    if (named) show(Number(named.dataset.goto));
    else if (event.target.closest("[data-next]")) show(at + 1);
    else if (event.target.closest("[data-back]")) show(at - 1);
    else if (event.target.matches("input[type=radio]") && event.detail) choose(event.target);
  });
  form.addEventListener("keydown", (event) => {
    if (event.target.matches("textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const radios = [...screens[at].querySelectorAll(".scale input")];
    const number = Number(event.key) - Number(radios[0]?.value || 1);
    if (event.key === "Escape") show(at - 1);
    else if (/^[0-9]$/.test(event.key) && radios[number]) choose(radios[number]);
    else if (event.key === "Enter" && event.target.matches("input") && at < screens.length - 1) show(at + 1);
    else return;
    event.preventDefault();
  });
  if (!wrong) show(0);
});
