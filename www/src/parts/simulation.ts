// How what is uncertain is drawn: how often, from which numbers, how well, and which figures go together.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isOf, nearestIn, type Pair, pairsIn, uncertainIn, withRank } from '../case/correlations';
import { hasRange, read } from '../case/pointer';
import { isToFill } from '../controls/unread';
import { fieldId } from '../elements/light';
import { caseOutline, fieldWithin } from '../engine/outlines';
import type { CaseDocument, Problem, Spread } from '../engine/types';
import { CASE_FIELDS } from '../fields';
import { fieldText, readNumber } from '../read-number';
import { joined, parts, plain, say } from '../text';
import { type Bench, factsInWords, fieldName } from './bench';
import { folding } from './facts';
import { type Form, lines } from './form';

/** What the engine takes where the case says nothing of how to draw. */
const DRAWS = 8192;
const SEED = 1;

/** More names than these do not fit beside each other in the column, and are correlated pair by pair. */
const MATRIX_NAMES = 5;

const AT = '/simulation';
const SEQUENCES = ['sobol', 'random'];
const NOTHING_SUPPOSED: ReadonlySet<string> = new Set();

/** There is nothing to draw while no figure is uncertain; what a file brought along shows all the same. */
export function simulation(bench: Bench): TemplateResult | typeof nothing {
  const { store, language: l, verdict, folds, problems } = bench;
  const given = read(store.document, AT) !== undefined;
  if (!given && !hasRange(store.document)) return nothing;
  const made = verdict?.status === 'valued' ? verdict.range : undefined;
  const facts = { draws: plain(made?.draws ?? DRAWS, 0), seed: String(made?.seed ?? SEED) };
  const open = folds.simulation ?? false;
  const { click, toggle } = folding(bench, 'simulation', open);
  const wrong = problems.filter(
    (problem) => problem.pointer.startsWith(AT) && !isToFill(problem, store),
  ).length;
  return html`<details class="fold simulation" .open=${open} @toggle=${toggle}>
    <summary @click=${click}><span>${say('simulation', l)}</span><span class="facts-line">${say('simulation.line', l, facts)}</span>${wrong > 0 ? html`<span class="facts-line attention">${say('errors', l, { count: wrong })}</span>` : nothing}</summary>
    ${open ? html`${how(bench)}${correlations(bench, made)}${sought(bench)}` : nothing}
  </details>`;
}

function how(bench: Bench): TemplateResult {
  const { store, language: l, money, problems, version } = bench;
  const line = (pointer: string, usual: number): TemplateResult => {
    const name = `field.${pointer.split('/').at(-1)}`;
    return html`<div class="fact"><label for=${fieldId(pointer)}>${say(name, l)}</label><span>
      <ipval-handle .shape=${'bare'} .store=${store} .field=${CASE_FIELDS[pointer]} .pointer=${pointer} .problems=${problems} .usual=${String(usual)} .money=${money} .language=${l} .version=${version}></ipval-handle></span></div>`;
  };
  const at = `${AT}/sequence`;
  const chosen = String(read(store.document, at) ?? SEQUENCES[0]);
  // A word that the page does not know stays to be seen, for the engine will say what is wrong with it.
  const words = SEQUENCES.includes(chosen) ? SEQUENCES : [...SEQUENCES, chosen];
  return html`<div class="facts-grid">${line(`${AT}/draws`, DRAWS)}${line(`${AT}/seed`, SEED)}
    <div class="fact"><label for=${fieldId(at)}>${say('field.sequence', l)}</label>
      <select id=${fieldId(at)} data-pointer=${at} @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        store.set(at, value === SEQUENCES[0] ? undefined : value);
      }}>${words.map((word) => html`<option value=${word} .selected=${live(word === chosen)}>${SEQUENCES.includes(word) ? say(`sequence.${word}`, l) : word}</option>`)}</select>
      ${problemsAt(bench, ({ pointer }) => pointer === at)}</div></div>`;
}

/** What the draws are asked: sums below which the value may fall, and how well its percentiles must be known. */
function sought(bench: Bench): TemplateResult {
  const form: Form = {
    bench,
    base: AT,
    problems: bench.problems,
    earlier: [],
    stepOf: () => undefined,
    supposed: NOTHING_SUPPOSED,
  };
  const fields = ['thresholds', 'accuracy'].flatMap(
    (key) => fieldWithin(caseOutline(), ['simulation', key]) ?? [],
  );
  return lines(form, fields, true);
}

function problemsAt(
  { problems, store, language: l, entries }: Bench,
  of: (problem: Problem) => boolean,
): TemplateResult[] {
  return problems
    .filter((problem) => of(problem) && !isToFill(problem, store))
    .map((problem) => {
      const { what = '', remedy = '' } = parts(
        `problem.${problem.code}`,
        l,
        factsInWords(problem, l, entries),
      );
      return html`<p class="problem">${joined(l, what, remedy)}</p>`;
    });
}

// What goes together

interface Together {
  bench: Bench;
  names: ReadonlyMap<string, string>;
  /** The pointers of the uncertain figures, in the order of the sheet. */
  inputs: readonly string[];
  pairs: readonly Pair[];
  made: Spread | undefined;
}

function correlations(bench: Bench, made: Spread | undefined): TemplateResult | typeof nothing {
  const { store, language: l, entries } = bench;
  const inputs = uncertainIn(store.document, (index) => !(entries[index]?.aside ?? false));
  const pairs = pairsIn(store.document);
  if (inputs.length < 2 && pairs.length === 0) return nothing;
  const places = [...inputs, ...pairs.flatMap(({ between }) => between)];
  const names = namesOf(bench, places);
  const together: Together = { bench, names, inputs, pairs, made };
  const dangling = pairs.filter(({ between }) => between.some((pointer) => !inputs.includes(pointer)));
  return html`<div class="line correlations" data-about=${`${AT}/correlations`}>
    <div class="handle-head"><span class="handle-name" id="correlations-name">${say('correlations', l)}</span></div>
    <p class="help" id="correlations-help">${say('correlations.help', l)}</p>
    <div role="group" aria-labelledby="correlations-name" tabindex="-1" data-pointer=${AT}>
      ${inputs.length <= MATRIX_NAMES ? triangle(together) : pairwise(together)}
      <div id="ranks-problem">${ranksWrong(together)}</div>
      ${dangling.map((pair) => unknown(together, pair))}
      ${impossible(together)}
      ${problemsAt(bench, isOfWhole)}
      ${read(store.document, `${AT}/correlationMatrix`) !== undefined && bench.problems.some(({ pointer }) => pointer.startsWith(`${AT}/correlationMatrix`)) ? html`<button type="button" class="plain" data-role="drop-matrix" @click=${() => store.set(`${AT}/correlationMatrix`, undefined)}>${say('correlations.drop-matrix', l)}</button>` : nothing}
    </div>
  </div>`;
}

/** What the figures are called; two of one name with that of their method. */
function namesOf({ language: l, entries }: Bench, pointers: readonly string[]): ReadonlyMap<string, string> {
  const all = new Set(pointers);
  const short = [...all].map((pointer) => fieldName(pointer, l));
  return new Map(
    [...all].map((pointer, index) => {
      const name = short[index] ?? pointer;
      const alike = short.filter((other) => other === name).length > 1;
      return [pointer, alike ? fieldName(pointer, l, entries) : name];
    }),
  );
}

/** What is wrong with the pairs together; each rank says itself what is wrong with it, and so does an unknown pair. */
function isOfWhole({ pointer, code }: Problem): boolean {
  return pointer.startsWith(`${AT}/correlation`) && !isRank(pointer) && code !== 'nothing-drawn-there';
}

function isRank(pointer: string): boolean {
  return /\/correlations\/\d+\/rank|\/correlationMatrix\/ranks\/\d/.test(pointer);
}

/** The names stand on the diagonal, so that each rank has one to its right and one above it. */
function triangle(together: Together): TemplateResult {
  const { inputs, names } = together;
  return html`<table class="triangle"><tbody>${inputs.map(
    (
      other,
      row,
    ) => html`<tr>${inputs.slice(0, row).map((one) => html`<td>${rank(together, one, other)}</td>`)}
      <th scope="row" colspan=${inputs.length - row} title=${names.get(other) ?? other}>${names.get(other) ?? other}</th></tr>`,
  )}</tbody></table>`;
}

/** Only pairs that are asked for, and one more to be chosen. */
function pairwise(together: Together): TemplateResult {
  const { bench, inputs, names, pairs } = together;
  const { store, language: l } = bench;
  const known = pairs.filter(({ between }) => between.every((pointer) => inputs.includes(pointer)));
  const choice = (key: string, place: number): TemplateResult =>
    html`<select data-role=${`correlate-${key}`} aria-label=${say(`correlations.${key}`, l)}>${inputs.map((pointer, index) => html`<option value=${pointer} ?selected=${index === place}>${names.get(pointer) ?? pointer}</option>`)}</select>`;
  const add = (event: Event): void => {
    const row = (event.currentTarget as HTMLElement).closest('.pair-adder');
    const [one = '', other = ''] = [...(row?.querySelectorAll('select') ?? [])].map(({ value }) => value);
    if (one === other || pairs.some((pair) => isOf(pair, one, other))) return;
    store.setDocument(AT, withRank(store.document, one, other, null));
  };
  return html`<ul class="pairs">${known.map((pair) => {
    const [one, other] = pair.between;
    const both = { one: names.get(one) ?? one, other: names.get(other) ?? other };
    return html`<li><span>${both.one} × ${both.other}</span>${rank(together, one, other)}
      <button type="button" class="plain tool" data-role="drop-pair" aria-label=${say('correlations.remove', l, both)} @click=${() => drop(bench, pair)}>×</button></li>`;
  })}</ul>
  <p class="pair-adder">${choice('one', 0)} × ${choice('other', 1)} <button type="button" class="plain" data-role="add-pair" @click=${add}>${say('correlations.add', l)}</button></p>`;
}

/** A pair with a figure that is not drawn, as after its range was taken away by hand in a file. */
function unknown({ bench, inputs, names }: Together, pair: Pair): TemplateResult {
  const { language: l } = bench;
  const [one, other] = pair.between;
  const name = [one, other].find((pointer) => !inputs.includes(pointer)) ?? '';
  const both = { one: names.get(one) ?? one, other: names.get(other) ?? other };
  return html`<p class="problem">${say('correlations.unknown', l, { name: names.get(name) ?? name })}
    <button type="button" class="plain" data-role="drop-pair" @click=${() => drop(bench, pair)}>${say('correlations.remove', l, both)}</button></p>`;
}

/** Takes a pair away; texts that wait at the pairs after it go with them. */
function drop({ store }: Bench, { between: [one, other], at }: Pair): void {
  const place = /^\/simulation\/correlations\/(\d+)\/rank$/.exec(at)?.[1];
  const list = read(store.document, `${AT}/correlations`);
  const { [at]: _, ...others } = store.drafts;
  if (place === undefined || !Array.isArray(list) || list.length < 2) {
    store.setDocument(`${AT}/drop`, withRank(store.document, one, other, undefined), others);
    return;
  }
  const gone = Number(place);
  const places = list.map((_, index) => (index === gone ? undefined : index > gone ? index - 1 : index));
  store.setList(`${AT}/correlations`, list.toSpliced(gone, 1), places);
}

/** The field of one rank, and what the draws have achieved of it. */
function rank({ bench, names, pairs, made }: Together, one: string, other: string): TemplateResult {
  const { store, language: l } = bench;
  const pair = pairs.find((each) => isOf(each, one, other));
  const both = { one: names.get(one) ?? one, other: names.get(other) ?? other };
  // A rank has a place in the case once it is there; what is typed and undone has the same name before and after.
  const name = `${AT}/correlations/${one} ${other}`;
  const at = pair?.at ?? name;
  const draft = store.drafts[at];
  const written = pair?.rank === undefined ? '' : fieldText(pair.rank, 'number');
  const achieved = made?.correlations?.find(({ between: [a, b] }) => isOf({ between: [a, b] }, one, other));
  const put = (text: string, left: boolean): void => {
    const reading = readNumber(text, 'number');
    const { [at]: _, ...others } = store.drafts;
    if (text.trim() === '') {
      if (left && pair) drop(bench, pair);
    } else if (reading.ok) {
      store.setDocument(name, withRank(store.document, one, other, reading.value), others);
    } else if (left) {
      // The text waits at the pair that it is meant for, which then is there with its rank still to be filled.
      const document = pair ? store.document : withRank(store.document, one, other, null);
      const place = pairsIn(document).find((each) => isOf(each, one, other))?.at ?? at;
      store.setDocument(name, document, { ...others, [place]: text });
    }
  };
  return html`<span class="rank"><input type="text" inputmode="text" class="figure-input" id=${fieldId(at)} data-pointer=${at} data-between=${`${one} ${other}`} autocomplete="off" spellcheck="false"
      aria-label=${say('correlations.of', l, both)} aria-describedby="correlations-help ranks-problem" aria-invalid=${draft === undefined ? nothing : 'true'} .value=${live(store.typing.get(name) ?? draft ?? written)}
      @input=${(event: Event) => {
        const { value } = event.target as HTMLInputElement;
        store.typing.set(name, value);
        put(value, false);
      }}
      @change=${(event: Event) => {
        store.typing.delete(name);
        put((event.target as HTMLInputElement).value, true);
      }} />
    ${achieved ? html`<span class="achieved" title=${say('correlations.achieved-help', l)}>${say('correlations.achieved', l, { rank: plain(achieved.achieved, 2) })}</span>` : nothing}
</span>`;
}

/** What is wrong with single ranks, below them all: beside its narrow field no sentence could be read. */
function ranksWrong({ bench, names, pairs }: Together): TemplateResult[] {
  const { language: l, store } = bench;
  const colon = l === 'zh' ? '：' : ': ';
  return pairs.flatMap(({ between: [one, other], at }) => {
    const both = say('correlations.between', l, {
      one: names.get(one) ?? one,
      other: names.get(other) ?? other,
    });
    if (store.drafts[at] !== undefined)
      return [html`<p class="problem">${both}${colon}${say('rank.read', l)}</p>`];
    return problemsAt(bench, ({ pointer }) => pointer === at).map(
      (told) => html`<div class="rank-problem"><span>${both}</span>${told}</div>`,
    );
  });
}

/** What cannot be is answered with the nearest that can, to be taken with one press. */
function impossible({ bench, names, pairs }: Together): TemplateResult | typeof nothing {
  const { store, language: l, problems } = bench;
  const problem = problems.find(({ code }) => code === 'correlations-impossible');
  if (!problem) return nothing;
  const nearest = nearestIn(problem.facts.nearest);
  const take = (): void =>
    store.setDocument(
      `${AT}/nearest`,
      nearest.reduce(
        (document: CaseDocument, { between: [one, other], rank: to }) => withRank(document, one, other, to),
        store.document,
      ),
    );
  return html`<div class="impossible"><p class="problem">${say('correlations.impossible', l)}</p>
    <table><thead><tr><td></td><th scope="col">${say('correlations.asked', l)}</th><th scope="col">${say('correlations.nearest', l)}</th></tr></thead>
    <tbody>${nearest.map(({ between: [one, other], rank: to }) => {
      const now = pairs.find((pair) => isOf(pair, one, other))?.rank ?? 0;
      const both = { one: names.get(one) ?? one, other: names.get(other) ?? other };
      return html`<tr><th scope="row">${say('correlations.between', l, both)}</th><td>${fieldText(now, 'number')}</td><td>${fieldText(to, 'number')}</td></tr>`;
    })}</tbody></table>
    <p class="series-tools"><button type="button" data-role="take-nearest" @click=${take}>${say('correlations.take-nearest', l)}</button></p></div>`;
}
