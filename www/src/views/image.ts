// A chart as a PNG: the drawing on the page with its names, its years and its source, at twice the size of the screen.

const SCALE = 2;
const LEFT = 150;
const TOP = 44;
const BOTTOM = 52;
const RIGHT = 16;
/** What the style sheet says of a drawing; an image stands alone and must say it itself. */
const STYLES = ['fill', 'stroke', 'stroke-width', 'font-family', 'font-size', 'font-weight'];

export interface Caption {
  title: string;
  unit: string;
  source: string;
}

/** The chart over a table of years; its bars' names and years are taken from where they stand beside it. */
export async function chartImage(table: HTMLElement, caption: Caption): Promise<Blob | undefined> {
  const drawing = table.querySelector<SVGSVGElement>('.plot-svg');
  if (!drawing) return undefined;
  const box = drawing.getBoundingClientRect();
  const ink = getComputedStyle(table);
  const width = Math.ceil(LEFT + box.width + RIGHT);
  const height = Math.ceil(TOP + box.height + BOTTOM);
  const text = (x: number, y: number, words: string, anchor: string, size: number, weight = 400): string =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" font-family="${escaped(ink.fontFamily)}" fill="${ink.color}">${escaped(words)}</text>`;
  const names = [...table.querySelectorAll<HTMLElement>('.bar-names span')].map((name) => {
    const { top, height: tall } = name.getBoundingClientRect();
    return text(LEFT - 8, TOP + top - box.top + tall / 2 + 4, name.textContent ?? '', 'end', 11);
  });
  const years = [...table.querySelectorAll<HTMLElement>('thead tr:last-child th')]
    .slice(1, -1)
    .map((year) => {
      const { left, width: wide } = year.getBoundingClientRect();
      // Under the middle of its bar, for here no column of figures stands below.
      const middle = LEFT + left - box.left + wide * 0.63;
      return text(middle, TOP + box.height + 16, year.textContent ?? '', 'middle', 11);
    });
  const markup = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
    <rect width="100%" height="100%" fill="${paperOf(table)}"/>
    ${text(16, 24, caption.title, 'start', 14, 600)}${text(width - RIGHT, 24, caption.unit, 'end', 11)}
    ${names.join('')}<svg x="${LEFT}" y="${TOP}" width="${box.width}" height="${box.height}" overflow="visible">${drawn(drawing)}</svg>${years.join('')}
    ${text(16, height - 10, caption.source, 'start', 10)}</svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), {
    width: width * SCALE,
    height: height * SCALE,
  });
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}

/** The drawing's own marks with their styles written on them. */
function drawn(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const marks = [...drawing.querySelectorAll('*')];
  [...copy.querySelectorAll('*')].forEach((mark, index) => {
    const source = marks[index];
    if (!source) return;
    const style = getComputedStyle(source);
    for (const name of STYLES) mark.setAttribute(name, style.getPropertyValue(name));
    mark.removeAttribute('class');
  });
  return [...copy.children].map((mark) => new XMLSerializer().serializeToString(mark)).join('');
}

function paperOf(element: HTMLElement): string {
  return getComputedStyle(element).getPropertyValue('--paper').trim() || '#fff';
}

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Hands a file to the reader under a name that every system takes. */
export function handOver(blob: Blob, name: string, ending: string): void {
  const href = URL.createObjectURL(blob);
  const clean = name.replace(/[\\/:*?"<>|\s]+/g, '-').slice(0, 60) || 'ipval';
  Object.assign(document.createElement('a'), { href, download: `${clean}${ending}` }).click();
  URL.revokeObjectURL(href);
}
