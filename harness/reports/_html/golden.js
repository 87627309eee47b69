"use strict";
(() => {
  // One picture over the other, as far as the slider says.
  const natural = (image) => ({ width: image.naturalWidth || 1, height: image.naturalHeight || 1 });
  const slider = (shots) => {
    const [below, above] = ["golden", "received"].map((side) => shots.querySelector(`[data-side="${side}"] img`));
    if (!below || !above) return;
    const figure = document.createElement("figure");
    figure.className = "slider";
    const stack = document.createElement("div");
    stack.className = "stack";
    const [under, over] = [below, above].map((image) => image.cloneNode());
    const edge = document.createElement("div");
    over.className = "over";
    edge.className = "edge";
    stack.append(under, over, edge);
    const label = document.createElement("label");
    label.className = "slide";
    const range = document.createElement("input");
    Object.assign(range, { type: "range", min: "0", max: "100", value: "50" });
    range.setAttribute("aria-label", "how far the received picture lies over the golden one");
    label.append("golden", range, "received");
    figure.append(stack, label);
    shots.after(figure);
    const draw = () => {
      const at = Number(range.value);
      const widest = Math.max(natural(under).width, natural(over).width);
      const tallest = Math.max(natural(under).height, natural(over).height);
      figure.style.maxWidth = `${widest}px`;
      stack.style.aspectRatio = `${widest} / ${tallest}`;
      for (const image of [under, over]) image.style.width = `${(natural(image).width / widest) * 100}%`;
      const covered = Math.min((at * widest) / natural(over).width, 100);
      over.style.clipPath = `inset(0 ${100 - covered}% 0 0)`;
      edge.style.left = `${at}%`;
    };
    range.addEventListener("input", draw);
    for (const image of [under, over]) image.addEventListener("load", draw);
    draw();
  };
  document.querySelectorAll("[data-shots]").forEach(slider);
})();
