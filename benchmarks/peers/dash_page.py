"""The peer of benchmarks/dashboard.py: one chart and its filter in Dash, from the same Parquet by DuckDB.

python benchmarks/peers/dash_page.py FOLDER PORT
"""

from __future__ import annotations

import sys

import duckdb
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

FOLDER, PORT = sys.argv[1], int(sys.argv[2])
SQL = f"""
SELECT country, end_date, sum(value)::BIGINT AS value FROM '{FOLDER}/figures.parquet' JOIN '{FOLDER}/places.parquet' USING (place_key)
WHERE population = 'refugee' AND measure = 'stock' AND country IN (SELECT unnest(?)) GROUP BY ALL ORDER BY ALL"""

con = duckdb.connect()
codes = [
    code
    for (code,) in con.execute(
        f"SELECT DISTINCT country FROM '{FOLDER}/places.parquet' ORDER BY 1"
    ).fetchall()
    if code
]
app = Dash(__name__)
app.layout = html.Div([dcc.Dropdown(codes, ["AFG"], multi=True, id="country"), dcc.Graph(id="chart")])


@app.callback(Output("chart", "figure"), Input("country", "value"))
def draw(country: list[str]) -> go.Figure:
    """A line a country, and their codes as title."""
    rows = con.cursor().execute(SQL, [country or []]).df()
    figure = go.Figure()
    for code, line in rows.groupby("country"):
        figure.add_scatter(x=line["end_date"], y=line["value"], mode="lines+markers", name=code)
    return figure.update_layout(title=f"Refugees in {', '.join(country or ['no country'])}")


if __name__ == "__main__":
    app.run(port=PORT, debug=False)
