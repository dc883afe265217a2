// data-add-row="template id": adds an empty row to a list of fields; data-remove-row takes its row away.
(() => {
  function renumber(list) {
    [...list.children].forEach((row, place) => row.querySelectorAll("[name], [id], label[for]").forEach((part) => {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replace(/-(\d+|__n__)-/, `-${place}-`));
      }
    }));
    const count = list.closest("form")?.querySelector("[data-row-count]");
    if (count) count.value = list.children.length;
  }
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    if (add) {
      event.preventDefault();
      const list = document.getElementById(add.dataset.list);
      list.append(document.getElementById(add.dataset.addRow).content.cloneNode(true));
      renumber(list);
      list.lastElementChild.querySelector("input:not([type=hidden]), textarea")?.focus();
    }
    const remove = event.target.closest("[data-remove-row]");
    if (remove) {
      event.preventDefault();
      const row = remove.closest("[data-row]"), list = row.parentElement, form = list.closest("form");
      row.remove();
      renumber(list);
      form?.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
