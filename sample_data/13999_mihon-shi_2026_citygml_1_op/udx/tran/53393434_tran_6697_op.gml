<?xml version="1.0" encoding="UTF-8"?>
<core:CityModel xmlns:core="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:dem="http://www.opengis.net/citygml/relief/2.0" xmlns:gen="http://www.opengis.net/citygml/generics/2.0" xmlns:tran="http://www.opengis.net/citygml/transportation/2.0" xmlns:wtr="http://www.opengis.net/citygml/waterbody/2.0" xmlns:gml="http://www.opengis.net/gml" xmlns:uro="https://www.geospatial.jp/iur/uro/3.1" xmlns:xlink="http://www.w3.org/1999/xlink">
<gml:description>合成データ（synthetic）：実在の都市・建物・河川・浸水想定とは関係ありません。</gml:description>
<gml:name>見本市 道路 53393434（合成データ）</gml:name>
<gml:boundedBy><gml:Envelope srsName="http://www.opengis.net/def/crs/EPSG/0/6697" srsDimension="3">
<gml:lowerCorner>35.610272075 139.557469195 8.07</gml:lowerCorner>
<gml:upperCorner>35.615221326 139.562629929 33.074</gml:upperCorner>
</gml:Envelope></gml:boundedBy>
<core:cityObjectMember><tran:Road gml:id="tran_46758bd7-773d-4b7a-b43b-8f2cfccdd5f6">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610272075 139.559526488 33.074 35.610279832 139.559592049 32.664 35.610324672 139.559586355 30.885 35.610316906 139.559520794 31.291 35.610272075 139.559526488 33.074</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_fd84a4d2-f07b-4714-9c11-34b1a1e1e112">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610590542 139.559487145 23.187 35.610598299 139.559552707 22.998 35.610652151 139.559546287 22.011 35.610644385 139.559480736 22.134 35.610590542 139.559487145 23.187</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_dc31c360-9191-4018-b7d3-aff550dbaede">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610918224 139.559449095 17.796 35.610925990 139.559514646 17.729 35.610970894 139.559509603 17.231 35.610963129 139.559444052 17.298 35.610918224 139.559449095 17.796</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_2162ec14-4c33-41df-9a4c-36254f01d061">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611237125 139.559414000 14.991 35.611244890 139.559479551 14.934 35.611298807 139.559473771 14.578 35.611291041 139.559408220 14.581 35.611237125 139.559414000 14.991</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_53581d71-b181-4252-bf6a-d905f42b71ec">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611583135 139.559377509 13.14 35.611590901 139.559443060 13.12 35.611635851 139.559438415 12.937 35.611628085 139.559372864 12.956 35.611583135 139.559377509 13.14</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_59eaf85e-7875-4a75-b092-0fdeb112e56f">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611902284 139.559344742 11.976 35.611910041 139.559410304 11.947 35.612035916 139.559397490 11.558 35.612028150 139.559331928 11.597 35.611902284 139.559344742 11.976</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_2ab57905-074c-47f5-bb60-33fe677e07a2">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612302368 139.559303993 10.868 35.612310133 139.559369545 10.832 35.612355084 139.559364943 10.717 35.612347318 139.559299391 10.751 35.612302368 139.559303993 10.868</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_8693f582-162b-4746-81b4-e00ac77c2761">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612639467 139.559269154 10.085 35.612647224 139.559334717 10.071 35.612701158 139.559329047 9.958 35.612693393 139.559263496 9.966 35.612639467 139.559269154 10.085</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_cd952760-ea56-4a9c-9e7a-bc5eb2bec84c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612967462 139.559234159 9.418 35.612975228 139.559299722 9.422 35.613020142 139.559294812 9.356 35.613012385 139.559229248 9.35 35.612967462 139.559234159 9.418</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6867f34e-3ef0-49b9-9994-2bc1d3dad3d7">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613286316 139.559198554 8.997 35.613294073 139.559264107 8.968 35.613347943 139.559257907 8.9 35.613340186 139.559192355 8.94 35.613286316 139.559198554 8.997</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_685c3d38-56c1-4465-bec7-b7037aead911">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613613924 139.559159840 8.714 35.613621690 139.559225403 8.68 35.613666548 139.559219908 8.691 35.613658791 139.559154344 8.724 35.613613924 139.559159840 8.714</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_1607884c-ac59-4a39-a3e7-7b2f40b7eac6">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610399518 139.560530355 26.938 35.610408400 139.560595736 26.617 35.610453240 139.560590042 25.6 35.610444349 139.560524661 25.891 35.610399518 139.560530355 26.938</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4f514975-5a94-4b15-ac3d-92ef9833509b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610717985 139.560491016 20.255 35.610726868 139.560556397 20.094 35.610780720 139.560549989 19.266 35.610771828 139.560484608 19.419 35.610717985 139.560491016 20.255</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_e151d5e7-7556-48a3-a061-7765bd66372a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611045668 139.560452970 16.466 35.611054559 139.560518351 16.403 35.611099463 139.560513309 16.092 35.611090572 139.560447927 16.155 35.611045668 139.560452970 16.466</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d1609b5c-57f1-41d1-8529-6b7e9e5ddc85">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611364568 139.560417878 14.373 35.611373460 139.560483260 14.33 35.611427376 139.560477481 14.044 35.611418484 139.560412099 14.088 35.611364568 139.560417878 14.373</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6e870714-9702-4299-9439-127de868556c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611710579 139.560381392 12.79 35.611719470 139.560446774 12.754 35.611764421 139.560442118 12.598 35.611755529 139.560376736 12.625 35.611710579 139.560381392 12.79</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c3096580-27ba-4e61-a0d7-9d25fcfd8d25">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612029728 139.560348628 11.716 35.612038619 139.560414010 11.702 35.612164486 139.560401198 11.331 35.612155595 139.560335816 11.327 35.612029728 139.560348628 11.716</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_0cf076ba-3c7e-494a-b460-1b29f756a1d8">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612429812 139.560307885 10.64 35.612438703 139.560373267 10.637 35.612483654 139.560368666 10.528 35.612474762 139.560303283 10.533 35.612429812 139.560307885 10.64</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_bc96789a-52e7-4db6-b2a5-ba2921176650">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612766912 139.560273050 9.822 35.612775803 139.560338433 9.799 35.612829729 139.560332775 9.66 35.612820837 139.560267392 9.686 35.612766912 139.560273050 9.822</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_e420e277-0143-4bcc-b1be-9c2bb4b9eaf7">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613094907 139.560238059 9.037 35.613103799 139.560303442 8.991 35.613148712 139.560298532 8.889 35.613139830 139.560233149 8.935 35.613094907 139.560238059 9.037</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_3a157f89-7a07-49aa-8b36-47dfce90161e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613413761 139.560202458 8.411 35.613422644 139.560267841 8.368 35.613476523 139.560261642 8.308 35.613467632 139.560196259 8.349 35.613413761 139.560202458 8.411</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_7e884e9d-4462-4e84-9381-6e633697c8bd">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613741379 139.560163747 8.193 35.613750261 139.560229131 8.176 35.613795129 139.560223636 8.199 35.613786237 139.560158252 8.216 35.613741379 139.560163747 8.193</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_14437b8e-167a-4c44-8873-4c65dcf38d20">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610548444 139.561575423 22.264 35.610558145 139.561640680 22.025 35.610602985 139.561634987 21.328 35.610593283 139.561569730 21.541 35.610548444 139.561575423 22.264</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ade38d20-f809-47fd-b381-232aafc9ebfe">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610866911 139.561536088 18.331 35.610876613 139.561601345 18.218 35.610930465 139.561594927 17.735 35.610920763 139.561529669 17.841 35.610866911 139.561536088 18.331</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c5bfa11f-e0b6-434b-bbfd-32562cb7228a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611194594 139.561498035 15.759 35.611204296 139.561563293 15.744 35.611249200 139.561558251 15.439 35.611239498 139.561492993 15.453 35.611194594 139.561498035 15.759</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c482698b-c366-4cce-aa88-5cfd2177c5fe">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611513504 139.561462948 14.011 35.611523206 139.561528206 14.025 35.611577113 139.561522427 13.78 35.611567411 139.561457169 13.767 35.611513504 139.561462948 14.011</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b0e8c959-4138-4030-9db3-efb902d4ff87">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611859515 139.561426466 12.572 35.611869217 139.561491724 12.577 35.611914158 139.561487079 12.429 35.611904456 139.561421821 12.424 35.611859515 139.561426466 12.572</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4c637f94-4e59-4dc4-b275-d3beadf784dc">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612178655 139.561393717 11.575 35.612188357 139.561458976 11.565 35.612314224 139.561446165 11.197 35.612304531 139.561380907 11.217 35.612178655 139.561393717 11.575</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_e495d81e-0262-4d24-aaf8-94019496523f">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612578740 139.561352968 10.51 35.612588441 139.561418226 10.488 35.612633392 139.561413626 10.38 35.612623690 139.561348367 10.402 35.612578740 139.561352968 10.51</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_93ac2865-2b23-4423-83c8-892e8227a682">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612915840 139.561318149 9.664 35.612925542 139.561383408 9.678 35.612979467 139.561377739 9.549 35.612969765 139.561312480 9.531 35.612915840 139.561318149 9.664</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_1a39dfcf-fb58-4e62-940a-004489669596">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613243836 139.561283162 8.876 35.613253537 139.561348421 8.908 35.613298460 139.561343511 8.816 35.613288758 139.561278252 8.785 35.613243836 139.561283162 8.876</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_78f13598-a9d2-4748-877e-663f99643c7f">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613562690 139.561247554 8.309 35.613572392 139.561312813 8.329 35.613626262 139.561306615 8.238 35.613616560 139.561241355 8.218 35.613562690 139.561247554 8.309</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_fb3b0cf3-37fb-436b-9fe4-24e6b9897872">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613890308 139.561208858 8.094 35.613900010 139.561274107 8.132 35.613944868 139.561268623 8.171 35.613935166 139.561203364 8.135 35.613890308 139.561208858 8.094</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d8c20a2b-70a7-4fbe-b2b0-3f328f9ebd4b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612738640 139.562407500 10.466 35.612758647 139.562537927 10.486 35.612803597 139.562533327 10.373 35.612783591 139.562402900 10.352 35.612738640 139.562407500 10.466</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_efa62e49-1c94-4e53-9511-4b1918a674d6">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613075741 139.562372674 9.698 35.613095747 139.562503102 9.664 35.613149673 139.562497445 9.539 35.613129666 139.562367017 9.582 35.613075741 139.562372674 9.698</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_579d7dbb-b57e-4b9c-99ef-1354ce9b360d">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613403737 139.562337691 9.019 35.613423752 139.562468119 8.988 35.613468666 139.562463210 8.911 35.613448659 139.562332782 8.938 35.613403737 139.562337691 9.019</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d1294370-04b8-4f9a-962b-373df62b91d1">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613722592 139.562302098 8.607 35.613742598 139.562432527 8.637 35.613796469 139.562426319 8.582 35.613776462 139.562295901 8.549 35.613722592 139.562302098 8.607</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_2deee07f-8556-4eea-82b3-2af5fb78c9f0">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614050210 139.562263396 8.388 35.614070216 139.562393826 8.417 35.614115075 139.562388332 8.419 35.614095068 139.562257902 8.37 35.614050210 139.562263396 8.388</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a8d8827c-5291-4157-a3a1-3e0965f1de6c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610279832 139.559592049 32.664 35.610318022 139.559905077 30.784 35.610357959 139.560217845 28.852 35.610399518 139.560530355 26.938 35.610444349 139.560524661 25.891 35.610402799 139.560212152 27.256 35.610362862 139.559899383 29.136 35.610324672 139.559586355 30.885 35.610279832 139.559592049 32.664</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_9629a1cf-8105-4d1b-8d0c-0f9f60c83c16">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610598299 139.559552707 22.998 35.610636489 139.559865736 21.974 35.610676427 139.560178505 21.005 35.610717985 139.560491016 20.255 35.610771828 139.560484608 19.419 35.610730279 139.560172086 20.18 35.610690341 139.559859327 20.989 35.610652151 139.559546287 22.011 35.610598299 139.559552707 22.998</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c6eda0ee-5909-4a94-ac45-b896da8c23f6">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610925990 139.559514646 17.729 35.610964180 139.559827687 17.377 35.611004109 139.560140447 16.848 35.611045668 139.560452970 16.466 35.611090572 139.560447927 16.155 35.611049013 139.560135404 16.397 35.611009085 139.559822633 16.868 35.610970894 139.559509603 17.231 35.610925990 139.559514646 17.729</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_fa75995c-9088-4202-aa90-958ce47ab287">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611244890 139.559479551 14.934 35.611283081 139.559792593 14.761 35.611323009 139.560105354 14.607 35.611364568 139.560417878 14.373 35.611418484 139.560412099 14.088 35.611376926 139.560099586 14.306 35.611336997 139.559786813 14.478 35.611298807 139.559473771 14.578 35.611244890 139.559479551 14.934</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a7c71b93-61a2-4caf-ad0e-bcc66611aca1">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611590901 139.559443060 13.12 35.611629091 139.559756104 13.053 35.611669029 139.560068867 12.934 35.611710579 139.560381392 12.79 35.611755529 139.560376736 12.625 35.611713970 139.560064221 12.75 35.611674042 139.559751448 12.857 35.611635851 139.559438415 12.937 35.611590901 139.559443060 13.12</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_283b7d37-8d99-48ab-b525-b7bcd330b5e7">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611910041 139.559410304 11.947 35.611948231 139.559723338 11.831 35.611988169 139.560036113 11.75 35.612029728 139.560348628 11.716 35.612155595 139.560335816 11.327 35.612114036 139.560023300 11.334 35.612074107 139.559710525 11.417 35.612035916 139.559397490 11.558 35.611910041 139.559410304 11.947</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_f5fcfe63-5c3d-4143-97e7-e48587991019">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612310133 139.559369545 10.832 35.612348324 139.559682591 10.683 35.612388253 139.559995356 10.629 35.612429812 139.560307885 10.64 35.612474762 139.560303283 10.533 35.612433203 139.559990755 10.534 35.612393274 139.559677990 10.591 35.612355084 139.559364943 10.717 35.612310133 139.559369545 10.832</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_0929b721-f605-416c-a91a-eaf3977c0f08">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612975228 139.559299722 9.422 35.613013419 139.559612761 9.377 35.613053348 139.559925539 9.245 35.613094907 139.560238059 9.037 35.613139830 139.560233149 8.935 35.613098271 139.559920629 9.155 35.613058332 139.559607850 9.295 35.613020142 139.559294812 9.356 35.612975228 139.559299722 9.422</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a955351a-573a-48c9-8a47-bb4adf98c0ef">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613294073 139.559264107 8.968 35.613332264 139.559577157 8.827 35.613372202 139.559889937 8.63 35.613413761 139.560202458 8.411 35.613467632 139.560196259 8.349 35.613426072 139.559883727 8.531 35.613386134 139.559570947 8.733 35.613347943 139.559257907 8.9 35.613294073 139.559264107 8.968</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_47680099-6951-406c-a5a0-00309df9a988">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613621690 139.559225403 8.68 35.613659881 139.559538444 8.463 35.613699819 139.559851225 8.303 35.613741379 139.560163747 8.193 35.613786237 139.560158252 8.216 35.613744678 139.559845730 8.333 35.613704739 139.559532949 8.464 35.613666548 139.559219908 8.691 35.613621690 139.559225403 8.68</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d82e5231-424f-479c-b9cf-0851779d6a51">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610408400 139.560595736 26.617 35.610453776 139.560922505 24.92 35.610500529 139.561249048 23.393 35.610548444 139.561575423 22.264 35.610593283 139.561569730 21.541 35.610545369 139.561243355 22.565 35.610498615 139.560916811 24.004 35.610453240 139.560590042 25.6 35.610408400 139.560595736 26.617</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_2b5cd2e8-205b-4d05-8b92-f4520e56503a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610726868 139.560556397 20.094 35.610772243 139.560883167 19.391 35.610818996 139.561209712 18.868 35.610866911 139.561536088 18.331 35.610920763 139.561529669 17.841 35.610872848 139.561203304 18.362 35.610826095 139.560876748 18.787 35.610780720 139.560549989 19.266 35.610726868 139.560556397 20.094</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_830ce0fa-91ec-4930-9fac-169f16b9b331">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611054559 139.560518351 16.403 35.611099926 139.560845112 16.176 35.611146679 139.561171669 15.926 35.611194594 139.561498035 15.759 35.611239498 139.561492993 15.453 35.611191583 139.561166616 15.614 35.611144830 139.560840069 15.827 35.611099463 139.560513309 16.092 35.611054559 139.560518351 16.403</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_cd004e67-ed39-4e88-8eb8-589e4a66d7b9">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611373460 139.560483260 14.33 35.611418826 139.560810022 14.123 35.611465580 139.561136580 14.002 35.611513504 139.561462948 14.011 35.611567411 139.561457169 13.767 35.611519496 139.561130801 13.707 35.611472743 139.560804243 13.831 35.611427376 139.560477481 14.044 35.611373460 139.560483260 14.33</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ad48a1dd-2791-490d-967c-79660b4fe995">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611719470 139.560446774 12.754 35.611764846 139.560773537 12.626 35.611811600 139.561100097 12.584 35.611859515 139.561426466 12.572 35.611904456 139.561421821 12.424 35.611856541 139.561095441 12.43 35.611809787 139.560768892 12.48 35.611764421 139.560442118 12.598 35.611719470 139.560446774 12.754</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b1288d27-f8b6-409a-af17-ad6cf7e0eb6b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612038619 139.560414010 11.702 35.612083986 139.560740786 11.691 35.612130740 139.561067336 11.651 35.612178655 139.561393717 11.575 35.612304531 139.561380907 11.217 35.612256607 139.561054525 11.328 35.612209853 139.560727974 11.356 35.612164486 139.560401198 11.331 35.612038619 139.560414010 11.702</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4432dc8a-7697-4e77-b73f-4aa0c09e4e57">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612438703 139.560373267 10.637 35.612484070 139.560700033 10.642 35.612530824 139.561026596 10.598 35.612578740 139.561352968 10.51 35.612623690 139.561348367 10.402 35.612575775 139.561021995 10.47 35.612529021 139.560695432 10.519 35.612483654 139.560368666 10.528 35.612438703 139.560373267 10.637</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_36b732a0-db46-4e20-8eb1-35e7fcedf755">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612775803 139.560338433 9.799 35.612821170 139.560665211 9.686 35.612867924 139.560991765 9.641 35.612915840 139.561318149 9.664 35.612969765 139.561312480 9.531 35.612921850 139.560986107 9.486 35.612875096 139.560659542 9.529 35.612829729 139.560332775 9.66 35.612775803 139.560338433 9.799</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_aa7c437f-e0e2-4b41-940f-1a6b653705d6">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613103799 139.560303442 8.991 35.613149166 139.560630222 8.821 35.613195920 139.560956776 8.762 35.613243836 139.561283162 8.876 35.613288758 139.561278252 8.785 35.613240843 139.560951866 8.678 35.613194089 139.560625312 8.712 35.613148712 139.560298532 8.889 35.613103799 139.560303442 8.991</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_34521ba6-132c-420d-9066-dc57e606cbc7">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613750261 139.560229131 8.176 35.613795638 139.560555902 8.103 35.613842392 139.560882470 8.07 35.613890308 139.561208858 8.094 35.613935166 139.561203364 8.135 35.613887250 139.560876976 8.125 35.613840496 139.560550418 8.125 35.613795129 139.560223636 8.199 35.613750261 139.560229131 8.176</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a7df1fbf-96bf-49ec-a758-c5b165e5a61a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610558145 139.561640680 22.025 35.610595227 139.561888060 21.3 35.610632704 139.562135383 20.774 35.610670442 139.562382662 20.401 35.610708342 139.562629929 20.09 35.610753182 139.562624226 19.688 35.610715282 139.562376969 19.942 35.610677544 139.562129691 20.278 35.610640067 139.561882367 20.745 35.610602985 139.561634987 21.328 35.610558145 139.561640680 22.025</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_33b80ec9-faeb-4205-a037-3ca89325592a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610876613 139.561601345 18.218 35.610913695 139.561848726 17.862 35.610951172 139.562096050 17.665 35.610988910 139.562343330 17.531 35.611026810 139.562590587 17.486 35.611080662 139.562584180 17.146 35.611042762 139.562336923 17.131 35.611005015 139.562089643 17.253 35.610967547 139.561842319 17.445 35.610930465 139.561594927 17.735 35.610876613 139.561601345 18.218</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_7518a323-935c-4192-a0a1-2d6fb3b17c19">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611204296 139.561563293 15.744 35.611241386 139.561810685 15.615 35.611278855 139.562058011 15.564 35.611316602 139.562305291 15.551 35.611354493 139.562552549 15.571 35.611399398 139.562547508 15.343 35.611361507 139.562300250 15.336 35.611323759 139.562052958 15.344 35.611286291 139.561805633 15.357 35.611249200 139.561558251 15.439 35.611204296 139.561563293 15.744</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_331612c7-7408-41cb-a6e6-d31b5d5e6ce3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611523206 139.561528206 14.025 35.611560287 139.561775599 14.061 35.611597756 139.562022926 14.087 35.611635503 139.562270207 14.075 35.611673394 139.562517466 14.03 35.611727311 139.562511688 13.787 35.611689420 139.562264429 13.844 35.611651672 139.562017147 13.85 35.611614204 139.561769821 13.821 35.611577113 139.561522427 13.78 35.611523206 139.561528206 14.025</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c78e3125-d699-4dac-a5d7-e43c4536c0b3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611869217 139.561491724 12.577 35.611906299 139.561739119 12.62 35.611943776 139.561986446 12.638 35.611981515 139.562233729 12.632 35.612019415 139.562480989 12.607 35.612064356 139.562476345 12.436 35.612026465 139.562229073 12.458 35.611988718 139.561981791 12.465 35.611951249 139.561734463 12.441 35.611914158 139.561487079 12.429 35.611869217 139.561491724 12.577</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4222f8a8-cab7-4856-b814-32220b62682e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612188357 139.561458976 11.565 35.612225439 139.561706360 11.512 35.612262917 139.561953689 11.458 35.612300655 139.562200972 11.478 35.612338556 139.562448233 11.539 35.612464422 139.562435424 11.167 35.612426531 139.562188162 11.096 35.612388784 139.561940879 11.09 35.612351315 139.561693550 11.116 35.612314224 139.561446165 11.197 35.612188357 139.561458976 11.565</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_7d86ab79-139c-4a33-95b2-61fa480cdf2a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612588441 139.561418226 10.488 35.612625523 139.561665623 10.436 35.612663001 139.561912953 10.414 35.612700740 139.562160237 10.421 35.612738640 139.562407500 10.466 35.612783591 139.562402900 10.352 35.612745699 139.562155637 10.325 35.612707952 139.561908352 10.323 35.612670483 139.561661023 10.337 35.612633392 139.561413626 10.38 35.612588441 139.561418226 10.488</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_535b34f2-35ed-4192-8316-3c5c8724aade">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612925542 139.561383408 9.678 35.612962624 139.561630794 9.717 35.613000102 139.561878125 9.747 35.613037840 139.562125411 9.735 35.613075741 139.562372674 9.698 35.613129666 139.562367017 9.582 35.613091775 139.562119754 9.62 35.613054027 139.561872468 9.638 35.613016558 139.561625137 9.604 35.612979467 139.561377739 9.549 35.612925542 139.561383408 9.678</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_51e4577a-35ec-4b2f-8748-31498f9003c3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613253537 139.561348421 8.908 35.613290629 139.561595808 9.011 35.613328098 139.561843140 9.075 35.613365845 139.562090427 9.068 35.613403737 139.562337691 9.019 35.613448659 139.562332782 8.938 35.613410759 139.562085518 8.98 35.613373020 139.561838231 8.983 35.613335542 139.561590899 8.919 35.613298460 139.561343511 8.816 35.613253537 139.561348421 8.908</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_35e1eeb8-2365-4c39-bdff-adba647cd896">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613572392 139.561312813 8.329 35.613609474 139.561560213 8.406 35.613646952 139.561807545 8.493 35.613684691 139.562054833 8.546 35.613722592 139.562302098 8.607 35.613776462 139.562295901 8.549 35.613738561 139.562048624 8.473 35.613700823 139.561801336 8.425 35.613663344 139.561554004 8.338 35.613626262 139.561306615 8.238 35.613572392 139.561312813 8.329</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a72b7955-4810-4cca-a300-8f1912a96ee3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613900010 139.561274107 8.132 35.613937092 139.561521508 8.196 35.613974570 139.561768841 8.208 35.614012309 139.562016130 8.315 35.614050210 139.562263396 8.388 35.614095068 139.562257902 8.37 35.614057167 139.562010636 8.296 35.614019428 139.561763347 8.216 35.613981950 139.561516013 8.22 35.613944868 139.561268623 8.171 35.613900010 139.561274107 8.132</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_701a0a85-3ef9-4159-8e56-9c414a0cace4">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610316906 139.559520794 31.291 35.610324672 139.559586355 30.885 35.610461462 139.559569299 26.691 35.610598299 139.559552707 22.998 35.610590542 139.559487145 23.187 35.610453697 139.559503749 26.923 35.610316906 139.559520794 31.291</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d828c8e1-a41a-4ed5-9a77-500f866e82a0">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610644385 139.559480736 22.134 35.610652151 139.559546287 22.011 35.610789052 139.559530279 19.503 35.610925990 139.559514646 17.729 35.610918224 139.559449095 17.796 35.610781286 139.559464728 19.626 35.610644385 139.559480736 22.134</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_40c28f07-47a2-467a-9296-302da6c24d14">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610963129 139.559444052 17.298 35.610970894 139.559509603 17.231 35.611107878 139.559494433 15.969 35.611244890 139.559479551 14.934 35.611237125 139.559414000 14.991 35.611100113 139.559428872 16.035 35.610963129 139.559444052 17.298</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_8b88302a-b5c9-4a5d-ba30-7cc67c74f686">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611291041 139.559408220 14.581 35.611298807 139.559473771 14.578 35.611444840 139.559458305 13.797 35.611590901 139.559443060 13.12 35.611583135 139.559377509 13.14 35.611437074 139.559392754 13.803 35.611291041 139.559408220 14.581</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_23e791c6-9cf3-44d2-8667-204dcfb5e2bb">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611628085 139.559372864 12.956 35.611635851 139.559438415 12.937 35.611772946 139.559424315 12.405 35.611910041 139.559410304 11.947 35.611902284 139.559344742 11.976 35.611765180 139.559358753 12.421 35.611628085 139.559372864 12.956</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_644e9ca6-cfd0-4eba-8b81-1d577d42c5e7">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612028150 139.559331928 11.597 35.612035916 139.559397490 11.558 35.612173020 139.559383534 11.185 35.612310133 139.559369545 10.832 35.612302368 139.559303993 10.868 35.612165264 139.559317982 11.22 35.612028150 139.559331928 11.597</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b74842ca-91c7-4c6a-a801-70c15faa61dd">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612347318 139.559299391 10.751 35.612355084 139.559364943 10.717 35.612501163 139.559349907 10.388 35.612647224 139.559334717 10.071 35.612639467 139.559269154 10.085 35.612493397 139.559284356 10.402 35.612347318 139.559299391 10.751</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_099d1fd3-5ce8-4fe7-ad05-d1992cce29e5">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612693393 139.559263496 9.966 35.612701158 139.559329047 9.958 35.612838207 139.559314506 9.682 35.612975228 139.559299722 9.422 35.612967462 139.559234159 9.418 35.612830441 139.559248954 9.677 35.612693393 139.559263496 9.966</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_92ba396b-3a10-48e3-ac00-c0027b62e96d">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613012385 139.559229248 9.35 35.613020142 139.559294812 9.356 35.613157126 139.559279630 9.153 35.613294073 139.559264107 8.968 35.613286316 139.559198554 8.997 35.613149360 139.559214078 9.147 35.613012385 139.559229248 9.35</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_cef9ca07-4d2b-4cb9-9424-02d70575dcaf">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613340186 139.559192355 8.94 35.613347943 139.559257907 8.9 35.613484844 139.559241865 8.749 35.613621690 139.559225403 8.68 35.613613924 139.559159840 8.714 35.613477078 139.559176301 8.785 35.613340186 139.559192355 8.94</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_226db633-6ee0-49b0-a9dc-a3ddee05cde6">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610444349 139.560524661 25.891 35.610453240 139.560590042 25.6 35.610590031 139.560572999 22.527 35.610726868 139.560556397 20.094 35.610717985 139.560491016 20.255 35.610581148 139.560507618 22.752 35.610444349 139.560524661 25.891</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6105702e-9561-4e66-a2aa-10cfc790510b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610771828 139.560484608 19.419 35.610780720 139.560549989 19.266 35.610917621 139.560533982 17.82 35.611054559 139.560518351 16.403 35.611045668 139.560452970 16.466 35.610908729 139.560468601 17.876 35.610771828 139.560484608 19.419</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_24c9da10-d618-44e8-8a03-d22204f3df19">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611090572 139.560447927 16.155 35.611099463 139.560513309 16.092 35.611236448 139.560498130 15.151 35.611373460 139.560483260 14.33 35.611364568 139.560417878 14.373 35.611227556 139.560432748 15.208 35.611090572 139.560447927 16.155</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_03b4eaa8-c0e8-4458-96d9-891f9cfce031">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611418484 139.560412099 14.088 35.611427376 139.560477481 14.044 35.611573409 139.560462017 13.38 35.611719470 139.560446774 12.754 35.611710579 139.560381392 12.79 35.611564518 139.560396635 13.415 35.611418484 139.560412099 14.088</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ab7d811b-4586-4ec2-baea-28ee4ae0da4d">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611755529 139.560376736 12.625 35.611764421 139.560442118 12.598 35.611901515 139.560428020 12.118 35.612038619 139.560414010 11.702 35.612029728 139.560348628 11.716 35.611892624 139.560362638 12.132 35.611755529 139.560376736 12.625</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_47bdce1a-a498-431a-abbb-de17c0530d47">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612155595 139.560335816 11.327 35.612164486 139.560401198 11.331 35.612301590 139.560387255 10.975 35.612438703 139.560373267 10.637 35.612429812 139.560307885 10.64 35.612292708 139.560321872 10.968 35.612155595 139.560335816 11.327</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_56d57781-9389-4696-aa6b-6974fa630497">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612474762 139.560303283 10.533 35.612483654 139.560368666 10.528 35.612629733 139.560353632 10.153 35.612775803 139.560338433 9.799 35.612766912 139.560273050 9.822 35.612620842 139.560288250 10.162 35.612474762 139.560303283 10.533</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_bd0e7363-37a0-4af0-b789-6e59dcc675d5">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612820837 139.560267392 9.686 35.612829729 139.560332775 9.66 35.612966778 139.560318235 9.306 35.613103799 139.560303442 8.991 35.613094907 139.560238059 9.037 35.612957886 139.560252852 9.346 35.612820837 139.560267392 9.686</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_bde6ae06-a3cf-4bce-b84a-4d5e53985652">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613139830 139.560233149 8.935 35.613148712 139.560298532 8.889 35.613285697 139.560283352 8.605 35.613422644 139.560267841 8.368 35.613413761 139.560202458 8.411 35.613276805 139.560217980 8.653 35.613139830 139.560233149 8.935</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_3d1ab528-cf59-4dd6-88a7-8726970df84a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613467632 139.560196259 8.349 35.613476523 139.560261642 8.308 35.613613415 139.560245591 8.171 35.613750261 139.560229131 8.176 35.613741379 139.560163747 8.193 35.613604524 139.560180207 8.201 35.613467632 139.560196259 8.349</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d565ee8b-4dbd-46ba-ad0f-d25dbdb9c5ff">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610593283 139.561569730 21.541 35.610602985 139.561634987 21.328 35.610739776 139.561617935 19.662 35.610876613 139.561601345 18.218 35.610866911 139.561536088 18.331 35.610730074 139.561552678 19.784 35.610593283 139.561569730 21.541</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_e1d47ea9-d329-4760-af4c-f1696f9b32dc">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610920763 139.561529669 17.841 35.610930465 139.561594927 17.735 35.611067357 139.561578922 16.646 35.611204296 139.561563293 15.744 35.611194594 139.561498035 15.759 35.611057656 139.561513665 16.689 35.610920763 139.561529669 17.841</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_297bebfe-849f-44e7-a06a-c07d6e0ffa40">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611239498 139.561492993 15.453 35.611249200 139.561558251 15.439 35.611386185 139.561543085 14.662 35.611523206 139.561528206 14.025 35.611513504 139.561462948 14.011 35.611376483 139.561477827 14.673 35.611239498 139.561492993 15.453</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_fe80c384-175d-4ee5-9abc-7f32e5a9dffc">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611567411 139.561457169 13.767 35.611577113 139.561522427 13.78 35.611723156 139.561506965 13.133 35.611869217 139.561491724 12.577 35.611859515 139.561426466 12.572 35.611713454 139.561441707 13.113 35.611567411 139.561457169 13.767</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ac838877-7847-40e1-afa5-5156783612a3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611904456 139.561421821 12.424 35.611914158 139.561487079 12.429 35.612051253 139.561472972 11.987 35.612188357 139.561458976 11.565 35.612178655 139.561393717 11.575 35.612041551 139.561407725 11.983 35.611904456 139.561421821 12.424</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_0a90ad46-dac2-4b49-b2cc-46328dcd9e0a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612304531 139.561380907 11.217 35.612314224 139.561446165 11.197 35.612451337 139.561432212 10.837 35.612588441 139.561418226 10.488 35.612578740 139.561352968 10.51 35.612441635 139.561366954 10.861 35.612304531 139.561380907 11.217</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_66dfdd50-1baa-4712-b9ed-8a7555267fb1">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612623690 139.561348367 10.402 35.612633392 139.561413626 10.38 35.612779480 139.561398594 10.029 35.612925542 139.561383408 9.678 35.612915840 139.561318149 9.664 35.612769779 139.561333335 10.039 35.612623690 139.561348367 10.402</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ebe42c0b-321e-4220-ae7d-c71a8e5fe5fe">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612969765 139.561312480 9.531 35.612979467 139.561377739 9.549 35.613116516 139.561363201 9.223 35.613253537 139.561348421 8.908 35.613243836 139.561283162 8.876 35.613106814 139.561297942 9.195 35.612969765 139.561312480 9.531</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_001825c4-73d0-45d4-859a-18720398cc06">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613288758 139.561278252 8.785 35.613298460 139.561343511 8.816 35.613435444 139.561328333 8.549 35.613572392 139.561312813 8.329 35.613562690 139.561247554 8.309 35.613425742 139.561263074 8.519 35.613288758 139.561278252 8.785</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_06cf6cec-3560-47b9-9896-5ffb3ece1fbc">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613616560 139.561241355 8.218 35.613626262 139.561306615 8.238 35.613763155 139.561290576 8.157 35.613900010 139.561274107 8.132 35.613890308 139.561208858 8.094 35.613753453 139.561225317 8.137 35.613616560 139.561241355 8.218</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_1c7e8ac7-1901-4da9-9f69-b2c7d986a5e0">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612464422 139.562435424 11.167 35.612484438 139.562565851 11.207 35.612621542 139.562551900 10.832 35.612758647 139.562537927 10.486 35.612738640 139.562407500 10.466 35.612601536 139.562421484 10.804 35.612464422 139.562435424 11.167</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c845b153-fc93-42a8-87a1-3932cc573a3b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612783591 139.562402900 10.352 35.612803597 139.562533327 10.373 35.612949686 139.562518297 10.008 35.613095747 139.562503102 9.664 35.613075741 139.562372674 9.698 35.612929670 139.562387870 10.026 35.612783591 139.562402900 10.352</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_af5b0dff-88e4-4aae-9faa-89683d1eb344">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613129666 139.562367017 9.582 35.613149673 139.562497445 9.539 35.613286722 139.562482909 9.241 35.613423752 139.562468119 8.988 35.613403737 139.562337691 9.019 35.613266715 139.562352481 9.278 35.613129666 139.562367017 9.582</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_92bebf51-d6fe-416a-8e9a-c471b4c1c873">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613448659 139.562332782 8.938 35.613468666 139.562463210 8.911 35.613605650 139.562448034 8.748 35.613742598 139.562432527 8.637 35.613722592 139.562302098 8.607 35.613585644 139.562317617 8.753 35.613448659 139.562332782 8.938</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_811bc635-f0ca-40ba-94e0-140eba953e96">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613776462 139.562295901 8.549 35.613796469 139.562426319 8.582 35.613933361 139.562410282 8.482 35.614070216 139.562393826 8.417 35.614050210 139.562263396 8.388 35.613913354 139.562279853 8.443 35.613776462 139.562295901 8.549</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_0b61a7fb-8dc3-4fe8-95b1-c77a6c3f419f">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611717073 139.557482012 12.807 35.611743303 139.557793176 12.713 35.611771344 139.558104068 12.611 35.611801248 139.558414679 12.499 35.611833035 139.558724986 12.363 35.611866723 139.559035010 12.114 35.611902284 139.559344742 11.976 35.612028150 139.559331928 11.597 35.611992598 139.559022196 11.758 35.611958911 139.558712171 11.881 35.611927115 139.558401864 11.932 35.611897210 139.558091252 12.005 35.611869169 139.557780359 12.107 35.611842939 139.557469195 12.201 35.611717073 139.557482012 12.807</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_3ba9faa7-eb94-4402-aea3-a93cbc54112e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614095068 139.562257902 8.37 35.614115075 139.562388332 8.419 35.614336607 139.562360463 8.51 35.614558001 139.562331303 8.83 35.614779266 139.562300764 9.158 35.615000374 139.562268790 9.555 35.615221326 139.562235337 9.941 35.615201319 139.562104916 9.945 35.614980358 139.562138359 9.584 35.614759250 139.562170333 9.215 35.614537994 139.562200873 8.835 35.614316600 139.562230044 8.509 35.614095068 139.562257902 8.37</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
</core:CityModel>
