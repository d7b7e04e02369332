"""Map: countries by how many people, and the units and places inside one country."""

from dataclasses import replace

import streamlit as st

from ui import filters, frame, map_choices, map_units, map_world, reports

frame.enter()
st.title("Map", anchor=False)
chosen = filters.bar("map", period=False)
units, chosen = chosen.admin1, replace(chosen, admin1=())  # the map shows a unit among its neighbours
claims = reports.claims(chosen, reports.only_accepted())
offered = map_choices.offered(replace(chosen, start=None, end=None))
if not offered and claims.empty:
    filters.nothing(chosen, "These tables hold the major situations only. Try another country or group.")
    st.stop()

view = map_choices.view(chosen, offered)
map_world.show(view, chosen, claims)

st.header("Inside a country", anchor=False)
country = map_choices.country(chosen, claims)
map_units.show(
    replace(view.inside, country=(country,)), claims, view.look, units if (country,) == chosen.country else ()
)
