/** Times of day and dates as answers. */

/** Minutes and seconds after midnight; `half` is undefined where the text does not say am or pm. */
export interface TimeOfDay {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly half: 'am' | 'pm' | undefined;
}

export interface CalendarDate {
  readonly year: number | undefined;
  readonly month: number;
  readonly day: number;
}

const TIME = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?\s*(a\.?m\.?|p\.?m\.?|noon|midnight)?\.?$/i;
const HOUR_ONLY = /^(\d{1,2})\s*(a\.?m\.?|p\.?m\.?)$/i;
const OCLOCK = /^(\d{1,2})\s*o'?clock(?:\s*(a\.?m\.?|p\.?m\.?))?$/i;
const CHINESE_TIME = /^(上午|早上|凌晨|下午|晚上|中午)?\s*(\d{1,2})\s*[时点](?:\s*(\d{1,2})\s*分)?(半|整)?$/;

/** Reads "3:30 pm", "15:30", "5 pm", "下午3点30分". */
export function readTime(text: string): TimeOfDay | undefined {
  const plain = text
    .replace(/\\(?:text|mathrm|mbox|textrm)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\[,;: ]|~/g, ' ')
    .replace(/\{:\}/g, ':')
    .trim();
  if (/^(?:12\s+)?noon$/i.test(plain)) return time(12, 0, 0, 'pm');
  if (/^(?:12\s+)?midnight$/i.test(plain)) return time(12, 0, 0, 'am');
  const clock = TIME.exec(plain);
  if (clock !== null) {
    const [, h = '', m = '', s = '0', half] = clock;
    return time(Number(h), Number(m), Number(s), halfOf(half));
  }
  const hour = HOUR_ONLY.exec(plain) ?? OCLOCK.exec(plain);
  if (hour?.[1] !== undefined) return time(Number(hour[1]), 0, 0, halfOf(hour[2]));
  const chinese = CHINESE_TIME.exec(plain);
  if (chinese !== null) {
    const [, part, h = '', m, suffix] = chinese;
    if (part === undefined && m === undefined && suffix === undefined) return undefined;
    const half = part === undefined ? undefined : /上午|早上|凌晨/.test(part) ? 'am' : 'pm';
    return time(Number(h), m === undefined ? (suffix === '半' ? 30 : 0) : Number(m), 0, half);
  }
  return undefined;
}

function halfOf(text: string | undefined): 'am' | 'pm' | undefined {
  if (text === undefined) return undefined;
  return /^(?:a|midnight)/i.test(text) ? 'am' : 'pm';
}

function time(hours: number, minutes: number, seconds: number, half: 'am' | 'pm' | undefined): TimeOfDay | undefined {
  if (hours > 24 || (half !== undefined && hours > 12 && hours > 24)) return undefined;
  if (half === undefined || hours > 12) return { hours: hours % 24, minutes, seconds, half: hours > 12 ? 'pm' : half };
  return { hours: (hours % 12) + (half === 'pm' ? 12 : 0), minutes, seconds, half };
}

/** Convention: a missing am/pm agrees with either, as a missing unit does. */
export function sameTime(a: TimeOfDay, b: TimeOfDay): boolean {
  if (a.minutes !== b.minutes || a.seconds !== b.seconds) return false;
  if (a.half !== undefined && b.half !== undefined) return a.hours === b.hours;
  return a.hours % 12 === b.hours % 12 && !(a.half === undefined && b.half === undefined && a.hours !== b.hours);
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const monthOf = (name: string): number | undefined => {
  const index = MONTHS.findIndex(
    (month) =>
      month.startsWith(name.toLowerCase().slice(0, 3)) &&
      month.startsWith(
        name
          .toLowerCase()
          .replace('.', '')
          .replace(/^sept$/, 'sep'),
      ),
  );
  return index < 0 ? undefined : index + 1;
};

/** Reads "March 5, 2024", "5 March 2024", "2024-03-05", "2024年3月5日", "3月5日". Not "3/5/2024": its order is not known. */
export function readDate(text: string): CalendarDate | undefined {
  const plain = text
    .replace(/\\(?:text|mathrm|mbox|textrm)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\[,;: ]|~/g, ' ')
    .replace(/^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+/i, '')
    .trim();
  const iso =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain) ??
    /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(plain) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]$/.exec(plain);
  if (iso !== null) return date(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const chinese = /^(\d{1,2})月(\d{1,2})[日号]$/.exec(plain);
  if (chinese !== null) return date(undefined, Number(chinese[1]), Number(chinese[2]));
  const american = /^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$/.exec(plain);
  if (american?.[1] !== undefined) return named(american[1], american[2], american[3]);
  const british = /^(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Za-z]{3,9})\.?(?:,?\s+(\d{4}))?$/.exec(plain);
  if (british?.[2] !== undefined) return named(british[2], british[1], british[3]);
  return undefined;
}

function named(month: string, day: string | undefined, year: string | undefined): CalendarDate | undefined {
  const number = monthOf(month);
  return number === undefined ? undefined : date(year === undefined ? undefined : Number(year), number, Number(day));
}

function date(year: number | undefined, month: number, day: number): CalendarDate | undefined {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year, month, day } : undefined;
}

/** Convention: a missing year agrees with any. */
export function sameDate(a: CalendarDate, b: CalendarDate): boolean {
  return a.month === b.month && a.day === b.day && (a.year === b.year || a.year === undefined || b.year === undefined);
}
