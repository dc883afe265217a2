// A slider says its value beside itself.
document.addEventListener("input", (event) => {
  if (!event.target.matches("input[type=range]")) return;
  const output = event.target.closest(".conf")?.querySelector("output");
  if (output) output.textContent = event.target.value;
});
