<?xml version="1.0" encoding="UTF-8"?>
<core:CityModel xmlns:core="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:frn="http://www.opengis.net/citygml/cityfurniture/2.0" xmlns:gen="http://www.opengis.net/citygml/generics/2.0" xmlns:dem="http://www.opengis.net/citygml/relief/2.0" xmlns:app="http://www.opengis.net/citygml/appearance/2.0" xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:uro="https://www.geospatial.jp/iur/uro/3.1">
<gml:boundedBy><gml:Envelope srsName="http://www.opengis.net/def/crs/EPSG/0/6697" srsDimension="3">
<gml:lowerCorner>36.311909886 136.391888679 0</gml:lowerCorner><gml:upperCorner>36.312540687 136.392667928 20</gml:upperCorner>
</gml:Envelope></gml:boundedBy>
<core:cityObjectMember><bldg:Building gml:id="b1">
<core:creationDate>2026-03-20</core:creationDate>
<bldg:class codeSpace="../../codelists/Building_class.xml">3001</bldg:class>
<bldg:lod0FootPrint><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392000000 0 36.312000000 136.392111321 0 36.312090114 136.392111321 0 36.312090114 136.392000000 0 36.312000000 136.392000000 0</gml:posList></gml:LinearRing></gml:exterior><gml:interior><gml:LinearRing><gml:posList>36.312018023 136.392022264 0 36.312072092 136.392022264 0 36.312072092 136.392089057 0 36.312018023 136.392089057 0 36.312018023 136.392022264 0</gml:posList></gml:LinearRing></gml:interior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></bldg:lod0FootPrint>
<bldg:lod1Solid><gml:Solid><gml:exterior><gml:CompositeSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392000000 5 36.312090114 136.392111321 5 36.312000000 136.392111321 5 36.312000000 136.392000000 5 36.312090114 136.392000000 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392000000 5 36.312000000 136.392111321 5 36.312000000 136.392111321 11 36.312000000 136.392000000 11 36.312000000 136.392000000 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392111321 5 36.312090114 136.392111321 5 36.312090114 136.392111321 11 36.312000000 136.392111321 11 36.312000000 136.392111321 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392111321 5 36.312090114 136.392000000 5 36.312090114 136.392000000 11 36.312090114 136.392111321 11 36.312090114 136.392111321 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392000000 5 36.312000000 136.392000000 5 36.312000000 136.392000000 11 36.312090114 136.392000000 11 36.312090114 136.392000000 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392000000 11 36.312000000 136.392111321 11 36.312090114 136.392111321 11 36.312090114 136.392000000 11 36.312000000 136.392000000 11</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod1Solid>
<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>
<gml:surfaceMember xlink:href="#p0"/>
<gml:surfaceMember xlink:href="#p1"/>
<gml:surfaceMember xlink:href="#p2"/>
<gml:surfaceMember xlink:href="#p3"/>
<gml:surfaceMember xlink:href="#p4"/>
<gml:surfaceMember xlink:href="#p5"/>
</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>
<bldg:outerBuildingInstallation><bldg:BuildingInstallation gml:id="i1"><bldg:lod2Geometry><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312018023 136.392111321 7 36.312018023 136.392122454 7 36.312072092 136.392122454 7 36.312072092 136.392111321 7 36.312018023 136.392111321 7</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></bldg:lod2Geometry></bldg:BuildingInstallation></bldg:outerBuildingInstallation>
<bldg:boundedBy><bldg:GroundSurface gml:id="s0"><bldg:lod2MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon gml:id="p0"><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392000000 5 36.312090114 136.392111321 5 36.312000000 136.392111321 5 36.312000000 136.392000000 5 36.312090114 136.392000000 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></bldg:lod2MultiSurface></bldg:GroundSurface></bldg:boundedBy>
<bldg:boundedBy><bldg:WallSurface gml:id="s1"><bldg:lod2MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon gml:id="p1"><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392000000 5 36.312000000 136.392111321 5 36.312000000 136.392111321 11 36.312000000 136.392000000 11 36.312000000 136.392000000 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></bldg:lod2MultiSurface></bldg:WallSurface></bldg:boundedBy>
<bldg:boundedBy><bldg:WallSurface gml:id="s2"><bldg:lod2MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon gml:id="p2"><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392111321 5 36.312090114 136.392111321 5 36.312090114 136.392111321 11 36.312000000 136.392111321 11 36.312000000 136.392111321 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></bldg:lod2MultiSurface></bldg:WallSurface></bldg:boundedBy>
<bldg:boundedBy><bldg:WallSurface gml:id="s3"><bldg:lod2MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon gml:id="p3"><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392111321 5 36.312090114 136.392000000 5 36.312090114 136.392000000 11 36.312090114 136.392111321 11 36.312090114 136.392111321 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></bldg:lod2MultiSurface></bldg:WallSurface></bldg:boundedBy>
<bldg:boundedBy><bldg:WallSurface gml:id="s4"><bldg:lod2MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon gml:id="p4"><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392000000 5 36.312000000 136.392000000 5 36.312000000 136.392000000 11 36.312090114 136.392000000 11 36.312090114 136.392000000 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></bldg:lod2MultiSurface></bldg:WallSurface></bldg:boundedBy>
<bldg:boundedBy><bldg:RoofSurface gml:id="s5"><bldg:lod2MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon gml:id="p5"><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392000000 11 36.312000000 136.392111321 11 36.312090114 136.392111321 11 36.312090114 136.392000000 11 36.312000000 136.392000000 11</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></bldg:lod2MultiSurface></bldg:RoofSurface></bldg:boundedBy>
<uro:buildingDetailAttribute><uro:BuildingDetailAttribute>
<uro:majorUsage codeSpace="../../codelists/BuildingDetailAttribute_majorUsage.xml">1</uro:majorUsage>
<uro:majorUsage2 codeSpace="../../codelists/BuildingDetailAttribute_majorUsage.xml">1</uro:majorUsage2>
<uro:detailedUsage codeSpace="../../codelists/BuildingDetailAttribute_majorUsage.xml">1</uro:detailedUsage>
<uro:detailedUsage2 codeSpace="../../codelists/BuildingDetailAttribute_majorUsage.xml">1</uro:detailedUsage2>
<uro:surveyYear>2025</uro:surveyYear>
</uro:BuildingDetailAttribute></uro:buildingDetailAttribute>
<uro:buildingIDAttribute><uro:BuildingIDAttribute>
<uro:buildingID>17206-bldg-1</uro:buildingID>
<uro:city codeSpace="../../codelists/Common_localPublicAuthorities.xml">17206</uro:city>
</uro:BuildingIDAttribute></uro:buildingIDAttribute>
<uro:bldgDataQualityAttribute><uro:DataQualityAttribute>
<uro:geometrySrcDescLod0 codeSpace="../../codelists/DataQualityAttribute_geometrySrcDesc.xml">400</uro:geometrySrcDescLod0>
<uro:geometrySrcDescLod1 codeSpace="../../codelists/DataQualityAttribute_geometrySrcDesc.xml">400</uro:geometrySrcDescLod1>
<uro:geometrySrcDescLod2 codeSpace="../../codelists/DataQualityAttribute_geometrySrcDesc.xml">400</uro:geometrySrcDescLod2>
<uro:thematicSrcDesc codeSpace="../../codelists/DataQualityAttribute_thematicSrcDesc.xml">201</uro:thematicSrcDesc>
</uro:DataQualityAttribute></uro:bldgDataQualityAttribute>
</bldg:Building></core:cityObjectMember>
<core:cityObjectMember><bldg:Building gml:id="b2">
<bldg:lod1Solid><gml:Solid><gml:exterior><gml:CompositeSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392445286 5 36.312090114 136.392556607 5 36.312000000 136.392556607 5 36.312000000 136.392445286 5 36.312090114 136.392445286 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392445286 5 36.312000000 136.392556607 5 36.312000000 136.392556607 11 36.312000000 136.392445286 11 36.312000000 136.392445286 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392556607 5 36.312090114 136.392556607 5 36.312090114 136.392556607 11 36.312000000 136.392556607 11 36.312000000 136.392556607 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392556607 5 36.312090114 136.392445286 5 36.312090114 136.392445286 11 36.312090114 136.392556607 11 36.312090114 136.392556607 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392445286 5 36.312000000 136.392445286 5 36.312000000 136.392445286 11 36.312090114 136.392445286 11 36.312090114 136.392445286 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392445286 11 36.312000000 136.392556607 11 36.312045057 136.392500946 4 36.312000000 136.392445286 11</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392556607 11 36.312090114 136.392556607 11 36.312045057 136.392500946 4 36.312000000 136.392556607 11</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392556607 11 36.312090114 136.392445286 11 36.312045057 136.392500946 4 36.312090114 136.392556607 11</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312090114 136.392445286 11 36.312000000 136.392445286 11 36.312045057 136.392500946 4 36.312090114 136.392445286 11</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod1Solid>
<uro:buildingIDAttribute><uro:BuildingIDAttribute>
<uro:buildingID>17206-bldg-2</uro:buildingID>
<uro:city codeSpace="../../codelists/Common_localPublicAuthorities.xml">17206</uro:city>
</uro:BuildingIDAttribute></uro:buildingIDAttribute>
<uro:bldgDataQualityAttribute><uro:DataQualityAttribute>
<uro:geometrySrcDescLod1 codeSpace="../../codelists/DataQualityAttribute_geometrySrcDesc.xml">400</uro:geometrySrcDescLod1>
<uro:thematicSrcDesc codeSpace="../../codelists/DataQualityAttribute_thematicSrcDesc.xml">201</uro:thematicSrcDesc>
</uro:DataQualityAttribute></uro:bldgDataQualityAttribute>
</bldg:Building></core:cityObjectMember>
<core:cityObjectMember><frn:CityFurniture gml:id="f1">
<frn:lod1Geometry><gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392222643 5 36.312000000 136.392233775 5 36.312009011 136.392233775 5 36.312009011 136.392222643 5 36.312000000 136.392222643 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></frn:lod1Geometry>
<uro:frnDataQualityAttribute><uro:DataQualityAttribute>
<uro:geometrySrcDescLod1 codeSpace="../../codelists/DataQualityAttribute_geometrySrcDesc.xml">400</uro:geometrySrcDescLod1>
<uro:thematicSrcDesc codeSpace="../../codelists/DataQualityAttribute_thematicSrcDesc.xml">201</uro:thematicSrcDesc>
</uro:DataQualityAttribute></uro:frnDataQualityAttribute>
</frn:CityFurniture></core:cityObjectMember>
<core:cityObjectMember><gen:GenericCityObject gml:id="g1">
<gen:lod0Geometry><gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392333964 0 36.312000000 136.392345096 0 36.312009011 136.392345096 0 36.312009011 136.392333964 0 36.312000000 136.392333964 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></gen:lod0Geometry>
</gen:GenericCityObject></core:cityObjectMember>
<core:cityObjectMember><dem:ReliefFeature gml:id="r1"><dem:lod>1</dem:lod><dem:reliefComponent>
<dem:TINRelief gml:id="r2"><dem:lod>1</dem:lod><dem:tin><gml:TriangulatedSurface><gml:trianglePatches>
<gml:Triangle><gml:exterior><gml:LinearRing><gml:posList>36.312000000 136.392000000 4 36.312000000 136.392556607 4 36.312450572 136.392000000 4 36.312000000 136.392000000 4</gml:posList></gml:LinearRing></gml:exterior></gml:Triangle>
</gml:trianglePatches></gml:TriangulatedSurface></dem:tin></dem:TINRelief>
</dem:reliefComponent></dem:ReliefFeature></core:cityObjectMember>
<app:appearanceMember><app:Appearance><app:theme>rgbTexture</app:theme><app:surfaceDataMember><app:ParameterizedTexture>
<app:imageURI>54363371_bldg_6697_appearance/wall.jpg</app:imageURI>
<app:target uri="#p1"><app:TexCoordList><app:textureCoordinates ring="#ring">0 0 1 0 1 1 0 1 0 0</app:textureCoordinates></app:TexCoordList></app:target>
</app:ParameterizedTexture></app:surfaceDataMember></app:Appearance></app:appearanceMember>
</core:CityModel>
