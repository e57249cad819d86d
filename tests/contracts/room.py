"""Whether all on a page has room at a width: the page in its window, menus too, and nothing too narrow to use."""

WIDTHS = (1280, 768, 360)

NARROWEST = 96
"""Pixels that a field of words needs; a number, a date or a short code may take less."""

CRAMPED = """narrowest => {
  const wide = document.documentElement, found = [];
  const words = one => `${one.tagName} ${one.className || one.id} ${one.textContent.trim().slice(0, 40)}`;
  const tooWide = one => one.scrollWidth > one.clientWidth;
  if (tooWide(wide)) found.push(["a page wider than its window", wide.scrollWidth]);
  for (const one of document.querySelectorAll(".rail, .table-frame"))
    if (tooWide(one)) found.push(["cut off at its edge", words(one)]);
  for (const one of document.querySelectorAll("input:is([type=search], [type=text], [type=email]), select, textarea"))
    if (!one.dataset.shape && one.checkVisibility() && one.offsetWidth && one.offsetWidth < narrowest)
      found.push(["too narrow to use", one.name, one.offsetWidth]);
  for (const row of document.querySelectorAll(".leads tbody tr:has(.lead-stage):not(:has(.lead-due > *))"))
    if (!row.querySelector(".lead-stage").checkVisibility()) found.push(["says not how it ended", words(row)]);
  for (const menu of document.querySelectorAll("details.menu:not([open])")) {
    if (!menu.checkVisibility()) continue;
    menu.open = true;
    const {left, right} = menu.querySelector(".menu-panel").getBoundingClientRect();
    if (left < 0 || right > wide.clientWidth || tooWide(wide)) found.push(["a menu beside the window", words(menu)]);
    menu.open = false;
  }
  return found;
}"""


def cramped(page):
    """Return what has no room on a page at any of the widths: the width, what it is, and which."""
    before, found = page.viewport_size, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        found += [(width, *one) for one in page.evaluate(CRAMPED, NARROWEST)]
    page.set_viewport_size(before)
    return found
