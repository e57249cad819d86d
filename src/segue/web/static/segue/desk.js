// Copyright 2026 The Segue authors. SPDX-License-Identifier: Apache-2.0
// The desk as a place to work in all day: a lead beside its list, and keys. Without this file rows are links.
"use strict";

(() => {
  const all = (selector, root = document) => root.querySelectorAll(selector);
  const table = document.querySelector("table.leads");
  const panel = document.getElementById("lead-panel");
  const content = document.getElementById("lead-panel-content");
  const wide = matchMedia("(min-width: 75rem)");
  const title = document.title;
  let shown = null; // the address of the lead in the panel
  let wanted = 0; // a timer: while j is held, only the lead it stops at is fetched
  let seen = "";

  const links = () => (table ? [...all(".lead-link", table)] : []);
  const linkOf = (address) => links().find((link) => link.pathname === address);
  const current = () =>
    document.activeElement?.closest?.("table.leads tbody tr")?.querySelector(".lead-link") ??
    linkOf(shown ?? seen) ??
    null;

  // --- The panel ---------------------------------------------------------------------------------------------

  // Whatever changes beside a row, the row stays where it is under the hand.
  function steadily(link, change) {
    const row = link?.closest("tr");
    const before = row?.getBoundingClientRect().top;
    change();
    if (row) scrollBy({ top: row.getBoundingClientRect().top - before, behavior: "instant" });
  }

  function markRow(link) {
    for (const marked of all("[aria-current]", table.tBodies[0])) marked.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
  }

  function load(address) {
    panel.querySelector(".side-panel-fault").hidden = true;
    return htmx.ajax("GET", address, { source: content, target: content, swap: "innerHTML" });
  }

  function open(link, { remember = true } = {}) {
    clearTimeout(wanted);
    const address = link.pathname;
    if (remember && !shown) {
      history.scrollRestoration = "manual"; // going back to the list moves nothing
      history.pushState({ lead: address }, "", address);
    } else if (remember) history.replaceState({ lead: address }, "", address);
    steadily(link, () => {
      panel.hidden = false;
      document.body.dataset.panel = "";
    });
    shown = seen = address;
    markRow(link);
    panel.querySelector('[data-panel="page"]').href = address;
    return load(address);
  }

  function close() {
    clearTimeout(wanted);
    const link = linkOf(shown);
    const inside = panel.contains(document.activeElement);
    shown = null;
    steadily(link, () => {
      panel.hidden = true;
      delete document.body.dataset.panel;
    });
    content.replaceChildren();
    document.title = title;
    markRow(null);
    if (inside) link?.focus({ preventScroll: true });
  }

  // A row as it became by what was answered in the panel; it keeps its place, its tick and the focus.
  function refresh(row) {
    const old = document.getElementById(row.id);
    if (!old) return;
    const ticked = old.querySelector(".lead-pick input")?.checked;
    const focused = old.contains(document.activeElement);
    old.replaceWith(row);
    if (ticked) row.querySelector(".lead-pick input").checked = true;
    htmx.process(row);
    const link = row.querySelector(".lead-link");
    if (link.pathname === shown) markRow(link);
    if (focused) link.focus({ preventScroll: true });
  }

  if (panel && table) {
    table.addEventListener("click", (event) => {
      const link = event.target.closest(".lead-link");
      const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (!link || elsewhere || !wide.matches) return;
      event.preventDefault();
      open(link);
    });

    addEventListener("popstate", (event) => {
      const link = event.state?.lead && linkOf(event.state.lead);
      if (link) open(link, { remember: false });
      else if (shown) close();
    });

    panel.addEventListener("click", (event) => {
      const what = event.target.closest("[data-panel]")?.dataset.panel;
      if (what === "close") history.back();
      if (what === "previous") move(-1);
      if (what === "next") move(1);
    });

    content.addEventListener("htmx:afterSwap", (event) => {
      if (event.target !== content) return;
      content.scrollTop = 0;
      const row = content.querySelector("template[data-row]")?.content.querySelector("tr");
      if (row) refresh(row);
      // What was just done stands first; who answered hears it and goes on from there.
      if (event.detail.requestConfig?.verb === "post" && !content.querySelector(".error-summary")) {
        const told = [".notices", ".lead-alert > *", "h1"].map((one) => content.querySelector(one)).find(Boolean);
        told?.setAttribute("tabindex", "-1");
        told?.focus({ preventScroll: true });
      }
    });

    const failed = (event) => {
      if (panel.contains(event.target)) panel.querySelector(".side-panel-fault").hidden = false;
    };
    document.addEventListener("htmx:sendError", failed);
    document.addEventListener("htmx:responseError", failed);

    // Undone on the row: the panel shows the same lead as it is now. The same heart twice: both say the same.
    document.addEventListener("htmx:afterRequest", (event) => {
      const { verb, path } = event.detail.requestConfig ?? {};
      if (verb !== "post" || !event.detail.successful) return;
      if (shown && path === `${shown}/undo` && !content.contains(event.target)) load(shown);
      if (!path.endsWith("/heart")) return;
      const on = event.detail.xhr.responseText.includes('aria-pressed="true"');
      for (const heart of all(`.heart[formaction="${path}"]`)) {
        heart.setAttribute("aria-pressed", on);
        heart.value = on ? "off" : "on";
        const use = heart.querySelector("use");
        use.setAttribute("href", use.getAttribute("href").replace(/#.*/, on ? "#heart-filled" : "#heart"));
      }
    });
  }

  // --- Moving through the list -------------------------------------------------------------------------------

  function move(by) {
    const rows = links();
    const at = rows.indexOf(current());
    const link = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
    if (!link) return;
    link.focus({ preventScroll: true });
    link.closest("tr").scrollIntoView({ block: "nearest" });
    seen = link.pathname;
    if (!shown) return;
    clearTimeout(wanted);
    markRow(link);
    wanted = setTimeout(() => open(link), 120);
  }

  // --- Keys --------------------------------------------------------------------------------------------------

  const map = document.getElementById("keys");
  const off = () => document.documentElement.dataset.keys === "off";
  const lead = () => document.querySelector("#lead-panel:not([hidden]) .lead, main > .desk-inner > .lead");
  const writing = (element) => element.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

  // The form opens; nothing is answered by a key.
  function openForm(verb) {
    const link = lead()?.querySelector(`a[href$="/${verb}"]`);
    if (link) return link.click();
    const row = current();
    if (shown || !row || table.dataset.stage !== "received") return;
    if (!wide.matches) location.assign(`${row.pathname}/${verb}`);
    else open(row).then(() => lead()?.querySelector(`a[href$="/${verb}"]`)?.click());
  }

  function go(by) {
    if (table) move(by);
    else document.querySelector(`.lead-nav [rel="${by > 0 ? "next" : "prev"}"]`)?.click();
  }

  function heart() {
    (table ? current()?.closest("tr") : lead())?.querySelector(".heart")?.click();
  }

  function tick() {
    const box = current()?.closest("tr").querySelector(".lead-pick input");
    if (box) box.click();
  }

  const KEYS = {
    j: () => go(1),
    k: () => go(-1),
    a: () => openForm("acceptance"),
    d: () => openForm("declination"),
    f: heart,
    x: tick,
    b: () => document.querySelector("#bulk button")?.focus(),
    "?": () => map?.showModal(),
  };

  function leave(event) {
    const elsewhere = shown && writing(event.target) && !panel.contains(event.target); // a search field clears itself
    if (!shown || elsewhere || map?.open || event.target.closest?.("details.menu[open]")) return;
    const form = content.querySelector("#answer-form")?.hasChildNodes();
    if (form) {
      linkOf(shown)?.focus({ preventScroll: true });
      load(shown);
    } else history.back();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return leave(event);
    const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (!act || off() || map?.open || writing(event.target)) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")?.tagName === "BUTTON") map.showModal();
    else if (event.target === map) map.close();
  });
  if (off()) for (const hint of all(".keys-hint")) hint.remove();

  // --- What is ticked ------------------------------------------------------------------------------------------

  const boxes = () => [...all(".lead-pick [name]", table)];

  function count() {
    const number = boxes().filter((box) => box.checked).length;
    const output = document.getElementById("bulk-count");
    if (output) output.value = number;
    for (const button of all("#bulk [data-most]")) {
      button.disabled = number > Number(button.dataset.most);
      button.nextElementSibling.hidden = !button.disabled;
    }
    const every = table.querySelector("[data-all]");
    every.checked = number > 0 && number === boxes().length;
    every.indeterminate = number > 0 && !every.checked;
  }

  if (table) {
    table.addEventListener("change", (event) => {
      if (event.target.matches("[data-all]")) for (const box of boxes()) box.checked = event.target.checked;
      count();
    });
    count(); // the browser may have kept ticks over a reload
  }

  // --- Did you reach Anna? --------------------------------------------------------------------------------------
  // Asked once a contact link was used, and again when the lead is opened next, until it is answered.

  const used = (address) => `segue:${document.documentElement.dataset.membership ?? ""}:reached:${address}`;

  function askWhetherReached() {
    for (const question of all("[data-reached]")) {
      const how = sessionStorage.getItem(used(question.dataset.reached));
      if (!how) continue;
      question.querySelector("[data-yes]").value = how;
      question.hidden = false;
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-contact]");
    if (link) {
      sessionStorage.setItem(used(link.dataset.lead), link.dataset.contact);
      askWhetherReached();
    }
    const later = event.target.closest("[data-later]");
    if (later) later.closest("[data-reached]").hidden = true;
  });
  document.addEventListener("submit", (event) => {
    const [address, logged] = new URL(event.target.action, location).pathname.split("/contact-log");
    if (logged === "") sessionStorage.removeItem(used(address));
  });
  content?.addEventListener("htmx:afterSwap", askWhetherReached);
  askWhetherReached();

  // --- "3 new" ---------------------------------------------------------------------------------------------------
  // Asked once a minute while somebody looks, and when they come back; the list itself stays as it is.

  const arrivals = document.querySelector("[data-arrivals]");
  let looked = Date.now();

  async function look() {
    looked = Date.now();
    const answer = await fetch(arrivals.dataset.arrivals, { redirect: "manual" }).catch(() => null);
    if (answer?.status === 200) arrivals.innerHTML = await answer.text();
  }

  if (arrivals) {
    setInterval(() => document.hidden || look(), 60_000);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && Date.now() - looked > 10_000) look();
    });
  }
})();
