// The page for children: leaves at once and without a trace, and takes a code out of the address.
const away = document.querySelector("[data-exit]");

function leave(event) {
  if (event) event.preventDefault();
  document.body.hidden = true;
  document.title = " ";
  // Replaced, not added: "back" does not come here again.
  window.location.replace(away.href);
}

if (away) away.addEventListener("click", leave);

// The escape key, pressed twice, does the same.
let pressed = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - pressed < 1500) leave();
  pressed = event.timeStamp;
});

// What stands behind "#" is never sent to a server. It goes into the box and out of the address; the
// child presses the button, so that no program that looks at links uses the code up.
const box = document.getElementById("code");
const given = decodeURIComponent(window.location.hash.slice(1));
if (given) window.history.replaceState(null, "", window.location.pathname);
if (box && /^[0-9A-Za-z-]{10,12}$/.test(given)) {
  box.value = given;
  document.getElementById("open").focus();
}

// Nothing typed comes back when the browser shows a page again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.replace(window.location.pathname);
});
const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}
