/* The report's page: plots that filter, and a table that draws only the rows that can be seen.
 *
 * Texts of pages are put down by textContent and text nodes alone. The address's fragment holds the filter, so that a
 * view can be linked and comes back with the page. No time, no network, no storage. */
"use strict";
(() => {
const DATA = JSON.parse(document.getElementById("data").textContent);
/* A finding is an array; src/report/html.c writes it in this order. */
const [RULE, SEVERITY, FILE, LINE, COLUMN, SEGMENT, SIDE, SUSPECT, ACTION, CAUSE, COUNT, FIRST, POINTS, MESSAGE, TARGET,
  TARGET_MARKS, SOURCE, SOURCE_MARKS, BY, REASON, FIX, RELATED, PRINT] = Array.from({ length: 23 }, (_, i) => i);
const [PATH, LOCALE, SOURCE_LOCALE, TYPE, WORDS, FILE_POINTS] = [0, 1, 2, 3, 4, 5];
const SEVERITIES = ["off", "info", "warning", "error"], SIDES = ["page", "source", "target"];
const SUSPECTS = ["unknown", "source", "target"], ACTIONS = ["fix-target", "fix-memory", "re-handoff", "fix-config"];
const ROW = 30, PAPER_MAX = 2000, BARS = 8, LABEL = 21;
const ALL = DATA.findings, FILES = DATA.files;
const $ = id => document.getElementById(id);
const count = n => n.toLocaleString("en-US");

function el(name, className, ...children) {
  const e = document.createElement(name);
  if (className) e.className = className;
  e.append(...children);
  return e;
}
function svg(name, attributes) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const k in attributes) e.setAttribute(k, attributes[k]);
  return e;
}

/* ---- what a finding can be filtered by ---- */

const folderOf = path => path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
const folders = FILES.map(f => folderOf(f[PATH]));
const FIELDS = {
  severity: f => SEVERITIES[f[SEVERITY]],
  rule: f => DATA.rules[f[RULE]][0] + " " + DATA.rules[f[RULE]][1],
  family: f => DATA.rules[f[RULE]][0].replace(/[0-9]+$/, ""),
  locale: f => FILES[f[FILE]][LOCALE] || "not known",
  folder: f => folders[f[FILE]],
  page: f => FILES[f[FILE]][PATH],
  action: f => ACTIONS[f[ACTION]],
  suspect: f => SUSPECTS[f[SUSPECT]],
  cause: f => f[CAUSE] ? "c" + f[CAUSE] : "",
};
const SELECTS = ["severity", "family", "rule", "locale", "folder", "action", "suspect"];
const COLUMNS = [
  ["severity", f => -f[SEVERITY]], ["rule", f => DATA.rules[f[RULE]][0]], ["locale", FIELDS.locale], ["page", f => f[FILE]],
  ["line", f => f[LINE], "num"], ["message", f => f[MESSAGE]], ["cause", f => -f[COUNT], "num"],
];
const START = { q: "", once: true, hidden: false, sort: -1, down: false };
const state = { ...START };
let shown = [], at = -1, open = -1, openHeight = 0;

const haystacks = new Array(ALL.length);
function haystack(i) {
  if (haystacks[i] === undefined) {
    const f = ALL[i];
    haystacks[i] = [FIELDS.rule(f), FILES[f[FILE]][PATH], f[SEGMENT], f[MESSAGE], f[TARGET] || "", f[SOURCE] || ""].join("\n").toLowerCase();
  }
  return haystacks[i];
}

/* Values by field and finding, made once: the filters and plots go over all findings at every change. */
const VALUES = {};
for (const k in FIELDS) VALUES[k] = ALL.map(FIELDS[k]);

/* shown: indices of findings that pass. near: by field, those that only this field's filter keeps out, for a plot shows
 * its other bars, too. */
let near = {};
function sift() {
  const active = Object.keys(FIELDS).filter(k => state[k]), words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  shown = [];
  near = {};
  for (const k of active) near[k] = [];
  for (let i = 0; i < ALL.length; i++) {
    const f = ALL[i];
    if (f[BY] && !state.hidden) continue;
    if (state.once && !f[FIRST] && !f[BY]) continue;
    let misses = 0, missed = "";
    for (const k of active) if (VALUES[k][i] !== state[k]) misses++, missed = k;
    if (misses > 1 || !words.every(w => haystack(i).includes(w))) continue;
    (misses ? near[missed] : shown).push(i);
  }
}

/* ---- texts ---- */

/* What can't be seen is named: control and bidi characters, odd spaces only where they are marked. */
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;
const ODD_SPACE = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;
function plain(to, text, marked) {
  let from = 0;
  const signs = new RegExp(UNSEEN.source + (marked ? "|" + ODD_SPACE.source : ""), "g");
  for (let m; (m = signs.exec(text));) {
    /* Line ends break lines; joiners inside words of scripts that need them are not noise. */
    if (!marked && /[\r\n\t\u200C\u200D]/.test(m[0])) continue;
    to.append(text.slice(from, m.index));
    to.append(el("span", "sign", "U+" + m[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")));
    from = m.index + m[0].length;
  }
  to.append(text.slice(from));
  return to;
}
function marked(text, marks) {
  const spans = [];
  for (let i = 0; i < marks.length; i += 2) spans.push([marks[i], marks[i + 1]]);
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const p = el("p");
  let from = 0;
  for (let [a, b] of spans) {
    a = Math.max(a, from);
    if (b < a) continue;
    plain(p, text.slice(from, a), false);
    p.append(plain(el("mark", a === b ? "gap" : ""), text.slice(a, b), true));
    from = b;
  }
  return plain(p, text.slice(from), false);
}

/* ---- one finding in full ---- */

function pairs(list) {
  const dl = el("dl");
  for (const [k, v] of list) if (v) dl.append(el("div", "", el("dt", "", k), el("dd", "", v instanceof Node ? v : el("bdi", "", v))));
  return dl;
}
function side(label, language, text, marks) {
  const p = marked(text, marks);
  p.dir = "auto";
  if (language) p.lang = language;
  return el("div", "", el("span", "dim", label + (language ? " · " + language : "")), p);
}
function detail(i) {
  const f = ALL[i], file = FILES[f[FILE]], rule = DATA.rules[f[RULE]], box = el("div", "detail");
  const message = el("p", "", el("b", SEVERITIES[f[SEVERITY]], SEVERITIES[f[SEVERITY]] + " " + rule[0]), " ");
  plain(message, f[MESSAGE], false);
  box.append(message);
  const texts = el("div", "texts");
  if (f[TARGET] !== null) texts.append(side("target", file[LOCALE], f[TARGET], f[TARGET_MARKS]));
  if (f[SOURCE] !== null) texts.append(side("source", file[SOURCE_LOCALE], f[SOURCE], f[SOURCE_MARKS]));
  if (texts.firstChild) box.append(texts);
  box.append(pairs([["place", file[PATH] + (f[LINE] ? ":" + f[LINE] + ":" + f[COLUMN] : "")], ["segment", f[SEGMENT]],
    ["side", SIDES[f[SIDE]]], ["suspect", SUSPECTS[f[SUSPECT]]], ["action", ACTIONS[f[ACTION]]],
    ["fix", ["", "by --unsafe-fixes", "by --fix"][f[FIX]]], ["translation", file[TYPE]], ["fingerprint", f[PRINT]],
    ["suppressed by", f[BY]], ["reason", f[REASON]]]));
  for (const [path, line, text] of f[RELATED]) box.append(pairs([["see also", path + (line ? ":" + line : "") + "  " + text]]));
  const about = el("p", "dim", rule[0] + " " + rule[1] + ": " + rule[2].replace(/\.$/, "") + ". ");
  if (rule[3] && /^https?:/.test(rule[3])) {
    const a = el("a", "", "About this rule");
    a.href = rule[3];
    a.rel = "noreferrer";
    about.append(a);
  } else about.append("More: tmlint explain " + rule[0]);
  box.append(about);
  if (f[CAUSE] && f[COUNT] > 1) {
    const b = el("button", "", "Show all " + count(f[COUNT]) + " findings of this cause");
    b.type = "button";
    b.onclick = () => change({ ...START, cause: "c" + f[CAUSE], once: false, hidden: state.hidden });
    box.append(b);
  }
  return box;
}

/* ---- the table ---- */

const scroll = $("scroll"), space = $("space");
const top_ = k => k * ROW + (open >= 0 && k > open ? openHeight : 0);
function row(k) {
  const f = ALL[shown[k]], file = FILES[f[FILE]], rule = DATA.rules[f[RULE]];
  const r = el("div", "row" + (k === at ? " at" : "") + (f[BY] ? " off" : ""));
  const cell = (c, ...x) => r.append(el("span", c, ...x));
  cell(SEVERITIES[f[SEVERITY]], SEVERITIES[f[SEVERITY]]);
  cell("", rule[0] + " " + rule[1]);
  cell("", file[LOCALE]);
  cell("path", el("bdi", "", file[PATH]));
  cell("num", f[LINE] ? String(f[LINE]) : "");
  cell("", plain(el("bdi"), f[MESSAGE], false));
  cell("num", f[COUNT] > 1 ? (f[FIRST] ? "+" + count(f[COUNT] - 1) : "c" + f[CAUSE]) : "");
  r.children[3].title = file[PATH];
  r.style.top = top_(k) + "px";
  r.id = "r" + k;
  r.setAttribute("role", "option");
  r.setAttribute("aria-selected", k === at);
  r.setAttribute("aria-setsize", shown.length);
  r.setAttribute("aria-posinset", k + 1);
  r.onclick = () => { at = k; toggle(k); };
  return r;
}
function draw() {
  let from = Math.floor(scroll.scrollTop / ROW), rows = [];
  if (open >= 0 && from > open) from = Math.max(open, Math.floor((scroll.scrollTop - openHeight) / ROW));
  from = Math.max(0, from - 5);
  const end = scroll.scrollTop + scroll.clientHeight + 5 * ROW;
  let box = null;
  for (let k = from; k < shown.length && top_(k) < end; k++) {
    rows.push(row(k));
    if (k === open) {
      box = detail(shown[k]);
      box.style.top = top_(k) + ROW + "px";
      rows.push(box);
    }
  }
  space.replaceChildren(...rows);
  if (box && box.offsetHeight !== openHeight) {
    openHeight = box.offsetHeight;
    return draw();
  }
  space.style.height = top_(shown.length) + "px";
  if (at >= 0) scroll.setAttribute("aria-activedescendant", "r" + at);
  else scroll.removeAttribute("aria-activedescendant");
}
function see(k) {
  const y = top_(k), h = k === open ? Math.min(openHeight + ROW, scroll.clientHeight) : ROW;
  space.style.height = top_(shown.length) + "px";
  if (y < scroll.scrollTop) scroll.scrollTop = y;
  else if (y + h > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = y + h - scroll.clientHeight;
}
function toggle(k) {
  open = open === k ? -1 : k;
  openHeight = 0;
  draw();
  if (open >= 0) see(k);
  draw();
}
function go(k) {
  if (!shown.length) return;
  at = Math.max(0, Math.min(shown.length - 1, k));
  see(at);
  draw();
}
let waiting = false;
scroll.onscroll = () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; draw(); });
};

/* ---- plots ---- */

/* rows: [label, [[class, value] …], text]; a bar's length is its part of the longest. */
function bars(title, field, rows, max) {
  const card = el("section", "", el("h2", "", title)), width = 330, label = 158, H = 20, room = width - label - 56;
  const s = svg("svg", { viewBox: `0 0 ${width} ${Math.max(1, rows.length) * H}`, role: "group", "aria-label": title.replace(/ \(.*/, "") });
  rows.forEach(([name, parts, text], i) => {
    const g = svg("g", field ? { role: "button", tabindex: 0, "aria-label": name + ": " + text } : {});
    g.dataset.name = name;
    const tip = svg("title", {});
    tip.textContent = name + ": " + text;
    g.append(tip, svg("rect", { class: "back", x: -4, y: i * H, width: width + 8, height: H, rx: 3 }));
    const clip = svg("svg", { x: 0, y: i * H, width: label - 6, height: H, overflow: "hidden" });
    const t = svg("text", { x: 0, y: 14 });
    /* Of a long path its end tells most. */
    t.textContent = name.length <= LABEL ? name : name.includes("/") ? "…" + name.slice(1 - LABEL) : name.slice(0, LABEL - 1) + "…";
    clip.append(t);
    g.append(clip);
    let x = label;
    for (const [c, v] of parts) {
      const w = max ? v / max * room : 0;
      if (w > 0) g.append(svg("rect", { class: c, x, y: i * H + 4, width: Math.max(w, 0.7), height: H - 8 }));
      x += w;
    }
    const n = svg("text", { class: "n", x: x + 5, y: i * H + 14 });
    n.textContent = text;
    g.append(n);
    if (field) {
      if (state[field] === name) g.setAttribute("class", "on");
      const pick = () => change({ [field]: state[field] === name ? "" : name });
      g.onclick = pick;
      g.onkeydown = e => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); e.stopPropagation(); pick(); } };
    }
    s.append(g);
  });
  card.append(s);
  return card;
}
function tally(field) {
  const m = new Map();
  for (const list of [shown, near[field] || []]) {
    for (const i of list) {
      const f = ALL[i], k = VALUES[field][i];
      let c = m.get(k);
      if (!c) m.set(k, c = [0, 0, 0, 0, 0]);
      c[f[SEVERITY]]++;
      c[4] += f[POINTS];
    }
  }
  return [...m];
}
const byText = (a, b) => a < b ? -1 : a > b ? 1 : 0;
function plotCounts(title, field) {
  const total = c => c[1] + c[2] + c[3];
  const rows = tally(field).sort((a, b) => total(b[1]) - total(a[1]) || byText(a[0], b[0]));
  const cut = rows.slice(0, BARS), more = rows.length - cut.length;
  return bars(title + (more > 0 ? ` (${BARS} of ${rows.length})` : ""), field,
    cut.map(([k, c]) => [k, [["e", c[3]], ["w", c[2]], ["i", c[1]]], count(total(c))]), cut.length ? total(cut[0][1]) : 0);
}
function plotPages() {
  const rows = tally("page").filter(r => r[1][4]).sort((a, b) => b[1][4] - a[1][4] || byText(a[0], b[0])).slice(0, BARS);
  return bars("Worst pages, by penalty points", "page", rows.map(([k, c]) => [k, [["p", c[4]]], count(c[4])]), rows.length ? rows[0][1][4] : 0);
}
const score = (points, words) => words ? Math.max(0, 100 - 100 * points / words) : -1;
function plotScores() {
  const m = new Map();
  for (const f of FILES) {
    const k = f[LOCALE] || "not known";
    if (!m.has(k)) m.set(k, [0, 0]);
    m.get(k)[0] += f[FILE_POINTS];
    m.get(k)[1] += f[WORDS];
  }
  const rows = [...m].map(([k, [p, w]]) => [k, score(p, w)]).filter(r => r[1] >= 0).sort((a, b) => a[1] - b[1] || byText(a[0], b[0]));
  return bars("Score by locale, of 100", "locale", rows.slice(0, BARS).map(([k, v]) => [k, [["p", v]], v.toFixed(2)]), 100);
}
function drawPlots() {
  const of = g => g && g.closest("svg[role=group]"), g = of(document.activeElement) ? document.activeElement : null;
  const key = g && [of(g).getAttribute("aria-label"), g.dataset.name];
  $("plots").replaceChildren(plotCounts("Findings by rule", "rule"), plotPages(), plotCounts("By folder", "folder"),
    plotCounts("By family", "family"), plotCounts("By locale", "locale"), plotScores(), plotCounts("By action", "action"));
  if (!key) return;
  for (const b of document.querySelectorAll("#plots g[role=button]"))
    if (b.dataset.name === key[1] && of(b).getAttribute("aria-label") === key[0]) b.focus({ preventScroll: true });
}

/* ---- state ---- */

let quiet = false;
function keep() {
  const p = new URLSearchParams();
  for (const k in state) {
    if (state[k] === START[k] || state[k] === "" || state[k] === undefined) continue;
    p.set(k, state[k] === true ? "1" : state[k] === false ? "0" : state[k]);
  }
  quiet = true;
  history.replaceState(null, "", "#" + p);
  quiet = false;
}
function restore() {
  const p = new URLSearchParams(location.hash.slice(1));
  for (const k in state) delete state[k];
  Object.assign(state, START);
  for (const k of [...Object.keys(FIELDS), "q"]) if (p.get(k)) state[k] = p.get(k);
  for (const k of ["once", "hidden", "down"]) if (p.has(k)) state[k] = p.get(k) === "1";
  if (p.has("sort") && COLUMNS[p.get("sort")]) state.sort = Number(p.get("sort"));
}
function sortShown() {
  if (state.sort < 0) return;
  const key = COLUMNS[state.sort][1], keys = ALL.map(key), sign = state.down ? -1 : 1;
  shown.sort((a, b) => sign * byText(keys[a], keys[b]) || a - b);
}
function drawBar() {
  if ($("q").value !== state.q) $("q").value = state.q;
  $("once").checked = state.once;
  $("hidden").checked = state.hidden;
  for (const k of SELECTS) $("s-" + k).value = state[k] || "";
  $("chips").replaceChildren(...["page", "cause"].filter(k => state[k]).map(k => {
    const b = el("button", "", k + " ", el("bdi", "", state[k]), " ✕");
    b.type = "button";
    b.onclick = () => change({ [k]: "", once: k === "cause" ? true : state.once });
    return b;
  }));
  [...$("head").children].forEach((b, i) => {
    b.textContent = COLUMNS[i][0] + (state.sort === i ? (state.down ? " ▼" : " ▲") : "");
  });
  $("count").textContent = count(shown.length) + " of " + count(ALL.length) + " findings" +
    (DATA.cut && ALL.length >= DATA.cut ? " (the report ends there: --max-findings)" : "");
}
let plotting = 0;
function refresh() {
  sift();
  sortShown();
  at = open = -1;
  openHeight = 0;
  scroll.scrollTop = 0;
  drawBar();
  draw();
  /* The table answers first. */
  clearTimeout(plotting);
  plotting = setTimeout(drawPlots, 20);
}
function change(what) {
  if (what.q === "" && "sort" in what) for (const k in state) delete state[k];
  Object.assign(state, what);
  keep();
  refresh();
}

/* ---- the page ---- */

function build() {
  $("version").textContent = DATA.version;
  const points = FILES.reduce((n, f) => n + f[FILE_POINTS], 0), words = FILES.reduce((n, f) => n + f[WORDS], 0);
  const tiles = [["files", count(DATA.checked)], ["segments", count(DATA.segments)],
    ["errors", count(DATA.errors), "error"], ["warnings", count(DATA.warnings), "warning"], ["infos", count(DATA.infos), "info"],
    ["suppressed", DATA.suppressed && count(DATA.suppressed)], ["in the baseline", DATA.baselined && count(DATA.baselined)],
    ["source words", words && count(words)], ["score of 100", words && score(points, words).toFixed(2)]];
  for (const [name, value, c] of tiles) if (value) $("tiles").append(el("div", "", el("b", c, value), el("span", "dim", name)));
  for (const k of SELECTS) {
    const s = el("select"), values = [...new Set(VALUES[k])].sort(byText);
    s.id = "s-" + k;
    s.setAttribute("aria-label", k);
    s.append(new Option(k + ": all", ""), ...values.map(v => new Option(v, v)));
    s.onchange = () => change({ [k]: s.value });
    if (values.length > 1) $("selects").append(s, " ");
    else $("selects").append(s), s.hidden = true;
  }
  COLUMNS.forEach(([name, , c], i) => {
    const b = el("button", c || "", name);
    b.type = "button";
    b.onclick = () => state.sort !== i ? change({ sort: i, down: false }) : !state.down ? change({ down: true }) : change({ sort: -1, down: false });
    $("head").append(b);
  });
  let timer = 0;
  $("q").oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ q: $("q").value }), 120);
  };
  $("once").onchange = () => change({ once: $("once").checked });
  $("hidden").onchange = () => change({ hidden: $("hidden").checked });
  $("reset").onclick = () => change({ ...START });
}
document.addEventListener("keydown", e => {
  const typing = e.target === $("q");
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "/" && !typing) {
    $("q").focus();
    $("q").select();
  } else if (e.key === "Escape") {
    if (open >= 0) toggle(open);
    else if (state.q || $("q").value) change({ q: "" });
    scroll.focus();
  } else if (typing && (e.key === "ArrowDown" || e.key === "Enter")) {
    scroll.focus();
    go(Math.max(at, 0));
  } else if (typing || /^(SELECT|BUTTON|INPUT|A)$/.test(e.target.tagName)) return;
  else {
    const page = Math.max(1, Math.floor(scroll.clientHeight / ROW) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: shown.length - 1 }[e.key];
    if (to !== undefined) {
      scroll.focus({ preventScroll: true });
      go(to);
    } else if (e.key === "Enter" && at >= 0) toggle(at);
    else return;
  }
  e.preventDefault();
});
window.addEventListener("hashchange", () => { if (!quiet) restore(), refresh(); });
window.addEventListener("resize", draw);
window.addEventListener("beforeprint", () => {
  const items = shown.slice(0, PAPER_MAX).map(i => el("div", "item", detail(i)));
  if (shown.length > PAPER_MAX) items.push(el("p", "", "… and " + count(shown.length - PAPER_MAX) + " more: filter first, then print."));
  $("paper").replaceChildren(...items);
});
window.addEventListener("afterprint", () => $("paper").replaceChildren());

const wanted = new URLSearchParams(location.hash.slice(1)).get("open");
build();
restore();
refresh();
const linked = wanted ? shown.findIndex(i => ALL[i][PRINT] === wanted) : -1;
/* #open=FINGERPRINT shows one finding. */
if (linked >= 0) go(linked), toggle(linked);
})();
