// Parts that renew themselves: [data-live] is fetched again when the server says that something
// changed; the board ([data-feed]) is sent what changed. It says how old it is, never moves the
// focus, and never touches what somebody types.
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

  // The board is kept by what its stream brings (board.js); fetched only where that fails.
  const feed = part() ? part().dataset.feed : undefined;
  const fed = () => feed !== undefined && window.whereaboutsBoard;

  function noted() {
    seenAt = Date.now();
    const now = part() ? part().dataset.summary : "";
    if (now !== summary) say(now);
    summary = now;
    age();
  }

  function over() {
    shut = true;
    stream.close();
    age();
    const line = part() && part().querySelector("[data-age]");
    if (line) line.textContent = ". It is not kept up to date: sign in again";
    say("This picture is not kept up to date. Sign in again.");
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
    if (fed()) window.whereaboutsBoard.forget();
    noted();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) over();
  });

  let stream;
  function listen() {
    stream = new EventSource(fed() ? `/live/?board=1&${feed}` : "/live/");
    stream.addEventListener("changed", () => fed() || renew());
    // Other parts of the page need no stream of their own.
    stream.addEventListener("changed", () =>
      document.dispatchEvent(new Event("whereabouts-word")),
    );
    // After a break something may have been missed; a board is then sent as a whole.
    stream.addEventListener("open", () => fed() || renew());
    stream.addEventListener("over", over);
    stream.addEventListener("again", again);
    stream.addEventListener("board", (event) => {
      if (shut) return;
      if (window.whereaboutsBoard.apply(JSON.parse(event.data))) noted();
      else again();
    });
  }

  // What was missed is not known: begin anew, and not every screen at once.
  function again() {
    stream.close();
    setTimeout(() => shut || listen(), 200 + Math.random() * 1300);
  }

  listen();
  setInterval(() => fed() || renew(), SLOW);
  setInterval(() => {
    if (!fed()) return;
    if (shut || Date.now() - seenAt < SLOW + 10000) return;
    renew();
    again();
  }, SLOW / 4);
  setInterval(() => shut || age(), 5000);
})();
