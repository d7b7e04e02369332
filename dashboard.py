"""The front door: `streamlit run dashboard.py`."""

import streamlit as st

if __name__ == "__main__":  # Streamlit runs this file once a visit
    from ui import frame

    frame.open_page()
else:  # and imports it once, for the server: the pages, and the data for scripts beside them
    from ui import routes

    app = st.App(__file__, routes=routes.routes(), lifespan=routes.loading_pages)
