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
})();
