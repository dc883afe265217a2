// data-autosave="/drafts/name/": keeps a form's words on the server a moment after each change, and in this
// browser until the server has said so; from there they come back. Never used on anonymous forms. With data-private
// this browser keeps nothing, as somebody else may use it next: the page tries again until the server has the words.
(() => {
  const WAIT = 900, AGAIN = 8000;
  const fields = (form) => new URLSearchParams(new FormData(form));
  const tell = (form, words) => { const spot = form.querySelector("[data-saved]"); if (spot) spot.textContent = words; };
  const forms = () => document.querySelectorAll("form[data-autosave]");

  function hold(form, name, body) {
    if (!("private" in form.dataset)) { sessionStorage.setItem(name, body.toString()); return; }
    form.dataset.unsaved = "yes"; // leave.js asks before the page goes
    clearTimeout(form._wait);
    form._wait = setTimeout(() => save(form), AGAIN);
  }

  async function save(form) {
    const body = fields(form), name = form.dataset.autosave;
    form._request = new AbortController();
    try {
      const answer = await fetch(name, { method: "POST", body, signal: form._request.signal, headers: { "X-CSRFToken": body.get("csrfmiddlewaretoken") } });
      if (answer.status === 413) { hold(form, name, body); tell(form, await answer.text()); return; }
      if (!answer.ok) throw new Error(answer.status);
      sessionStorage.removeItem(name);
      delete form.dataset.unsaved;
      tell(form, form.dataset.savedWords || "Saved");
    } catch (problem) {
      if (problem.name === "AbortError") return;
      hold(form, name, body);
      tell(form, form.dataset.heldWords || form.dataset.savedWords || "");
    }
  }

  // What only this browser holds, because the server could not be reached or would not keep that much.
  function bringBack(form) {
    const held = new URLSearchParams(sessionStorage.getItem(form.dataset.autosave) || "");
    const typed = (field) => field.type !== "hidden" && !["checkbox", "radio"].includes(field.type);
    for (const [name, value] of held) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLElement && typed(field) && !field.value) field.value = value;
    }
  }

  document.addEventListener("DOMContentLoaded", () => forms().forEach(bringBack));
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form) return;
    clearTimeout(form._wait);
    form._wait = setTimeout(() => save(form), WAIT);
  });
  addEventListener("online", () => forms().forEach((form) => { if (sessionStorage.getItem(form.dataset.autosave) || form.dataset.unsaved) save(form); }));
  addEventListener("pagehide", () => forms().forEach((form) => {
    if (form._wait && !form._sent) navigator.sendBeacon(form.dataset.autosave, fields(form));
  }));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    clearTimeout(form._wait);
    form._request?.abort();
    form._sent = true;
    if (form.dataset.autosave) sessionStorage.removeItem(form.dataset.autosave);
  });
})();
