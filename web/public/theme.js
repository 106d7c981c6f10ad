// Runs before the first paint, so that a chosen theme or palette never flashes. A file of its own: the page allows no inline script.
try {
  const theme = localStorage.getItem('claude-usage.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const palette = localStorage.getItem('claude-usage.palette');
  if (palette !== null && /^[a-z]{1,20}$/.test(palette)) document.documentElement.dataset.palette = palette;
} catch {
  // Storage is forbidden: the system's theme and the first palette stay.
}
