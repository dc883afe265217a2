// Marks that script runs, so that styles can show what only works with it.
document.documentElement.classList.add("js");
// A page that asks for one thing has its cursor there. With a place in its address (after "Skip to the page") the
// browser goes to that place, sooner or later: until somebody touches the page, the cursor comes back.
let touched = false;
for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => { touched = true; }, { capture: true, once: true });
document.addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("[data-focus]");
  if (!field) return;
  const begin = () => {
    field.focus();
    const blank = field.value?.indexOf("__") ?? -1; // an open blank is what comes next
    if (blank >= 0) field.setSelectionRange(blank, blank + 2);
  };
  field.addEventListener("blur", () => { if (!touched && document.hasFocus()) setTimeout(begin); });
  begin();
});
