"""Hostile text of every field in a real browser: it is seen as text, wherever it goes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests.hostile import TEXTS
from tests.report_reader import Report

pytestmark = pytest.mark.slow

SINKS = """
(() => {
  const found = [];
  const take = (sink, text) => { if (text && text.includes('⟦')) found.push([sink, text]); };
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    const drawn = parent && parent.closest('svg') ? 'svg ' : '';
    take(drawn + (parent ? parent.tagName.toLowerCase() : 'comment'), node.data);
  }
  for (const element of document.querySelectorAll('*'))
    for (const attribute of element.attributes) take('@' + attribute.name, attribute.value);
  return found;
})()
"""
ALIVE = """
(() => ({
  scripts: [...document.scripts].filter(s => !s.type || s.type.includes('java')).length,
  refresh: document.querySelectorAll('meta[http-equiv=refresh]').length,
  handlers: [...document.querySelectorAll('*')]
    .flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).length,
  styled: [...document.querySelectorAll('style')].filter(s => s.textContent.includes('*{}')).length,
  away: [...document.querySelectorAll('[src], a[href]')]
    .map(e => e.getAttribute('src') || e.getAttribute('href'))
    .filter(a => a.includes('evil')).length,
}))()
"""


def test_no_field_lives_in_any_sink(browser: Any, hostile_report: Report) -> None:
    address = (hostile_report.folder / "report.html").as_uri()
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(address)
    page.wait_for_timeout(500)
    found = page.evaluate(SINKS)
    counted = Counter(
        (part.split("⟧")[0].rstrip("…"), sink)
        for sink, text in found
        for part in text.split("⟦")[1:]
    )
    print(*sorted(counted.items()), sep="\n")
    assert page.evaluate(ALIVE) == dict.fromkeys(
        ("scripts", "refresh", "handlers", "styled", "away"), 0
    )
    assert page.url == address
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert said == []
    fields = {f"{table}.{field}" for table, names in TEXTS.items() for field in names}
    seen = {field for field, _ in counted}
    assert seen <= fields
    assert len(seen) > 12
    assert counted.total() > 300
    page.close()
