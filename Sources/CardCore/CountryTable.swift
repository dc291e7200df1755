extension Country {
  /// One country a line: numeric code, alpha-2, alpha-3, latitude and longitude of the middle in
  /// degrees (north and east positive), English name, French name.
  ///
  /// Facts of ISO 3166-1 with the short names in use (Debian iso-codes 4.x); the middles are those
  /// of public gazetteers, to a degree or better. A point stands for the main part of a country.
  static let table = """
    004|AF|AFG|33|65|Afghanistan|Afghanistan
    008|AL|ALB|41|20|Albania|Albanie
    010|AQ|ATA|-90|0|Antarctica|Antarctique
    012|DZ|DZA|28|3|Algeria|Algérie
    016|AS|ASM|-14.33|-170|American Samoa|Samoa américaines
    020|AD|AND|42.5|1.5|Andorra|Andorre
    024|AO|AGO|-12.5|18.5|Angola|Angola
    028|AG|ATG|17.05|-61.8|Antigua and Barbuda|Antigua-et-Barbuda
    031|AZ|AZE|40.5|47.5|Azerbaijan|Azerbaïdjan
    032|AR|ARG|-34|-64|Argentina|Argentine
    036|AU|AUS|-27|133|Australia|Australie
    040|AT|AUT|47.33|13.33|Austria|Autriche
    044|BS|BHS|24.25|-76|Bahamas|Bahamas
    048|BH|BHR|26|50.55|Bahrain|Bahreïn
    050|BD|BGD|24|90|Bangladesh|Bangladesh
    051|AM|ARM|40|45|Armenia|Arménie
    052|BB|BRB|13.17|-59.53|Barbados|Barbade
    056|BE|BEL|50.83|4|Belgium|Belgique
    060|BM|BMU|32.33|-64.75|Bermuda|Bermudes
    064|BT|BTN|27.5|90.5|Bhutan|Bhoutan
    068|BO|BOL|-17|-65|Bolivia|Bolivie
    070|BA|BIH|44|18|Bosnia and Herzegovina|Bosnie-Herzégovine
    072|BW|BWA|-22|24|Botswana|Botswana
    074|BV|BVT|-54.43|3.4|Bouvet Island|Île Bouvet
    076|BR|BRA|-10|-55|Brazil|Brésil
    084|BZ|BLZ|17.25|-88.75|Belize|Belize
    086|IO|IOT|-6|71.5|British Indian Ocean Territory|Territoire britannique de l'océan Indien
    090|SB|SLB|-8|159|Solomon Islands|Salomon, Îles
    092|VG|VGB|18.5|-64.5|Virgin Islands, British|Îles Vierges britanniques
    096|BN|BRN|4.5|114.67|Brunei Darussalam|Brunéi Darussalam
    100|BG|BGR|43|25|Bulgaria|Bulgarie
    104|MM|MMR|22|98|Myanmar|Birmanie
    108|BI|BDI|-3.5|30|Burundi|Burundi
    112|BY|BLR|53|28|Belarus|Bélarus
    116|KH|KHM|13|105|Cambodia|Cambodge
    120|CM|CMR|6|12|Cameroon|Cameroun
    124|CA|CAN|60|-95|Canada|Canada
    132|CV|CPV|16|-24|Cabo Verde|Cap-Vert
    136|KY|CYM|19.5|-80.5|Cayman Islands|Îles Caïmans
    140|CF|CAF|7|21|Central African Republic|République centrafricaine
    144|LK|LKA|7|81|Sri Lanka|Sri Lanka
    148|TD|TCD|15|19|Chad|Tchad
    152|CL|CHL|-30|-71|Chile|Chili
    156|CN|CHN|35|105|China|Chine
    158|TW|TWN|23.5|121|Taiwan|Taïwan
    162|CX|CXR|-10.5|105.67|Christmas Island|Christmas, Île
    166|CC|CCK|-12.5|96.83|Cocos (Keeling) Islands|Cocos (Keeling), Îles
    170|CO|COL|4|-72|Colombia|Colombie
    174|KM|COM|-12.17|44.25|Comoros|Comores
    175|YT|MYT|-12.83|45.17|Mayotte|Mayotte
    178|CG|COG|-1|15|Congo|République du Congo
    180|CD|COD|0|25|Congo, The Democratic Republic of the|République démocratique du Congo
    184|CK|COK|-21.23|-159.77|Cook Islands|Îles Cook
    188|CR|CRI|10|-84|Costa Rica|Costa Rica
    191|HR|HRV|45.17|15.5|Croatia|Croatie
    192|CU|CUB|21.5|-80|Cuba|Cuba
    196|CY|CYP|35|33|Cyprus|Chypre
    203|CZ|CZE|49.75|15.5|Czechia|Tchéquie
    204|BJ|BEN|9.5|2.25|Benin|Bénin
    208|DK|DNK|56|10|Denmark|Danemark
    212|DM|DMA|15.42|-61.33|Dominica|Dominique
    214|DO|DOM|19|-70.67|Dominican Republic|République dominicaine
    218|EC|ECU|-2|-77.5|Ecuador|Équateur
    222|SV|SLV|13.83|-88.92|El Salvador|Salvador
    226|GQ|GNQ|2|10|Equatorial Guinea|Guinée Équatoriale
    231|ET|ETH|8|38|Ethiopia|Éthiopie
    232|ER|ERI|15|39|Eritrea|Érythrée
    233|EE|EST|59|26|Estonia|Estonie
    234|FO|FRO|62|-7|Faroe Islands|Îles Féroé
    238|FK|FLK|-51.75|-59|Falkland Islands (Malvinas)|Malouines, Îles (Falkland)
    239|GS|SGS|-54.5|-37|South Georgia and the South Sandwich Islands|\
    Géorgie du Sud et îles Sandwich du Sud
    242|FJ|FJI|-18|175|Fiji|Fidji
    246|FI|FIN|64|26|Finland|Finlande
    248|AX|ALA|60.12|19.9|Åland Islands|Åland, Îles
    250|FR|FRA|46|2|France|France
    254|GF|GUF|4|-53|French Guiana|Guyane française
    258|PF|PYF|-15|-140|French Polynesia|Polynésie française
    260|TF|ATF|-49.25|69.17|French Southern Territories|Terres australes françaises
    262|DJ|DJI|11.5|43|Djibouti|Djibouti
    266|GA|GAB|-1|11.75|Gabon|Gabon
    268|GE|GEO|42|43.5|Georgia|Géorgie
    270|GM|GMB|13.47|-16.57|Gambia|Gambie
    275|PS|PSE|31.9|35.2|Palestine, State of|Palestine, État de
    276|DE|DEU|51|9|Germany|Allemagne
    288|GH|GHA|8|-2|Ghana|Ghana
    292|GI|GIB|36.13|-5.35|Gibraltar|Gibraltar
    296|KI|KIR|1.42|173|Kiribati|Kiribati
    300|GR|GRC|39|22|Greece|Grèce
    304|GL|GRL|72|-40|Greenland|Groënland
    308|GD|GRD|12.12|-61.67|Grenada|Grenade
    312|GP|GLP|16.25|-61.58|Guadeloupe|Guadeloupe
    316|GU|GUM|13.47|144.78|Guam|Guam
    320|GT|GTM|15.5|-90.25|Guatemala|Guatemala
    324|GN|GIN|11|-10|Guinea|Guinée
    328|GY|GUY|5|-59|Guyana|Guyana
    332|HT|HTI|19|-72.42|Haiti|Haïti
    334|HM|HMD|-53.1|72.52|Heard Island and McDonald Islands|Îles Heard-et-MacDonald
    336|VA|VAT|41.9|12.45|Holy See (Vatican City State)|Saint-Siège (état de la cité du Vatican)
    340|HN|HND|15|-86.5|Honduras|Honduras
    344|HK|HKG|22.25|114.17|Hong Kong|Hong Kong
    348|HU|HUN|47|20|Hungary|Hongrie
    352|IS|ISL|65|-18|Iceland|Islande
    356|IN|IND|20|77|India|Inde
    360|ID|IDN|-5|120|Indonesia|Indonésie
    364|IR|IRN|32|53|Iran|Iran
    368|IQ|IRQ|33|44|Iraq|Irak
    372|IE|IRL|53|-8|Ireland|Irlande
    376|IL|ISR|31.5|34.75|Israel|Israël
    380|IT|ITA|42.83|12.83|Italy|Italie
    384|CI|CIV|8|-5|Côte d'Ivoire|Côte d'Ivoire
    388|JM|JAM|17.97|-76.79|Jamaica|Jamaïque
    392|JP|JPN|36|138|Japan|Japon
    398|KZ|KAZ|48|68|Kazakhstan|Kazakhstan
    400|JO|JOR|31|36|Jordan|Jordanie
    404|KE|KEN|1|38|Kenya|Kenya
    408|KP|PRK|40|127|North Korea|Corée du Nord
    410|KR|KOR|37|127.5|South Korea|Corée du Sud
    414|KW|KWT|29.5|45.75|Kuwait|Koweït
    417|KG|KGZ|41|75|Kyrgyzstan|Kirghizistan
    418|LA|LAO|18|105|Laos|Laos
    422|LB|LBN|33.83|35.83|Lebanon|Liban
    426|LS|LSO|-29.5|28.5|Lesotho|Lesotho
    428|LV|LVA|57|25|Latvia|Lettonie
    430|LR|LBR|6.5|-9.5|Liberia|Libéria
    434|LY|LBY|25|17|Libya|Libye
    438|LI|LIE|47.27|9.53|Liechtenstein|Liechtenstein
    440|LT|LTU|56|24|Lithuania|Lituanie
    442|LU|LUX|49.75|6.17|Luxembourg|Luxembourg
    446|MO|MAC|22.17|113.55|Macao|Macau
    450|MG|MDG|-20|47|Madagascar|Madagascar
    454|MW|MWI|-13.5|34|Malawi|Malawi
    458|MY|MYS|2.5|112.5|Malaysia|Malaisie
    462|MV|MDV|3.25|73|Maldives|Maldives
    466|ML|MLI|17|-4|Mali|Mali
    470|MT|MLT|35.83|14.58|Malta|Malte
    474|MQ|MTQ|14.67|-61|Martinique|Martinique
    478|MR|MRT|20|-12|Mauritania|Mauritanie
    480|MU|MUS|-20.28|57.55|Mauritius|Maurice
    484|MX|MEX|23|-102|Mexico|Mexique
    492|MC|MCO|43.73|7.4|Monaco|Monaco
    496|MN|MNG|46|105|Mongolia|Mongolie
    498|MD|MDA|47|29|Moldova|Moldavie
    499|ME|MNE|42.7|19.4|Montenegro|Monténégro
    500|MS|MSR|16.75|-62.2|Montserrat|Montserrat
    504|MA|MAR|32|-5|Morocco|Maroc
    508|MZ|MOZ|-18.25|35|Mozambique|Mozambique
    512|OM|OMN|21|57|Oman|Oman
    516|NA|NAM|-22|17|Namibia|Namibie
    520|NR|NRU|-0.53|166.92|Nauru|Nauru
    524|NP|NPL|28|84|Nepal|Népal
    528|NL|NLD|52.5|5.75|Netherlands|Pays-Bas
    531|CW|CUW|12.17|-69|Curaçao|Curaçao
    533|AW|ABW|12.5|-69.97|Aruba|Aruba
    534|SX|SXM|18.03|-63.05|Sint Maarten (Dutch part)|Saint-Martin (partie néerlandaise)
    535|BQ|BES|12.18|-68.25|Bonaire, Sint Eustatius and Saba|Bonaire, Saint-Eustache et Saba
    540|NC|NCL|-21.5|165.5|New Caledonia|Nouvelle-Calédonie
    548|VU|VUT|-16|167|Vanuatu|Vanuatu
    554|NZ|NZL|-41|174|New Zealand|Nouvelle-Zélande
    558|NI|NIC|13|-85|Nicaragua|Nicaragua
    562|NE|NER|16|8|Niger|Niger
    566|NG|NGA|10|8|Nigeria|Nigeria
    570|NU|NIU|-19.03|-169.87|Niue|Nioue
    574|NF|NFK|-29.03|167.95|Norfolk Island|Île Norfolk
    578|NO|NOR|62|10|Norway|Norvège
    580|MP|MNP|15.2|145.75|Northern Mariana Islands|Îles Mariannes du Nord
    581|UM|UMI|19.3|166.63|United States Minor Outlying Islands|\
    Îles mineures éloignées des États-Unis
    583|FM|FSM|6.92|158.25|Micronesia, Federated States of|Micronésie, États fédérés de
    584|MH|MHL|9|168|Marshall Islands|Îles Marshall
    585|PW|PLW|7.5|134.5|Palau|Palaos
    586|PK|PAK|30|70|Pakistan|Pakistan
    591|PA|PAN|9|-80|Panama|Panama
    598|PG|PNG|-6|147|Papua New Guinea|Papouasie-Nouvelle-Guinée
    600|PY|PRY|-23|-58|Paraguay|Paraguay
    604|PE|PER|-10|-76|Peru|Pérou
    608|PH|PHL|13|122|Philippines|Philippines
    612|PN|PCN|-25.07|-130.1|Pitcairn|Îles Pitcairn
    616|PL|POL|52|20|Poland|Pologne
    620|PT|PRT|39.5|-8|Portugal|Portugal
    624|GW|GNB|12|-15|Guinea-Bissau|Guinée-Bissau
    626|TL|TLS|-8.83|125.92|Timor-Leste|Timor oriental
    630|PR|PRI|18.25|-66.5|Puerto Rico|Porto Rico
    634|QA|QAT|25.5|51.25|Qatar|Qatar
    638|RE|REU|-21.15|55.5|Réunion|La Réunion
    642|RO|ROU|46|25|Romania|Roumanie
    643|RU|RUS|60|100|Russian Federation|Russie, Fédération de
    646|RW|RWA|-2|30|Rwanda|Rwanda
    652|BL|BLM|17.9|-62.83|Saint Barthélemy|Saint-Barthélemy
    654|SH|SHN|-15.95|-5.7|Saint Helena, Ascension and Tristan da Cunha|\
    Sainte-Hélène, Ascension et Tristan da Cunha
    659|KN|KNA|17.33|-62.75|Saint Kitts and Nevis|Saint-Christophe-et-Niévès
    660|AI|AIA|18.25|-63.17|Anguilla|Anguilla
    662|LC|LCA|13.88|-60.97|Saint Lucia|Sainte-Lucie
    663|MF|MAF|18.08|-63.05|Saint Martin (French part)|Saint-Martin (partie française)
    666|PM|SPM|46.83|-56.33|Saint Pierre and Miquelon|Saint-Pierre-et-Miquelon
    670|VC|VCT|13.25|-61.2|Saint Vincent and the Grenadines|Saint-Vincent-et-les-Grenadines
    674|SM|SMR|43.77|12.42|San Marino|Saint-Marin
    678|ST|STP|1|7|Sao Tome and Principe|Sao Tomé-et-Principe
    682|SA|SAU|25|45|Saudi Arabia|Arabie saoudite
    686|SN|SEN|14|-14|Senegal|Sénégal
    688|RS|SRB|44.02|21.01|Serbia|Serbie
    690|SC|SYC|-4.58|55.67|Seychelles|Seychelles
    694|SL|SLE|8.5|-11.5|Sierra Leone|Sierra Leone
    702|SG|SGP|1.37|103.8|Singapore|Singapour
    703|SK|SVK|48.67|19.5|Slovakia|Slovaquie
    704|VN|VNM|16.17|107.83|Vietnam|Viêt Nam
    705|SI|SVN|46.12|14.82|Slovenia|Slovénie
    706|SO|SOM|10|49|Somalia|Somalie
    710|ZA|ZAF|-29|24|South Africa|Afrique du Sud
    716|ZW|ZWE|-20|30|Zimbabwe|Zimbabwe
    724|ES|ESP|40|-4|Spain|Espagne
    728|SS|SSD|7|30|South Sudan|Soudan du Sud
    729|SD|SDN|15|30|Sudan|Soudan
    732|EH|ESH|24.5|-13|Western Sahara|Sahara occidental
    740|SR|SUR|4|-56|Suriname|Surinam
    744|SJ|SJM|78|20|Svalbard and Jan Mayen|Svalbard et île Jan Mayen
    748|SZ|SWZ|-26.5|31.5|Eswatini|Eswatini
    752|SE|SWE|62|15|Sweden|Suède
    756|CH|CHE|47|8|Switzerland|Suisse
    760|SY|SYR|35|38|Syria|Syrie
    762|TJ|TJK|39|71|Tajikistan|Tadjikistan
    764|TH|THA|15|100|Thailand|Thaïlande
    768|TG|TGO|8|1.17|Togo|Togo
    772|TK|TKL|-9|-172|Tokelau|Tokelau
    776|TO|TON|-20|-175|Tonga|Tonga
    780|TT|TTO|11|-61|Trinidad and Tobago|Trinité-et-Tobago
    784|AE|ARE|24|54|United Arab Emirates|Émirats arabes unis
    788|TN|TUN|34|9|Tunisia|Tunisie
    792|TR|TUR|39|35|Türkiye|Turquie
    795|TM|TKM|40|60|Turkmenistan|Turkménistan
    796|TC|TCA|21.75|-71.58|Turks and Caicos Islands|Îles Turques-et-Caïques
    798|TV|TUV|-8|178|Tuvalu|Tuvalu
    800|UG|UGA|1|32|Uganda|Ouganda
    804|UA|UKR|49|32|Ukraine|Ukraine
    807|MK|MKD|41.83|22|North Macedonia|Macédoine du Nord
    818|EG|EGY|27|30|Egypt|Égypte
    826|GB|GBR|54|-2|United Kingdom|Royaume-Uni
    831|GG|GGY|49.47|-2.58|Guernsey|Guernesey
    832|JE|JEY|49.25|-2.17|Jersey|Jersey
    833|IM|IMN|54.25|-4.5|Isle of Man|Île de Man
    834|TZ|TZA|-6|35|Tanzania|Tanzanie
    840|US|USA|38|-97|United States|États-Unis
    850|VI|VIR|18.35|-64.93|Virgin Islands, U.S.|Îles Vierges, États-Unis
    854|BF|BFA|13|-2|Burkina Faso|Burkina Faso
    858|UY|URY|-33|-56|Uruguay|Uruguay
    860|UZ|UZB|41|64|Uzbekistan|Ouzbékistan
    862|VE|VEN|8|-66|Venezuela|Vénézuela
    876|WF|WLF|-13.3|-176.2|Wallis and Futuna|Wallis et Futuna
    882|WS|WSM|-13.58|-172.33|Samoa|Samoa
    887|YE|YEM|15|48|Yemen|Yémen
    894|ZM|ZMB|-15|30|Zambia|Zambie
    """
}
