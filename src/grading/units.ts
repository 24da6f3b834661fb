import Qty from 'js-quantities';

/** A unit in SI: the factor to base units, the dimension as a canonical text, and an offset for temperatures. */
export interface Unit {
  readonly factor: number;
  readonly dimension: string;
  readonly text: string;
  /** Added after scaling: 273.15 for °C. */
  readonly offset?: number;
}

interface Atom {
  readonly factor: number;
  readonly powers: ReadonlyMap<string, number>;
  readonly offset?: number;
}

/** Names that users and data files write, and the name the units library knows. */
// prettier-ignore
const ALIASES: Readonly<Record<string, string>> = {
  'Ω': 'ohm', omega: 'ohm', Omega: 'ohm', 'Å': 'angstrom', AA: 'angstrom', 'μm': 'um', micron: 'um', microns: 'um', 'μs': 'us', 'μC': 'uC', 'μF': 'uF', 'μg': 'ug', 'μA': 'uA', 'μT': 'uT', 'μJ': 'uJ', 'μV': 'uV', 'μL': 'uL', 'μH': 'uH', 'μN': 'uN', 'μPa': 'uPa', 'μW': 'uW',
  sec: 's', secs: 's', second: 's', seconds: 's', hr: 'h', hrs: 'h', hour: 'h', hours: 'h', minute: 'min', minutes: 'min', mins: 'min', day: 'day', days: 'day', week: 'week', weeks: 'week', year: 'year', years: 'year', yr: 'year', yrs: 'year',
  meter: 'm', metre: 'm', meters: 'm', metres: 'm', kilometer: 'km', kilometers: 'km', kilometre: 'km', kilometres: 'km', centimeter: 'cm', centimeters: 'cm', centimetre: 'cm', centimetres: 'cm', millimeter: 'mm', millimeters: 'mm', millimetre: 'mm', millimetres: 'mm', nanometer: 'nm', nanometers: 'nm', decimeter: 'dm', decimeters: 'dm',
  gram: 'g', grams: 'g', kilogram: 'kg', kilograms: 'kg', milligram: 'mg', milligrams: 'mg', kgs: 'kg', tonne: 'tonne', tonnes: 'tonne', t: 'tonne', lbs: 'lb', pound: 'lb', pounds: 'lb', ounce: 'oz', ounces: 'oz',
  liter: 'L', liters: 'L', litre: 'L', litres: 'L', l: 'L', milliliter: 'mL', milliliters: 'mL', millilitre: 'mL', millilitres: 'mL', ml: 'mL', cc: 'cm3', gallons: 'gallon', gallon: 'gallon', quarts: 'quart', quart: 'quart', pint: 'pint', pints: 'pint', cup: 'cup', cups: 'cup',
  inch: 'in', inches: 'in', foot: 'ft', feet: 'ft', yard: 'yd', yards: 'yd', mile: 'mi', miles: 'mi',
  newton: 'N', newtons: 'N', joule: 'J', joules: 'J', watt: 'W', watts: 'W', volt: 'V', volts: 'V', ampere: 'A', amperes: 'A', amp: 'A', amps: 'A', ohm: 'ohm', ohms: 'ohm', kelvin: 'K', kelvins: 'K', pascal: 'Pa', pascals: 'Pa', hertz: 'Hz', coulomb: 'C', coulombs: 'C', farad: 'F', farads: 'F', henry: 'H', tesla: 'T', weber: 'Wb', mole: 'mol', moles: 'mol', mol: 'mol', mols: 'mol', lumen: 'lm', lux: 'lx', candela: 'cd', sievert: 'Sv', becquerel: 'Bq', electronvolt: 'eV', electronvolts: 'eV', calorie: 'cal', calories: 'cal', dyne: 'dyn', dynes: 'dyn', erg: 'erg', ergs: 'erg', acre: 'acre', acres: 'acre', hectare: 'hectare', hectares: 'hectare', ha: 'hectare', radian: 'rad', radians: 'rad', lightyear: 'light-year', knots: 'knot', knot: 'knot', mph: 'mph', kph: 'kph', kmh: 'kph', rpm: 'rpm', atmosphere: 'atm', atmospheres: 'atm', torr: 'torr', mmHg: 'mmHg', psi: 'psi', ksi: '1000 psi', kip: '1000 lbf', kips: '1000 lbf', lbf: 'lbf',
  厘米: 'cm', 公分: 'cm', 米: 'm', 千米: 'km', 公里: 'km', 毫米: 'mm', 分米: 'dm', 微米: 'um', 纳米: 'nm', 里: '500 m', 尺: 'ft', 英寸: 'in', 英尺: 'ft', 英里: 'mi',
  千克: 'kg', 公斤: 'kg', 克: 'g', 毫克: 'mg', 吨: 'tonne', 斤: '0.5 kg', 磅: 'lb', 升: 'L', 毫升: 'mL', 秒: 's', 秒钟: 's', 分钟: 'min', 小时: 'h', 时: 'h', 天: 'day', 周: 'week', 星期: 'week', 年: 'year', 平方米: 'm2', 平方厘米: 'cm2', 平方分米: 'dm2', 平方千米: 'km2', 平方公里: 'km2', 平方毫米: 'mm2', 立方米: 'm3', 立方厘米: 'cm3', 立方分米: 'dm3', 公顷: 'hectare', 亩: '666.6666666666666 m2', 牛: 'N', 牛顿: 'N', 焦耳: 'J', 焦: 'J', 瓦: 'W', 瓦特: 'W', 千瓦: 'kW', 伏: 'V', 伏特: 'V', 安: 'A', 安培: 'A', 欧: 'ohm', 欧姆: 'ohm', 帕: 'Pa', 帕斯卡: 'Pa', 赫兹: 'Hz', 赫: 'Hz', 库仑: 'C', 特斯拉: 'T', 摩尔: 'mol', 弧度: 'rad', 开尔文: 'K', 电子伏特: 'eV', 卡: 'cal', 千卡: 'kcal',
};

/** Symbols taken from the units library as they are, with the usual prefixes. Words are in ALIASES. */
// prettier-ignore
const SYMBOLS = new Set(
  ('m km cm mm nm pm fm dm um g kg mg ug ng s ms us ns ps fs min h day A mA uA kA K mK mol mmol kmol cd N kN mN MN uN J kJ MJ mJ GJ uJ W kW MW mW GW V kV mV uV MV C mC uC nC pC F mF uF nF pF H mH uH T mT uT nT Wb mWb ' +
    'Pa kPa MPa GPa hPa bar mbar Hz kHz MHz GHz THz eV keV MeV GeV TeV L mL cL dL kL uL rad mrad sr lm lx Bq kBq MBq Sv mSv Gy kcal cal BTU atm torr dyn erg ft in yd mi lb oz mph kph acre hectare psi rpm tonne knot u amu kWh Wh Ah mAh dB D P ly au pc AU yr hp S mS kt gal').split(' '),
);

// prettier-ignore
const CURRENCIES: Readonly<Record<string, readonly [string, number]>> = {
  dollar: ['USD', 1], dollars: ['USD', 1], USD: ['USD', 1], '\\$': ['USD', 1], cent: ['USD', 0.01], cents: ['USD', 0.01], '¢': ['USD', 0.01], 美元: ['USD', 1], bucks: ['USD', 1],
  euro: ['EUR', 1], euros: ['EUR', 1], EUR: ['EUR', 1], '€': ['EUR', 1], 欧元: ['EUR', 1], '£': ['GBP', 1], GBP: ['GBP', 1], pence: ['GBP', 0.01],
  yuan: ['CNY', 1], RMB: ['CNY', 1], CNY: ['CNY', 1], '¥': ['CNY', 1], 元: ['CNY', 1], 块钱: ['CNY', 1], 人民币: ['CNY', 1], 角: ['CNY', 0.1], 万元: ['CNY', 10_000], 亿元: ['CNY', 1e8], rupees: ['INR', 1], rupee: ['INR', 1], '₹': ['INR', 1], Rs: ['INR', 1], yen: ['JPY', 1], 日元: ['JPY', 1],
};

const ANGLES: Readonly<Record<string, number>> = {
  degree: 1,
  degrees: 1,
  deg: 1,
  '°': 1,
  度: 1,
  arcmin: 1 / 60,
  arcminutes: 1 / 60,
  arcsec: 1 / 3600,
  arcseconds: 1 / 3600,
};

/** Temperature scales with a zero of their own. */
// prettier-ignore
const SCALES: Readonly<Record<string, readonly [factor: number, offset: number]>> = {
  '°C': [1, 273.15], degC: [1, 273.15], celsius: [1, 273.15], Celsius: [1, 273.15], 摄氏度: [1, 273.15],
  '°F': [5 / 9, 459.67 * (5 / 9)], degF: [5 / 9, 459.67 * (5 / 9)], fahrenheit: [5 / 9, 459.67 * (5 / 9)], Fahrenheit: [5 / 9, 459.67 * (5 / 9)], 华氏度: [5 / 9, 459.67 * (5 / 9)],
};

const cache = new Map<string, Atom | undefined>();

/** One unit name as factor and base units; undefined for names that are no unit. */
export function unitAtom(name: string): Atom | undefined {
  if (cache.has(name)) return cache.get(name);
  const atom = lookUp(name);
  if (cache.size < 5000) cache.set(name, atom);
  return atom;
}

function lookUp(name: string): Atom | undefined {
  const currency = CURRENCIES[name];
  if (currency !== undefined) return { factor: currency[1], powers: new Map([[currency[0], 1]]) };
  const angle = ANGLES[name];
  if (angle !== undefined) return { factor: (angle * Math.PI) / 180, powers: new Map([['rad', 1]]) };
  const scale = SCALES[name];
  if (scale !== undefined) return { factor: scale[0], powers: new Map([['K', 1]]), offset: scale[1] };
  const known = Object.hasOwn(ALIASES, name)
    ? ALIASES[name]
    : SYMBOLS.has(name)
      ? name
      : Object.hasOwn(ALIASES, name.toLowerCase()) && name.length > 3
        ? ALIASES[name.toLowerCase()]
        : undefined;
  if (known === undefined) return undefined;
  const special = SPECIAL[known];
  if (special !== undefined) return special;
  return fromLibrary(known);
}

/** Units that the library does not know or knows under a value of its own. */
const SPECIAL: Readonly<Record<string, Atom>> = {
  K: { factor: 1, powers: new Map([['K', 1]]) },
  mK: { factor: 1e-3, powers: new Map([['K', 1]]) },
  D: {
    factor: 3.33564e-30,
    powers: new Map([
      ['A', 1],
      ['s', 1],
      ['m', 1],
    ]),
  },
  P: {
    factor: 0.1,
    powers: new Map([
      ['kg', 1],
      ['m', -1],
      ['s', -1],
    ]),
  },
  year: { factor: 31_557_600, powers: new Map([['s', 1]]) },
  yr: { factor: 31_557_600, powers: new Map([['s', 1]]) },
  ly: { factor: 9.4607304725808e15, powers: new Map([['m', 1]]) },
  kt: {
    factor: 0.514444,
    powers: new Map([
      ['m', 1],
      ['s', -1],
    ]),
  },
};

function fromLibrary(text: string): Atom | undefined {
  try {
    const base = Qty(/^[\d.]/.test(text) ? text : `1 ${text}`).toBase() as unknown as {
      scalar: number;
      numerator: string[];
      denominator: string[];
    };
    const powers = new Map<string, number>();
    for (const [list, sign] of [
      [base.numerator, 1],
      [base.denominator, -1],
    ] as const) {
      for (const part of list)
        if (part !== '<1>') powers.set(BASE_NAMES[part] ?? part, (powers.get(BASE_NAMES[part] ?? part) ?? 0) + sign);
    }
    return { factor: base.scalar, powers };
  } catch {
    return undefined; // the library throws for names that it does not know
  }
}

// prettier-ignore
const BASE_NAMES: Readonly<Record<string, string>> = {
  '<meter>': 'm', '<kilogram>': 'kg', '<second>': 's', '<ampere>': 'A', '<kelvin>': 'K', '<temp-K>': 'K', '<mole>': 'mol', '<candela>': 'cd', '<radian>': 'rad', '<each>': 'each',
};

/** Multiplies unit atoms with exponents into one unit. */
export function combineUnits(parts: readonly { name: string; power: number }[], text: string): Unit | undefined {
  let factor = 1;
  const powers = new Map<string, number>();
  let offset: number | undefined;
  for (const { name, power } of parts) {
    const atom = unitAtom(name);
    if (atom === undefined) return undefined;
    factor *= atom.factor ** power;
    for (const [base, p] of atom.powers) powers.set(base, (powers.get(base) ?? 0) + p * power);
    if (parts.length === 1 && power === 1) offset = atom.offset;
  }
  const dimension = [...powers]
    .filter(([base, p]) => p !== 0 && !(base === 'rad' && powers.size > 1))
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([base, p]) => (p === 1 ? base : `${base}^${p}`))
    .join('·');
  return { factor, dimension, text, ...(offset === undefined ? {} : { offset }) };
}
