// Copyright 2026 The Segue authors. SPDX-License-Identifier: Apache-2.0
// What somebody is writing is not lost. Without this file a form is as the server sent it.
"use strict";

// <form data-keep="what it is for">: answers that were changed survive a reload, a way elsewhere and back, and a sending
//   that got no answer. They go when the server says that it took them (web/forms/taken.py). What the form came with and
//   nobody changed is not kept: it may come with something newer.
// <... data-unkept>: an answer that is given anew each time, such as consent.
// <form data-guard>: leaving with unsent words asks first; data-guard="typed" comes with words that are not sent yet.
(() => {
  // Absent on a page that cannot know who reads it, and while somebody signs in.
  const { membership } = document.documentElement.dataset;
  const prefix = `segue:${membership ?? ""}:`;
  const SENT = `${prefix}sent`; // which form was sent last
  let unsent = null;

  const keyOf = (form) => `${prefix}${form.dataset.keep}`;
  const copyOf = (form) => JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  const unkept = (field) =>
    !field.name || ["hidden", "password", "file"].includes(field.type) || field.closest(".honey, [data-unkept]");

  // A question's name with its fields: one box of a list is no answer by itself.
  function questions(form) {
    const found = new Map();
    for (const field of form.elements) {
      if (!unkept(field)) found.set(field.name, [...(found.get(field.name) ?? []), field]);
    }
    return found;
  }

  function changed(field) {
    if (ticked(field)) return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  }

  function answer(field) {
    if (ticked(field)) return field.checked ? [field.value] : [];
    return field.options ? [...field.selectedOptions].map((option) => option.value) : [field.value];
  }

  // What was changed before the form came back refused is its default now, and stays in the copy.
  function keep(form) {
    const before = copyOf(form);
    const copy = {};
    for (const [name, fields] of questions(form)) {
      if (Object.hasOwn(before, name) || fields.some(changed)) copy[name] = fields.flatMap(answer);
    }
    sessionStorage.setItem(keyOf(form), JSON.stringify(copy));
  }

  function restore(form) {
    const copy = copyOf(form);
    for (const [name, fields] of questions(form)) {
      if (Object.hasOwn(copy, name)) fields.forEach((field, number) => answerWith(field, copy[name], number));
    }
  }

  function answerWith(field, values, number) {
    if (ticked(field)) field.checked = values.includes(field.value);
    else if (!field.options) field.value = values[number] ?? field.value;
    // A choice that is offered no longer leaves the one that the form came with.
    else if ([...field.options].some((option) => values.includes(option.value))) {
      for (const option of field.options) option.selected = values.includes(option.value);
    }
  }

  // Who reads this page is not who wrote there: signed out, signed in, or at work for another company.
  function forgetOthers() {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("segue:") && !key.startsWith(prefix)) sessionStorage.removeItem(key);
    }
  }

  function forgetTaken() {
    const [, cookie] = /(?:^|; )((?:__Host-)?taken)=/.exec(document.cookie) ?? [];
    if (cookie) {
      document.cookie = `${cookie}=; Max-Age=0; Path=/${location.protocol === "https:" ? "; Secure" : ""}`;
      sessionStorage.removeItem(sessionStorage.getItem(SENT));
    }
    sessionStorage.removeItem(SENT);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.keep) keep(form);
    if (form && "guard" in form.dataset) unsent = form;
  });

  // A button with a formaction takes the form elsewhere for a while only.
  document.addEventListener("submit", (event) => {
    unsent = null;
    const keeps = event.target.dataset.keep && !event.submitter?.hasAttribute("formaction");
    if (keeps) sessionStorage.setItem(SENT, keyOf(event.target));
    else sessionStorage.removeItem(SENT);
  });

  addEventListener("beforeunload", (event) => {
    if (unsent?.isConnected) event.preventDefault();
  });

  function begin(root) {
    forgetTaken();
    for (const form of root.querySelectorAll("form[data-keep]")) restore(form);
    unsent = root.querySelector('form[data-guard="typed"]') ?? unsent;
  }

  if (membership !== undefined) forgetOthers();
  begin(document);
  document.addEventListener("htmx:afterSwap", (event) => begin(event.target));
})();
