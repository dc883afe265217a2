// A form is sent once. The server would not count a second one anyway; this keeps the button from asking.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = "yes";
  const button = event.submitter;
  setTimeout(() => button?.setAttribute("aria-disabled", "true"), 0);
  setTimeout(() => { delete form.dataset.sending; button?.removeAttribute("aria-disabled"); }, 8000);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending));
// A form that htmx has sent may be sent again: its page has not gone away.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (!form) return;
  delete form.dataset.sending;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
});
