// A check without page loads: answers and the way on are fetched, and only #run changes.
// Without JavaScript the same forms and links load whole pages.
const run = () => document.getElementById("run");

async function go(url, options) {
  run().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("run");
    if (!next) return location.assign(answer.url);
    run().replaceWith(next);
    if (answer.redirected || !options) history.pushState(null, "", answer.url);
    const target = next.querySelector("[role=alert]") ?? next.querySelector("h2");
    target?.setAttribute("tabindex", "-1");
    target?.focus({ preventScroll: true });
    if (next.getBoundingClientRect().top < 0 || !next.querySelector("[role=alert]")) scrollTo({ top: 0 });
  } catch {
    say(run().dataset.offline);
  }
}

function say(text) {
  run().removeAttribute("aria-busy");
  const told = run().querySelector(".flash") ?? document.createElement("p");
  told.className = "flash warn";
  told.setAttribute("role", "alert");
  told.textContent = text;
  run().prepend(told);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!run()?.contains(form) || event.defaultPrevented) return;
  event.preventDefault();
  if (run().getAttribute("aria-busy")) return;
  go(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#run a[data-swap]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href);
});

addEventListener("popstate", () => location.reload());
