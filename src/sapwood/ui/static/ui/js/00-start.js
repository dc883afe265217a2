// Marks that script runs, so that styles can show what only works with it.
document.documentElement.classList.add("js");
const begin = () => {
  const field = document.querySelector("[data-focus]");
  field?.focus();
  const blank = field?.value?.indexOf("__") ?? -1; // an open blank is what comes next
  if (blank >= 0) field.setSelectionRange(blank, blank + 2);
};
document.addEventListener("DOMContentLoaded", begin);
if (location.hash) addEventListener("load", () => setTimeout(begin)); // else the place the address names takes the focus
