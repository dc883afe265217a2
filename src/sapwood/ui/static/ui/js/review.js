// [data-review]: what is about to be sent, question by question, each leading back to its screen.
document.querySelectorAll("[data-review]").forEach((review) => {
  const form = review.closest("form"), list = review.querySelector("dl");
  const questions = [...form.querySelectorAll("fieldset.question")];
  const screens = [...form.querySelectorAll("[data-screen]")];
  const said = (question) => {
    const words = question.querySelector("textarea");
    if (words) return words.value.trim();
    const chosen = question.querySelector("input[type=radio]:checked");
    return chosen ? chosen.closest("label").textContent.trim() : "";
  };
  const tell = () => {
    list.replaceChildren(...questions.map((question) => {
      const row = document.createElement("div"), what = document.createElement("dt"), how = document.createElement("dd");
      const back = document.createElement("button");
      back.type = "button"; back.className = "link"; back.textContent = question.querySelector("legend").textContent;
      back.dataset.goto = screens.indexOf(question.closest("[data-screen]"));
      how.textContent = said(question) || review.dataset.nothing;
      how.classList.toggle("faint", !said(question));
      what.append(back); row.append(what, how);
      return row;
    }));
  };
  for (const kind of ["input", "change", "restored"]) form.addEventListener(kind, tell);
  review.hidden = false;
  tell();
});
