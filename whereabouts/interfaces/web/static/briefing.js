// A briefing is for whoever opened it, never for a wall: untouched for a while it hides itself. Shown
// again it is asked for anew, so that it is of now, and whoever has signed out is not shown it.
(() => {
  const page = document.getElementById("brief");
  const cover = document.getElementById("brief-hidden");
  if (!page || !cover) return;
  const after = Number(page.dataset.hidesAfter) * 1000;
  let touched = Date.now();

  function hide() {
    page.hidden = true;
    cover.hidden = false;
    cover.querySelector("a").focus();
    window.clearInterval(looking);
  }

  function look() {
    if (!page.hidden && Date.now() - touched >= after) hide();
  }

  const looking = window.setInterval(look, Math.min(after, 1000));
  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "touchmove", "wheel"]) {
    document.addEventListener(
      kind,
      () => {
        if (!page.hidden) touched = Date.now();
      },
      { passive: true },
    );
  }
  // A telephone that slept lets no clock run: it is looked at before anything is seen again. What
  // the browser kept of the page to go back to is looked at, too.
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
})();
