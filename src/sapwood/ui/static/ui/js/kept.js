// data-kept="name": keeps an anonymous form in this browser, locked with the key in data-key, until it is sent. The
// server never sees what is kept; whoever opens the browser's storage finds a cipher. [data-let-go="name"] drops it.
(() => {
  const PREFIX = "kept:", WAIT = 400;
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const text = (of) => btoa(String.fromCharCode(...new Uint8Array(of)));
  const unlock = (form) => crypto.subtle.importKey("raw", bytes(form.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);
  const answers = (form) => [...new FormData(form)].filter(([name]) => !name.startsWith("csrf"));

  async function keep(form) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(answers(form)));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await unlock(form), plain);
    if (form._sent) return;
    localStorage.setItem(PREFIX + form.dataset.kept, JSON.stringify({ until: Number(form.dataset.until), iv: text(iv), sealed: text(sealed) }));
    const spot = form.querySelector("[data-saved]");
    if (spot) spot.textContent = form.dataset.keptWords || "";
  }

  async function bringBack(form) {
    const held = JSON.parse(localStorage.getItem(PREFIX + form.dataset.kept) || "null");
    if (!held) return;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(held.iv) }, await unlock(form), bytes(held.sealed));
    for (const [name, value] of JSON.parse(new TextDecoder().decode(plain))) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.type === "checkbox" || field.value === value;
        else if (field.type !== "hidden" && !field.value) field.value = value;
      }
    }
    form.querySelectorAll("[data-back-again]").forEach((one) => { one.hidden = false; });
    form.dispatchEvent(new Event("restored"));
  }

  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    const held = JSON.parse(localStorage.getItem(name) || "{}");
    if (!(held.until * 1000 > Date.now())) localStorage.removeItem(name);
  }
  document.querySelectorAll("[data-let-go]").forEach((one) => localStorage.removeItem(PREFIX + one.dataset.letGo));
  document.querySelectorAll("form[data-kept]").forEach((form) => {
    if (!globalThis.crypto?.subtle) { form.dataset.confirmLeave = "yes"; return; } // without https: only in the page
    const forget = () => localStorage.removeItem(PREFIX + form.dataset.kept);
    bringBack(form).catch(forget);
    form.addEventListener("input", () => {
      clearTimeout(form._wait);
      form._wait = setTimeout(() => keep(form), WAIT);
    });
    addEventListener("pagehide", () => { if (form._wait && !form._sent) keep(form); });
    form.addEventListener("click", (event) => {
      if (!event.target.closest("[data-forget]")) return;
      forget();
      form.reset();
      form.dispatchEvent(new Event("restored"));
      event.target.closest("[data-back-again]").hidden = true;
    });
  });
})();
