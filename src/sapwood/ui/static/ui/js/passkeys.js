// Passkeys: says in the page what a browser only tells its console, and offers nothing it cannot do.
document.addEventListener("allauth.error", (event) => {
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
});
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = true;
});
