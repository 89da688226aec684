// Parts that renew themselves: [data-live] is fetched again when the server says that something
// changed. It says how old it is, never moves the focus, and never touches what somebody types.
(() => {
  const SLOW = 60000; // also without a word from the server: a stream can fail in silence
  const STALE = 90;
  const said = document.getElementById("live-said");
  let waiting = false;
  let shut = false;

  const part = () => document.querySelector("[data-live]");
  const say = (words) => {
    if (said && said.textContent !== words) said.textContent = words;
  };
  const typing = (within) => {
    const here = document.activeElement;
    return here && within.contains(here) && here.matches("input, select, textarea");
  };

  function renew() {
    const live = part();
    if (!live || shut) return;
    if (document.hidden || typing(live)) {
      waiting = true;
      return;
    }
    waiting = false;
    window.htmx.trigger(live, "whereabouts-changed");
  }

  function age() {
    const live = part();
    if (!live) return;
    const taken = live.querySelector("[data-taken-at]");
    const seconds = Math.max(0, Math.round((Date.now() - seenAt) / 1000));
    const words = live.querySelector("[data-age]");
    if (words) words.textContent = seconds < 5 ? ", now" : `, ${seconds} seconds ago`;
    const line = taken && taken.closest(".board-age");
    if (line) line.classList.toggle("board-age--stale", shut || seconds > STALE);
  }

  let seenAt = Date.now();
  let summary = part() ? part().dataset.summary : "";
  document.addEventListener("visibilitychange", () => waiting && renew());
  document.addEventListener("focusout", () => waiting && setTimeout(renew));
  // What somebody opened stays open when the part is drawn anew.
  let opened = [];
  document.addEventListener("htmx:beforeSwap", () => {
    opened = [...document.querySelectorAll("[data-live] details[open][id]")].map((one) => one.id);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    seenAt = Date.now();
    const now = part() ? part().dataset.summary : "";
    if (now !== summary) say(now);
    summary = now;
    age();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 401) return;
    shut = true;
    stream.close();
    age();
    const line = part() && part().querySelector("[data-age]");
    if (line) line.textContent = ". It is not kept up to date: sign in again";
    say("This picture is not kept up to date. Sign in again.");
  });

  const stream = new EventSource("/live/");
  stream.addEventListener("changed", renew);
  // Other parts of the page need no stream of their own.
  stream.addEventListener("changed", () => document.dispatchEvent(new Event("whereabouts-word")));
  // After a break something may have been missed.
  stream.addEventListener("open", () => renew());
  setInterval(renew, SLOW);
  setInterval(() => shut || age(), 5000);
})();
