// Copyright 2026 The Segue authors. SPDX-License-Identifier: Apache-2.0
// Small comforts. Every page works without this file; nothing here is needed to act.
"use strict";

const all = (selector, root = document) => root.querySelectorAll(selector);

function reveal(root) {
  for (const element of all("[data-script]", root)) element.hidden = false;
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

// <form data-keep="name">: what was typed survives a reload, until the form is sent to where it belongs; a button
// with a formaction only takes it elsewhere for a while.
// With data-draft what the form came with is not kept, only what was changed: it may come with something newer.
// <form data-guard>: leaving with unsent words asks first; data-guard="typed" comes with words that are not sent yet.
const kept = (form) => `segue:${form.dataset.keep}`;
const secret = (field) => !field.name || field.type === "hidden" || field.type === "password" || field.type === "file" || field.closest(".honey");

function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return ![...field.options].every((option) => option.selected === option.defaultSelected);
  return field.value !== field.defaultValue;
}

function keep(form) {
  const values = {};
  for (const field of form.elements) {
    if (secret(field) || ("draft" in form.dataset && !changed(field))) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else if (field.value || "draft" in form.dataset) values[field.name] = field.value;
  }
  sessionStorage.setItem(kept(form), JSON.stringify(values));
}

function restore(form) {
  const values = JSON.parse(sessionStorage.getItem(kept(form)) ?? "{}");
  for (const field of form.elements) {
    const value = values[field.name];
    if (secret(field) || value === undefined) continue;
    if (Array.isArray(value)) field.checked ||= value.includes(field.value);
    else if (!field.value || "draft" in form.dataset) field.value = value;
  }
}

let unsent = null;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep) keep(form);
  if (form && "guard" in form.dataset) unsent = form;
});
document.addEventListener("submit", (event) => {
  unsent = null;
  const elsewhere = event.submitter?.hasAttribute("formaction");
  if (event.target.dataset.keep && !elsewhere) sessionStorage.removeItem(kept(event.target));
});
addEventListener("beforeunload", (event) => {
  if (unsent?.isConnected) event.preventDefault();
});

let ticking = false;

function begin(root) {
  reveal(root);
  if (!ticking && root.querySelector("[data-countdown]")) ticking = setInterval(tick, 1000);
  for (const form of all("form[data-keep]", root)) restore(form);
  unsent = root.querySelector('form[data-guard="typed"]') ?? unsent;
  // After a refused form the summary of what is wrong gets the focus.
  root.querySelector(".error-summary")?.focus();
}

begin(document);
document.addEventListener("htmx:afterSwap", (event) => {
  begin(event.target);
  // What a menu's item has opened is not left behind the menu.
  if (event.target.id === "filter-form") closeMenus(null);
});
