// data-auto-submit: a choice that acts at once; beside it stands a button for when there is no script.
document.addEventListener("change", (event) => { if (event.target.matches("[data-auto-submit]")) event.target.form.requestSubmit(); });
