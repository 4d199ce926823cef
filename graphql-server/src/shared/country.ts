/** Officially assigned codes of ISO 3166-1 alpha-2 (iso.org/obp). Intl also names regions that are not countries. */
const CODES = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
  BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ
  FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS
  IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN
  MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
  PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN
  TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`.split(/\s+/);

/** English names in use that CLDR does not give. */
const OTHER_NAMES = {
  'America': 'US', 'USA': 'US', 'United States of America': 'US', 'UK': 'GB', 'Great Britain': 'GB', 'England': 'GB',
  'Scotland': 'GB', 'Wales': 'GB', 'Northern Ireland': 'GB', 'UAE': 'AE', 'Holland': 'NL', 'Czech Republic': 'CZ',
  'Turkey': 'TR', 'Korea': 'KR', 'Republic of Korea': 'KR', 'Russian Federation': 'RU', 'Viet Nam': 'VN',
  'Hong Kong': 'HK', 'Macau': 'MO', 'Macao': 'MO', 'Macedonia': 'MK', 'Swaziland': 'SZ', 'Burma': 'MM',
  'Myanmar': 'MM', 'Cape Verde': 'CV', 'Ivory Coast': 'CI', 'East Timor': 'TL', 'Palestine': 'PS', 'Vatican': 'VA',
  'Congo': 'CG', 'Republic of Ireland': 'IE', 'Republic of the Congo': 'CG', 'Democratic Republic of the Congo': 'CD',
} as const;

const CODE_BY_NAME: ReadonlyMap<string, string> = new Map([
  ...['long', 'short'].flatMap((style) => {
    const names = new Intl.DisplayNames('en', { type: 'region', style: style as 'long' | 'short' });
    return CODES.map((code) => [comparable(names.of(code) ?? code), code] as const);
  }),
  ...Object.entries(OTHER_NAMES).map(([name, code]) => [comparable(name), code] as const),
  ...CODES.map((code) => [comparable(code), code] as const),
]);

/** ISO 3166-1 alpha-2 of a code or an English name ("Germany", "de", "Côte d’Ivoire"); null when it is neither. */
export function countryCode(text: string): string | null {
  return CODE_BY_NAME.get(comparable(text)) ?? null;
}

function comparable(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('&', 'and')
    .replaceAll(/[^\p{L}\p{N} ]+/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^the /, '');
}
