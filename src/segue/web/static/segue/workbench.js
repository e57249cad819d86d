// Copyright 2026 The Segue authors. SPDX-License-Identifier: Apache-2.0
// Says beside each slider what it comes to while it moves: all together make 100 points. Without it the button says it.
"use strict";

(() => {
  const form = document.querySelector("[data-weighing]");
  const sliders = [...form.querySelectorAll('input[type="range"]')];
  const written = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

  function tell() {
    const together = sliders.reduce((sum, slider) => sum + Number(slider.value), 0);
    for (const slider of sliders) {
      const points = together ? (100 * Number(slider.value)) / together : 0;
      form.querySelector(`output[for="${slider.id}"]`).value = written.format(points);
      slider.setAttribute("aria-valuetext", written.format(points));
    }
  }

  form.addEventListener("input", tell);
  tell();
})();
