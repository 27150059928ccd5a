// Reports reading once a minute, while the page is in front and somebody has moved in the last two minutes.
// The server counts by its own clock; this only says "still here".
const form = document.querySelector("[data-reading]");
const MINUTE = 60_000;

if (form) {
  const said = document.querySelectorAll("[data-said]");
  const minutes = document.querySelector("[data-minutes]");
  const send = form.elements;
  let moved = performance.now();
  let seen = 0;
  let last = performance.now();
  let over = false;
  form.hidden = true;

  for (const sign of ["scroll", "pointermove", "pointerdown", "keydown", "touchmove"])
    addEventListener(sign, () => { moved = performance.now(); }, { passive: true });

  function show(text) {
    for (const place of said) place.textContent = text;
  }

  async function report(keepalive) {
    seen = 0;
    let answer;
    try {
      answer = await fetch(form.dataset.reading, {
        method: "POST",
        keepalive,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": send.csrf_token.value },
        body: JSON.stringify({ opened: send.opened.value }),
      });
    } catch {
      return; // no line: the next minute tries again
    }
    if (answer.status === 401) return show(form.dataset.signedOut);
    const now = await answer.json();
    if (!answer.ok) {
      over = true;
      return show(now.error);
    }
    minutes.textContent = form.dataset.minutesText.replace("{}", Math.floor(now.seconds / 60));
    show(now.said);
    if (now.enough) {
      document.querySelector("[data-read]").classList.add("done");
      const mark = document.querySelector("[data-read] use");
      mark.setAttribute("href", mark.getAttribute("href").replace(/#.*/, "#circle-check"));
    }
  }

  function count() {
    const now = performance.now();
    if (document.visibilityState === "visible" && now - moved < 2 * MINUTE) seen += now - last;
    last = now;
  }

  setInterval(() => {
    count();
    if (!over && seen >= MINUTE) report(false);
  }, 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !over && seen > 5000) report(true);
    last = moved = performance.now();
  });
}
