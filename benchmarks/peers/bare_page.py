"""The peer of benchmarks/dashboard.py for the cold start: the same chart in a Streamlit page with nothing else."""

from __future__ import annotations

import os

import duckdb
import plotly.graph_objects as go
import streamlit as st

FOLDER = os.environ["BENCHMARK_TABLES"]
rows = duckdb.execute(
    f"SELECT end_date, sum(value)::BIGINT AS value FROM '{FOLDER}/figures.parquet' JOIN '{FOLDER}/places.parquet' USING (place_key) "
    "WHERE population = 'refugee' AND measure = 'stock' AND country = 'AFG' GROUP BY ALL ORDER BY ALL"
).df()
st.plotly_chart(go.Figure(go.Scatter(x=rows["end_date"], y=rows["value"], mode="lines+markers")))
