// Shows beside the form how the text will look, a moment after the last key.
const form = document.querySelector("[data-preview]");
const text = form.elements.body;
const here = document.querySelector("[data-preview-here]");
const said = document.querySelector("[data-preview-said]");
let timer;
let asked = 0;

async function show() {
  const mine = ++asked;
  let answer;
  try {
    answer = await fetch(form.dataset.preview, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify({ body: text.value }),
    });
  } catch {
    return; // no line: the button still asks
  }
  if (!answer.ok || mine !== asked) return;
  const shown = await answer.json();
  here.innerHTML = shown.html; // sanitised by the server, and the page runs no inline script
  said.textContent = shown.said;
}

text.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, 400);
});
