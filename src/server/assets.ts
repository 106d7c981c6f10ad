import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly etag: string;
}
export interface Assets {
  /** The file at this address, undefined when there is none. */
  file(path: string): Asset | undefined;
  /** The page with the token in its `<meta name="csrf-token">`; undefined while the page is not built. */
  page(): Asset | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  woff2: 'font/woff2',
};
const REVALIDATE = 'no-cache';
const FOREVER = 'public, max-age=31536000, immutable';
/** Names that the page's build derives from the content: such a file never changes. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * The built page. Addresses are looked up in a list of what the folder holds, so that no address can leave it;
 * each file is read once. The list is made when first asked for, and again while there is no page.
 */
export function openAssets(dir: string, token: string): Assets {
  let files: ReadonlyMap<string, string> = new Map();
  const read = new Map<string, Asset>();

  function load(path: string, file: string): Asset {
    const known = read.get(path);
    if (known !== undefined) return known;
    const content = readFileSync(file);
    const asset =
      path === '/index.html' ? withToken(content.toString('utf8'), token) : assetOf(path, new Uint8Array(content));
    read.set(path, asset);
    return asset;
  }
  function lookUp(path: string): Asset | undefined {
    if (!files.has('/index.html')) files = list(dir);
    const file = files.get(path);
    return file === undefined ? undefined : load(path, file);
  }
  return {
    file: (path) => (path === '/index.html' ? undefined : lookUp(path)),
    page: () => lookUp('/index.html'),
  };
}

/** Address → file for every plain file with a known type below `dir`; empty when there is no such folder. */
function list(dir: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of entriesOf(dir)) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && extensionOf(entry.name) in TYPES)
      files.set(`/${relative(dir, file).split(sep).join('/')}`, file);
  }
  return files;
}

function entriesOf(dir: string) {
  try {
    return readdirSync(dir, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function assetOf(path: string, bytes: Uint8Array<ArrayBuffer>): Asset {
  return {
    bytes,
    contentType: TYPES[extensionOf(path)] ?? 'application/octet-stream',
    cacheControl: HASHED.test(path) ? FOREVER : REVALIDATE,
    etag: `"${createHash('sha1').update(bytes).digest('base64url')}"`,
  };
}

function withToken(html: string, token: string): Asset {
  const meta = `<meta name="csrf-token" content="${token}">`;
  const slot = /<meta name="csrf-token"[^>]*>/;
  const page = slot.test(html) ? html.replace(slot, meta) : html.replace('</head>', `${meta}</head>`);
  return assetOf('/index.html', new TextEncoder().encode(page));
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
