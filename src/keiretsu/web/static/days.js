// The slider of days: moves among the days on which a stake changed, and takes what the
// page of that day shows. Without it the same form leads there.
"use strict";
const days = document.querySelector("form.days");
if (days) {
  const range = days.elements.change;
  const output = days.querySelector("output");
  const known = days.dataset.days.split(" ");
  const asked = () => known[range.value - 1];
  const words = (day) =>
    new Date(day + "T00:00Z").toLocaleDateString("en-GB", {
      day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
    });
  const parts = (page) => page.querySelectorAll("[data-of-day]");

  const show = () => {
    output.textContent = words(asked());
    range.setAttribute("aria-valuetext", words(asked()));
  };

  const take = async () => {
    const day = asked();
    const answer = await fetch("/on/" + day);
    if (!answer.ok || day !== asked()) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = parts(page);
    document.title = page.title;
    parts(document).forEach((part, n) => part.replaceWith(there[n]));
    history.replaceState(null, "", "/on/" + day);
  };

  let waiting;
  range.addEventListener("input", show);
  range.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(take, 150);
  });
}
