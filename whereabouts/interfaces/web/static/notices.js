// What interrupts, on whatever page somebody is: fetched as the server draws it, said aloud once,
// never in the way of what somebody types. Sound is off until somebody wants it.
(() => {
  const SLOW = 20000; // where the page has no stream of its own
  const SOUND = "whereabouts-sound";
  const SAID = "whereabouts-said";
  const place = document.querySelector("[data-interrupts]");
  const alarm = document.getElementById("interrupt-said");
  if (!place || !alarm) return;
  let shut = false;

  const kept = (store, name) => {
    try {
      return store.getItem(name) || "";
    } catch {
      return "";
    }
  };
  const keep = (store, name, value) => {
    try {
      store.setItem(name, value);
    } catch {
      // Without storage it is said again on the next page, and sound stays off.
    }
  };

  function sound() {
    if (kept(localStorage, SOUND) !== "on") return;
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    tone.connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.25);
    tone.onended = () => audio.close();
  }

  function buttons() {
    for (const button of place.querySelectorAll("[data-sound]")) {
      const draw = () => {
        const on = kept(localStorage, SOUND) === "on";
        button.setAttribute("aria-pressed", String(on));
        button.textContent = on ? "Sound is on" : "Sound is off";
      };
      button.hidden = false;
      button.addEventListener("click", () => {
        keep(localStorage, SOUND, kept(localStorage, SOUND) === "on" ? "" : "on");
        draw();
      });
      draw();
    }
  }

  function announce() {
    const said = new Set(kept(sessionStorage, SAID).split(" "));
    const shown = [...place.querySelectorAll("[data-interrupt]")];
    const fresh = shown.filter((one) => !said.has(one.dataset.interrupt));
    keep(sessionStorage, SAID, shown.map((one) => one.dataset.interrupt).join(" "));
    if (!fresh.length) return;
    alarm.textContent = fresh.map((one) => one.querySelector("[data-words]").textContent).join(" ");
    // What joined a list that sounded a short while ago is said and shown, and sounds no more.
    if (fresh.some((one) => !("joined" in one.dataset))) sound();
  }

  async function renew() {
    if (shut || document.hidden || place.contains(document.activeElement)) return;
    let answer;
    try {
      answer = await fetch(place.dataset.interrupts, { headers: { "HX-Request": "true" } });
    } catch {
      return; // the server is away: the page says so where it is live
    }
    shut = answer.status === 401;
    if (!answer.ok || answer.redirected) return;
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (place.contains(document.activeElement)) return;
    place.replaceChildren(...drawn.body.childNodes);
    buttons();
    announce();
  }

  document.addEventListener("whereabouts-word", renew);
  document.addEventListener("visibilitychange", renew);
  setInterval(renew, SLOW);
  if (place.children.length) {
    buttons();
    announce();
  } else {
    renew();
  }
})();
