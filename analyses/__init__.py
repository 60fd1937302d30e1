"""CityModel -> table: sun on roofs, shelter above a flood, what cameras see.

Knows arrays and physics; knows nothing of XML or windows.
"""
