/** A plain page for when the real one cannot be shown: no script, no style, no text that came from a request. */
export function noticePage(title: string, lines: readonly string[]): string {
  const body = lines.map((line) => `<p>${line}</p>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · claude-usage</title>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

export const PAGE_NOT_BUILT = noticePage('The page is not built yet', [
  'The program runs and answers under <a href="/api/v1/openapi.json">/api/v1</a>, but its page is missing.',
  'In a clone of the repository, <code>npm run build</code> makes it; reload afterwards.',
  'In an installed package it should be there: install the package again.',
]);

export const NO_SUCH_PAGE = noticePage('No such page', [
  'This address does not belong to any room of the dashboard.',
  '<a href="/">Go to the overview</a>',
]);
