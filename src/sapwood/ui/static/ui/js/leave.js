// Asks before a page with unsent words is left, unless they are being kept elsewhere.
addEventListener("beforeunload", (event) => {
  const dirty = [...document.querySelectorAll("form[data-dirty]")].some((form) => !form._sent && !form.dataset.autosave);
  const unsaved = [...document.querySelectorAll("form[data-unsaved]")].some((form) => !form._sent);
  if (dirty || unsaved) event.preventDefault();
});
document.addEventListener("input", (event) => { const form = event.target.closest("form[data-confirm-leave]"); if (form) form.dataset.dirty = "yes"; });
