// The slider: looks up what was computed, and draws where the reader is. It computes
// nothing: between two points of the curve it names the nearer one. A page that is a
// file carries its curve, since a browser fetches nothing for a file.
"use strict";
const form = document.querySelector("form.slide");
if (form) {
  const range = form.elements.stake;
  const carried = document.querySelector("#curve");
  const output = form.querySelector("output");
  const live = document.querySelector(".live");
  const words = live && live.querySelector("p");
  let points = [];
  let readings = {};

  const percent = (part) => {
    const value = 100 * part;
    const size = Math.abs(value);
    if (size < 0.001) return "0\u00a0%";
    const digits = size >= 10 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3;
    return (value < 0 ? "\u2212" : "+") + size.toFixed(digits) + "\u00a0%";
  };

  const nearest = (part) =>
    points.reduce((a, b) => (Math.abs(b.stake - part) < Math.abs(a.stake - part) ? b : a));

  const place = (part) => {
    for (const mark of document.querySelectorAll("path.chosen")) {
      const old = mark.getAttribute("d");
      const left = Number(mark.dataset.left);
      const right = Number(mark.dataset.right);
      mark.setAttribute("d", old.replace(/^M[\d.]+/, "M" + (left + part * (right - left)).toFixed(1)));
    }
  };

  const show = () => {
    const part = Number(range.value) / 100;
    output.textContent = range.value + "\u00a0%";
    place(part);
    if (!points.length || !live) return;
    const point = nearest(part);
    const told = Object.entries(point.changes).map(([name, change]) => percent(change) + " if " + readings[name]);
    live.hidden = false;
    words.textContent = "At " + (100 * point.stake).toFixed(0) + "\u00a0%, prices of both: " + told.join(", ");
  };

  const take = (curve) => {
    points = curve.points;
    readings = curve.readings;
    form.dataset.points = points.length;
    return curve.whole;
  };

  const load = async () => {
    const answer = await fetch(form.dataset.curve);
    if (answer.ok && take(await answer.json())) return;
    setTimeout(load, 4000);
  };

  range.addEventListener("input", show);
  if (carried) take(JSON.parse(carried.textContent));
  else load();
  range.addEventListener("change", () => {
    if (carried) return; // a file shows the size that it was made for
    const address = new URL(location.href);
    address.searchParams.set("stake", range.value);
    history.replaceState(null, "", address);
  });
}
