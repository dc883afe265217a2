// Marks that script runs, so that styles can show what only works with it.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]")?.focus());
