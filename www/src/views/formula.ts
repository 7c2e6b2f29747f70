// A step's formula in words and in figures: "{0} × (1 − {1})" becomes 营业收入 × (1 − 税率), and 4,600 × (1 − 25%).

import type { Step } from '../engine/types';
import { type Language, type MoneyFormat, say, stepFigure, stepName } from '../text';

/** A sum over the years is said once; the engine writes only its first and last term and keeps the rest to be opened. */
function sumOf(step: Step, steps: Step[]): Step[] | undefined {
  if (step.operands.length < 4 || !/^\{\d+\}(?: \+ (?:…|\{\d+\}))+$/.test(step.formula)) return undefined;
  const terms = step.operands.flatMap((id) => steps[id] ?? []);
  const alike = terms.every((term) => term.key === terms[0]?.key && term.period !== undefined);
  return alike && terms.length === step.operands.length ? terms : undefined;
}

function filled(formula: string, operand: (place: number) => string): string {
  return formula.replace(/\{(\d+)\}/g, (_, place: string) => operand(Number(place)));
}

export function inWords(step: Step, steps: Step[], language: Language): string {
  const sum = sumOf(step, steps);
  const [first] = sum ?? [];
  if (sum && first) {
    const span = say('years-span', language, {
      from: first.period ?? 1,
      to: sum.at(-1)?.period ?? sum.length,
    });
    return `Σ ${say(`step.${first.key}`, language)}${span}`;
  }
  return filled(step.formula, (place) => {
    const operand = steps[step.operands[place] ?? -1];
    if (!operand) return '?';
    // The year is said where it differs from the step's own; within one year it would be noise.
    return operand.period === step.period
      ? (operand.label ?? say(`step.${operand.key}`, language))
      : stepName(operand, language);
  });
}

export function inFigures(step: Step, steps: Step[], money: MoneyFormat): string {
  const exponent = money.exponent(step.unit === 'money' ? step.value : largest(step, steps));
  const sum = sumOf(step, steps);
  if (sum) {
    const shown = [sum[0], sum[1], undefined, sum.at(-1)];
    return shown.map((term) => (term ? stepFigure(term, money, exponent) : '…')).join(' + ');
  }
  return filled(step.formula, (place) => {
    const operand = steps[step.operands[place] ?? -1];
    if (!operand) return '?';
    const text = stepFigure(operand, money, exponent);
    // A dash stands for zero in a column, but between operators it would be read as a minus.
    return text === '—' ? '0' : text;
  });
}

function largest(step: Step, steps: Step[]): number {
  return Math.max(
    0,
    ...step.operands.map((id) => (steps[id]?.unit === 'money' ? Math.abs(steps[id].value) : 0)),
  );
}
