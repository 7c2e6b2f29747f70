// Search over all clauses and terms, in both languages at once: a plain walk, for there are about a thousand.

import { html, type TemplateResult } from 'lit';
import type { Language } from '../text';
import { addressOf, type FullEdition, PROPOSED, placeOf } from './model';

interface Entry {
  address: string;
  document: Record<Language, string>;
  place: Record<Language, string>;
  article: string;
  isTerm: boolean;
  /** The name of a term or the gist of a clause, then the wording. */
  head: Record<Language, string>;
  body: Record<Language, string>;
  own: boolean;
}

export interface Hit {
  entry: Entry;
  score: number;
}

/** More than fits a screen would only be scrolled past. */
export const MOST_HITS = 40;

export function indexOf(editions: readonly FullEdition[]): Entry[] {
  return editions.flatMap((edition) =>
    edition.clauses.map((clause): Entry => {
      const own = edition.id === PROPOSED;
      const { text, gist, article } = clause;
      const wording =
        text === undefined ? { zh: '', en: '' } : typeof text === 'string' ? { zh: text, en: '' } : text;
      return {
        address: own ? addressOf(PROPOSED, article) : `#${edition.id}@${edition.edition}/${clause.id}`,
        document: edition.title,
        place: { zh: placeOf(edition, article, 'zh'), en: placeOf(edition, article, 'en') },
        article,
        isTerm: own && /^3\./.test(article),
        head: gist,
        body: { zh: wording.zh === gist.zh ? '' : wording.zh, en: wording.en === gist.en ? '' : wording.en },
        own,
      };
    }),
  );
}

export function tokens(query: string): string[] {
  return query.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean);
}

/** Latin words are sought from their beginning, Chinese anywhere. */
function places(text: string, token: string): number[] {
  const lower = text.toLowerCase();
  const found: number[] = [];
  const latin = /^[\x20-\x7e]+$/.test(token);
  for (let at = lower.indexOf(token); at >= 0; at = lower.indexOf(token, at + token.length))
    if (!latin || at === 0 || !/[a-z0-9]/.test(lower[at - 1] ?? '')) found.push(at);
  return found;
}

export function search(index: readonly Entry[], query: string): Hit[] {
  const sought = tokens(query);
  if (sought.length === 0) return [];
  const hits = index.flatMap((entry): Hit[] => {
    let score = entry.own ? 1 : 0;
    for (const token of sought) {
      const weightOf = (text: Record<Language, string>, weight: number): number =>
        places(text.zh, token).length + places(text.en, token).length > 0 ? weight : 0;
      const found =
        (entry.article === token ? 40 : entry.article.startsWith(`${token}.`) ? 6 : 0) +
        weightOf(entry.head, entry.isTerm ? 20 : 10) +
        weightOf(entry.body, 4) +
        weightOf(entry.document, 2);
      if (found === 0) return [];
      score += found;
    }
    return [{ entry, score }];
  });
  return hits.sort((a, b) => b.score - a.score);
}

/** The words with what was sought marked in them. */
export function marked(text: string, query: string): TemplateResult {
  const spans = tokens(query)
    .flatMap((token) => places(text, token).map((at) => [at, at + token.length] as const))
    .sort(([a], [b]) => a - b);
  const pieces: (TemplateResult | string)[] = [];
  let done = 0;
  for (const [from, to] of spans) {
    if (from < done) continue;
    pieces.push(text.slice(done, from), html`<mark>${text.slice(from, to)}</mark>`);
    done = to;
  }
  pieces.push(text.slice(done));
  return html`${pieces}`;
}

/** What to show of a hit: its head, and of the wording the part that holds what was sought. */
export function excerpt(
  { entry }: Hit,
  query: string,
  l: Language,
): { head: string; body: string; lang: Language } {
  const holds = (text: string): boolean => tokens(query).some((token) => places(text, token).length > 0);
  const other: Language = l === 'zh' ? 'en' : 'zh';
  const lang =
    holds(entry.head[l]) || holds(entry.body[l]) || !(holds(entry.head[other]) || holds(entry.body[other]))
      ? l
      : other;
  const body = entry.body[lang];
  const [first = 0] = tokens(query)
    .flatMap((token) => places(body, token))
    .sort((a, b) => a - b);
  const from = Math.max(0, first - 24);
  const length = lang === 'zh' ? 70 : 150;
  const cut = `${from > 0 ? '…' : ''}${body.slice(from, from + length)}${from + length < body.length ? '…' : ''}`;
  return { head: entry.head[lang], body: entry.isTerm || holds(body) ? cut : '', lang };
}
