"""The peer of benchmarks/dashboard.py that shows what Streamlit itself takes: one chart and its filter, and nothing else."""

from __future__ import annotations

import os

import duckdb
import plotly.graph_objects as go
import streamlit as st

FOLDER = os.environ["BENCHMARK_TABLES"]
SQL = f"""
SELECT country, end_date, sum(value)::BIGINT AS value FROM '{FOLDER}/figures.parquet' JOIN '{FOLDER}/places.parquet' USING (place_key)
WHERE population = 'refugee' AND measure = 'stock' AND country IN (SELECT unnest(?)) GROUP BY ALL ORDER BY ALL"""


@st.cache_resource
def connection() -> duckdb.DuckDBPyConnection:
    """One for all visitors."""
    return duckdb.connect()


@st.cache_resource
def codes() -> list[str]:
    """The countries of the tables."""
    rows = (
        connection().execute(f"SELECT DISTINCT country FROM '{FOLDER}/places.parquet' ORDER BY 1").fetchall()
    )
    return [code for (code,) in rows if code]


country = st.multiselect("Country", codes(), st.query_params.get_all("country") or ["AFG"])
rows = connection().cursor().execute(SQL, [country]).df()
figure = go.Figure()
for code, line in rows.groupby("country"):
    figure.add_scatter(x=line["end_date"], y=line["value"], mode="lines+markers", name=code)
st.plotly_chart(figure.update_layout(title=f"Refugees in {', '.join(country)}"))
