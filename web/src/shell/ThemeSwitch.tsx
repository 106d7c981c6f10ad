import * as Popover from '@radix-ui/react-popover';
import { PALETTES, type Palette } from '../theme/palettes.ts';
import { setPalette, setTheme, THEMES, usePalette, useTheme } from '../theme/theme.ts';
import { Choices } from '../ui/Choices.tsx';

const NAMES = THEMES.map((theme) => [theme, theme.charAt(0).toUpperCase() + theme.slice(1)] as const);

/** Light or dark, and the palette; both change the page in place. */
export function ThemeSwitch() {
  const theme = useTheme();
  const palette = usePalette();
  return (
    <Popover.Root>
      <Popover.Trigger className="px-1 capitalize hover:text-ink" aria-label={`Theme: ${theme}, palette ${palette}`}>
        {theme === 'system' ? 'Theme' : theme}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label="Theme"
          className="z-40 w-64 border bg-raised p-4 shadow-[0_10px_30px_-18px_rgb(0_0_0/0.5)]"
        >
          <Choices label="Light or dark" value={theme} options={NAMES} onChange={setTheme} />
          <ul aria-label="Palette" className="mt-3 grid gap-px border-t pt-3">
            {PALETTES.map((name) => (
              <PaletteRow key={name} name={name} on={name === palette} />
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A palette by name beside its own paper, ink and accent. */
function PaletteRow({ name, on }: { readonly name: Palette; readonly on: boolean }) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={on}
        className="choice -mx-2 flex w-[calc(100%+1rem)] items-center justify-between capitalize"
        onClick={() => setPalette(name)}
      >
        {name}
        <span aria-hidden data-palette={name} className="flex">
          {['--paper', '--wash', '--soft', '--ink', '--accent'].map((token) => (
            <span
              key={token}
              className="size-4 border-y first:border-l last:border-r"
              style={{ backgroundColor: `var(${token})` }}
            />
          ))}
        </span>
      </button>
    </li>
  );
}
