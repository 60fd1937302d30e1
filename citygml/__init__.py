"""CityGML file -> CityModel.

Read in this order: `errors`, `crs`, `surfaces`, `mesh`, `terrain`, `model` (what a city is), then
`namespaces`, `codelists`, `geometry`, `attributes`, `reader` (how a file becomes one). Nothing is
re-exported here, so that `import citygml.mesh` does not load an XML parser.
"""
