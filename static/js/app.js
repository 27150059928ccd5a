// What every page gains with JavaScript; without it all of them still work.
// form[data-confirm="what will happen"][data-confirm-label="word on the button"]   asks first
// form[data-guard]                    warns before typed text is lost
// table[data-sortable], th[data-sort="text|number|none"], td[data-value]           sorts by column
// input[data-filter="table id"]       hides the rows that do not contain what is typed
// [data-dismiss]                      closes its message;   [data-focus]   takes the focus
// button[data-print], select[data-submit], button[data-open="dialog id"], button[data-close]
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

function ask(form, button) {
  const dialog = document.getElementById("ask").content.firstElementChild.cloneNode(true);
  dialog.querySelector("p").textContent = form.dataset.confirm;
  const yes = dialog.querySelector("[value=yes]");
  if (form.dataset.confirmLabel) yes.textContent = form.dataset.confirmLabel;
  if (form.matches("[data-danger]")) yes.classList.add("danger");
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return button?.focus();
    form.dataset.confirmed = "yes";
    form.requestSubmit(button);
  });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !form.dataset.confirmed && HTMLDialogElement.prototype.showModal) {
    event.preventDefault();
    ask(form, event.submitter);
  } else {
    delete form.dataset.confirmed;
    delete form.dataset.dirty;
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-guard]")) form.dataset.dirty = "yes";
  if (event.target.dataset.filter) filter(event.target);
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-dirty]")) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const target = event.target;
  target.closest("[data-dismiss]")?.closest(".flash").remove();
  if (target.closest("[data-print]")) print();
  const opener = target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
  target.closest("[data-close]")?.closest("dialog").close();
  for (const menu of all("details.user[open]")) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.user[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function filter(input) {
  const wanted = input.value.trim().toLowerCase();
  let shown = 0;
  for (const row of document.getElementById(input.dataset.filter).tBodies[0].rows) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
    shown += !row.hidden;
  }
  const count = document.querySelector(`[data-count="${input.dataset.filter}"]`);
  if (count) count.textContent = shown;
}

function sort(table, th) {
  const down = th.getAttribute("aria-sort") === "ascending";
  for (const other of all("[aria-sort]", table)) other.removeAttribute("aria-sort");
  th.setAttribute("aria-sort", down ? "descending" : "ascending");
  const value = (row) => row.cells[th.cellIndex].dataset.value ?? row.cells[th.cellIndex].textContent.trim();
  const number = (row) => (value(row) === "" ? -Infinity : Number.parseFloat(value(row).replaceAll(",", "")) || 0);
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const order = th.dataset.sort === "number" ? (a, b) => number(a) - number(b) : (a, b) => words.compare(value(a), value(b));
  const rows = [...table.tBodies[0].rows].sort(order);
  table.tBodies[0].append(...(down ? rows.reverse() : rows));
}

for (const table of all("table[data-sortable]")) {
  for (const th of all("thead th:not([data-sort=none])", table)) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...th.childNodes);
    button.addEventListener("click", () => sort(table, th));
    th.append(button);
  }
}
// Cards on the phone are still a table to those who listen: display:block takes the roles away.
const roles = { TABLE: "table", TBODY: "rowgroup", TR: "row", TD: "cell" };
for (const part of all("table.cards, .cards tbody, .cards tbody tr, .cards td")) part.setAttribute("role", roles[part.tagName]);
for (const th of all(".cards tbody th")) th.setAttribute("role", "rowheader");

function showTheme() {
  for (const button of all("[data-themes] button"))
    button.setAttribute("aria-pressed", button.value === (document.documentElement.dataset.theme ?? ""));
}
for (const group of all("[data-themes]")) {
  group.hidden = false;
  group.addEventListener("click", ({ target }) => {
    if (!target.matches("button")) return;
    if (target.value) document.documentElement.dataset.theme = target.value;
    else delete document.documentElement.dataset.theme;
    try {
      if (target.value) localStorage.setItem("theme", target.value);
      else localStorage.removeItem("theme");
    } catch { /* it then lasts for this page only */ }
    showTheme();
  });
}
showTheme();
for (const button of all("[data-dismiss]")) button.hidden = false;
document.querySelector("[data-focus]")?.focus();
