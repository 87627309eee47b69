"use strict";
(() => {
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
