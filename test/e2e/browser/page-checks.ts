/**
 * Checks that run inside the page. Each is handed to the browser as text: it sees nothing of this file but itself.
 */

/** Controls that a screen reader would meet without a name, and pictures without a description. */
export function findUnnamed(): string[] {
  const nameOf = (element: Element): string => {
    const labelled = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean);
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent);
    const texts = [
      element.getAttribute('aria-label'),
      ...labelled.map((id) => document.getElementById(id)?.textContent),
      ...labels,
      element.textContent,
      element.getAttribute('title'),
      element.getAttribute('alt'),
    ];
    return texts.find((text) => text?.trim())?.trim() ?? '';
  };
  const controls = document.querySelectorAll(
    'a[href], button, input, select, textarea, [role="button"], [role="img"], img',
  );
  const unnamed = [...controls].filter((element) => element.checkVisibility() && nameOf(element) === '');
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const doubled = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...unnamed.map((element) => element.outerHTML.slice(0, 200)),
    ...doubled.map((id) => `two elements with the id ${id}`),
    ...(document.documentElement.lang ? [] : ['the page names no language']),
    ...(document.title ? [] : ['the page has no title']),
  ];
}

/** Texts whose contrast to what lies behind them is under WCAG AA: 4.5, or 3 for large ones. */
export function findUnreadable(): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  if (brush === null) return ['the browser has no canvas'];
  type Colour = [number, number, number, number];
  const parse = (colour: string): Colour => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = brush.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a]: Colour, [x, y, z]: Colour): Colour => [
    r * a + x * (1 - a),
    g * a + y * (1 - a),
    b * a + z * (1 - a),
    1,
  ];
  const backOf = (element: Element | null): Colour => {
    if (element === null)
      return parse(getComputedStyle(document.documentElement).colorScheme.includes('dark') ? '#000' : '#fff');
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, backOf(element.parentElement));
  };
  const light = ([r, g, b]: Colour): number => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((v) =>
      v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const found = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim();
    if (!element || !text || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest('[aria-hidden="true"], :disabled, .sr-only, script, style, noscript, svg')) continue;
    const style = getComputedStyle(element);
    const behind = backOf(element);
    const [a, b] = [light(over(parse(style.color), behind)), light(behind)].sort((x, y) => y - x);
    const ratio = ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5))
      found.add(`${ratio.toFixed(2)} "${text.slice(0, 40)}" ${style.color} ${style.fontSize}`);
  }
  return [...found];
}
