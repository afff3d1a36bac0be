"""The web pages: what a browser meets, server-rendered, on this machine by default.

Nothing is computed here that the library does not return. Every state is an address, a
page works without script, and every page that holds data has twins as JSON, CSV or SVG.
"""
