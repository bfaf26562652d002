// SPDX-License-Identifier: GPL-2.0-or-later
// The page is whole without this script: it only filters, unfolds what a link names, and shows decodes in place.
"use strict";
(() => {
  const form = document.querySelector("form.filter");
  const rows = [...document.querySelectorAll("table.list tbody tr")];
  const details = [...document.querySelectorAll("details.sc")];
  const texts = rows.map(row => row.textContent.toLowerCase());

  function filter() {
    const verdicts = new Set([...form.querySelectorAll("[name=verdict]:checked")].map(box => box.value));
    const section = form.elements.section.value;
    const text = form.elements.text.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = verdicts.has(row.dataset.v) && (!section || row.dataset.s === section) && texts[i].includes(text);
      row.hidden = !fits;
      if (details[i]) details[i].hidden = !fits;
      shown += fits;
    });
    form.elements.shown.value = `${shown} of ${rows.length}`;
  }
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());
  filter();

  function show(link) {
    const box = document.getElementById(link.getAttribute("href").slice(1));
    if (!box) return;
    for (const other of box.parentElement.children) other.classList.toggle("on", other === box);
    for (const other of link.ownerSVGElement.querySelectorAll("a.m")) other.classList.toggle("sel", other === link);
  }
  const linkOf = event => event.target.closest ? event.target.closest("svg.ladder a.m") : null;
  document.addEventListener("click", event => {
    const link = linkOf(event);
    if (link) {
      event.preventDefault();
      show(link);
    }
  });
  document.addEventListener("focusin", event => {
    const link = linkOf(event);
    if (link) show(link);
  });

  function unfold() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const fold = target && target.closest("details.sc");
    if (!fold) return;
    fold.hidden = false;
    fold.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  unfold();
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = details.filter(one => !one.open);
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
})();
