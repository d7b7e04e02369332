"""The front door: `streamlit run dashboard.py`."""

from ui import frame

frame.open_page()
