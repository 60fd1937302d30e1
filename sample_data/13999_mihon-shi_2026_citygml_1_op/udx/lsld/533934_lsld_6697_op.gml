<?xml version="1.0" encoding="UTF-8"?>
<core:CityModel xmlns:core="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:dem="http://www.opengis.net/citygml/relief/2.0" xmlns:gen="http://www.opengis.net/citygml/generics/2.0" xmlns:tran="http://www.opengis.net/citygml/transportation/2.0" xmlns:wtr="http://www.opengis.net/citygml/waterbody/2.0" xmlns:gml="http://www.opengis.net/gml" xmlns:uro="https://www.geospatial.jp/iur/uro/3.1" xmlns:xlink="http://www.w3.org/1999/xlink">
<gml:description>合成データ（synthetic）：実在の都市・建物・河川・浸水想定とは関係ありません。</gml:description>
<gml:name>見本市 土砂災害警戒区域 533934（合成データ）</gml:name>
<gml:boundedBy><gml:Envelope srsName="http://www.opengis.net/def/crs/EPSG/0/6697" srsDimension="3">
<gml:lowerCorner>35.610163305 139.559795710 0</gml:lowerCorner>
<gml:upperCorner>35.611234887 139.562011583 0</gml:upperCorner>
</gml:Envelope></gml:boundedBy>
<core:cityObjectMember><gen:GenericCityObject gml:id="lsld_941b0e79-b46f-46ab-b8d2-85dafd7d5a9a">
<gml:name>上見本A（合成データ）</gml:name>
<core:creationDate>2026-03-20</core:creationDate>
<gen:genericAttributeSet name="土砂災害警戒区域">
<gen:stringAttribute name="区域区分"><gen:value>1</gen:value></gen:stringAttribute>
<gen:stringAttribute name="現象の種類"><gen:value>1</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域番号"><gen:value>999-K-001</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域名"><gen:value>上見本A</gen:value></gen:stringAttribute>
</gen:genericAttributeSet>
<gen:lod0Geometry><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610163305 139.559795710 0 35.610224830 139.560486498 0 35.610756967 139.560442073 0 35.610655721 139.559800667 0 35.610163305 139.559795710 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></gen:lod0Geometry>
</gen:GenericCityObject></core:cityObjectMember>
<core:cityObjectMember><gen:GenericCityObject gml:id="lsld_36627547-8e74-4f2b-86b8-76b15c3ec0e1">
<gml:name>上見本A（合成データ）</gml:name>
<core:creationDate>2026-03-20</core:creationDate>
<gen:genericAttributeSet name="土砂災害警戒区域">
<gen:stringAttribute name="区域区分"><gen:value>2</gen:value></gen:stringAttribute>
<gen:stringAttribute name="現象の種類"><gen:value>1</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域番号"><gen:value>999-K-002</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域名"><gen:value>上見本A</gen:value></gen:stringAttribute>
</gen:genericAttributeSet>
<gen:lod0Geometry><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610168668 139.559839380 0 35.610218990 139.560442896 0 35.610516348 139.560415903 0 35.610452062 139.559847566 0 35.610168668 139.559839380 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></gen:lod0Geometry>
</gen:GenericCityObject></core:cityObjectMember>
<core:cityObjectMember><gen:GenericCityObject gml:id="lsld_1be8c8b4-f3c6-4ae3-9710-58d658cbcd10">
<gml:name>上見本B（合成データ）</gml:name>
<core:creationDate>2026-03-20</core:creationDate>
<gen:genericAttributeSet name="土砂災害警戒区域">
<gen:stringAttribute name="区域区分"><gen:value>1</gen:value></gen:stringAttribute>
<gen:stringAttribute name="現象の種類"><gen:value>1</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域番号"><gen:value>999-K-003</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域名"><gen:value>上見本B</gen:value></gen:stringAttribute>
</gen:genericAttributeSet>
<gen:lod0Geometry><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610273903 139.560646415 0 35.610351547 139.561323805 0 35.610803158 139.561289107 0 35.610717880 139.560623925 0 35.610273903 139.560646415 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></gen:lod0Geometry>
</gen:GenericCityObject></core:cityObjectMember>
<core:cityObjectMember><gen:GenericCityObject gml:id="lsld_578a4d77-5e5d-4489-8109-94f71fbc5d29">
<gml:name>上見本B（合成データ）</gml:name>
<core:creationDate>2026-03-20</core:creationDate>
<gen:genericAttributeSet name="土砂災害警戒区域">
<gen:stringAttribute name="区域区分"><gen:value>2</gen:value></gen:stringAttribute>
<gen:stringAttribute name="現象の種類"><gen:value>1</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域番号"><gen:value>999-K-004</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域名"><gen:value>上見本B</gen:value></gen:stringAttribute>
</gen:genericAttributeSet>
<gen:lod0Geometry><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610279888 139.560689994 0 35.610345211 139.561280282 0 35.610615796 139.561256672 0 35.610524997 139.560680774 0 35.610279888 139.560689994 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></gen:lod0Geometry>
</gen:GenericCityObject></core:cityObjectMember>
<core:cityObjectMember><gen:GenericCityObject gml:id="lsld_740d943f-a2b1-4049-a127-d25d541cdea2">
<gml:name>見本沢（合成データ）</gml:name>
<core:creationDate>2026-03-20</core:creationDate>
<gen:genericAttributeSet name="土砂災害警戒区域">
<gen:stringAttribute name="区域区分"><gen:value>1</gen:value></gen:stringAttribute>
<gen:stringAttribute name="現象の種類"><gen:value>2</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域番号"><gen:value>999-K-005</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域名"><gen:value>見本沢</gen:value></gen:stringAttribute>
</gen:genericAttributeSet>
<gen:lod0Geometry><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610236889 139.561538815 0 35.610272484 139.561778086 0 35.611057110 139.562011583 0 35.611234887 139.561858414 0 35.611143591 139.561492755 0 35.610783205 139.561402237 0 35.610236889 139.561538815 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></gen:lod0Geometry>
</gen:GenericCityObject></core:cityObjectMember>
<core:cityObjectMember><gen:GenericCityObject gml:id="lsld_93e9b08f-9811-4be3-b71a-546509d6164d">
<gml:name>見本沢（合成データ）</gml:name>
<core:creationDate>2026-03-20</core:creationDate>
<gen:genericAttributeSet name="土砂災害警戒区域">
<gen:stringAttribute name="区域区分"><gen:value>2</gen:value></gen:stringAttribute>
<gen:stringAttribute name="現象の種類"><gen:value>2</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域番号"><gen:value>999-K-006</gen:value></gen:stringAttribute>
<gen:stringAttribute name="区域名"><gen:value>見本沢</gen:value></gen:stringAttribute>
</gen:genericAttributeSet>
<gen:lod0Geometry><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610244935 139.561593205 0 35.610265977 139.561734585 0 35.610730535 139.561785203 0 35.610722458 139.561608986 0 35.610244935 139.561593205 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></gen:lod0Geometry>
</gen:GenericCityObject></core:cityObjectMember>
</core:CityModel>
