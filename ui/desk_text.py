"""The marked text on a page: a figure is chosen by a click, or by Tab and Enter."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

KEY = "text of the report"
LAST = "figure chosen in the text"

STYLE = """
.words { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.75; max-height: 34rem; overflow-y: auto;
  padding: .8rem 1rem; border: 1px solid var(--st-border-color); border-radius: 6px; color: var(--st-text-color);
  background: var(--st-background-color); font-family: var(--st-font); font-size: 1rem; }
.said { text-decoration: underline dotted var(--colour); text-decoration-thickness: 2px; text-underline-offset: .28em; }
.said.here { background: color-mix(in srgb, var(--colour) 14%, transparent); }
mark { color: inherit; font-weight: 600; cursor: pointer; padding: .05em .28em; border-radius: 4px; background: none;
  border: 2px dashed color-mix(in srgb, var(--colour) 70%, var(--st-text-color)); text-decoration: none; display: inline-block; line-height: 1.3; }
mark.accepted { border-style: solid; background: color-mix(in srgb, var(--colour) 34%, transparent); }
mark.rejected { border-style: dotted; text-decoration: line-through 2px; opacity: .8; }
mark[aria-pressed=true] { box-shadow: 0 0 0 2px var(--st-background-color), 0 0 0 4px var(--st-primary-color); }
mark:focus-visible, .words:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
@media print { .words { max-height: none; border: 0; } }
"""

SCRIPT = """
export default function ({ parentElement, data, setTriggerValue }) {
  const words = parentElement.querySelector('.words');
  if (words.dataset.shown !== data.html) {
    const other = words.dataset.report !== data.report;
    words.innerHTML = data.html;
    words.dataset.shown = data.html;
    words.dataset.report = data.report;
    const here = words.querySelector('mark[aria-pressed=true]');
    if (other) words.scrollTop = 0;
    if (here) {
      const at = here.offsetTop - words.offsetTop;
      if (at < words.scrollTop || at > words.scrollTop + words.clientHeight - 60)
        words.scrollTop = Math.max(0, at - words.clientHeight / 3);
      if (data.typed === here.dataset.figure) here.focus({ preventScroll: true });
    }
  }
  const choose = (event) => {
    const mark = event.target.closest && event.target.closest('mark[data-figure]');
    if (mark) setTriggerValue('figure', mark.dataset.figure);
    return mark;
  };
  words.onclick = choose;
  words.onkeydown = (event) => {
    if ((event.key === 'Enter' || event.key === ' ') && choose(event)) event.preventDefault();
  };
}
"""

_words = st.components.v2.component(
    "displacement.report_text",
    html='<div class="words" tabindex="0" role="region" aria-label="Text of the report, its figures marked"></div>',
    css=STYLE,
    js=SCRIPT,
)


def show(html: str, report: str, choose: Callable[[str], None]) -> None:
    """Draw the text (HTML of `ui.highlight`, escaped there); `choose` is told the figure that was chosen in it."""

    def chosen() -> None:
        figure_id = st.session_state[KEY]["figure"]
        if figure_id:
            st.session_state[LAST] = figure_id
            choose(figure_id)

    _words(
        key=KEY,
        data={"html": html, "report": report, "typed": st.session_state.get(LAST)},
        on_figure_change=chosen,
    )
