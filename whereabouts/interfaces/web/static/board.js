// The board row by row: rows that left go, rows that changed are put where they belong, and every
// other row, the focus and the reader's place on the page stay as they are.
window.whereaboutsBoard = (() => {
  const MINUTE = 60000;
  let held = null; // the number of the board that is shown; none after it came another way
  let apart = 0; // by how much the server's clock is ahead of this one

  const board = () => document.getElementById("board");
  const rowOf = (reference) => board().querySelector(`tr[data-row="${CSS.escape(reference)}"]`);
  const links = (within) => [...within.querySelectorAll("a[href]")];
  const focus = (one) => one && one.focus({ preventScroll: true });

  // The same words as the server's, so that a row need not be sent because a minute went by.
  function lasting(length) {
    const minutes = Math.floor(Math.abs(length) / MINUTE);
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor((minutes % 1440) / 60);
    const rest = minutes % 60;
    if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
    if (hours) return rest ? `${hours} h ${rest} min` : `${hours} h`;
    return `${rest} min`;
  }

  function words() {
    if (!board()) return;
    const now = Date.now() + apart;
    for (const one of board().querySelectorAll("time[data-since]")) {
      put(one, lasting(Math.max(now - Date.parse(one.dateTime), 0)));
    }
    for (const one of board().querySelectorAll("td .deadline:not(.deadline--none)")) {
      const due = Date.parse(one.querySelector("time").dateTime);
      const late = one.querySelector("strong");
      // Whether it is late the server says; until it does, it is due in no time.
      const length = late ? Math.max(now - due, 0) : Math.max(due - now, 0);
      if (late) put(late, `Overdue by ${lasting(length)}`);
      else put(one.firstChild, `in ${lasting(length)} `);
    }
  }

  function put(where, said) {
    if (where.textContent !== said) where.textContent = said;
  }

  function made(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  }

  function taken(at) {
    apart = Date.parse(at) - Date.now();
  }

  function whole(html) {
    const before = board();
    const here = before.contains(document.activeElement) ? document.activeElement : null;
    const place = here ? links(before).indexOf(here) : -1;
    const after = made(html);
    before.replaceWith(after);
    window.htmx.process(after);
    if (here) focus((here.id && document.getElementById(here.id)) || links(after)[place]);
    taken(after.querySelector("[data-taken-at]").dateTime);
  }

  function part(name, html) {
    const where = board().querySelector(`[data-board="${name}"]`);
    const place = links(where).indexOf(document.activeElement);
    where.innerHTML = html;
    if (place >= 0) focus(links(where)[place] || links(board())[0]);
  }

  function rows(message) {
    const body = board().querySelector("tbody");
    const here = body.contains(document.activeElement) ? document.activeElement : null;
    const row = here && here.closest("tr");
    const next = row && (row.nextElementSibling || row.previousElementSibling);
    const beside = next && next.dataset.row;
    for (const reference of message.gone) rowOf(reference)?.remove();
    for (const [after, reference, html] of message.put) {
      const one = made(html);
      rowOf(reference)?.remove();
      const last = after && rowOf(after);
      if (after && !last) return false;
      if (last) last.after(one);
      else body.prepend(one);
    }
    if (here && !here.isConnected) {
      // Somebody stands on a row that was drawn anew, or that left: then on the one beside it.
      const there = rowOf(row.dataset.row) || (beside && rowOf(beside)) || body.firstElementChild;
      focus(there && (links(there)[0] || links(board())[0]));
    }
    return true;
  }

  function apply(message) {
    if (message.whole !== undefined) {
      whole(message.whole);
    } else {
      if (message.from !== held || !board().querySelector("tbody")) return false;
      if (!rows(message)) return false;
      for (const name of ["head", "pulse", "foot"]) {
        if (message[name] !== undefined) part(name, message[name]);
      }
      const time = board().querySelector("[data-taken-at]");
      time.dateTime = message.at;
      time.textContent = message.clock;
      board().dataset.summary = message.summary;
      taken(message.at);
    }
    held = message.to;
    words();
    return true;
  }

  setInterval(words, 5000);
  return {
    apply,
    forget: () => {
      held = null;
    },
  };
})();
