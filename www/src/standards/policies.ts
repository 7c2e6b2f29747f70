// Lenders' own policies laid over the standards in this browser: kept here, sent nowhere.

import { layOver } from '../engine/client';
import type { Standard } from '../engine/types';

const POLICY_KEY = 'ipval.policies.1';

/** What the browser keeps; a policy was found sound before it was put there. */
export function policies(): Standard[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(POLICY_KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as Standard[]) : [];
  } catch {
    return [];
  }
}

/** False if the browser keeps nothing: then the policies hold until the page is left. */
export function keepPolicies(all: Standard[]): boolean {
  layOver(all);
  try {
    if (all.length === 0) localStorage.removeItem(POLICY_KEY);
    else localStorage.setItem(POLICY_KEY, JSON.stringify(all));
    return true;
  } catch {
    return false;
  }
}

/** Lays over what is kept, now and whenever another page of this browser changes it. */
export function followPolicies(changed: () => void): void {
  const kept = policies();
  if (kept.length > 0) layOver(kept);
  window.addEventListener('storage', ({ key }) => {
    if (key !== POLICY_KEY && key !== null) return;
    layOver(policies());
    changed();
  });
}
