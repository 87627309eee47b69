"use strict";
(() => {
  const cards = [...document.querySelectorAll("details.card")];
  const anchorOf = (card) => card.querySelector(".inside").id;

  // What to show.
  const filters = document.getElementById("filters");
  const search = document.getElementById("search");
  const found = filters.querySelector("output");
  const selects = [...filters.querySelectorAll("select")];
  const chosen = (card) => selects.every(({ name, value }) => !value || card.dataset[name] === value);
  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };
  const show = () => {
    const state = filters.elements.state.value;
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = new Set();
    for (const card of cards) {
      card.hidden = !(
        (state === "all" || card.dataset.state === state) &&
        chosen(card) &&
        words.every((word) => textOf(card).includes(word))
      );
      if (!card.hidden) shown.add(anchorOf(card));
    }
    for (const chip of document.querySelectorAll(".chip")) chip.hidden = !shown.has(chip.dataset.card);
    found.textContent = shown.size === cards.length ? "" : `${shown.size} of ${cards.length} ${filters.dataset.noun} shown`;
  };
  const unfold = (open) => cards.forEach((card) => (card.open = open && !card.hidden));
  filters.hidden = cards.length === 0;
  filters.addEventListener("input", show);
  filters.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("unfold").addEventListener("click", () => unfold(true));
  document.getElementById("fold").addEventListener("click", () => unfold(false));
  show();

  // A link leads to something that is unfolded.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) {
      at.hidden = false;
      at.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Terminal recordings.
  const drawn = (row) =>
    row.map(([text, look]) => {
      const span = document.createElement("span");
      span.textContent = text;
      span.className = look;
      return span;
    });
  const player = (figure) => {
    const { rows, frames } = JSON.parse(figure.querySelector("script").textContent);
    const screen = figure.querySelector(".screen");
    const button = figure.querySelector(".play");
    const seek = figure.querySelector("input");
    const clock = figure.querySelector(".clock");
    const end = Number(seek.max);
    const lines = Array.from({ length: rows }, () => document.createElement("span"));
    screen.replaceChildren(...lines.flatMap((line) => [line, "\n"]));
    let next = 0;
    let playing = null;
    const draw = (moment) => {
      if (next > 0 && frames[next - 1][0] > moment) {
        next = 0;
        lines.forEach((line) => line.replaceChildren());
      }
      for (; next < frames.length && frames[next][0] <= moment; next++)
        for (const [row, runs] of Object.entries(frames[next][1])) lines[row].replaceChildren(...drawn(runs));
      clock.textContent = `${moment.toFixed(1)} of ${end.toFixed(1)} s`;
    };
    const stop = () => {
      playing = null;
      button.textContent = "Play";
    };
    const play = () => {
      const from = Number(seek.value) >= end ? 0 : Number(seek.value);
      const began = performance.now();
      const mine = (playing = {});
      button.textContent = "Pause";
      const tick = () => {
        if (playing !== mine) return;
        const moment = Math.min(from + (performance.now() - began) / 1000, end);
        seek.value = moment;
        draw(moment);
        if (moment >= end) stop();
        else requestAnimationFrame(tick);
      };
      tick();
    };
    button.addEventListener("click", () => (playing ? stop() : play()));
    seek.addEventListener("input", () => {
      stop();
      draw(Number(seek.value));
    });
    draw(end);
    figure.querySelector(".controls").hidden = false;
  };
  document.querySelectorAll("[data-cast]").forEach(player);
})();
