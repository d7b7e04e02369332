"""How wide the page is, so that the words in its pictures are wrapped for the screen they are on.

The server can't see a window. A small script measures it and tells: at the first visit and when the window changes by
a step. A cookie keeps the width, so that the next visit is drawn right at once.
"""

from __future__ import annotations

import streamlit as st

from charts.style import PHONE

STEPS = (PHONE, 520, 680, 840, 1000, 1160)
"""Pixels: the page is drawn anew only where its width passes one of these."""

DESK = 840
"""What a browser that does not call itself mobile is taken for until it is measured."""

COOKIE, KEY, KNOWN = "displacement_width", "page's width", "page's width as last told"
_SCRIPT = """
export default function({ data, parentElement, setStateValue }) {
  const measure = () => {
    const page = document.querySelector('[data-testid="stMainBlockContainer"]');
    const style = page && getComputedStyle(page);
    const room = page ? page.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) : 0;
    const width = data.steps.filter(step => step <= room).pop() ?? data.steps[0];
    document.documentElement.dataset.drawnFor = data.drawn;
    document.documentElement.dataset.measured = width;
    if (width !== data.drawn) {
      document.cookie = `${data.cookie}=${width};path=/;max-age=31536000;samesite=strict`;
      setStateValue('width', width);
    }
  };
  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(measure, 250); };
  window.addEventListener('resize', soon);
  measure();
  return () => { clearTimeout(waiting); window.removeEventListener('resize', soon); };
}
"""
_measure = st.components.v2.component("page_width", js=_SCRIPT)


def follow() -> None:
    """Measure the page; called once a run, at its end."""
    _measure(key=KEY, data={"steps": STEPS, "drawn": page(), "cookie": COOKIE}, on_width_change=lambda: None)


def page() -> int:
    """Pixels that the page's content has, as last measured; until then as the kind of browser lets expect."""
    told = st.session_state.get(KEY)
    if told and told.get("width"):
        # A run that ends early does not reach `follow`, and then Streamlit forgets what the script has told.
        st.session_state[KNOWN] = told["width"]
    said = st.session_state.get(KNOWN) or st.context.cookies.get(COOKIE)
    browser = st.context.headers.get("User-Agent", "Mobile")
    return next((step for step in STEPS if str(step) == str(said)), PHONE if "Mobi" in browser else DESK)
