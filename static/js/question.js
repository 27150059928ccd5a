// The question editor without page loads: rows come and go in place, preview and flaws follow the typing.
const form = () => document.getElementById("question");
const PAUSE = 700;
let timer, asked = 0;

async function send(deed) {
  const body = new URLSearchParams(new FormData(form()));
  body.set("do", deed);
  const mine = ++asked;
  const answer = await fetch(location.href, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return mine === asked ? page : null;
}

async function preview() {
  try {
    const fresh = (await send("preview"))?.getElementById("preview");
    if (fresh?.querySelector(".question")) document.getElementById("preview").replaceWith(fresh);
  } catch { /* the preview waits for the line; what is typed is safe on the page */ }
}

document.addEventListener("input", (event) => {
  if (!form().contains(event.target)) return;
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE);
});

document.addEventListener("submit", async (event) => {
  const deed = event.submitter?.value ?? "";
  if (event.target !== form() || !/^(add|remove)/.test(deed)) return;
  event.preventDefault();
  try {
    const fresh = (await send(deed))?.getElementById("question");
    if (!fresh) return;
    fresh.dataset.dirty = "yes";
    form().replaceWith(fresh);
    const rows = fresh.querySelectorAll("fieldset .card.flat");
    if (deed === "add") rows[rows.length - 1]?.querySelector("textarea")?.focus();
    else fresh.querySelector("[value=add]")?.focus();
    preview();
  } catch {
    event.target.submit();
  }
});
