"""Figures in, Plotly pictures out: pure functions, no reading, no writing, no Streamlit."""
