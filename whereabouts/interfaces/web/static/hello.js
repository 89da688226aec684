// The page for children: leaves at once and without a trace, takes a code out of the address, and
// keeps to one entry in the browser's history however often something is sent.
function leave(event) {
  if (event) event.preventDefault();
  document.body.hidden = true;
  document.title = " ";
  // Replaced, not added: "back" does not come here again.
  window.location.replace(document.querySelector("[data-exit]").href);
}

// The escape key, pressed twice, does what the button does.
let pressed = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - pressed < 1500) leave();
  pressed = event.timeStamp;
});

// A form sent by the browser itself would add an entry to its history, and a page to go back to.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  let html;
  try {
    const answer = await fetch(window.location.pathname, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "omit",
      cache: "no-store",
    });
    html = await answer.text();
  } catch {
    form.submit(); // the browser says what is wrong with the line
    return;
  }
  const made = new DOMParser().parseFromString(html, "text/html");
  document.documentElement.lang = made.documentElement.lang;
  document.title = made.title;
  made.body.classList.add(...document.body.classList);
  document.body.replaceWith(made.body);
  window.scrollTo(0, 0);
  begin();
  const first = document.querySelector(".govuk-error-summary, [role=alert], h1");
  if (first) {
    first.tabIndex = -1;
    first.focus();
  }
});

// Nor does going to a place of the page itself add an entry.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  place.scrollIntoView();
  if (!place.matches("input, textarea")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
});

function begin() {
  document.querySelector("[data-exit]").addEventListener("click", leave);
}

// What stands behind "#" is never sent to a server. It goes into the box and out of the address; the
// child presses the button, so that no program that looks at links uses the code up.
function takeCode() {
  const box = document.getElementById("code");
  const given = decodeURIComponent(window.location.hash.slice(1));
  if (box && given) window.history.replaceState(null, "", window.location.pathname);
  if (box && /^[0-9A-Za-z-]{10,12}$/.test(given)) {
    box.value = given;
    document.getElementById("open").focus();
  }
}
window.addEventListener("hashchange", takeCode);

// Nothing typed comes back when the browser shows a page again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.replace(window.location.pathname);
});
begin();
takeCode();
