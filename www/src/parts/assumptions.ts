// The methods and their assumptions, how several methods make one value, and how what is uncertain is drawn.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { hasRange, read } from '../case/pointer';
import { fieldId } from '../elements/light';
import { CASE_FIELDS, type Field, METHODS, WEIGHT } from '../fields';
import { plain, say } from '../text';
import { type Bench, bareHandle, methodsOf, stepAt } from './bench';
import { folding } from './facts';

/** What the engine takes where the case says nothing of how to draw. */
const DRAWS = 8192;
const SEED = 1;

export function assumptions(bench: Bench): TemplateResult {
  const { store, language: l, folds, fold } = bench;
  const methods = methodsOf(store.document);
  const more = folds.more ?? false;
  return html`${methods.map((method, index) => methodInputs(bench, method, index, methods.length))}
    <p class="method-tools">
      <button type="button" class="plain" data-role="more" aria-expanded=${more ? 'true' : 'false'} @click=${() => fold('more', !more)}>${say('more', l)}</button>
      <label><span class="unseen">${say('methods.add', l)}</span>
        <select data-role="add-method" @change=${(event: Event) => {
          const chosen = (event.target as HTMLSelectElement).value;
          (event.target as HTMLSelectElement).value = '';
          store.set(`/methods/${methods.length}`, { method: chosen, inputs: {} });
        }}>
          <option value="">${say('methods.add', l)}</option>
          ${Object.keys(METHODS).map((name) => html`<option value=${name}>${say(`method.${name}`, l)}</option>`)}
        </select></label>
    </p>
    ${conclusion(bench, methods)} ${simulation(bench)}`;
}

function methodInputs(bench: Bench, method: string, index: number, count: number): TemplateResult {
  const { store, language: l, verdict, problems, money, version } = bench;
  const base = `/methods/${index}/inputs`;
  const steps = verdict?.status === 'valued' ? verdict.steps : [];
  const pointerOf = (key: string): string => {
    const here = read(store.document, `${base}/${key}`);
    return here === undefined && read(store.document, `/facts/${key}`) !== undefined
      ? `/facts/${key}`
      : `${base}/${key}`;
  };
  const given = (key: string): boolean => read(store.document, pointerOf(key)) !== undefined;
  const supposed = new Set(
    verdict?.status === 'valued'
      ? verdict.findings.filter(({ code }) => code.endsWith('-assumed')).map(({ pointer }) => pointer)
      : [],
  );
  const bySeries = Array.isArray(read(store.document, pointerOf('sales')));
  const shown = (METHODS[method] ?? []).filter((field: Field) => {
    const used = given(field.key);
    if (field.key === 'discountRate') return !given('discountRateBuildUp');
    if (field.insteadOf) return used;
    if (bySeries && (field.key === 'years' || field.key === 'growthRate') && !used) return false;
    return (
      field.first ||
      used ||
      bench.folds.more ||
      problems.some(({ pointer }) => pointer === `${base}/${field.key}`) ||
      store.drafts[pointerOf(field.key)] !== undefined
    );
  });
  return html`<div class="method">
    <h3>${say(`method.${method}`, l)}${
      count > 1
        ? html` <button type="button" class="plain" @click=${() => removeMethod(bench, index, count)}>${say('methods.remove', l)}</button>`
        : nothing
    }</h3>
    ${repeat(
      shown,
      ({ key }) => key,
      (field) => {
        const pointer = pointerOf(field.key);
        return html`<ipval-handle .store=${store} .field=${field} .pointer=${pointer} .problems=${problems} .step=${stepAt(steps, pointer, `${base}/${field.key}`)}
          .money=${money} .language=${l} .version=${version} .supposed=${supposed.has(pointer)}></ipval-handle>`;
      },
    )}
  </div>`;
}

/** A method takes its weight with it, and of a single method there is nothing to weigh. */
function removeMethod({ store }: Bench, index: number, count: number): void {
  const weights = read(store.document, '/conclusion/weights');
  store.setAll([
    [`/methods/${index}`, undefined],
    ...(Array.isArray(weights)
      ? ([['/conclusion/weights', count > 2 ? weights.toSpliced(index, 1) : undefined]] as [
          string,
          typeof weights | undefined,
        ][])
      : []),
  ]);
}

function conclusion(bench: Bench, methods: string[]): TemplateResult | typeof nothing {
  const { store, language: l, problems, money, version, verdict } = bench;
  const several = methods.length > 1;
  const weights = read(store.document, '/conclusion/weights');
  const weighed = Array.isArray(weights) ? weights.length : 0;
  const used = read(store.document, '/conclusion') !== undefined;
  if (methods.length === 0 || !(several || bench.folds.more || used)) return nothing;
  // A weight too many stands there too, or nobody could take it away.
  const places = several || weighed > 0 ? Array.from({ length: Math.max(methods.length, weighed) }) : [];
  const rounding = '/conclusion/rounding';
  const rounded = read(store.document, rounding) !== undefined || bench.folds.more;
  const steps = verdict?.status === 'valued' ? verdict.steps : [];
  const reason = '/conclusion/reason';
  return html`<div class="method"><h3>${say('conclusion', l)}</h3>
    ${places.map(
      (
        _,
        index,
      ) => html`<div class="build-row"><label for=${fieldId(`/conclusion/weights/${index}`)}>${methods[index] === undefined ? say('weights.extra', l) : say(`method.${methods[index]}`, l)} ${index + 1}</label>
        ${bareHandle(bench, `/conclusion/weights/${index}`, WEIGHT)}</div>`,
    )}
    <div class="fact wide"><label for=${fieldId(reason)}>${say(several ? 'conclusion.reason' : 'conclusion.reason-one', l)}</label>
      <textarea class="text-input" rows="2" id=${fieldId(reason)} data-pointer=${reason} .value=${live(String(read(store.document, reason) ?? ''))}
        @input=${(event: Event) => store.set(reason, (event.target as HTMLTextAreaElement).value || undefined)}></textarea></div>
    ${
      rounded
        ? html`<ipval-handle .store=${store} .field=${CASE_FIELDS[rounding]} .pointer=${rounding} .problems=${problems} .step=${stepAt(steps, rounding)} .money=${money} .language=${l} .version=${version}></ipval-handle>`
        : nothing
    }
  </div>`;
}

/** There is nothing to draw while no figure is uncertain; what a file brought along shows all the same. */
function simulation(bench: Bench): TemplateResult | typeof nothing {
  const { store, language: l, verdict, folds, money } = bench;
  const given = read(store.document, '/simulation') !== undefined;
  if (!given && !hasRange(store.document)) return nothing;
  const made = verdict?.status === 'valued' ? verdict.range : undefined;
  const draws = made?.draws ?? DRAWS;
  const seed = made?.seed ?? SEED;
  const line = (pointer: string, usual: number): TemplateResult => {
    const name = `field.${pointer.split('/').at(-1)}`;
    const field = CASE_FIELDS[pointer];
    return html`<div class="fact"><label for=${fieldId(pointer)}>${say(name, l)}</label><span>
      <ipval-handle bare .store=${store} .field=${field} .pointer=${pointer} .problems=${bench.problems} .usual=${String(usual)} .money=${money} .language=${l} .version=${bench.version}></ipval-handle></span></div>`;
  };
  const open = folds.simulation ?? false;
  const { click, toggle } = folding(bench, 'simulation', open);
  return html`<details class="fold simulation" .open=${open} @toggle=${toggle}>
    <summary @click=${click}><span>${say('simulation', l)}</span><span class="facts-line">${say('simulation.line', l, { draws: plain(draws, 0), seed: String(seed) })}</span></summary>
    <div class="facts-grid">${line('/simulation/draws', DRAWS)}${line('/simulation/seed', SEED)}</div>
  </details>`;
}
