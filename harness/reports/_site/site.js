"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const isTyping = (at) => at.matches("input:not([type=radio]), textarea, select, [contenteditable]");

  // Light and dark: as the system has it, unless somebody chose.
  const THEMES = ["auto", "light", "dark"];
  const theme = $("theme");
  const kept = () => {
    try {
      return localStorage.getItem("harness-theme") || "auto";
    } catch {
      return root.dataset.theme || "auto";
    }
  };
  const showTheme = (name) => {
    if (name === "auto") delete root.dataset.theme;
    else root.dataset.theme = name;
    theme.textContent = `Theme: ${name}`;
  };
  const nextTheme = () => {
    const name = THEMES[(THEMES.indexOf(kept()) + 1) % THEMES.length];
    try {
      localStorage.setItem("harness-theme", name);
    } catch {
      root.dataset.theme = name;
    }
    showTheme(name);
  };
  theme.hidden = false;
  theme.addEventListener("click", nextTheme);
  showTheme(THEMES.includes(kept()) ? kept() : "auto");

  // What narrows down the list of a page. Rows are kept by chunks: one of which nothing is shown takes no room.
  const filter = $("filter");
  const holder = document.querySelector("[data-rows]");
  const rows = holder ? [...holder.querySelectorAll(":scope > tbody > tr, :scope > details, :scope > li")] : [];
  const chunks = holder ? [...holder.querySelectorAll(":scope > tbody[data-chunk]")] : [];
  let texts = null;
  const textOf = (at) => {
    texts ??= rows.map((row) => row.textContent.toLowerCase());
    return texts[at];
  };
  let clear = () => {};
  const setUp = () => {
    const words = $("words");
    const found = filter.querySelector("output");
    const selects = [...filter.querySelectorAll("select")];
    const names = ["state", ...selects.map((one) => one.name)];
    const values = names.map((name) => rows.map((row) => row.dataset[name]));
    const numbers = new Map(chunks.map((chunk, at) => [chunk, at]));
    const chunkOf = rows.map((row) => numbers.get(row.parentElement) ?? -1);
    const inChunk = chunks.map((chunk) => []);
    rows.forEach((row, at) => inChunk[chunkOf[at]]?.push(at));
    const isHidden = new Uint8Array(rows.length);
    const isWanted = new Uint8Array(rows.length).fill(1);
    const state = () => filter.elements.state?.value ?? "";
    const settle = (at) => {
      if (isHidden[at] !== isWanted[at]) return;
      isHidden[at] = isWanted[at] ? 0 : 1;
      rows[at].hidden = !isWanted[at];
    };
    // What a reader sees is settled at once, the rest of a very long list in short turns.
    let left = [];
    let turn = 0;
    const settleSome = (until) => {
      while (left.length && performance.now() < until) inChunk[left.shift()].forEach(settle);
      turn = left.length ? setTimeout(() => settleSome(performance.now() + 8)) : 0;
      holder.toggleAttribute("data-settling", left.length > 0);
    };
    const isInSight = (chunk) => {
      const { top, bottom } = chunk.getBoundingClientRect();
      return bottom > -innerHeight && top < 2 * innerHeight;
    };
    const apply = () => {
      const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = [state(), ...selects.map((one) => one.value)];
      const chosen = wanted.flatMap((value, at) => (value ? [[values[at], value]] : []));
      const numbers = new Uint32Array(chunks.length);
      let shown = 0;
      for (let at = 0; at < rows.length; at++) {
        const is = chosen.every(([of, value]) => of[at] === value) && asked.every((word) => textOf(at).includes(word));
        isWanted[at] = is;
        if (!is) continue;
        shown++;
        if (chunkOf[at] >= 0) numbers[chunkOf[at]]++;
      }
      clearTimeout(turn);
      chunks.forEach((chunk, at) => {
        if (chunk.hidden !== !numbers[at]) chunk.hidden = !numbers[at];
        if (numbers[at]) chunk.style.setProperty("--shown", numbers[at]);
      });
      const full = chunks.flatMap((chunk, at) => (numbers[at] ? [at] : []));
      const near = new Set(full.filter((at) => isInSight(chunks[at])));
      near.forEach((at) => inChunk[at].forEach(settle));
      left = full.filter((at) => !near.has(at));
      if (chunks.length) settleSome(0);
      else rows.forEach((row, at) => settle(at));
      const counted = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} ${filter.dataset.noun} shown`;
      found.textContent = shown === rows.length ? "" : counted;
    };
    addEventListener("beforeprint", () => settleSome(Infinity));
    const keep = () => {
      const now = new URLSearchParams();
      if (state()) now.set("state", state());
      for (const one of selects) if (one.value) now.set(one.name, one.value);
      if (words.value) now.set("words", words.value);
      history.replaceState(null, "", now.size ? `#${now}` : location.pathname + location.search);
    };
    const restore = () => {
      if (!location.hash.includes("=")) return;
      const then = new URLSearchParams(location.hash.slice(1));
      for (const one of filter.querySelectorAll("[name=state]")) one.checked = one.value === (then.get("state") ?? "");
      for (const one of selects) one.value = then.get(one.name) ?? "";
      words.value = then.get("words") ?? "";
      apply();
    };
    clear = () => {
      for (const one of filter.querySelectorAll("[name=state]")) one.checked = !one.value;
      for (const one of selects) one.value = "";
      words.value = "";
      apply();
    };
    filter.hidden = rows.length < 2;
    let waiting = 0;
    filter.addEventListener("input", () => {
      apply();
      clearTimeout(waiting);
      waiting = setTimeout(keep, 200);
    });
    filter.addEventListener("submit", (event) => event.preventDefault());
    words.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (words.value) event.preventDefault();
      words.value = "";
      apply();
      keep();
      words.blur();
    });
    restore();
    addEventListener("hashchange", restore);
    (window.requestIdleCallback ?? setTimeout)(() => rows.length && textOf(0));
  };
  if (filter) setUp();

  // Through a list by keyboard; on the page of one item, to its neighbours.
  const linkOf = (row) => row.querySelector("th a, summary, a");
  const move = (by) => {
    const at = rows.indexOf(document.activeElement.closest?.("[data-rows] > tbody > tr, [data-rows] > details, [data-rows] > li"));
    const step = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
    for (let next = step; next >= 0 && next < rows.length; next += by) {
      const link = rows[next].hidden ? null : linkOf(rows[next]);
      if (!link) continue;
      link.focus();
      rows[next].scrollIntoView({ block: "nearest" });
      return true;
    }
    return false;
  };
  const go = (rel) => document.querySelector(`.neighbours a[rel="${rel}"]`)?.click();

  // One search over everything. What can be found is loaded when it is first asked for.
  const search = $("search");
  const query = $("query");
  const hits = $("hits");
  const said = $("said");
  const MOST = 60;
  let index = null;
  let selected = -1;
  window.harnessSearch = (entries) => {
    index = entries.map((entry) => ({ entry, name: entry[1].toLowerCase(), title: entry[2].toLowerCase(), all: entry.join("\n").toLowerCase() }));
    find();
  };
  const load = () => {
    if (index || search.dataset.asked) return;
    search.dataset.asked = "yes";
    const script = document.createElement("script");
    script.src = search.dataset.index;
    script.nonce = document.querySelector("script[nonce]").nonce;
    document.head.append(script);
  };
  const rank = (one, words, whole) => {
    if (!words.every((word) => one.all.includes(word))) return 0;
    if (one.name === whole) return 100;
    if (one.name.endsWith(`/${whole}`)) return 90;
    if (one.name.startsWith(whole)) return 80;
    if (words.every((word) => one.name.includes(word))) return 70;
    if (words.every((word) => one.title.includes(word))) return 50;
    return words.every((word) => one.name.includes(word) || one.title.includes(word)) ? 40 : 10;
  };
  const piece = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const around = (text, words) => {
    const at = words.length ? text.toLowerCase().indexOf(words[0]) : -1;
    return at < 0 ? "" : `… ${text.slice(Math.max(at - 40, 0), at + 120)} …`;
  };
  const hit = ({ entry }, at, words) => {
    const [kind, name, title, state, tone, , more] = entry;
    const line = document.createElement("li");
    line.id = `hit-${at}`;
    line.setAttribute("role", "option");
    const middle = document.createElement("span");
    const shown = words.every((word) => `${name} ${title}`.toLowerCase().includes(word)) ? title : around(more, words) || title;
    middle.append(piece("code", "", name), piece("span", "words", shown));
    line.append(piece("span", "sort", kind), middle, state ? piece("span", `tag t-${tone}`, state) : "");
    line.addEventListener("click", () => open(at));
    line.addEventListener("pointermove", () => select(at));
    return line;
  };
  let shownHits = [];
  const find = () => {
    if (!index) {
      said.textContent = query.value ? "Reading what there is …" : "";
      return;
    }
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const byRank = new Map();
    let total = 0;
    for (const one of words.length ? index : []) {
      const found = rank(one, words, words.join(" "));
      if (!found) continue;
      total++;
      const group = byRank.get(found) ?? byRank.set(found, []).get(found);
      if (group.length < MOST) group.push(one);
    }
    const ranked = [...byRank].sort(([a], [b]) => b - a).flatMap(([, group]) => group);
    shownHits = ranked.slice(0, MOST);
    hits.replaceChildren(...shownHits.map((one, at) => hit(one, at, words)));
    said.textContent = !words.length
      ? `${index.length.toLocaleString("en")} things to find`
      : total > MOST
        ? `${total.toLocaleString("en")} found, the best ${MOST} are shown`
        : `${total} found`;
    query.setAttribute("aria-expanded", String(shownHits.length > 0));
    select(shownHits.length ? 0 : -1);
  };
  const select = (at) => {
    hits.children[selected]?.setAttribute("aria-selected", "false");
    selected = at;
    const line = hits.children[at];
    if (!line) return query.removeAttribute("aria-activedescendant");
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    query.setAttribute("aria-activedescendant", line.id);
  };
  const open = (at) => {
    const path = shownHits[at]?.entry[5];
    if (!path) return;
    search.close();
    location.href = (search.dataset.up ?? "") + path;
  };
  const ask = () => {
    load();
    search.showModal();
    query.select();
    find();
  };
  search.addEventListener("close", () => query.blur());
  $("find").hidden = false;
  $("find").addEventListener("click", ask);
  query.addEventListener("input", find);
  query.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (by) {
      event.preventDefault();
      if (shownHits.length) select(Math.min(Math.max(selected + by, 0), shownHits.length - 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(selected);
    } else if (event.key === "Escape") {
      event.preventDefault();
      query.blur();
      search.close();
    }
  });

  // Keys.
  const keys = $("keys");
  $("help").hidden = false;
  $("help").addEventListener("click", () => keys.showModal());
  for (const dialog of [search, keys])
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  const actions = {
    "/": ask,
    "?": () => keys.showModal(),
    t: nextTheme,
    f: () => $("words")?.focus(),
    j: () => (rows.length > 1 ? move(1) : go("next")),
    k: () => (rows.length > 1 ? move(-1) : go("prev")),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (isTyping(event.target)) return;
    const inRows = event.target.closest?.("[data-rows]");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const act = by && inRows && rows.length > 1 ? () => move(by) : actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // In a narrow window the sections scroll.
  const sections = document.querySelector(".sections ul");
  const here = sections?.querySelector("[aria-current]");
  if (here) sections.scrollLeft = here.offsetLeft - (sections.clientWidth - here.offsetWidth) / 2;

  // An address within the page leads to something that is unfolded and shown.
  const reveal = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && !name.includes("=") ? $(name) : null;
    if (!target) return;
    if (target.closest("[hidden]")) clear();
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // On paper everything is unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
})();
