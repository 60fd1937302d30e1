"""CityModel -> files of other programs: GLB, 3D Tiles, CityJSON, OBJ, CZML."""
