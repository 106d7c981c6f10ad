import { Link } from '@tanstack/react-router';

const ROOMS = [
  ['/', 'Overview'],
  ['/machines', 'Machines'],
] as const;

/** The way from room to room; the filters come along. */
export function Rooms() {
  return (
    <nav aria-label="Rooms" data-print="no" className="-ml-2 flex">
      {ROOMS.map(([to, name]) => (
        <Link
          key={to}
          to={to}
          search={(previous) => previous}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'data-on': 'true' }}
          className="choice"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
