// The exam page: one question at a time, every answer kept on this device until the server has it, the server's clock.
// Without this script the page is one plain form. The other side of the saving protocol: exams/views/learner.py.
// On a page without questions (the exam is over) it only delivers what this device still keeps.
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const exam = find("#exam");
const at = exam.dataset;
const words = find("#words").dataset;
const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
const pause = (time) => new Promise((done) => setTimeout(done, time));
const questions = new Map(all("[data-item]", exam).map((question) => [+question.dataset.item, question]));
const device = Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
const own = `${at.employee}/${at.attempt}/`;
const mine = new Set([device]);
const queue = new Map();
let seen = +at.revision || 0, seq = 0, token = find("[name=csrf_token]", exam)?.value, etag = "", savedAt = at.savedAt, late = "";
let sending = false, asking = false, over = false, handedIn = false, failures = 0;
let flags = new Set(), written = Promise.resolve();

// What this device keeps: IndexedDB, else localStorage, else nothing but this page.
async function indexed() {
  const base = await new Promise((done, fail) => {
    setTimeout(fail, 2000);
    const asked = indexedDB.open("exam", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = fail;
  });
  const run = (mode, deed) => new Promise((done, fail) => {
    const deal = base.transaction("kept", mode);
    const asked = deed(deal.objectStore("kept"));
    deal.oncomplete = () => done(asked.result);
    deal.onerror = deal.onabort = fail;
  });
  return {
    list: () => run("readonly", (kept) => kept.getAll()),
    put: (one) => run("readwrite", (kept) => kept.put(one)),
    drop: (key) => run("readwrite", (kept) => kept.delete(key)),
  };
}
const local = {
  list: () => Object.keys(localStorage).filter((key) => key.startsWith("exam:")).map((key) => JSON.parse(localStorage[key])),
  put: (one) => localStorage.setItem(`exam:${one.key}`, JSON.stringify(one)),
  drop: (key) => localStorage.removeItem(`exam:${key}`),
};
let store;
const ready = indexed().catch(() => local).then(async (found) => {
  store = found;
  await take(await store.list());
}).catch(() => {});
const write = (deed, what) => { written = ready.then(() => store[deed](what)).catch(() => {}); };

async function take(kept) {
  const waiting = new Map();
  for (const one of kept.sort((a, b) => a.made - b.made)) {
    if (!one.key.startsWith(`${at.employee}/`)) store.drop(one.key);
    if (!one.key.startsWith(own)) continue;
    if (one.flags) flags = new Set([...flags, ...one.flags]);
    else {
      if (waiting.has(one.item)) store.drop(waiting.get(one.item).key);
      waiting.set(one.item, one);
    }
  }
  for (const one of waiting.values()) {
    mine.add(one.device);
    if (pending(one.item)) store.drop(one.key);
    else {
      queue.set(one.key, { ...one, old: true });
      fill(one.item, one.values);
    }
  }
  for (const item of questions.keys()) paint(item);
}

// Questions and their answers.
const inputs = (item) => all("[name]", questions.get(item)).filter((input) => input.name.startsWith(`${item}.`));
const pending = (item) => [...queue.values()].find((one) => one.item === item);
function read(item) {
  const values = {};
  for (const input of inputs(item)) {
    const field = (values[input.name.slice(`${item}.`.length)] ??= []);
    if (!input.matches("[type=radio], [type=checkbox]") || input.checked) field.push(input.value);
  }
  return values;
}
function fill(item, values) {
  if (!questions.has(item)) return false;
  const before = JSON.stringify(read(item));
  for (const input of inputs(item)) {
    const field = values[input.name.slice(`${item}.`.length)] ?? [];
    if (input.matches("[type=radio], [type=checkbox]")) input.checked = field.includes(input.value);
    else if (input.value !== (field[0] ?? "")) input.value = field[0] ?? "";
  }
  paint(item);
  return JSON.stringify(read(item)) !== before;
}
const answered = (item) => Object.values(read(item)).flat().some((value) => value.trim());
function paint(item) {
  const cell = find(`.palette [href="#question-${item}"]`), done = answered(item), flagged = flags.has(item);
  cell.classList.toggle("answered", done);
  cell.classList.toggle("flagged", flagged);
  cell.setAttribute("aria-label", say("cell", { item }) + (done ? words.answered : words.empty) + (flagged ? words.flagged : ""));
  find("[data-flag]", questions.get(item)).setAttribute("aria-pressed", flagged);
  find("[data-clear]", questions.get(item)).hidden = !done;
  const count = unanswered().length, size = questions.size;
  for (const place of all("[data-count]")) place.textContent = { answered: size - count, empty: count, flagged: flags.size }[place.dataset.count];
}
const unanswered = () => [...questions.keys()].filter((item) => !answered(item));
function flag(item) {
  if (!flags.delete(item)) flags.add(item);
  write("put", { key: `${own}flags`, made: 0, flags: [...flags] });
  paint(item);
}

// Saving: first into the queue on this device, then to the server, at most once a second.
function changed(item, delay) {
  const before = pending(item);
  if (before && before.device !== device) forget(before);
  const one = { key: `${own}${device}/${item}`, device, item, seq: ++seq, seen, values: read(item), made: Date.now() };
  queue.set(one.key, one);
  write("put", one);
  paint(item);
  plan(delay);
  show();
}
function forget(one) {
  queue.delete(one.key);
  write("drop", one.key);
}
let planned = 0, plannedAt = Infinity, sentAt = -1e9;
function plan(delay) {
  const when = Math.max(performance.now() + delay, sentAt + 1000);
  if (planned && plannedAt <= when) return;
  clearTimeout(planned);
  plannedAt = when;
  planned = setTimeout(() => { planned = 0; send(); }, when - performance.now());
}
async function send() {
  if (sending || asking || !queue.size) return;
  sending = true;
  sentAt = performance.now();
  show();
  const from = queue.values().next().value.device;
  const batch = [...queue.values()].filter((one) => one.device === from).slice(0, 100);
  await written;
  try {
    const answer = await post(at.save, from, batch);
    if (answer.body.saved) acknowledge(from, answer.body);
    else await refused(answer);
  } catch {
    for (const one of batch) one.old = true;
    lost();
  }
  sending = false;
  if (queue.size) plan(failures ? Math.min(15000, 1000 * 2 ** failures) * (0.7 + 0.3 * Math.random()) : 0);
  show();
}
function acknowledge(from, body) {
  const beaten = [], revisions = new Set(body.saved.map((one) => one.revision));
  failures = 0;
  for (const one of body.saved) {
    const entry = queue.get(`${own}${from}/${one.item}`), stands = one.standing;
    if (entry?.seq !== one.seq) continue;
    const other = one.status === "stale" && stands && stands.device !== from;
    if (other && (mine.has(stands.device) || (!entry.old && Date.now() - entry.made < 15000))) {
      const again = { ...entry, seq: from === device ? ++seq : entry.seq + 1, seen: stands.revision };
      queue.set(again.key, again);
      write("put", again);
      continue;
    }
    forget(entry);
    if (one.status === "late") late = one.message;
    if (one.status === "refused") notice(say("about", { items: one.item }) + one.message);
    if (other && questions.size) fill(one.item, stands.values), beaten.push(one.item);
  }
  if (beaten.length) notice(say("about", { items: beaten.join(words.and) }) + words.newer);
  if (late && !questions.size) notice(late);
  while (revisions.has(seen + 1)) seen += 1;
  savedAt = body.now;
  stands(body);
  if (body.revision > seen) poll(true);
}
addEventListener("pagehide", () => { if (queue.size && !asking) post(at.save, device, [...queue.values()].filter((one) => one.device === device), true).catch(() => {}); });
addEventListener("beforeunload", (event) => {
  if (queue.size && !handedIn && questions.size) event.preventDefault(), event.returnValue = "";
});

// Talking with the server.
async function call(url, options = {}) {
  const stop = new AbortController(), limit = setTimeout(() => stop.abort(), 12000), asked = performance.now();
  try {
    const answer = await fetch(url, { cache: "no-store", signal: stop.signal, ...options, headers: { Accept: "application/json", ...options.headers } });
    const body = answer.status === 304 ? {} : await answer.json();
    if (body.due_at) setClock(Date.parse(body.due_at) - Date.parse(body.now), asked);
    return { status: answer.status, etag: answer.headers.get("ETag"), body };
  } finally {
    clearTimeout(limit);
  }
}
const post = (url, from, entries, keepalive = false) => call(url, {
  method: "POST",
  keepalive,
  headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  body: JSON.stringify({ device: from, answers: entries.map(({ item, seq, seen, values }) => ({ item, seq, seen, values })) }),
});
async function refused({ status, body }) {
  if ([401, 403, 404].includes(status)) return signInAgain({ 403: body.error, 404: words.other }[status]);
  if (status === 400) await poll(true);
  failures += 1;
}
function lost() {
  failures += 1;
  show();
}
async function poll(whole = false) {
  try {
    const answer = await call(`${at.state}?seen=${seen}`, etag && !whole ? { headers: { "If-None-Match": etag } } : {});
    if (![200, 304].includes(answer.status)) return refused(answer);
    failures = 0;
    if (asking) signedIn();
    if (answer.status === 200) learn(answer);
    if (queue.size) plan(0);
  } catch {
    lost();
  }
  show();
}
function learn({ body, etag: tag }) {
  etag = tag ?? "";
  token = body.csrf_token;
  const moved = body.changed.filter((one) => one.device !== device && !pending(one.item) && fill(one.item, one.values));
  if (moved.length) notice(say("about", { items: moved.map((one) => one.item).join(words.and) }) + words.synced);
  seen = Math.max(seen, body.revision);
  stands(body);
}
function stands({ stage }) {
  if (stage === "running") return;
  if (questions.size) finish(["submitted", "marked"].includes(stage) ? words.elsewhere : words.timeup);
  else if ("wait" in at && !late && !queue.size && ["submitted", "marked"].includes(stage)) location.replace(at.result);
}
addEventListener("online", () => poll(true));
addEventListener("offline", lost);
document.addEventListener("visibilitychange", () => document.hidden ? plan(0) : poll(true));
addEventListener("pageshow", (event) => event.persisted && poll(true));

// Signing in again without leaving the page.
const gate = find("#gate");
// old webviews know no dialogs: there it is a part of the page that comes and goes
const shut = (dialog) => dialog.close ? dialog.close() : dialog.removeAttribute("open");
function open(dialog) {
  for (const other of all("dialog[open]")) shut(other);
  dialog.showModal ? dialog.showModal() : dialog.setAttribute("open", "");
}
function signInAgain(why) {
  if (!asking && gate) open(gate);
  asking = true;
  find("[role=alert]", gate ?? exam)?.replaceChildren(why ?? "");
  show();
}
function signedIn() {
  asking = false;
  failures = 0;
  if (gate?.open) shut(gate);
}
gate?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = find("[role=alert]", gate), typed = new URLSearchParams(new FormData(event.target));
  try {
    typed.set("csrf_token", (await call(at.signIn)).body.csrf_token);
    const { status, body } = await call(at.signIn, { method: "POST", body: typed });
    if (status !== 200) return told.replaceChildren(body.error);
    if (`${body.employee_id}` !== at.employee) {
      for (const one of [...queue.values()]) forget(one);
      await written;
    }
    if (`${body.employee_id}` !== at.employee || body.must_change_password) return location.assign("/");
    event.target.reset();
    token = body.csrf_token;
    signedIn();
    poll(true);
  } catch {
    told.replaceChildren(words.off);
  }
});

// What the page says.
const time = (moment) => new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: words.zone }).format(new Date(moment));
let said = "";
function show() {
  const state = find("#save-state");
  if (!state) return;
  const kind = asking ? "gone" : failures ? "off" : queue.size ? "saving" : savedAt ? "saved" : "";
  if (!kind) return;
  state.className = { saving: "save-state wait", saved: "save-state" }[kind] ?? "save-state off";
  find("use", state).setAttribute("href", words[kind in { off: 1, gone: 1 } ? "iconOff" : "iconOn"]);
  find("span", state).textContent = { saved: () => say("saved", { time: time(savedAt) }), saving: () => words.saving }[kind]?.() ?? words.kept;
  const banner = find("#banner");
  banner.hidden = !failures && !asking;
  find("span", banner).textContent = asking ? words.gone : words.off;
  find("button", banner).hidden = !asking;
  if ((said === "off") !== (kind === "off")) tell(kind === "off" ? words.off : words.back);
  said = kind;
}
const tell = (text) => find("#told")?.replaceChildren(text);
function notice(text) {
  const made = find("#notice").content.firstElementChild.cloneNode(true);
  find(".body", made).textContent = text;
  find("#notices").prepend(made);
}

// The clock: the end by the server, measured with the monotonic clock; each answer narrows down where it lies.
let end = performance.now() + at.secondsLeft * 1000, secondsBefore = Infinity, gap = Date.now() - performance.now();
function setClock(left, asked) {
  end = Math.min(Math.max(end, asked + left), performance.now() + left);
}
function tick() {
  const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000)), two = (number) => `${number}`.padStart(2, "0");
  const timer = find("#timer");
  find("span", timer).textContent = (seconds >= 3600 ? `${Math.floor(seconds / 3600)}:` : "") + `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  timer.classList.toggle("near", seconds <= 600);
  timer.classList.toggle("soon", seconds <= 60);
  for (const minutes of [10, 1])
    if (secondsBefore > minutes * 60 && seconds <= minutes * 60 && secondsBefore < Infinity) notice(say("left", { minutes }));
  secondsBefore = seconds;
  const jump = Date.now() - performance.now();
  if (Math.abs(jump - gap) > 2000) poll(true);
  gap = jump;
  if (!seconds) finish(words.timeup);
}

// Handing in.
async function flush() {
  for (let tries = 0; queue.size && tries < 5 && !asking; tries += 1) {
    while (sending) await pause(50);
    await send();
    if (failures) return;
  }
}
async function submit() {
  const answer = await post(at.submit, device, []);
  if (answer.status !== 200) return refused(answer);
  handedIn = true;
  write("drop", `${own}flags`);
  await written;
  if (!late) return location.replace(answer.body.result);
  find("#over p").replaceChildren(late);
  find("#over a").hidden = false;
}
async function finish(text) {
  if (over) return;
  over = true;
  for (const dialog of all("dialog[open]")) if (dialog !== gate) shut(dialog);
  exam.hidden = true;
  find("#hand-in").hidden = true;
  find("#over p").replaceChildren(text);
  find("#over").hidden = false;
  for (let tries = 1; !handedIn; tries += 1) {
    // not five hundred at once
    await pause(Math.random() * 2000);
    await flush();
    if (!queue.size && !asking) await submit().catch(lost);
    if (!handedIn) await pause(Math.min(10000, 1000 * tries));
  }
}
const last = find("#last");
function askToHandIn() {
  const left = unanswered();
  find("[data-none]", last).hidden = left.length > 0;
  find("[data-some]", last).hidden = !left.length;
  find("[data-list]", last).replaceChildren(...left.map((item) => find(`.palette [href="#question-${item}"]`).parentNode.cloneNode(true)));
  find("[role=alert]", last).textContent = "";
  open(last);
}
async function handIn(button) {
  button.disabled = true;
  await flush();
  if (!queue.size && !asking) await submit().catch(lost);
  button.disabled = false;
  if (!handedIn && !asking) find("[role=alert]", last).textContent = words.notyet;
}

// One question at a time.
let current = 0;
function go(item, focus = true) {
  const target = questions.get(item), order = [...questions.keys()];
  if (!target) return;
  current = item;
  for (const question of questions.values()) question.hidden = question !== target;
  for (const part of all("[data-part]", exam)) part.hidden = !part.contains(target);
  find("#part").textContent = target.closest("[data-part]").dataset.part;
  for (const cell of all("#card .cell")) cell.toggleAttribute("aria-current", cell.hash === `#question-${item}`);
  find("#card [aria-current]").setAttribute("aria-current", "true");
  find("#before").setAttribute("aria-disabled", item === order[0]);
  find("#next span").textContent = item === order.at(-1) ? words.last : words.next;
  find("#card [aria-current]").scrollIntoView({ block: "nearest" });
  history.replaceState(history.state, "", `#question-${item}`);
  for (const dialog of all("dialog[open]")) if (dialog !== gate) shut(dialog);
  scrollTo(0, 0);
  if (focus) find("h3", target).focus({ preventScroll: true });
}
function turn(by) {
  const order = [...questions.keys()], item = order[order.indexOf(current) + by];
  if (item) go(item);
  else if (by > 0) askToHandIn();
}
function press(event) {
  const text = "textarea, input:not([type=radio], [type=checkbox]), .table-wrap";
  if (over || find("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || event.target.matches(text)) return;
  const key = event.key.toLowerCase(), step = { arrowleft: -1, arrowright: 1 }[key];
  const place = key.length === 1 ? Math.max("123456789".indexOf(key), "abcdefgh".indexOf(key)) : -1;
  const option = place < 0 ? null : all(".option input", questions.get(current))[place];
  if (step) turn(step);
  else if (option) option.click(), option.focus();
  else if (key === "f") flag(current);
  else return;
  event.preventDefault();
}
function click(event) {
  const cell = event.target.closest(".cell"), question = event.target.closest("[data-item]");
  const button = event.target.closest("button");
  if (cell) event.preventDefault(), go(+cell.hash.slice("#question-".length));
  else if (button?.matches("[data-flag]")) flag(current);
  else if (button?.matches("[data-clear]")) fill(+question.dataset.item, {}), changed(+question.dataset.item, 300), find("h3", question).focus();
  else if (button?.id === "before") turn(-1);
  else if (button?.id === "next") turn(1);
  else if (button?.id === "sure") handIn(button);
  else if (button?.id === "again") open(gate);
  else if (button?.id === "show-card") find("#sheet > div").append(find("#card")), open(find("#sheet")), find("#card [aria-current]").scrollIntoView({ block: "center" });
}
function begin() {
  exam.reset();
  exam.classList.add("paged");
  for (const part of all("[data-scripted]")) part.hidden = false;
  for (const part of all("[data-plain]")) part.hidden = true;
  exam.addEventListener("input", (event) => changed(+event.target.closest("[data-item]").dataset.item, event.target.matches(".option input") ? 300 : 1500));
  exam.addEventListener("submit", (event) => {
    event.preventDefault();
    event.submitter?.id === "hand-in" ? askToHandIn() : plan(0);
  });
  document.addEventListener("click", click);
  document.addEventListener("keydown", press);
  find("#sheet").addEventListener("close", () => find("#side").prepend(find("#card")));
  addEventListener("hashchange", () => go(+location.hash.slice("#question-".length)));
  for (const item of questions.keys()) paint(item);
  go(questions.has(+location.hash.slice("#question-".length)) ? +location.hash.slice("#question-".length) : unanswered()[0] ?? 1, false);
  tick();
  setInterval(tick, 250);
}
if (questions.size) {
  begin();
  ready.then(() => poll(true));
  setInterval(() => document.hidden || handedIn || poll(), 20000);
} else {
  ready.then(() => queue.size && poll(true));
  if ("wait" in at) setInterval(poll, 5000);
}
