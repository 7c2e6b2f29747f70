// The demonstration page: the embeddable element with a published case.

import { examples } from './case/examples';
import { ValuationElement } from './embed';

for (const element of document.querySelectorAll('ipval-valuation')) {
  if (element instanceof ValuationElement) element.case = examples[0]?.document;
}
