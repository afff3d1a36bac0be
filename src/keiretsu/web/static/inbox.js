// Keys of the inbox: they press what is on the page, and do nothing that it cannot.
"use strict";
const claims = [...document.querySelectorAll("section.waits")];
const note = document.querySelector(".keys");
if (note) {
  note.hidden = false;
  let at = -1;

  const go = (step) => {
    if (!claims.length) return;
    at = Math.min(Math.max(at + step, 0), claims.length - 1);
    claims[at].focus();
  };

  const press = (selector) => {
    const found = claims[at]?.querySelector(selector);
    if (found) found.click();
  };

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    a: () => press("button[value=accept]"),
    r: () => press("button[value=reject]"),
    e: () => press("a.closer"),
    u: () => document.querySelector("button[value=undo]")?.click(),
  };

  document.addEventListener("focusin", (event) => {
    const found = claims.indexOf(event.target.closest("section.waits"));
    if (found >= 0) at = found;
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, select, textarea")) return;
    const act = keys[event.key];
    if (act) act();
  });
}
