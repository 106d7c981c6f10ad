import { Link, Outlet } from '@tanstack/react-router';
import { useRevisions } from '../api/live.ts';
import { Footer } from './Footer.tsx';
import { Help } from './Help.tsx';
import { LiveMark } from './LiveMark.tsx';
import { Lost } from './Lost.tsx';
import { Rooms } from './Rooms.tsx';
import { useKeys } from './keys.ts';
import { SampleMark } from './SampleMark.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';

/** What stands around every room. */
export function Shell() {
  useRevisions();
  useKeys();
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 bg-ink px-4 py-2 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the figures
      </a>
      <div className="mx-auto max-w-[84rem] px-4 sm:px-8">
        <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-4">
          <div className="flex items-baseline gap-x-7">
            <Link to="/" search={(previous) => previous} className="figure text-xl tracking-tight">
              claude-usage
            </Link>
            <Rooms />
          </div>
          <div className="flex items-center gap-x-4 text-xs text-soft" data-print="no">
            <LiveMark />
            <ThemeSwitch />
            <Help />
          </div>
        </header>
        <Lost />
        <SampleMark />
        <main id="main" tabIndex={-1} className="outline-none">
          <Outlet />
        </main>
        <Footer />
      </div>
    </>
  );
}
