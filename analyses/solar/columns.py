"""Columns of `solar_potential` and `land_solar_potential`."""

from __future__ import annotations

from analyses.tables import Column

MONTHS = tuple(f"irradiation_{month:02d}_kwh_per_m2" for month in range(1, 13))
YIELD_MONTHS = tuple(f"generation_{month:02d}_kwh" for month in range(1, 13))
_KWH, _PER_M2 = "kWh", "kWh/m2"

COLUMNS = (
    Column("feature_id", "str", "", "建物ID", "Building that the surface belongs to."),
    Column("part_id", "str", "", "建物部分ID", "Part or installation of it, if it is one's."),
    Column("surface", "str", "", "面種別", "roof, wall or land."),
    Column("kind", "str", "", "地物種別", "Class of the object that owns the surface."),
    Column("lod", "Int8", "", "LOD", "Level of detail; an LOD1 top counts as a flat roof."),
    Column("area_m2", "float64", "m2", "面積", "Area in the plane of the surface."),
    Column("plan_area_m2", "float64", "m2", "水平投影面積", "Area seen from above."),
    Column("tilt_deg", "float64", "deg", "傾斜角", "Angle between surface and horizontal."),
    Column("azimuth_deg", "float64", "deg", "方位角", "Where it faces, clockwise from true north."),
    Column("sky_view_ratio", "float64", "", "天空率", "Cosine-weighted share of the sky it sees."),
    Column("sunlit_h", "float64", "h", "日照時間", "Hours a year with dni over 120 W/m2 on it."),
    Column(
        "irradiation_kwh", "float64", _KWH, "年間日射量", "Light of the year on the whole surface."
    ),
    Column("irradiation_kwh_per_m2", "float64", _PER_M2, "年間日射量", "Light of the year."),
    Column(
        "irradiation_uncertainty_ratio",
        "float64",
        "",
        "日射量の不確かさ",
        "Standard deviation of it over it: shape, shade, sky model, year; see the method page.",
    ),
    Column("beam_kwh_per_m2", "float64", _PER_M2, "直達日射量", "Of it, straight from the sun."),
    Column("diffuse_kwh_per_m2", "float64", _PER_M2, "散乱日射量", "Of it, from the sky."),
    Column(
        "reflected_kwh_per_m2",
        "float64",
        _PER_M2,
        "反射日射量",
        "Of it, by one reflection from ground and facades.",
    ),
    *(
        Column(name, "float64", _PER_M2, f"{month}月の日射量", f"Light of month {month}.")
        for month, name in enumerate(MONTHS, start=1)
    ),
    Column("shading_loss_ratio", "float64", "", "日影損失率", "Share of light lost to obstacles."),
    Column(
        "beam_loss_ratio",
        "float64",
        "",
        "直達日影損失率",
        "Share of direct light lost to obstacles.",
    ),
    Column(
        "usable_area_m2",
        "float64",
        "m2",
        "設置可能面積",
        "Area without its edges (setback) and without what something stands on or covers.",
    ),
    Column("panel_tilt_deg", "float64", "deg", "パネル傾斜角", "Tilt of the panels."),
    Column("panel_azimuth_deg", "float64", "deg", "パネル方位角", "Where the panels face."),
    Column(
        "panel_irradiation_kwh_per_m2",
        "float64",
        _PER_M2,
        "パネル面日射量",
        "Light of the year on the panels, which stand on racks or lie in the plane.",
    ),
    Column("capacity_kw", "float64", "kW", "設備容量", "Panels that fit; 0 where excluded."),
    Column("generation_kwh", "float64", _KWH, "年間発電量", "What they yield in a year."),
    *(
        Column(name, "float64", _KWH, f"{month}月の発電量", f"What they yield in month {month}.")
        for month, name in enumerate(YIELD_MONTHS, start=1)
    ),
    Column(
        "specific_yield_kwh_per_kw",
        "float64",
        "kWh/kW",
        "容量当たり年間発電量",
        "What a kilowatt of these panels yields in a year, excluded or not.",
    ),
    Column("exclusion", "str", "", "除外理由", "Why it carries no panels, empty where it does."),
)
