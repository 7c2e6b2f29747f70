// A formula written in one line, set as one would write it by hand: fractions, indices, roots, sums.
//
// The line is the master and stays readable by itself. What this cannot read is shown as it is written.
// Letters take the text's own italic instead of the mathematical alphabets, which many fonts lack.

const INDEX = new Map(
  [...'₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋−ₐaₑeₕhᵢiⱼjₖkₗlₘmₙnₒoₚpᵣrₛsₜtᵤuᵥvₓx'].flatMap((character, place, all) =>
    place % 2 === 0 ? [[character, all[place + 1] ?? ''] as const] : [],
  ),
);
const POWER = new Map([
  ['⁰', '0'],
  ['¹', '1'],
  ['²', '2'],
  ['³', '3'],
]);
const OPEN: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
const RELATIONS = new Set(['=', '≤', '≥', '<', '>', '⇒', ',', '…']);
const LETTER = /\p{L}|\p{M}/u;

class Unreadable extends Error {}

/** One `math` element for each formula of the line, or undefined if it cannot be read. */
export function mathOf(line: string): string[] | undefined {
  try {
    return line.split(';').map((part) => {
      const reading = new Reading([...part.normalize('NFC').trim()]);
      const row = reading.relations();
      if (!reading.atEnd) throw new Unreadable(line);
      return `<math display="block" class="formula-math">${row}</math>`;
    });
  } catch (reason) {
    if (reason instanceof Unreadable) return undefined;
    throw reason;
  }
}

/** A symbol alone, as in the list below a formula. */
export function mathSymbol(symbol: string): string | undefined {
  return mathOf(symbol)
    ?.map((math) => math.replace('display="block" ', ''))
    .join('');
}

/** A piece that was read; `group` is what stands within brackets that a fraction makes needless. */
interface Piece {
  markup: string;
  group?: string;
  /** With the brackets that it had, where a name stands right before them. */
  bracketed?: string;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');
}

function letters(text: string): string {
  // Greek capitals that stand before a letter are signs of their own; words of several letters stand upright.
  const upright = text.length > 1 && !/^Δ.$/u.test(text);
  return `<mi mathvariant="normal" class="${upright ? 'upright' : 'letter'}">${escaped(text)}</mi>`;
}

function operator(sign: string): string {
  const shown = sign === '·' ? '·' : sign;
  return `<mo${sign === '…' ? ' lspace="0.1em" rspace="0.1em"' : ''}>${escaped(shown)}</mo>`;
}

function row(markup: string): string {
  return `<mrow>${markup}</mrow>`;
}

class Reading {
  #at = 0;
  /** Within an exponent a slash is easier to read than a small fraction. */
  #flat = 0;
  constructor(private readonly signs: string[]) {}

  get atEnd(): boolean {
    this.#space();
    return this.#at >= this.signs.length;
  }

  relations(): string {
    let markup = '';
    while (!this.atEnd && !this.#closes()) {
      const sign = this.#next();
      if (sign !== undefined && RELATIONS.has(sign)) {
        this.#at += 1;
        markup += operator(sign);
      } else markup += this.#sum();
    }
    return markup;
  }

  #space(): void {
    while (/^\s$/u.test(this.signs[this.#at] ?? '')) this.#at += 1;
  }

  #next(): string | undefined {
    this.#space();
    return this.signs[this.#at];
  }

  #closes(): boolean {
    return [')', ']', '}'].includes(this.#next() ?? '');
  }

  #sum(): string {
    let markup = '';
    for (let first = true; ; first = false) {
      const sign = this.#next();
      if (sign === '+' || sign === '−' || sign === '±') {
        this.#at += 1;
        markup += operator(sign);
      } else if (!first) return markup;
      markup += this.#product(false).markup;
    }
  }

  /** Factors one after the other; what a sum adds up ends before a division by another sum. */
  #product(withinSum: boolean): Piece {
    let over: Piece[] = [];
    const piece = (): Piece => {
      const [only] = over;
      return over.length === 1 && only ? only : { markup: over.map(({ markup }) => markup).join('') };
    };
    for (;;) {
      const sign = this.#next();
      if (sign === '÷') {
        const start = this.#at;
        this.#at += 1;
        const bySum = this.#next() === 'Σ';
        if (withinSum && bySum) {
          this.#at = start;
          return piece();
        }
        const under = bySum ? this.#bigOperator() : this.#factor();
        if (this.#flat > 0) {
          over.push({ markup: operator('/') }, under);
          continue;
        }
        const top = piece();
        over = [
          {
            markup: `<mfrac>${row(top.group ?? top.markup)}${row(under.group ?? under.markup)}</mfrac>`,
          },
        ];
      } else if (sign === '·' || sign === '×' || sign === '∘') {
        this.#at += 1;
        over.push({ markup: operator(sign) }, this.#factor());
      } else if (over.length === 0 || sign === 'Σ' || sign === '∏' || this.#beginsFactor(sign)) {
        const next = this.#factor();
        over.push(over.length > 0 && next.bracketed ? { markup: next.bracketed } : next);
      } else return piece();
    }
  }

  #beginsFactor(sign: string | undefined): boolean {
    return sign !== undefined && (sign in OPEN || sign === '√' || LETTER.test(sign) || /\d/.test(sign));
  }

  #bigOperator(): Piece {
    const sign = this.signs[this.#at] ?? '';
    this.#at += 1;
    const index = this.#indices();
    const big = `<mo class="big" stretchy="false" largeop="false">${sign === 'Σ' ? '∑' : '∏'}</mo>`;
    const head = index === '' ? big : `<msub>${big}${index}</msub>`;
    return { markup: row(`${head}${this.#product(true).markup}`) };
  }

  #factor(): Piece {
    const sign = this.#next();
    if (sign === undefined) throw new Unreadable('ended early');
    if (sign === 'Σ' || sign === '∏') return this.#bigOperator();
    if (sign === '√') {
      this.#at += 1;
      const under = this.#factor();
      return { markup: `<msqrt>${under.group ?? under.markup}</msqrt>` };
    }
    const close = OPEN[sign];
    if (close !== undefined) {
      this.#at += 1;
      const start = this.#at;
      const inner = this.relations();
      if (this.#next() !== close) throw new Unreadable(`no ${close} after ${start}`);
      this.#at += 1;
      const fence = (which: string, form: string): string =>
        `<mo class="fence" fence="true" form="${form}" stretchy="true">${which}</mo>`;
      const whole = row(`${fence(sign, 'prefix')}${row(inner)}${fence(close, 'postfix')}`);
      const scripted = this.#scripted(whole);
      // What only holds a fraction together needs no brackets once the fraction is drawn.
      if (scripted === whole && /^<mfrac>.*<\/mfrac>$/.test(inner) && inner.split('<mfrac>').length === 2)
        return { markup: inner, group: inner, bracketed: whole };
      return scripted === whole ? { markup: whole, group: inner } : { markup: scripted };
    }
    if (/\d/.test(sign)) {
      let digits = '';
      while (/[\d.]/.test(this.signs[this.#at] ?? '')) digits += this.signs[this.#at++];
      return { markup: this.#scripted(`<mn>${digits}</mn>`) };
    }
    if (sign === '…') {
      this.#at += 1;
      return { markup: operator(sign) };
    }
    if (!LETTER.test(sign)) throw new Unreadable(sign);
    let name = '';
    while (LETTER.test(this.signs[this.#at] ?? '') && !INDEX.has(this.signs[this.#at] ?? ''))
      name += this.signs[this.#at++];
    return { markup: this.#scripted(letters(name)) };
  }

  #indices(): string {
    let markup = '';
    for (let sign = this.signs[this.#at]; sign !== undefined; sign = this.signs[this.#at]) {
      const plain = INDEX.get(sign);
      if (plain === undefined) break;
      markup += /\d/.test(plain)
        ? `<mn>${plain}</mn>`
        : LETTER.test(plain)
          ? letters(plain)
          : operator(plain);
      this.#at += 1;
    }
    if (this.signs[this.#at] === '_') {
      this.#at += 1;
      markup += letters(this.signs[this.#at++] ?? '');
    }
    if (this.signs[this.#at] === '′' && markup !== '') {
      this.#at += 1;
      markup += '<mo>′</mo>';
    }
    return markup === '' ? '' : row(markup);
  }

  #scripted(base: string): string {
    let power = '';
    for (let sign = this.signs[this.#at]; sign !== undefined; sign = this.signs[this.#at]) {
      const plain = POWER.get(sign) ?? (sign === '*' || sign === '′' ? sign : undefined);
      if (plain === undefined) break;
      power += /\d/.test(plain) ? `<mn>${plain}</mn>` : `<mo>${plain === '*' ? '∗' : plain}</mo>`;
      this.#at += 1;
    }
    const index = this.#indices();
    if (this.#next() === '^') {
      this.#at += 1;
      this.#flat += 1;
      if (this.#next() === '−') {
        this.#at += 1;
        power += '<mo form="prefix">−</mo>';
      }
      const exponent = this.#factor();
      power += exponent.group ?? exponent.markup;
      this.#flat -= 1;
    }
    // Without it the index of a letter that goes below the line, an f or a p, would hang lower than its neighbours'.
    const even = (one: string): string =>
      one.startsWith('<mi') ? `<mpadded depth="0px">${one}</mpadded>` : one;
    if (power !== '' && index !== '') return `<msubsup>${even(base)}${index}${row(power)}</msubsup>`;
    if (power !== '') return `<msup>${base}${row(power)}</msup>`;
    return index === '' ? base : `<msub>${even(base)}${index}</msub>`;
  }
}
