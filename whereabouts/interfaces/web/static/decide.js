// The decide page: says while it is typed which phrases are no reason, and leads to the next question.
(() => {
  const form = document.getElementById("decide");
  if (!form) return;
  const rationale = document.getElementById("rationale");
  const hints = document.getElementById("rationale-hints");
  const phrases = JSON.parse(rationale.dataset.phrases).map(([pattern, instead]) => [
    new RegExp(`\\b(?:${pattern})\\b`, "i"),
    instead,
  ]);
  const QUOTED = /“[^”]*”|"[^"]*"|‘[^’]*’/g;

  function look() {
    // What somebody else said, in quotation marks, is evidence and is left alone.
    const text = rationale.value.replace(QUOTED, " ");
    const found = phrases.map(([one, instead]) => [one.exec(text), instead]).filter(([one]) => one);
    const lines = found.map(([one, instead]) => {
      const line = document.createElement("p");
      line.className = "govuk-body-s";
      line.textContent = `“${one[0]}” is no reason by itself: ${instead}.`;
      return line;
    });
    const said = lines.map((line) => line.textContent).join();
    if (said !== [...hints.children].map((line) => line.textContent).join()) {
      hints.replaceChildren(...lines);
    }
  }

  rationale.addEventListener("input", look);
  look();

  // Enter where an answer is typed keeps that answer.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.target.tagName === "TEXTAREA" || event.target.tagName === "BUTTON") return;
    const asked = event.target.closest(".ask-next");
    event.preventDefault();
    if (asked) form.requestSubmit(asked.querySelector("button"));
  });

  // Going higher is one key, the same in every browser; where scripts do not run it is the access key.
  const high = document.getElementById("go-high");
  high.removeAttribute("accesskey");
  document.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyH") {
      event.preventDefault();
      high.click();
    } else if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      document.getElementById("save-decision").click();
    }
  });

  const next = form.dataset.focus && document.getElementById(form.dataset.focus);
  if (next && !document.querySelector(".govuk-error-summary, .refusal[role=alert]")) next.focus();
})();
