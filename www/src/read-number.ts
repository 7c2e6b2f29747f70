// Reads a figure as people type it: 1,200万, 0.15, 15%, １２％, −3, 1.2亿, 8 年.
//
// The decimal point is moved in the text and not by arithmetic, so that 15% and 0.15 are the same bits.
// This file imports nothing, so that its tests need no page.

export type NumberKind = 'money' | 'share' | 'rate' | 'years' | 'count' | 'number';

/** Why a text was not read; each has a sentence in the page's texts under `read.<reason>`. */
export type Unread = 'empty' | 'not-a-number' | 'separator' | 'which-percent' | 'percent-here' | 'scale-here';

export type Reading = { ok: true; value: number; inferred: boolean } | { ok: false; reason: Unread };

const SCALES: [RegExp, number][] = [
  [/^(?:万亿)(?:元)?$/, 12],
  [/^(?:亿|亿元)$/, 8],
  [/^(?:千万|千万元)$/, 7],
  [/^(?:百万|百万元|m|mn|million|millions)$/, 6],
  [/^(?:万|万元|w)$/, 4],
  [/^(?:千|千元|k|thousand)$/, 3],
  [/^(?:bn|billion|billions)$/, 9],
  [/^(?:元|圆|块|yuan)$/, 0],
];

/**
 * The figure in a text, or why there is none.
 *
 * `unitExponent` is the power of ten of the case's unit of money: 1,200万 in a case kept in 万元 (4) is 1200,
 * and so is a plain 1200, while a plain 1200 in a case kept in yuan (0) is 1200.
 * A share or a rate above 1 without a percent sign is taken for a percentage, and `inferred` says so;
 * exactly 1 could be 1 % as well as the whole, so it is asked about and never guessed.
 */
export function readNumber(text: string, kind: NumberKind, unitExponent = 0): Reading {
  let rest = text.normalize('NFKC').trim().toLowerCase();
  rest = rest.replace(/[−–—‐‑﹣]/g, '-').replace(/^(?:¥|￥|cny|rmb|人民币)\s*/, '');
  if (rest === '') return { ok: false, reason: 'empty' };
  const parts = /^([+-]?)\s*(?:¥\s*)?([\d.,'、\s]*\d[\d.,'\s]*|\.\d+)\s*(.*)$/.exec(rest);
  if (!parts) return { ok: false, reason: 'not-a-number' };
  const [, sign = '', body = '', suffix = ''] = parts;
  const digits = withoutSeparators(body.trim());
  if (digits === undefined) return { ok: false, reason: 'separator' };

  let exponent = 0;
  let inferred = false;
  const tail = suffix.trim();
  const isShare = kind === 'share' || kind === 'rate';
  if (tail === '%' || tail === '‰') {
    if (!isShare) return { ok: false, reason: 'percent-here' };
    exponent = tail === '%' ? -2 : -3;
  } else if (kind === 'years' && /^(?:年|years?|y|a)$/.test(tail)) {
    exponent = 0;
  } else if (kind === 'years' && /^(?:个?月|months?)$/.test(tail)) {
    const months = Number(`${sign}${digits}`);
    return { ok: true, value: months / 12, inferred: true };
  } else if (tail !== '') {
    const scale = SCALES.find(([pattern]) => pattern.test(tail));
    if (!scale) return { ok: false, reason: 'not-a-number' };
    if (kind !== 'money') return { ok: false, reason: 'scale-here' };
    exponent = scale[1] - unitExponent;
  } else if (isShare) {
    const size = Math.abs(Number(digits));
    if (size === 1) return { ok: false, reason: 'which-percent' };
    if (size > 1) {
      exponent = -2;
      inferred = true;
    }
  }
  const value = Number(`${sign}${digits}e${exponent}`);
  return Number.isFinite(value) ? { ok: true, value, inferred } : { ok: false, reason: 'not-a-number' };
}

export type ListReading = { ok: true; values: number[] } | { ok: false; reason: Unread; text: string };

/**
 * The figures in a text of several, as they come out of a spreadsheet or a sentence: apart by lines, tabs, spaces,
 * semicolons or Chinese commas. A comma parts them too, unless it stands where thousands are parted.
 */
export function readNumbers(text: string, kind: NumberKind, unitExponent = 0): ListReading {
  const pieces = text
    .split(/[\s;；，、]+/)
    .flatMap((piece) => (/^[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d*)?\D*$/.test(piece) ? [piece] : piece.split(',')))
    .filter((piece) => piece !== '');
  const values: number[] = [];
  for (const piece of pieces) {
    const reading = readNumber(piece, kind, unitExponent);
    if (!reading.ok) return { ok: false, reason: reading.reason, text: piece };
    values.push(reading.value);
  }
  return { ok: true, values };
}

/** Thousands separators come in threes from the point; anything else might be a decimal comma. */
function withoutSeparators(body: string): string | undefined {
  if (/^\d*\.?\d*$/.test(body) && /\d/.test(body)) return body;
  if (/^\d{1,3}(?:[,' ]\d{3})+(?:\.\d*)?$/.test(body)) return body.replace(/[,' ]/g, '');
  return undefined;
}

/** Moves the decimal point of a figure by `places` without any rounding: 0.15 by 2 is "15". */
export function shiftedText(value: number, places: number): string {
  const [mantissa = '0', power = '0'] = String(Math.abs(value)).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  let digits = whole + fraction;
  let point = whole.length + Number(power) + places;
  if (point <= 0) {
    digits = '0'.repeat(1 - point) + digits;
    point = 1;
  }
  digits = digits.padEnd(point, '0');
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const right = digits.slice(point).replace(/0+$/, '');
  return (value < 0 ? '−' : '') + left + (right ? `.${right}` : '');
}

/** The lossless text of a figure in its field: 4600 is 4,600 and 0.15 is 15%. */
export function fieldText(value: number, kind: NumberKind): string {
  if (kind === 'share' || kind === 'rate') return `${shiftedText(value, 2)}%`;
  const plain = shiftedText(value, 0);
  return kind === 'money'
    ? plain.replace(/^(−?)(\d+)/, (_, minus: string, whole: string) => minus + grouped(whole))
    : plain;
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/**
 * One step of the arrow keys: the second significant digit of a money figure, a tenth of a percentage point,
 * one year or one piece; `coarse` is ten of them.
 */
export function nudged(value: number, kind: NumberKind, direction: number, coarse: boolean): number {
  const exponent =
    kind === 'share' || kind === 'rate'
      ? -3
      : kind === 'money' || kind === 'number'
        ? Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))) - 1
        : 0;
  const step = Number(`1e${exponent + (coarse ? 1 : 0)}`);
  // Rounded in decimals, so that stepping up and down again returns the same bits.
  const decimals = Math.max(0, -exponent, decimalsOf(value));
  return Number((value + direction * step).toFixed(Math.min(decimals, 15)));
}

function decimalsOf(value: number): number {
  const text = shiftedText(value, 0);
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
