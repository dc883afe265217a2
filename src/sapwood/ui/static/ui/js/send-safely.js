// data-send-safely: sends a form so that a lost connection leaves the page, and what was typed, where they are. What
// the server refuses is sent again as any form is, and its page shows why.
document.querySelectorAll("form[data-send-safely]").forEach((form) => {
  const unsent = form.querySelector("[data-unsent]");
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (form.dataset.sending || button?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (unsent) unsent.hidden = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
      if (answer.status >= 500) throw new Error(answer.status);
      if (answer.type === "opaqueredirect") location.replace(location.pathname);
      else form.submit();
    } catch {
      delete form.dataset.sending;
      form._sent = false;
      setTimeout(() => button?.removeAttribute("aria-disabled"), 0);
      if (unsent) unsent.hidden = false;
    }
  });
});
