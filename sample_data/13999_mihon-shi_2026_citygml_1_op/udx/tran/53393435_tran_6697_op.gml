<?xml version="1.0" encoding="UTF-8"?>
<core:CityModel xmlns:core="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:dem="http://www.opengis.net/citygml/relief/2.0" xmlns:gen="http://www.opengis.net/citygml/generics/2.0" xmlns:tran="http://www.opengis.net/citygml/transportation/2.0" xmlns:wtr="http://www.opengis.net/citygml/waterbody/2.0" xmlns:gml="http://www.opengis.net/gml" xmlns:uro="https://www.geospatial.jp/iur/uro/3.1" xmlns:xlink="http://www.w3.org/1999/xlink">
<gml:description>合成データ（synthetic）：実在の都市・建物・河川・浸水想定とは関係ありません。</gml:description>
<gml:name>見本市 道路 53393435（合成データ）</gml:name>
<gml:boundedBy><gml:Envelope srsName="http://www.opengis.net/def/crs/EPSG/0/6697" srsDimension="3">
<gml:lowerCorner>35.610220485 139.562388332 7.946</gml:lowerCorner>
<gml:upperCorner>35.614561495 139.567632881 26.611</gml:upperCorner>
</gml:Envelope></gml:boundedBy>
<core:cityObjectMember><tran:Road gml:id="tran_921364a2-81c6-453a-9f37-1cb4f85457e3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610708342 139.562629929 20.09 35.610728348 139.562760342 20.048 35.610773188 139.562754650 19.647 35.610753182 139.562624226 19.688 35.610708342 139.562629929 20.09</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_1994cb14-7e33-496b-b1ad-de25f7313741">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611026810 139.562590587 17.486 35.611046816 139.562721012 17.502 35.611100668 139.562714605 17.157 35.611080662 139.562584180 17.146 35.611026810 139.562590587 17.486</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_43312d29-619f-4c54-a665-ea04d42ccb84">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611354493 139.562552549 15.571 35.611374499 139.562682974 15.584 35.611419404 139.562677922 15.342 35.611399398 139.562547508 15.343 35.611354493 139.562552549 15.571</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_16d7ad20-340a-4a70-b34b-e16e34c593c7">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611673394 139.562517466 14.03 35.611693410 139.562647892 13.999 35.611747317 139.562642114 13.76 35.611727311 139.562511688 13.787 35.611673394 139.562517466 14.03</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_f3b5026c-7a07-48b1-b857-d37e95e75404">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612019415 139.562480989 12.607 35.612039421 139.562611415 12.589 35.612084372 139.562606760 12.433 35.612064356 139.562476345 12.436 35.612019415 139.562480989 12.607</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_bacfe823-8f72-47b3-915a-cd452680391e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612338556 139.562448233 11.539 35.612358562 139.562578660 11.561 35.612484438 139.562565851 11.207 35.612464422 139.562435424 11.167 35.612338556 139.562448233 11.539</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_7a848ff0-7a5d-45bc-abe4-023fa4a4ee16">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610875296 139.563727839 19.613 35.610885006 139.563793096 19.596 35.610929846 139.563787405 19.278 35.610920136 139.563722147 19.304 35.610875296 139.563727839 19.613</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d4045579-08b5-496b-adfa-1ad9d2199bff">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611193765 139.563688512 17.502 35.611203475 139.563753770 17.482 35.611257327 139.563747364 17.139 35.611247617 139.563682106 17.159 35.611193765 139.563688512 17.502</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b16398ea-7269-4884-9ec1-5241e70c9a99">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611521448 139.563650479 15.595 35.611531158 139.563715737 15.596 35.611576062 139.563710685 15.363 35.611566353 139.563645438 15.363 35.611521448 139.563650479 15.595</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_7750c322-b0ad-4344-8c79-28c4393343c5">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611840350 139.563615400 14.039 35.611850068 139.563680658 14.057 35.611903976 139.563674881 13.815 35.611894266 139.563609623 13.798 35.611840350 139.563615400 14.039</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_0ddfb204-df5f-4f87-ad12-c551ac0f974e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612186371 139.563578927 12.623 35.612196080 139.563644186 12.611 35.612241022 139.563639531 12.455 35.612231312 139.563574273 12.467 35.612186371 139.563578927 12.623</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_56e224c1-2a59-4c70-acab-c0e563bc93f3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612505512 139.563546176 11.561 35.612515221 139.563611435 11.536 35.612641097 139.563598627 11.164 35.612631378 139.563533369 11.185 35.612505512 139.563546176 11.561</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_966ade75-0eb0-442d-a1b7-b0c5f91e63de">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612905597 139.563505448 10.451 35.612915306 139.563570707 10.439 35.612960257 139.563566108 10.327 35.612950547 139.563500849 10.339 35.612905597 139.563505448 10.451</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c65910c8-7bc1-45f2-ba28-d69810599288">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613242697 139.563470627 9.652 35.613252407 139.563535886 9.667 35.613306333 139.563530230 9.549 35.613296623 139.563464971 9.532 35.613242697 139.563470627 9.652</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_95176139-cbde-457f-867a-288b4ba8fb22">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613570694 139.563435648 8.981 35.613580404 139.563500908 8.987 35.613625326 139.563495999 8.902 35.613615617 139.563430740 8.894 35.613570694 139.563435648 8.981</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_baaabb51-5d25-4aa6-9493-72aad86fc504">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613889549 139.563400060 8.539 35.613899259 139.563465320 8.523 35.613953129 139.563459112 8.458 35.613943419 139.563393852 8.477 35.613889549 139.563400060 8.539</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_40126863-a506-4fd4-aa5a-3857af061213">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614217167 139.563361362 8.292 35.614226877 139.563426622 8.263 35.614271736 139.563421129 8.235 35.614262026 139.563355869 8.266 35.614217167 139.563361362 8.292</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c26a38e8-5c24-4521-9b91-6474dc4f990c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610994365 139.564549443 19.433 35.611001968 139.564603902 19.43 35.611046808 139.564598211 19.11 35.611039205 139.564543752 19.104 35.610994365 139.564549443 19.433</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_68c2e710-b6a1-4723-bbc2-0c480a2e80f3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611312834 139.564510120 17.337 35.611320437 139.564564579 17.342 35.611374289 139.564558162 17.021 35.611366686 139.564503714 17.016 35.611312834 139.564510120 17.337</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_92946d2e-7906-4456-982a-5910055b96ed">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611640518 139.564472090 15.572 35.611648121 139.564526549 15.558 35.611693034 139.564521498 15.341 35.611685431 139.564467050 15.354 35.611640518 139.564472090 15.572</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c0fd6feb-c6e7-485a-9a91-7b9368c7bec5">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611959428 139.564437014 14.081 35.611967031 139.564491473 14.061 35.612020948 139.564485697 13.814 35.612013345 139.564431237 13.835 35.611959428 139.564437014 14.081</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d137dd91-643b-44c2-9f17-34c0e93789b7">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612305440 139.564400545 12.557 35.612313043 139.564455004 12.542 35.612357994 139.564450350 12.362 35.612350391 139.564395891 12.365 35.612305440 139.564400545 12.557</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_7ed85017-5aac-4bef-b35d-9a18cb4b8e69">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612624582 139.564367797 11.412 35.612632185 139.564422256 11.414 35.612758061 139.564409450 11.02 35.612750458 139.564354991 11.024 35.612624582 139.564367797 11.412</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b3932ca8-7cd6-4155-a176-176ea4e376fd">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613024667 139.564327073 10.333 35.613032270 139.564381533 10.329 35.613077220 139.564376934 10.226 35.613069617 139.564322474 10.234 35.613024667 139.564327073 10.333</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_36df45d6-477f-43d3-bdcb-b1beb1a25604">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613361768 139.564292255 9.613 35.613369371 139.564346715 9.594 35.613423297 139.564341059 9.481 35.613415694 139.564286599 9.503 35.613361768 139.564292255 9.613</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_e33547b4-10be-4e17-b93f-3bfc940f2199">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613689774 139.564257280 8.909 35.613697377 139.564311740 8.894 35.613742291 139.564306832 8.811 35.613734687 139.564252372 8.822 35.613689774 139.564257280 8.909</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_9009e03a-af59-4fd9-9b3a-ceb6f95064e6">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614008620 139.564221695 8.411 35.614016223 139.564276155 8.411 35.614070094 139.564269948 8.344 35.614062491 139.564215487 8.336 35.614008620 139.564221695 8.411</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_239d663a-d619-4579-95fe-6da6fb020c08">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614336239 139.564183000 8.125 35.614343842 139.564237461 8.138 35.614388700 139.564231968 8.123 35.614381097 139.564177507 8.119 35.614336239 139.564183000 8.125</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_fdbd447d-fa66-4675-9d79-43c0da2d7aea">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611045227 139.564919865 19.45 35.611052532 139.564974369 19.455 35.611097372 139.564968678 19.151 35.611090067 139.564914174 19.147 35.611045227 139.564919865 19.45</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_99773adf-bcd5-4298-b411-fb23c1bd1aaa">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611363695 139.564880543 17.371 35.611371001 139.564935047 17.378 35.611424853 139.564928631 17.036 35.611417548 139.564874138 17.041 35.611363695 139.564880543 17.371</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_815313b5-ce57-43aa-a3bc-187876a1358c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611691379 139.564842515 15.461 35.611698685 139.564897008 15.443 35.611743598 139.564891968 15.201 35.611736284 139.564837464 15.227 35.611691379 139.564842515 15.461</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_cd5479dd-c03b-487f-b928-d12aadc97c08">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612010290 139.564807440 13.906 35.612017595 139.564861934 13.876 35.612071512 139.564856157 13.63 35.612064198 139.564801664 13.661 35.612010290 139.564807440 13.906</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6122eff1-e927-438f-bee7-1d1f6f183f34">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612356302 139.564770973 12.483 35.612363608 139.564825466 12.47 35.612408558 139.564820823 12.324 35.612401244 139.564766319 12.337 35.612356302 139.564770973 12.483</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_1b4a0efd-4541-40d9-830e-ef7e9444b6f0">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612675444 139.564738226 11.431 35.612682749 139.564792731 11.434 35.612808625 139.564779925 11.057 35.612801320 139.564725420 11.054 35.612675444 139.564738226 11.431</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_330c8351-0470-4f1b-a007-856366ffa8a0">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613075529 139.564697504 10.287 35.613082834 139.564751998 10.272 35.613127785 139.564747399 10.158 35.613120479 139.564692905 10.173 35.613075529 139.564697504 10.287</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6b06f838-63a8-48af-9c75-65d44da8d0c7">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613412630 139.564662688 9.453 35.613419936 139.564717193 9.428 35.613473861 139.564711526 9.31 35.613466556 139.564657032 9.335 35.613412630 139.564662688 9.453</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_2e3e7bea-ecd9-4c37-8fa3-0c8e5f7c7641">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613740627 139.564627714 8.792 35.613747941 139.564682219 8.77 35.613792855 139.564677311 8.701 35.613785550 139.564622806 8.717 35.613740627 139.564627714 8.792</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_eff10850-9e22-4a28-a5ba-2036df24fd9a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614059482 139.564592130 8.421 35.614066788 139.564646625 8.42 35.614120659 139.564640429 8.38 35.614113353 139.564585923 8.38 35.614059482 139.564592130 8.421</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c7cb388e-60ed-4232-9d34-6d6a03cd9648">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614387101 139.564553437 8.187 35.614394407 139.564607932 8.193 35.614439265 139.564602450 8.17 35.614431960 139.564547944 8.166 35.614387101 139.564553437 8.187</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_22252e3e-0d1e-407a-8ffc-6ced058521be">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611167104 139.565885665 19.284 35.611174758 139.565951239 19.258 35.611219598 139.565945549 18.924 35.611211944 139.565879975 18.95 35.611167104 139.565885665 19.284</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_5c1013e6-d5e3-44c5-9e3d-6d786f735eee">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611485573 139.565846347 17.086 35.611493227 139.565911910 17.057 35.611547071 139.565905505 16.727 35.611539426 139.565839931 16.755 35.611485573 139.565846347 17.086</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_094ecbc8-f1a0-43dd-90c3-9a6c98f9472b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611813257 139.565808311 15.175 35.611820912 139.565873886 15.169 35.611865816 139.565868846 14.934 35.611858162 139.565803272 14.939 35.611813257 139.565808311 15.175</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_472b5fc2-bd77-4434-a7c8-b5e3e4328eda">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612132160 139.565773241 13.633 35.612139814 139.565838815 13.629 35.612193730 139.565833040 13.383 35.612186076 139.565767465 13.383 35.612132160 139.565773241 13.633</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4aaeb32f-32c2-4066-a459-b64ffc49a648">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612478181 139.565736777 12.237 35.612485835 139.565802352 12.21 35.612530777 139.565797710 12.032 35.612523123 139.565732135 12.06 35.612478181 139.565736777 12.237</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_e119b253-7f9c-4ad0-b3d5-20fed527125c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612797323 139.565704045 11.158 35.612804977 139.565769621 11.118 35.612930844 139.565756816 10.747 35.612923190 139.565691241 10.787 35.612797323 139.565704045 11.158</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_69c30fc9-7c3e-4290-b960-87371bc3c266">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613197408 139.565663317 10.057 35.613205063 139.565728892 10.045 35.613250013 139.565724294 9.943 35.613242359 139.565658719 9.944 35.613197408 139.565663317 10.057</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_16f4a116-784c-45e5-a0e4-1313c25f4c83">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613534510 139.565628516 9.289 35.613542164 139.565694091 9.291 35.613596090 139.565688426 9.174 35.613588436 139.565622850 9.169 35.613534510 139.565628516 9.289</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_8221f4de-50d1-4c26-a145-3afe162a1342">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613862507 139.565593546 8.622 35.613870161 139.565659111 8.615 35.613915084 139.565654215 8.553 35.613907430 139.565588639 8.565 35.613862507 139.565593546 8.622</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4d657f64-9441-4071-9913-882fdc9b34d4">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614181363 139.565557955 8.197 35.614189017 139.565623531 8.171 35.614242888 139.565617336 8.113 35.614235233 139.565551759 8.146 35.614181363 139.565557955 8.197</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_afa21a06-0c08-41ce-ac77-40bd7c62506d">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614508982 139.565519266 7.974 35.614516636 139.565584842 7.946 35.614561495 139.565579350 7.952 35.614553840 139.565513784 7.967 35.614508982 139.565519266 7.974</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">4</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_be089ea4-0318-4370-854f-3eb1c029ed33">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610728348 139.562760342 20.048 35.610777737 139.563082784 19.84 35.610826810 139.563405260 19.716 35.610875296 139.563727839 19.613 35.610920136 139.563722147 19.304 35.610871650 139.563399569 19.4 35.610822577 139.563077092 19.481 35.610773188 139.562754650 19.647 35.610728348 139.562760342 20.048</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b1939440-9ac4-4b6e-a784-ef5976835aef">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611046816 139.562721012 17.502 35.611096206 139.563043444 17.569 35.611145279 139.563365933 17.564 35.611193765 139.563688512 17.502 35.611247617 139.563682106 17.159 35.611199131 139.563359526 17.217 35.611150058 139.563037037 17.218 35.611100668 139.562714605 17.157 35.611046816 139.562721012 17.502</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_3f144c4b-05ff-4e30-a7e1-c1a3f9ae4c40">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611374499 139.562682974 15.584 35.611423898 139.563005408 15.546 35.611472962 139.563327898 15.562 35.611521448 139.563650479 15.595 35.611566353 139.563645438 15.363 35.611517866 139.563322857 15.312 35.611468802 139.563000367 15.309 35.611419404 139.562677922 15.342 35.611374499 139.562682974 15.584</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d29fe814-86a6-4df2-ad3d-26e58b4f345a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611693410 139.562647892 13.999 35.611742799 139.562970327 13.957 35.611791863 139.563292818 13.97 35.611840350 139.563615400 14.039 35.611894266 139.563609623 13.798 35.611845780 139.563287040 13.727 35.611796716 139.562964549 13.723 35.611747317 139.562642114 13.76 35.611693410 139.562647892 13.999</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6c280f87-1612-44e0-a58e-e3bb6911b1d3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612039421 139.562611415 12.589 35.612088811 139.562933851 12.591 35.612137884 139.563256344 12.598 35.612186371 139.563578927 12.623 35.612231312 139.563574273 12.467 35.612182825 139.563251700 12.458 35.612133761 139.562929207 12.435 35.612084372 139.562606760 12.433 35.612039421 139.562611415 12.589</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_241ceb10-9fe0-402d-8835-edc24ff5c4f0">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612358562 139.562578660 11.561 35.612407951 139.562901108 11.64 35.612457025 139.563223591 11.638 35.612505512 139.563546176 11.561 35.612631378 139.563533369 11.185 35.612582892 139.563210783 11.279 35.612533827 139.562888300 11.289 35.612484438 139.562565851 11.207 35.612358562 139.562578660 11.561</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_34b180f4-bccf-4aa9-ac06-33cc0d210c13">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612758647 139.562537927 10.486 35.612808045 139.562860366 10.514 35.612857110 139.563182862 10.495 35.612905597 139.563505448 10.451 35.612950547 139.563500849 10.339 35.612902060 139.563178262 10.373 35.612852996 139.562855766 10.388 35.612803597 139.562533327 10.373 35.612758647 139.562537927 10.486</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4be8a41c-f4b9-4ced-8bc2-f9955ba38d5e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613095747 139.562503102 9.664 35.613145137 139.562825553 9.595 35.613194210 139.563148039 9.591 35.613242697 139.563470627 9.652 35.613296623 139.563464971 9.532 35.613248136 139.563142383 9.461 35.613199072 139.562819886 9.456 35.613149673 139.562497445 9.539 35.613095747 139.562503102 9.664</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_22df3d68-74bc-47cb-8c49-a863266b9e5f">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613423752 139.562468119 8.988 35.613473142 139.562790561 8.945 35.613522207 139.563113059 8.933 35.613570694 139.563435648 8.981 35.613615617 139.563430740 8.894 35.613567129 139.563108151 8.876 35.613518056 139.562785663 8.889 35.613468666 139.562463210 8.911 35.613423752 139.562468119 8.988</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_de6d4963-11b2-4d74-8789-99258f70b912">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613742598 139.562432527 8.637 35.613791988 139.562754970 8.646 35.613841062 139.563077470 8.619 35.613889549 139.563400060 8.539 35.613943419 139.563393852 8.477 35.613894932 139.563071273 8.58 35.613845858 139.562748773 8.612 35.613796469 139.562426319 8.582 35.613742598 139.562432527 8.637</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_1567fc33-561e-46d9-bdb9-7bda77c07392">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614070216 139.562393826 8.417 35.614119606 139.562716270 8.47 35.614168680 139.563038771 8.416 35.614217167 139.563361362 8.292 35.614262026 139.563355869 8.266 35.614213538 139.563033277 8.401 35.614164465 139.562710776 8.455 35.614115075 139.562388332 8.419 35.614070216 139.562393826 8.417</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_3ea28038-ae84-4b12-b5bb-1c8f9350f146">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610885006 139.563793096 19.596 35.610922148 139.564045103 19.505 35.610958640 139.564297222 19.454 35.610994365 139.564549443 19.433 35.611039205 139.564543752 19.104 35.611003480 139.564291531 19.126 35.610966987 139.564039411 19.182 35.610929846 139.563787405 19.278 35.610885006 139.563793096 19.596</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_35cd5eaf-af33-4970-afb3-010b362bc9d2">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611203475 139.563753770 17.482 35.611240616 139.564005777 17.412 35.611277108 139.564257887 17.342 35.611312834 139.564510120 17.337 35.611366686 139.564503714 17.016 35.611330960 139.564251481 17.042 35.611294468 139.563999371 17.07 35.611257327 139.563747364 17.139 35.611203475 139.563753770 17.482</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ec530a6d-1d5d-4650-af89-b22c2014f868">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611531158 139.563715737 15.596 35.611568299 139.563967745 15.623 35.611604792 139.564219856 15.608 35.611640518 139.564472090 15.572 35.611685431 139.564467050 15.354 35.611649696 139.564214815 15.393 35.611613204 139.563962705 15.406 35.611576062 139.563710685 15.363 35.611531158 139.563715737 15.596</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_eba3d9b1-3d72-42c1-a30b-1641af25c3b5">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611850068 139.563680658 14.057 35.611887210 139.563932668 14.121 35.611923693 139.564184779 14.133 35.611959428 139.564437014 14.081 35.612013345 139.564431237 13.835 35.611977610 139.564179002 13.888 35.611941118 139.563926891 13.878 35.611903976 139.563674881 13.815 35.611850068 139.563680658 14.057</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a654ea0b-0dfb-4f7c-a488-f3c4aa50f6a9">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612196080 139.563644186 12.611 35.612233222 139.563896196 12.632 35.612269714 139.564148309 12.6 35.612305440 139.564400545 12.557 35.612350391 139.564395891 12.365 35.612314656 139.564143665 12.409 35.612278163 139.563891542 12.444 35.612241022 139.563639531 12.455 35.612196080 139.563644186 12.611</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d024a217-1dca-4f26-9b29-13426533ce1e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612515221 139.563611435 11.536 35.612552363 139.563863446 11.446 35.612588856 139.564115571 11.408 35.612624582 139.564367797 11.412 35.612750458 139.564354991 11.024 35.612714723 139.564102764 11.04 35.612678239 139.563850639 11.08 35.612641097 139.563598627 11.164 35.612515221 139.563611435 11.536</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_561d0fdd-8402-4c27-b41a-073ef10774f3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612915306 139.563570707 10.439 35.612952448 139.563822720 10.393 35.612988941 139.564074834 10.365 35.613024667 139.564327073 10.333 35.613069617 139.564322474 10.234 35.613033891 139.564070235 10.27 35.612997399 139.563818120 10.297 35.612960257 139.563566108 10.327 35.612915306 139.563570707 10.439</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_fe6d0ce8-222d-4936-ad11-8a47de2126e2">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613580404 139.563500908 8.987 35.613617546 139.563752923 8.996 35.613654038 139.564005050 8.982 35.613689774 139.564257280 8.909 35.613734687 139.564252372 8.822 35.613698961 139.564000142 8.894 35.613662468 139.563748014 8.92 35.613625326 139.563495999 8.902 35.613580404 139.563500908 8.987</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_2cce0ac2-ab62-4915-93b7-e2d2a6e0bf2a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613899259 139.563465320 8.523 35.613936401 139.563717335 8.462 35.613972894 139.563969453 8.425 35.614008620 139.564221695 8.411 35.614062491 139.564215487 8.336 35.614026764 139.563963256 8.351 35.613990271 139.563711139 8.39 35.613953129 139.563459112 8.458 35.613899259 139.563465320 8.523</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d4e4567f-af4a-41ca-bbf9-79e1d9a5b063">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614226877 139.563426622 8.263 35.614264019 139.563678639 8.165 35.614300512 139.563930757 8.115 35.614336239 139.564183000 8.125 35.614381097 139.564177507 8.119 35.614345371 139.563925275 8.113 35.614308878 139.563673146 8.148 35.614271736 139.563421129 8.235 35.614226877 139.563426622 8.263</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c55f791d-f893-44c8-82ef-c4f7ce4ed767">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611648121 139.564526549 15.557 35.611691379 139.564842515 15.461 35.611736284 139.564837464 15.462 35.611693034 139.564521498 15.558 35.611648121 139.564526549 15.557</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">3</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b742379a-677e-4d12-8b54-98885fdbbd5e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612632185 139.564422256 11.414 35.612675444 139.564738226 11.431 35.612801320 139.564725420 11.43 35.612758061 139.564409450 11.414 35.612632185 139.564422256 11.414</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">3</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d21189fb-7a88-401b-a965-eefa1f1c3fda">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613697377 139.564311740 8.893 35.613740627 139.564627714 8.792 35.613785550 139.564622806 8.794 35.613742291 139.564306832 8.894 35.613697377 139.564311740 8.893</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">3</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6d2efc5f-4d5f-4416-aead-73edf495e2e6">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611052532 139.564974369 19.455 35.611092327 139.565277882 19.464 35.611130554 139.565581644 19.408 35.611167104 139.565885665 19.284 35.611211944 139.565879975 18.95 35.611175394 139.565575953 19.093 35.611137167 139.565272191 19.155 35.611097372 139.564968678 19.151 35.611052532 139.564974369 19.455</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_f91974d3-4147-4df2-b101-ab549e4ab1d0">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611371001 139.564935047 17.378 35.611410796 139.565238561 17.341 35.611449023 139.565542324 17.24 35.611485573 139.565846347 17.086 35.611539426 139.565839931 16.755 35.611502875 139.565535919 16.891 35.611464649 139.565232156 16.993 35.611424853 139.564928631 17.036 35.611371001 139.564935047 17.378</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_116bc5bf-9f26-4148-afda-53ad514a9633">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611698685 139.564897008 15.443 35.611738489 139.565200534 15.337 35.611776707 139.565504299 15.261 35.611813257 139.565808311 15.175 35.611858162 139.565803272 14.939 35.611821612 139.565499248 15.016 35.611783394 139.565195484 15.099 35.611743598 139.564891968 15.201 35.611698685 139.564897008 15.443</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_049f7017-abb8-4887-9b2b-d399ac6fde55">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612017595 139.564861934 13.876 35.612057391 139.565165462 13.72 35.612095618 139.565469227 13.658 35.612132160 139.565773241 13.633 35.612186076 139.565767465 13.383 35.612149526 139.565463451 13.415 35.612111308 139.565159685 13.486 35.612071512 139.564856157 13.63 35.612017595 139.564861934 13.876</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b4b8d495-056d-4d57-abb6-0519510a45be">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612363608 139.564825466 12.47 35.612403403 139.565128995 12.399 35.612441631 139.565432762 12.326 35.612478181 139.565736777 12.237 35.612523123 139.565732135 12.06 35.612486572 139.565428108 12.178 35.612448354 139.565124342 12.257 35.612408558 139.564820823 12.324 35.612363608 139.564825466 12.47</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_2f32724a-b81a-4c61-8258-f8d65352fe54">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612682749 139.564792731 11.434 35.612722545 139.565096250 11.425 35.612760772 139.565400018 11.326 35.612797323 139.565704045 11.158 35.612923190 139.565691241 10.787 35.612886639 139.565387213 10.948 35.612848421 139.565083445 11.05 35.612808625 139.564779925 11.057 35.612682749 139.564792731 11.434</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_bcaceb1d-7606-40a5-9e01-2b52c8997f45">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613082834 139.564751998 10.272 35.613122630 139.565055530 10.229 35.613160858 139.565359299 10.145 35.613197408 139.565663317 10.057 35.613242359 139.565658719 9.944 35.613205808 139.565354701 10.022 35.613167590 139.565050931 10.094 35.613127785 139.564747399 10.158 35.613082834 139.564751998 10.272</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ea9d4ca4-2851-4d9c-a457-ab8b32a6b85a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613419936 139.564717193 9.428 35.613459732 139.565020715 9.317 35.613497959 139.565324485 9.286 35.613534510 139.565628516 9.289 35.613588436 139.565622850 9.169 35.613551885 139.565318830 9.164 35.613513667 139.565015060 9.195 35.613473861 139.564711526 9.31 35.613419936 139.564717193 9.428</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ab05e427-355e-47b2-9305-5a4776384528">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614066788 139.564646625 8.42 35.614106584 139.564950160 8.411 35.614144812 139.565253933 8.32 35.614181363 139.565557955 8.197 35.614235233 139.565551759 8.146 35.614198682 139.565247726 8.272 35.614160455 139.564943953 8.368 35.614120659 139.564640429 8.38 35.614066788 139.564646625 8.42</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_8b75c4bd-b4b7-4ad6-8131-889419b871a8">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614394407 139.564607932 8.193 35.614434203 139.564911469 8.17 35.614472431 139.565215243 8.097 35.614508982 139.565519266 7.974 35.614553840 139.565513784 7.967 35.614517289 139.565209750 8.071 35.614479062 139.564905976 8.143 35.614439265 139.564602450 8.17 35.614394407 139.564607932 8.193</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a592d805-55a1-41ed-a947-761c490c3a0c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610753182 139.562624226 19.688 35.610773188 139.562754650 19.647 35.610909979 139.562737599 18.48 35.611046816 139.562721012 17.502 35.611026810 139.562590587 17.486 35.610889973 139.562607186 18.516 35.610753182 139.562624226 19.688</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_afac4f25-2094-4b5f-aacf-f37f5844829b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611080662 139.562584180 17.146 35.611100668 139.562714605 17.157 35.611237570 139.562698591 16.313 35.611374499 139.562682974 15.584 35.611354493 139.562552549 15.571 35.611217555 139.562568177 16.295 35.611080662 139.562584180 17.146</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_50e622c3-e05e-4e3d-abab-b68d537916a4">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611399398 139.562547508 15.343 35.611419404 139.562677922 15.342 35.611556388 139.562662758 14.638 35.611693410 139.562647892 13.999 35.611673394 139.562517466 14.03 35.611536382 139.562532333 14.656 35.611399398 139.562547508 15.343</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_3c634b11-7d96-41da-b5ae-d9666cebb731">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611727311 139.562511688 13.787 35.611747317 139.562642114 13.76 35.611893360 139.562626643 13.148 35.612039421 139.562611415 12.589 35.612019415 139.562480989 12.607 35.611873354 139.562496228 13.177 35.611727311 139.562511688 13.787</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_62581342-330e-4449-9ffd-efd5a2b1fd2b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612064356 139.562476345 12.436 35.612084372 139.562606760 12.433 35.612221458 139.562592666 12.001 35.612358562 139.562578660 11.561 35.612338556 139.562448233 11.539 35.612201451 139.562462239 11.979 35.612064356 139.562476345 12.436</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">12</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_96990e3d-b3df-46b4-ba2d-10149b780eeb">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610920136 139.563722147 19.304 35.610929846 139.563787405 19.278 35.611066637 139.563770356 18.352 35.611203475 139.563753770 17.482 35.611193765 139.563688512 17.502 35.611056928 139.563705109 18.373 35.610920136 139.563722147 19.304</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_541604d9-c4aa-4aee-80ce-05089503c709">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611247617 139.563682106 17.159 35.611257327 139.563747364 17.139 35.611394219 139.563731352 16.33 35.611531158 139.563715737 15.596 35.611521448 139.563650479 15.595 35.611384510 139.563666105 16.333 35.611247617 139.563682106 17.159</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a8f1b2b8-12f7-4af4-8e59-4f9a141ceb7d">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611566353 139.563645438 15.363 35.611576062 139.563710685 15.363 35.611713047 139.563695523 14.684 35.611850068 139.563680658 14.057 35.611840350 139.563615400 14.039 35.611703337 139.563630265 14.666 35.611566353 139.563645438 15.363</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a5cd2082-aaa1-4316-8286-6034cca2fe0d">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611894266 139.563609623 13.798 35.611903976 139.563674881 13.815 35.612050019 139.563659412 13.217 35.612196080 139.563644186 12.611 35.612186371 139.563578927 12.623 35.612040309 139.563594165 13.192 35.611894266 139.563609623 13.798</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_127ad6c7-fce9-4525-ab3a-49e967c51f39">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612231312 139.563574273 12.467 35.612241022 139.563639531 12.455 35.612378117 139.563625439 11.978 35.612515221 139.563611435 11.536 35.612505512 139.563546176 11.561 35.612368407 139.563560180 11.99 35.612231312 139.563574273 12.467</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_9df89121-d5b0-4983-a5d5-b21ba15eff63">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612631378 139.563533369 11.185 35.612641097 139.563598627 11.164 35.612778202 139.563584678 10.78 35.612915306 139.563570707 10.439 35.612905597 139.563505448 10.451 35.612768492 139.563519430 10.801 35.612631378 139.563533369 11.185</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_714b0699-6bb4-496b-8053-aab62a2d4499">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612950547 139.563500849 10.339 35.612960257 139.563566108 10.327 35.613106346 139.563551080 9.994 35.613252407 139.563535886 9.667 35.613242697 139.563470627 9.652 35.613096627 139.563485821 9.986 35.612950547 139.563500849 10.339</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6ce8f6ee-86e1-43e6-b611-67344b81a955">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613296623 139.563464971 9.532 35.613306333 139.563530230 9.549 35.613443382 139.563515696 9.25 35.613580404 139.563500908 8.987 35.613570694 139.563435648 8.981 35.613433672 139.563450436 9.233 35.613296623 139.563464971 9.532</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_b3f460bb-2819-4b90-a590-3b737d97a411">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613615617 139.563430740 8.894 35.613625326 139.563495999 8.902 35.613762311 139.563480825 8.716 35.613899259 139.563465320 8.523 35.613889549 139.563400060 8.539 35.613752601 139.563415565 8.734 35.613615617 139.563430740 8.894</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_94c3215b-82a8-4346-b5e2-35c9c649c75a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613943419 139.563393852 8.477 35.613953129 139.563459112 8.458 35.614090022 139.563443077 8.345 35.614226877 139.563426622 8.263 35.614217167 139.563361362 8.292 35.614080312 139.563377817 8.37 35.613943419 139.563393852 8.477</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4c69c2ae-ad50-4ec5-8d8f-02b5f09607e9">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611039205 139.564543752 19.104 35.611046808 139.564598211 19.11 35.611183600 139.564581163 18.187 35.611320437 139.564564579 17.342 35.611312834 139.564510120 17.337 35.611175997 139.564526715 18.188 35.611039205 139.564543752 19.104</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_e9aca3d7-8123-42ca-9149-705abcce95ed">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611366686 139.564503714 17.016 35.611374289 139.564558162 17.021 35.611511191 139.564542162 16.265 35.611648121 139.564526549 15.558 35.611640518 139.564472090 15.572 35.611503588 139.564487715 16.267 35.611366686 139.564503714 17.016</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_793676b7-9464-41fb-b447-0c66d48d1595">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611685431 139.564467050 15.354 35.611693034 139.564521498 15.341 35.611830010 139.564506337 14.692 35.611967031 139.564491473 14.061 35.611959428 139.564437014 14.081 35.611822416 139.564451878 14.715 35.611685431 139.564467050 15.354</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_f2e0dd5c-d3dd-4c78-854d-1f83afbe3b62">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612013345 139.564431237 13.835 35.612020948 139.564485697 13.814 35.612166982 139.564470229 13.166 35.612313043 139.564455004 12.542 35.612305440 139.564400545 12.557 35.612159379 139.564415781 13.181 35.612013345 139.564431237 13.835</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_3b37317b-bb9d-4ca3-9951-173a0368c1d8">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612350391 139.564395891 12.365 35.612357994 139.564450350 12.362 35.612495080 139.564436259 11.854 35.612632185 139.564422256 11.414 35.612624582 139.564367797 11.412 35.612487477 139.564381800 11.858 35.612350391 139.564395891 12.365</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_98bbb83f-70f0-4fa9-9cbf-47008722bc42">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612750458 139.564354991 11.024 35.612758061 139.564409450 11.02 35.612895165 139.564395502 10.654 35.613032270 139.564381533 10.329 35.613024667 139.564327073 10.333 35.612887562 139.564341054 10.654 35.612750458 139.564354991 11.024</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_8ed33d50-6c4b-4a70-93be-69ee76f9bd78">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613069617 139.564322474 10.234 35.613077220 139.564376934 10.226 35.613223309 139.564361907 9.912 35.613369371 139.564346715 9.594 35.613361768 139.564292255 9.613 35.613215706 139.564307447 9.926 35.613069617 139.564322474 10.234</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_4fec537e-6e60-4151-a91e-6b4759875761">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613415694 139.564286599 9.503 35.613423297 139.564341059 9.481 35.613560346 139.564326516 9.178 35.613697377 139.564311740 8.894 35.613689774 139.564257280 8.909 35.613552743 139.564272067 9.198 35.613415694 139.564286599 9.503</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_49853beb-a136-40d4-a52f-93750f6d7407">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613734687 139.564252372 8.822 35.613742291 139.564306832 8.811 35.613879275 139.564291659 8.591 35.614016223 139.564276155 8.411 35.614008620 139.564221695 8.411 35.613871672 139.564237199 8.598 35.613734687 139.564252372 8.822</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_95453c2c-091e-4fdc-b90b-f3ebe88c6be4">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614062491 139.564215487 8.336 35.614070094 139.564269948 8.344 35.614206986 139.564253914 8.215 35.614343842 139.564237461 8.138 35.614336239 139.564183000 8.125 35.614199392 139.564199453 8.211 35.614062491 139.564215487 8.336</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_0e093bec-c418-445a-aa96-63c6e8ecd80a">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611090067 139.564914174 19.147 35.611097372 139.564968678 19.151 35.611234163 139.564951631 18.227 35.611371001 139.564935047 17.378 35.611363695 139.564880543 17.371 35.611226858 139.564897127 18.225 35.611090067 139.564914174 19.147</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_8b1ccb70-b3e8-4312-8006-6af94671dc37">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611417548 139.564874138 17.041 35.611424853 139.564928631 17.036 35.611561755 139.564912632 16.213 35.611698685 139.564897008 15.443 35.611691379 139.564842515 15.461 35.611554440 139.564858128 16.221 35.611417548 139.564874138 17.041</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_385034e2-1a3b-4e4b-a068-76a10a47af33">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611736284 139.564837464 15.227 35.611743598 139.564891968 15.201 35.611880574 139.564876807 14.517 35.612017595 139.564861934 13.876 35.612010290 139.564807440 13.906 35.611873268 139.564822303 14.546 35.611736284 139.564837464 15.227</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_ca76b2d5-fcb6-4c5e-840a-314c08724d21">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612064198 139.564801664 13.661 35.612071512 139.564856157 13.63 35.612217546 139.564840701 13.027 35.612363608 139.564825466 12.47 35.612356302 139.564770973 12.483 35.612210241 139.564786197 13.046 35.612064198 139.564801664 13.661</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a492d5ab-9f1c-4c6e-8c9a-de788c4e7ea3">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612401244 139.564766319 12.337 35.612408558 139.564820823 12.324 35.612545644 139.564806722 11.866 35.612682749 139.564792731 11.434 35.612675444 139.564738226 11.431 35.612538339 139.564752228 11.862 35.612401244 139.564766319 12.337</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_c74e51b0-4b5a-4dfb-b9c3-d8c1ec843318">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612801320 139.564725420 11.054 35.612808625 139.564779925 11.057 35.612945730 139.564765978 10.668 35.613082834 139.564751998 10.272 35.613075529 139.564697504 10.287 35.612938424 139.564711473 10.672 35.612801320 139.564725420 11.054</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_01bb0512-7758-42a1-bb31-712c6ccbfd6d">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613120479 139.564692905 10.173 35.613127785 139.564747399 10.158 35.613273874 139.564732373 9.799 35.613419936 139.564717193 9.428 35.613412630 139.564662688 9.453 35.613266568 139.564677879 9.814 35.613120479 139.564692905 10.173</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_f6b74961-8bbc-41ee-bf00-e8c34852dc35">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613466556 139.564657032 9.335 35.613473861 139.564711526 9.31 35.613610911 139.564696994 9.012 35.613747941 139.564682219 8.77 35.613740627 139.564627714 8.792 35.613603605 139.564642500 9.035 35.613466556 139.564657032 9.335</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_fbc8908d-36a2-4ae3-bc66-de43e8a4d588">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613785550 139.564622806 8.717 35.613792855 139.564677311 8.701 35.613929840 139.564662139 8.54 35.614066788 139.564646625 8.42 35.614059482 139.564592130 8.421 35.613922534 139.564607634 8.55 35.613785550 139.564622806 8.717</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_8e36b43a-d6f2-44af-b23b-c959cdc9e28d">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614113353 139.564585923 8.38 35.614120659 139.564640429 8.38 35.614257551 139.564624395 8.274 35.614394407 139.564607932 8.193 35.614387101 139.564553437 8.187 35.614250246 139.564569890 8.265 35.614113353 139.564585923 8.38</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">5</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_93ea00f3-b8d5-458c-a705-f031bf47c2a1">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611211944 139.565879975 18.95 35.611219598 139.565945549 18.924 35.611356390 139.565928503 17.95 35.611493227 139.565911910 17.057 35.611485573 139.565846347 17.086 35.611348736 139.565862929 17.987 35.611211944 139.565879975 18.95</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_d9bdc78a-a928-46a6-9b80-9fb9091641a5">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611539426 139.565839931 16.755 35.611547071 139.565905505 16.727 35.611683973 139.565889508 15.9 35.611820912 139.565873886 15.169 35.611813257 139.565808311 15.175 35.611676319 139.565823934 15.922 35.611539426 139.565839931 16.755</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_686c0771-7070-4cce-959d-c05c87f0f484">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.611858162 139.565803272 14.939 35.611865816 139.565868846 14.934 35.612002801 139.565853676 14.27 35.612139814 139.565838815 13.629 35.612132160 139.565773241 13.633 35.611995147 139.565788113 14.274 35.611858162 139.565803272 14.939</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_65e6b975-3c4b-44fd-a57a-31c84542f2ea">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612186076 139.565767465 13.383 35.612193730 139.565833040 13.383 35.612339774 139.565817586 12.762 35.612485835 139.565802352 12.21 35.612478181 139.565736777 12.237 35.612332119 139.565752011 12.773 35.612186076 139.565767465 13.383</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_f5765a4a-13af-4996-bf1d-59e0d4d5e12e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612523123 139.565732135 12.06 35.612530777 139.565797710 12.032 35.612667872 139.565783610 11.555 35.612804977 139.565769621 11.118 35.612797323 139.565704045 11.158 35.612660218 139.565718035 11.586 35.612523123 139.565732135 12.06</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_3f775b27-55c1-4351-9bc5-81179d08689f">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612923190 139.565691241 10.787 35.612930844 139.565756816 10.747 35.613067958 139.565742871 10.384 35.613205063 139.565728892 10.045 35.613197408 139.565663317 10.057 35.613060304 139.565677296 10.417 35.612923190 139.565691241 10.787</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_099455f9-2176-4c31-9795-9fc701f67c4c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613242359 139.565658719 9.944 35.613250013 139.565724294 9.943 35.613396093 139.565709270 9.611 35.613542164 139.565694091 9.291 35.613534510 139.565628516 9.289 35.613388448 139.565643694 9.615 35.613242359 139.565658719 9.944</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_a26fcf6d-01b5-4980-81fb-a901dff30a2b">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613588436 139.565622850 9.169 35.613596090 139.565688426 9.174 35.613733139 139.565673895 8.888 35.613870161 139.565659111 8.615 35.613862507 139.565593546 8.622 35.613725485 139.565608319 8.888 35.613588436 139.565622850 9.169</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_bb4f3b43-6da4-4dda-ac4b-8aa0eb646181">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.613907430 139.565588639 8.565 35.613915084 139.565654215 8.553 35.614052069 139.565639044 8.35 35.614189017 139.565623531 8.171 35.614181363 139.565557955 8.197 35.614044415 139.565573468 8.376 35.613907430 139.565588639 8.565</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_6f7c962d-c49f-4453-902f-017f3161db46">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.614235233 139.565551759 8.146 35.614242888 139.565617336 8.113 35.614379780 139.565601293 8.021 35.614516636 139.565584842 7.946 35.614508982 139.565519266 7.974 35.614372126 139.565535728 8.05 35.614235233 139.565551759 8.146</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_19d99f94-28f5-4362-a7a4-f5fbaa5df36c">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">3</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.612804977 139.565769621 11.118 35.612839989 139.566079438 11.004 35.612873126 139.566389548 10.947 35.612904361 139.566699952 10.951 35.612933712 139.567010650 10.984 35.612961215 139.567321630 10.948 35.612986924 139.567632881 10.829 35.613112791 139.567620079 10.543 35.613087082 139.567308828 10.663 35.613059588 139.566997848 10.709 35.613030237 139.566687150 10.676 35.612998993 139.566376745 10.646 35.612965856 139.566066634 10.621 35.612930844 139.565756816 10.747 35.612804977 139.565769621 11.118</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">14</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
<core:cityObjectMember><tran:Road gml:id="tran_88ceb3ae-910a-4bc3-a603-da1e53f7857e">
<core:creationDate>2026-03-20</core:creationDate>
<tran:class codeSpace="../../codelists/TransportationComplex_class.xml">1040</tran:class>
<tran:function codeSpace="../../codelists/Road_function.xml">4</tran:function>
<tran:lod1MultiSurface><gml:MultiSurface>
<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>35.610220485 139.562728761 26.611 35.610230493 139.562793973 26.354 35.610476827 139.562760008 22.741 35.610723345 139.562727741 20.059 35.610713346 139.562662529 20.079 35.610466828 139.562694796 22.866 35.610220485 139.562728761 26.611</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
</gml:MultiSurface></tran:lod1MultiSurface>
<uro:roadStructureAttribute><uro:RoadStructureAttribute>
<uro:width uom="m">6</uro:width>
<uro:sectionType codeSpace="../../codelists/RoadStructureAttribute_sectionType.xml">1</uro:sectionType>
</uro:RoadStructureAttribute></uro:roadStructureAttribute>
</tran:Road></core:cityObjectMember>
</core:CityModel>
