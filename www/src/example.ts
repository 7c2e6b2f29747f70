// The demonstration page: the embeddable element with a published case.

import { examples, FIRST } from './case/examples';
import { ValuationElement } from './embed';

for (const element of document.querySelectorAll('ipval-valuation')) {
  if (element instanceof ValuationElement)
    element.case = examples.find(({ name }) => name === FIRST)?.document;
}
