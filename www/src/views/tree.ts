// A decision tree drawn from left to right and read from right to left: squares choose, circles are left to chance,
// triangles are where it ends. What is best is drawn heavier, what is given up is crossed out.
//
// The shape is the case's, every figure the engine's. The drawing is for eyes; beside it the same tree is a nested
// list, for whoever hears it read.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { isObject, read } from '../case/pointer';
import type { Json, Step } from '../engine/types';
import { percent, plain, say } from '../text';
import type { Scene } from './outputs';

type Kind = 'decision' | 'chance' | 'outcome';

interface Node {
  name: string;
  kind: Kind;
  /** What the engine says of it, by the name of the step. */
  steps: ReadonlyMap<string, Step>;
  branches: Node[];
}

interface Placed {
  node: Node;
  x: number;
  y: number;
  branches: Placed[];
}

const ROW = 58;
const MARGIN = { left: 16, top: 34 };
/** Where a branch has left its node and runs level, and where its words begin. */
const SLANT = 26;
/** From a mark to the words behind it. */
const LABEL = 13;
/** The engine divides by the sum of what chance was given, so a share of one is no choice. */
const TAKEN = 0.5;

/** The tree as the case has it, each node with its steps; nothing where the case and the paper do not fit. */
function treeOf({ valuation, document }: Scene, part: string, pointer: string): Node | undefined {
  const listed: Json | undefined = read(document, `${pointer}/inputs/nodes`);
  if (!Array.isArray(listed)) return undefined;
  const own = valuation.steps.filter((step) => step.part === part && step.period !== undefined);
  const entries = listed.flatMap((entry, index) =>
    isObject(entry)
      ? [
          {
            entry,
            steps: new Map(own.filter(({ period }) => period === index + 1).map((step) => [step.key, step])),
          },
        ]
      : [],
  );
  const grown = (at: (typeof entries)[number], depth: number): Node => ({
    name: String(at.entry.name || at.entry.node || ''),
    kind:
      at.entry.nodeKind === 'chance' ? 'chance' : at.entry.nodeKind === 'outcome' ? 'outcome' : 'decision',
    steps: at.steps,
    // The engine has refused a circle; a draft beside the case may still hold one.
    branches:
      depth > entries.length
        ? []
        : entries
            .filter(({ entry }) => entry.follows === at.entry.node)
            .map((next) => grown(next, depth + 1)),
  });
  const root = entries.find(({ entry }) => !entry.follows);
  return root?.steps.has('node-value') ? grown(root, 0) : undefined;
}

/** How wide words are, near enough for a column: a Chinese character is twice a Latin letter. */
function width(words: string): number {
  return [...words].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 13 : 6.9), 0);
}

export function decisionTree(scene: Scene, part: string, pointer: string): TemplateResult | typeof nothing {
  const root = treeOf(scene, part, pointer);
  if (!root) return nothing;
  const { language: l, money } = scene;
  const all = (node: Node): Node[] => [node, ...node.branches.flatMap(all)];
  const sizes = all(root).map(({ steps }) => Math.abs(steps.get('node-value')?.value ?? 0));
  const largest = Math.max(...sizes);
  const exponent = money.exponent(largest);
  // One number of decimals for the whole tree, so that worths can be compared along a branch.
  const size = money.scaled(largest, exponent);
  const digits = size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4;
  const sum = (step: Step | undefined): string =>
    step ? plain(money.scaled(step.value, exponent), digits) : '';
  const under = (node: Node): string =>
    [
      chance(node),
      node.steps.has('node-cost') ? say('tree.cost', l, { sum: sum(node.steps.get('node-cost')) }) : '',
      node.steps.has('node-year')
        ? say('tree.year', l, { years: plain(node.steps.get('node-year')?.value ?? 0, 2) })
        : '',
    ]
      .filter(Boolean)
      .join(' · ');
  // Each column is as wide as its longest words ask for.
  const columns: number[] = [];
  const measure = (node: Node, depth: number): void => {
    const wanted = Math.max(width(node.name), width(under(node)), 60) + SLANT + 26;
    if (depth > 0) columns[depth - 1] = Math.max(columns[depth - 1] ?? 0, wanted);
    for (const branch of node.branches) measure(branch, depth + 1);
  };
  measure(root, 0);
  let row = 0;
  const place = (node: Node, x: number, depth: number): Placed => {
    const branches = node.branches.map((branch) => place(branch, x + (columns[depth] ?? 0), depth + 1));
    const [first, last] = [branches[0], branches.at(-1)];
    const y = first && last ? (first.y + last.y) / 2 : MARGIN.top + ROW * row++;
    return { node, x, y, branches };
  };
  const placed = place(root, MARGIN.left, 0);
  const ends = (at: Placed): number[] => [
    at.x + LABEL + Math.max(width(sum(at.node.steps.get('node-value'))), width(reached(at.node, l))),
    ...at.branches.flatMap(ends),
  ];
  const wide = Math.max(...ends(placed));
  const high = MARGIN.top + ROW * (row - 1) + 24;
  const drawn = (at: Placed): SVGTemplateResult => svg`
    ${at.branches.map((next) => branch(at, next, under(next.node)))}
    ${at.branches.map(drawn)}
    ${mark(at.node.kind, at.x, at.y)}
    ${worth(at, sum, l)}`;
  return html`<figure class="decision-tree">
    <p class="unit-line">${say('tree.unit', l, { unit: money.heading(exponent) })}</p>
    <div class="scroller" tabindex="0" role="region" aria-label=${say('tree', l)}>
      <svg width=${wide} height=${high} viewBox=${`0 0 ${wide} ${high}`} aria-hidden="true" focusable="false">${drawn(placed)}</svg>
    </div>
    <figcaption>${key('decision', l)} ${key('chance', l)} ${key('outcome', l)} <span>${say('tree.help', l)}</span></figcaption>
    <ul class="unseen" aria-label=${say('tree', l)}>${told(root, scene, sum, under)}</ul>
  </figure>`;
}

function chance({ steps }: Node): string {
  const probability = steps.get('probability');
  return probability ? percent(probability.value, 1) : '';
}

/** Given up: a choice that is not the best one. */
function dropped({ steps }: Node): boolean {
  const chosen = steps.get('chosen');
  return chosen !== undefined && chosen.value < TAKEN;
}

function branch(from: Placed, to: Placed, under: string): SVGTemplateResult {
  const { node, x, y } = to;
  const turn = from.x + SLANT;
  const kind = dropped(node) ? 'dropped' : node.steps.has('chosen') ? 'best' : '';
  return svg`<g class="branch ${kind}">
    <path d=${`M${from.x} ${from.y}L${turn} ${y}H${x}`}></path>
    ${kind === 'dropped' ? svg`<path class="cross" d=${`M${x - 26} ${y + 6}l6 -12m2 12l6 -12`}></path>` : nothing}
    <text x=${turn + 4} y=${y - 6}>${node.name}</text>
    <text class="under" x=${turn + 4} y=${y + 15}>${under}</text>
  </g>`;
}

function mark(kind: Kind, x: number, y: number): SVGTemplateResult {
  const shape =
    kind === 'decision'
      ? svg`<rect x=${x - 8} y=${y - 8} width="16" height="16"></rect>`
      : kind === 'chance'
        ? svg`<circle cx=${x} cy=${y} r="9"></circle>`
        : svg`<path d=${`M${x - 8} ${y}L${x + 7} ${y - 8}V${y + 8}Z`}></path>`;
  return svg`<g class="node">${shape}</g>`;
}

/** The worth of a node, over it; of an outcome beside it, with how likely it is once the best is chosen. */
function worth(
  { node, x, y }: Placed,
  sum: (step: Step | undefined) => string,
  l: Scene['language'],
): SVGTemplateResult | typeof nothing {
  const value = node.steps.get('node-value');
  if (!value) return nothing;
  const chance = reached(node, l);
  const [at, up, anchor] = node.kind === 'outcome' ? [x + LABEL, y + 1, 'start'] : [x, y - 14, 'middle'];
  return svg`<text class="worth" data-step=${value.id} x=${at} y=${up} text-anchor=${x <= MARGIN.left ? 'start' : anchor} dx=${x <= MARGIN.left ? -10 : 0}>${sum(value)}</text>
    ${chance ? svg`<text class="under" x=${at} y=${y + 15}>${chance}</text>` : nothing}`;
}

/** How likely an outcome is, if all is decided as it is best. */
function reached({ steps }: Node, l: Scene['language']): string {
  const chance = steps.get('probability-of-outcome');
  return chance ? say('tree.reached', l, { share: percent(chance.value, 1) }) : '';
}

function key(kind: Kind, l: Scene['language']): TemplateResult {
  return html`<span class="nowrap"><svg width="20" height="20" aria-hidden="true" focusable="false">${mark(kind, 10, 10)}</svg> ${say(`tree.${kind}`, l)}</span>`;
}

/** The tree as it is read out. */
function told(
  node: Node,
  scene: Scene,
  sum: (step: Step | undefined) => string,
  under: (node: Node) => string,
): TemplateResult {
  const { language: l } = scene;
  const comma = say('answer.comma', l);
  const words = [
    `${say(`tree.${node.kind}`, l)}${l === 'zh' ? '：' : ': '}${node.name}`,
    under(node),
    say('tree.worth', l, { sum: sum(node.steps.get('node-value')) }),
    node.steps.has('chosen') ? say(dropped(node) ? 'tree.dropped' : 'tree.best', l) : '',
  ];
  return html`<li>${words.filter(Boolean).join(comma)}${
    node.branches.length > 0
      ? html`<ul>${node.branches.map((next) => told(next, scene, sum, under))}</ul>`
      : nothing
  }</li>`;
}
