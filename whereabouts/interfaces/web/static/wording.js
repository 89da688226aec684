// Another way to say it, while somebody writes about a child. It hints and never stops anybody.
const ADDRESS = document.querySelector("meta[name='whereabouts-wording']")?.content;
const LIST = "/wording/";
const AFTER = 700;
const SHORTEST = 4;
const KNOWN = "[data-wording-more]";
// Where sentences are written. A name, a number or a place says so (data-fact), as do a child's own
// words (data-own-words); what only looks something up is no form that keeps anything.
const LINES = "form[method='post'] input.govuk-input:is(:not([type]), [type='text'])";
const LEFT_ALONE = "[data-own-words], [data-fact]";

// What is known of a field: said on it, or on what it stands in (a page where a concern is recorded).
function known(field) {
  const said = [];
  for (let at = field.closest(KNOWN); at; at = at.parentElement?.closest(KNOWN)) {
    said.push(at.dataset.wordingMore);
  }
  return said.join(" ");
}

function watch(field, token) {
  const place = document.createElement("div");
  place.className = "wording";
  place.id = `${field.id || field.name}-wording`;
  place.setAttribute("role", "status");
  place.hidden = true;
  field.insertAdjacentElement("afterend", place);
  const seen = new Set();
  let timer;
  let asked;
  let shown = "";

  async function ask() {
    const text = field.value;
    if (text.trim().length < SHORTEST) {
      show([], text);
      return;
    }
    if (asked) asked.abort();
    asked = new AbortController();
    const body = new URLSearchParams({
      text,
      seen: [...seen].join(" "),
      more: known(field),
      page: window.location.pathname,
      csrfmiddlewaretoken: token,
    });
    let answer;
    try {
      answer = await fetch(ADDRESS, {
        method: "POST",
        body,
        signal: asked.signal,
        headers: { "HX-Request": "true" },
      });
    } catch {
      return; // no hint is no harm
    }
    if (!answer.ok || field.value !== text) return;
    const { hints } = await answer.json();
    for (const hint of hints) seen.add(hint.term);
    // Where a grade is given its reasons, the page itself says which phrases are none.
    const told = field.dataset.phrases;
    show(told ? hints.filter((hint) => !hint.term.startsWith("rf16_")) : hints, text);
  }

  function show(hints, text) {
    const key = JSON.stringify(hints.map((hint) => [hint.term, hint.start]));
    if (key === shown) return;
    shown = key;
    place.replaceChildren();
    place.hidden = hints.length === 0;
    if (!hints.length) return;
    const head = document.createElement("p");
    head.className = "wording__head";
    head.textContent = "Another way to say it. Nothing is stopped: keep what is a fact.";
    const list = document.createElement("ul");
    list.className = "wording__list";
    for (const hint of hints) {
      const line = document.createElement("li");
      line.className = "wording__one";
      const find = document.createElement("button");
      find.type = "button";
      find.className = "wording__find";
      find.textContent = `“${hint.words}”`;
      find.title = "Show it in the text";
      find.addEventListener("click", () => {
        if (field.value !== text) return;
        field.focus();
        field.setSelectionRange(hint.start, hint.end);
      });
      const instead = document.createElement("strong");
      instead.textContent = hint.instead;
      const why = document.createElement("span");
      why.className = "wording__why";
      why.textContent = hint.because;
      line.append(find, ": ", instead, ". ", why);
      list.append(line);
    }
    const all = document.createElement("a");
    all.className = "govuk-link";
    all.href = LIST;
    all.textContent = "The list, with its sources";
    place.append(head, list, all);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, AFTER);
  });
  if (field.value.trim()) ask();
}

const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
if (ADDRESS && token) {
  // A child's own words are kept as they are said: such a field has one of these names, or says so.
  const OWN = ["child_words", "child_view", "about_me"];
  for (const field of document.querySelectorAll(`textarea, ${LINES}`)) {
    if (!field.matches(LEFT_ALONE) && !OWN.includes(field.name)) watch(field, token);
  }
}
