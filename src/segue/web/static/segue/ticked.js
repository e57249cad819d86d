// Copyright 2026 The Segue authors. SPDX-License-Identifier: Apache-2.0
// Keeps whom somebody ticked in the directory: in the address, in every link onward and in the search form. Without it
// the tray has a button that does so.
"use strict";

(() => {
  const tray = document.getElementById("tray");

  function ticked() {
    const elsewhere = [...tray.querySelectorAll('input[type="hidden"][name="location"]')];
    const here = [...tray.elements].filter((field) => field.type === "checkbox" && field.checked);
    return [...elsewhere, ...here].map((field) => field.value);
  }

  function withTicked(url, ids) {
    url.searchParams.delete("location");
    for (const id of ids) url.searchParams.append("location", id);
    return url;
  }

  function keep() {
    const ids = ticked();
    history.replaceState(history.state, "", withTicked(new URL(location.href), ids));
    for (const link of document.querySelectorAll("main a[href]")) {
      const url = new URL(link.href);
      if (url.pathname === location.pathname && url.origin === location.origin) link.href = withTicked(url, ids).href;
    }
    const search = document.querySelector('form[role="search"]');
    for (const field of search.querySelectorAll('input[name="location"]')) field.remove();
    for (const id of ids) search.append(Object.assign(document.createElement("input"), { type: "hidden", name: "location", value: id }));
    const most = Number(tray.dataset.most);
    for (const field of tray.elements) {
      if (field.type === "checkbox") field.disabled = ids.length >= most && !field.checked;
    }
    tray.querySelector("[data-words]").textContent = tray.dataset.submits.split("|")[Math.min(ids.length, most)];
  }

  if (tray) {
    document.addEventListener("change", (event) => event.target.form === tray && keep());
    // Also when the browser brings back a page with its ticks as they were.
    addEventListener("pageshow", keep);
  }
})();
