import { setTheme, THEMES, useTheme } from '../theme/theme.ts';

/** System, light, dark: one button that goes round. */
export function ThemeSwitch() {
  const theme = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <button
      type="button"
      className="px-1 capitalize hover:text-ink"
      aria-label={`Theme: ${theme}. Change to ${next}`}
      onClick={() => setTheme(next)}
    >
      {theme}
    </button>
  );
}
