// A field one can drop a file on; it says the file's name and size.
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const box = event.target.closest?.(".drop");
    if (!box) return;
    event.preventDefault();
    box.classList.toggle("over", kind === "dragover");
    const input = box.querySelector("input[type=file]");
    if (kind === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; input.dispatchEvent(new Event("change", { bubbles: true })); }
  });
}
document.addEventListener("change", (event) => {
  if (!event.target.matches(".drop input[type=file]")) return;
  const file = event.target.files[0], spot = event.target.closest(".drop").querySelector("[data-file]");
  if (spot && file) spot.textContent = `${file.name}, ${Math.max(1, Math.round(file.size / 1024))} KB`;
});
