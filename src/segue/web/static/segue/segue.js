// Copyright 2026 The Segue authors. SPDX-License-Identifier: Apache-2.0
// Small comforts. Every page works without this file; nothing here is needed to act.
"use strict";

(() => {
  const all = (selector, root = document) => root.querySelectorAll(selector);

  // Over plain http there is no clipboard, and so no button that copies.
  function reveal(root) {
    for (const element of all("[data-script]", root)) {
      if (navigator.clipboard || !("copy" in element.dataset)) element.hidden = false;
    }
  }

  // Menus (<details class="menu">) close on Escape, on a click elsewhere and when focus leaves.
  function closeMenus(except) {
    for (const menu of all("details.menu[open]")) if (menu !== except) menu.open = false;
  }

  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // <button data-copy="text" data-done="Copied" hidden data-script>: says in its own words that it did.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.querySelector("[data-words]") ?? button;
    const before = words.textContent;
    words.textContent = button.dataset.done;
    button.dataset.copied = "";
    setTimeout(() => {
      words.textContent = before;
      delete button.dataset.copied;
    }, 2000);
  });

  // A key brings to a field: <input data-key="/">. Ctrl or Cmd + Enter sends the form one is writing in.
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && writing?.form) {
      event.preventDefault();
      writing.form.requestSubmit();
      return;
    }
    if (writing || event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
    const field = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select?.();
  });

  // <input type="checkbox" data-picks="scope=some">: ticking it picks that choice of the same form.
  document.addEventListener("change", (event) => {
    const [name, value] = event.target.dataset.picks?.split("=") ?? [];
    if (!value || !event.target.checked) return;
    const choice = [...event.target.form.elements].find((field) => field.name === name && field.value === value);
    if (!choice.checked) choice.click();
  });

  // <time data-countdown datetime="...">: the minutes and seconds left under one hour; before that the
  // server's words stay. At zero the words of data-over are shown.
  function tick() {
    for (const element of all("[data-countdown]")) {
      const left = Math.floor((Date.parse(element.dateTime) - Date.now()) / 1000);
      if (left >= 3600) continue;
      const seconds = String(left % 60).padStart(2, "0");
      const words = left > 0 ? `${Math.floor(left / 60)}:${seconds}` : (element.dataset.over ?? "0:00");
      if (element.textContent !== words) element.textContent = words;
    }
  }

  let ticking = false;

  function begin(root) {
    reveal(root);
    if (!ticking && root.querySelector("[data-countdown]")) ticking = setInterval(tick, 1000);
    // After a refused form the summary of what is wrong gets the focus.
    root.querySelector(".error-summary")?.focus();
  }

  begin(document);
  document.addEventListener("htmx:afterSwap", (event) => {
    begin(event.target);
    // What a menu's item has opened is not left behind the menu.
    if (event.target.id === "filter-form") closeMenus(null);
  });
})();
