"use strict";
// Shows what the server tells of the run that goes on. Whatever it tells is set as text, never as markup.
(() => {
  const rows = document.getElementById("rows");
  const said = document.getElementById("said");
  const bar = document.getElementById("bar");
  const title = document.getElementById("title");
  const fresh = document.getElementById("fresh");
  let version = null;

  const cell = (text, name) => {
    const found = document.createElement("td");
    found.textContent = text;
    if (name) found.className = name;
    return found;
  };

  const state = (word) => {
    const found = document.createElement("td");
    const badge = document.createElement("span");
    badge.className = "badge " + word;
    if (word !== "running") {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
      svg.setAttribute("class", "shape " + word);
      svg.setAttribute("aria-hidden", "true");
      use.setAttribute("href", "#v-" + word);
      svg.append(use);
      badge.append(svg);
    }
    badge.append(word);
    found.append(badge);
    return found;
  };

  const row = (card) => {
    const found = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = card.id + (card.attempt > 1 ? " (" + card.attempt + ")" : "");
    const now = card.state === "running" ? card.step : card.seconds.toFixed(2) + " s";
    found.append(head, state(card.state), cell(now), cell(card.reason, "reason"));
    return found;
  };

  const show = (told) => {
    rows.replaceChildren(...told.cards.map(row));
    const of = Math.max(told.of, told.cards.length);
    bar.style.width = of ? (100 * told.done) / of + "%" : "0";
    title.textContent = !told.run ? "No run yet" : told.finished ? "The newest run is over" : "A run is going on";
    said.textContent = told.run ? told.run + (of ? ": " + told.done + " of " + of + " cards" : "") : "";
    document.title = (told.run && !told.finished ? "● " : "") + title.textContent + " · harness";
    if (version !== null && told.version !== version) fresh.hidden = false;
    version = told.version;
  };

  const source = new EventSource("/events");
  source.onmessage = (event) => show(JSON.parse(event.data));
  source.onerror = () => { said.textContent = "The connection is lost; is `harness serve` still running?"; };
})();
