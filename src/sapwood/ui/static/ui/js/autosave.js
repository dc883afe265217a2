// data-autosave="/drafts/name/": keeps a form's words on the server a moment after each change, and in this
// browser until the server has said so. Never used on anonymous forms.
(() => {
  const WAIT = 900;
  const fields = (form) => new URLSearchParams(new FormData(form));
  const tell = (form, words) => { const spot = form.querySelector("[data-saved]"); if (spot) spot.textContent = words; };

  async function save(form) {
    const body = fields(form);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "X-CSRFToken": body.get("csrfmiddlewaretoken") } });
      if (!answer.ok) throw new Error(answer.status);
      sessionStorage.removeItem(form.dataset.autosave);
      tell(form, form.dataset.savedWords || "Saved");
    } catch {
      sessionStorage.setItem(form.dataset.autosave, body.toString());
      tell(form, form.dataset.heldWords || "Kept in this browser; will be saved when the connection is back");
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form) return;
    clearTimeout(form._wait);
    form._wait = setTimeout(() => save(form), WAIT);
  });
  addEventListener("online", () => document.querySelectorAll("form[data-autosave]").forEach((form) => {
    if (sessionStorage.getItem(form.dataset.autosave)) save(form);
  }));
  addEventListener("pagehide", () => document.querySelectorAll("form[data-autosave]").forEach((form) => {
    if (form._wait && !form._sent) navigator.sendBeacon(form.dataset.autosave, fields(form));
  }));
  document.addEventListener("submit", (event) => { clearTimeout(event.target._wait); event.target._sent = true; });
})();
