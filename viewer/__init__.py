"""CityModel + table -> picture: a window, a PNG, an HTML page, a map.

Knows PyVista and Matplotlib; never opens a GML file and never imports an analysis.
"""
