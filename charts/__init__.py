"""Figures: tables and points in, plotly figures out; no SQL, no Streamlit, no numbers of their own."""
