// The report page: keeps what is typed, looks people up while they are typed, and answers by keys.
(() => {
  const form = document.getElementById("report");
  if (!form) return;
  const SAVE_AFTER = 500;
  const SEARCH_AFTER = 250; // a settled search is a recorded look
  const AGAIN_AFTER = 3000;
  const journal = `report:${form.dataset.draft}`;
  const saved = document.getElementById("saved");
  const lost = document.getElementById("save-said");
  const who = document.getElementById("who");
  const aloud = document.getElementById("who-said-aloud");
  let dirty = false;
  let leaving = false;
  let busy = false;
  let saveTimer;
  let searchTimer;
  let searching;

  const body = () => new URLSearchParams(new FormData(form));
  const post = (address, more) =>
    // The header asks for a plain 401 where the session has ended, not for the sign-in page.
    fetch(address, { method: "POST", body: body(), headers: { "HX-Request": "true" }, ...more });

  // --- kept as typed: in this tab until the server has it, and not a moment longer ------------
  function write() {
    try {
      const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
      sessionStorage.setItem(journal, JSON.stringify({ owner: form.dataset.owner, fields }));
    } catch {
      // A browser without storage: the server's copy is the only one.
    }
  }

  function forget() {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("report:")) sessionStorage.removeItem(key);
    }
  }

  function notSaved(words) {
    saved.textContent = "Not saved yet";
    if (lost.hidden || lost.textContent !== words) lost.textContent = words;
    lost.hidden = false;
  }

  async function save() {
    clearTimeout(saveTimer);
    if (!dirty || leaving) return true;
    if (busy) {
      saveTimer = setTimeout(save, SAVE_AFTER);
      return false;
    }
    busy = true;
    dirty = false;
    let answer;
    try {
      answer = await post(form.dataset.save);
    } catch {
      answer = null;
    }
    busy = false;
    if (answer && answer.ok) {
      const { saved_at: at } = await answer.json();
      saved.textContent = `Saved at ${at}`;
      lost.hidden = true;
      if (!dirty) forget();
      return true;
    }
    if (answer && answer.status === 409) {
      forget();
      notSaved("This report was sent, or put away, in another window. Nothing more is kept here.");
      return true;
    }
    dirty = true;
    notSaved(
      answer && (answer.status === 401 || answer.status === 403)
        ? "Not saved yet: you are signed out. Sign in again in another tab; what you typed stays here."
        : answer && answer.status < 500
          ? "Not saved yet: something typed cannot be kept. Take the report to see which field."
          : "Not saved yet: the server cannot be reached. Go on writing; it is tried again and again.",
    );
    saveTimer = setTimeout(save, AGAIN_AFTER);
    // What cannot be kept is sent all the same: the answer names the field.
    return Boolean(answer) && answer.status >= 400 && answer.status < 500 && answer.status !== 401;
  }

  function changed() {
    dirty = true;
    write();
    clearTimeout(saveTimer);
    saveTimer = setTimeout(save, SAVE_AFTER);
  }

  function restore() {
    let held;
    try {
      held = JSON.parse(sessionStorage.getItem(journal));
    } catch {
      held = null;
    }
    if (!held) return;
    if (held.owner !== form.dataset.owner) {
      forget();
      return;
    }
    for (const [name, value] of held.fields) {
      if (name === "child" && !form.querySelector(`[name="child"][value="${CSS.escape(value)}"]`)) {
        const chosen = document.createElement("input");
        Object.assign(chosen, { type: "hidden", name, value });
        who.append(chosen);
      }
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
        else if (field.type !== "hidden") field.value = value;
      }
    }
    dirty = true;
    save();
    forThisCaller();
    search();
  }

  // --- who may be meant ------------------------------------------------------------------------
  const SEARCHED = ["names", "born_text", "sex", "home_address", "phone"];

  async function search() {
    clearTimeout(searchTimer);
    if (searching) searching.abort();
    searching = new AbortController();
    let answer;
    try {
      answer = await post(form.dataset.who, { signal: searching.signal });
    } catch {
      return;
    }
    if (!answer.ok) return;
    const here = document.activeElement && who.contains(document.activeElement);
    const focused = here ? document.activeElement.id : "";
    who.innerHTML = await answer.text();
    if (here) {
      const back = (focused && document.getElementById(focused)) || who.querySelector("button, input");
      if (back) back.focus();
    }
    const said = who.querySelector("#who-said, .who__chosen");
    aloud.textContent = said ? said.textContent : "";
  }

  function searchSoon() {
    clearTimeout(searchTimer);
    searchTimer = setTimeout(search, SEARCH_AFTER);
  }

  function choose(number) {
    const one = who.querySelector(`[data-choice="${number}"]`);
    if (!one) return false;
    one.checked = true;
    changed();
    if (number !== 0) search();
    return true;
  }

  function undo() {
    who.focus();
    who.replaceChildren();
    changed();
    search();
  }

  // --- which questions are for this caller -----------------------------------------------------
  function forThisCaller() {
    const relation = form.elements.relation.value;
    // Nobody has said who is calling: "" is the first of the relations, an empty word.
    const put = (words) => (relation ? ` ${words} `.includes(` ${relation} `) : words.startsWith(" "));
    for (const slot of form.querySelectorAll("[data-all-but]")) {
      slot.hidden = slot.dataset.allBut.split(" ").includes(relation || "nobody-said");
    }
    for (const slot of form.querySelectorAll("[data-not-put-to]")) {
      slot.hidden = put(slot.dataset.notPutTo);
    }
    const unasked = form.querySelector("[data-unasked]");
    unasked.hidden = !unasked.querySelector("[data-not-put-to]:not([hidden])");
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit(document.getElementById("send"));
      return;
    }
    const digit = /^Digit(\d)$/.exec(event.code);
    if (digit && event.altKey && !event.ctrlKey) {
      if (choose(Number(digit[1]))) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // A digit alone counts only among the children shown, never where words are typed.
    if (digit && event.target.type === "radio" && who.contains(event.target)) {
      if (choose(Number(digit[1]))) event.preventDefault();
    }
  });

  form.addEventListener("input", (event) => {
    changed();
    if (event.target.type !== "radio" && SEARCHED.includes(event.target.name)) searchSoon();
  });
  form.addEventListener("change", (event) => {
    changed();
    const { name } = event.target;
    if (name === "relation") forThisCaller();
    if (name === "sex") searchSoon();
    if (name === "child" && event.target.value !== "unknown") search();
    // A time or day that is typed answers the question before it.
    if (/^seen_(time|day)$/.test(name) && event.target.value) {
      const at = form.querySelector("input[name=seen][value=at]");
      at.checked = true;
    }
  });
  form.addEventListener("focusout", save);
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-undo]")) return;
    event.preventDefault();
    undo();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter && event.submitter.value === "send") send();
    else search();
  });

  // Kept first, sent then: a server that cannot be reached never costs the page.
  async function send() {
    clearTimeout(saveTimer);
    dirty = true;
    while (busy) await new Promise((go) => setTimeout(go, 50));
    const reached = await save();
    if (!reached) return;
    leaving = true;
    const how = document.createElement("input");
    Object.assign(how, { type: "hidden", name: "do", value: "send" });
    form.append(how);
    form.submit();
    setTimeout(() => how.remove());
  }

  function keepWhileLeaving() {
    if (dirty && !leaving) post(form.dataset.save, { keepalive: true }).catch(() => {});
  }
  window.addEventListener("pagehide", keepWhileLeaving);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  for (const out of document.querySelectorAll("form[action$='/sign-out/']")) {
    out.addEventListener("submit", async (event) => {
      if (!dirty || leaving) {
        forget();
        return;
      }
      event.preventDefault();
      await save();
      leaving = true;
      forget();
      out.submit();
    });
  }

  document.getElementById("look").hidden = true;
  forThisCaller();
  restore();
  if (document.querySelector(".govuk-error-summary") === null) {
    const usable = (field) => field.offsetParent !== null;
    const first = [...form.querySelectorAll("input:not([type=hidden]), select")].find(
      (field) => usable(field) && !field.value,
    );
    if (first) first.focus();
  }
  saved.textContent = saved.textContent.startsWith("Saved at") ? saved.textContent : "Saved as you type";
})();
