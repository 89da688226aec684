// Rows of answers: one key answers while the row is focused, and leads on to what comes next.
(() => {
  const within = document.querySelector("form[data-rows]");
  if (!within) return;
  const usable = (field) => field.offsetParent !== null;

  function nextAfter(row) {
    const fields = within.querySelectorAll("input, select, textarea, button, summary");
    const after = [...fields].find(
      (one) =>
        usable(one) &&
        !row.contains(one) &&
        row.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const next = after && after.closest("[data-row]");
    return (next && next.querySelector("input[type=radio]:checked")) || after;
  }

  function showWords(row) {
    const words = row.querySelector("[data-words]");
    if (!words) return;
    const answer = row.querySelector("input[type=radio]:checked");
    const plain = !answer || ["no", "none", "unknown"].includes(answer.value);
    const typed = [...words.querySelectorAll("input")].some((one) => one.value !== one.dataset.usual && one.value);
    words.hidden = plain && !typed && !words.dataset.asked && !words.querySelector("[aria-describedby]");
  }

  function letters(row) {
    // The same two letters mean the same in every row: "u" not known, "w" words.
    const taken = new Set(["w", "u"]);
    for (const field of row.querySelectorAll("input[type=radio]")) {
      const label = row.querySelector(`label[for="${CSS.escape(field.id)}"]`);
      const words = label.textContent.trim();
      const free = (one) => /[a-z]/.test(one) && !taken.has(one);
      const letter = field.value === "unknown" ? "u" : [...words.toLowerCase()].find(free);
      if (!letter) continue;
      taken.add(letter);
      field.dataset.key = letter;
      field.setAttribute("aria-keyshortcuts", letter);
      const at = words.toLowerCase().indexOf(letter);
      if (at < 0) {
        const key = document.createElement("kbd");
        key.textContent = letter;
        key.setAttribute("aria-hidden", "true");
        label.replaceChildren(`${words} `, key);
      } else {
        const mark = document.createElement("u");
        mark.textContent = words[at];
        label.replaceChildren(words.slice(0, at), mark, words.slice(at + 1));
      }
    }
  }

  for (const row of within.querySelectorAll("[data-row]")) {
    letters(row);
    showWords(row);
  }

  within.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) showWords(row);
  });

  within.addEventListener("keydown", (event) => {
    // One key alone counts only where a row of answers is focused, never where words are typed.
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.type !== "radio") return;
    const row = event.target.closest("[data-row]");
    if (!row) return;
    const key = event.key.toLowerCase();
    const words = row.querySelector("[data-words]");
    if (key === "w" && words) {
      event.preventDefault();
      words.dataset.asked = "yes";
      words.hidden = false;
      words.querySelector("input").focus();
      return;
    }
    const field = row.querySelector(`input[data-key="${CSS.escape(key)}"]`);
    if (!field) return;
    event.preventDefault();
    field.checked = true;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const next = nextAfter(row);
    if (next) next.focus();
  });
})();
