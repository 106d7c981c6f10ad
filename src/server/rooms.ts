/** The page's rooms: addresses that answer with the page itself, which then shows what the address says. */
const ROOMS = ['quota', 'machines', 'projects', 'sessions', 'models', 'status'] as const;

/** `/`, a room, or one thing in a room (`/sessions/<id>`). Anything else is not an address of the page. */
export function isRoom(path: string): boolean {
  if (path === '/' || path === '/index.html') return true;
  const [, room, , ...deeper] = path.split('/');
  return deeper.length === 0 && ROOMS.some((known) => known === room);
}
