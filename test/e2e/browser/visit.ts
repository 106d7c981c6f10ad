import { type Browser, type Page, chromium } from 'playwright-core';
import { findChromium } from '../../../scripts/chromium.mjs';

/** Nothing of the browser's own goes to the network, so that whatever does is the page's. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
const QUIET = ['--no-first-run', '--disable-component-update', '--disable-sync', '--no-proxy-server'];

export interface Look {
  readonly theme?: 'light' | 'dark';
  /** CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** IANA zone of the reader's browser. */
  readonly zone?: string;
}
export interface Visit {
  readonly page: Page;
  /** What a reader must never get: console errors, exceptions, failed or refused requests, requests off this machine. */
  readonly faults: readonly string[];
}

/** @throws Error with what to install when there is no Chromium. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium. Run: npm test -- browser');
  return chromium.launch({ executablePath, args: [...FLAGS, ...QUIET] });
}

/** Opens an address in a context of its own and waits until its figures are there. */
export async function visit(browser: Browser, url: string, look: Look = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.theme ?? 'light',
    reducedMotion: 'reduce',
    timezoneId: look.zone ?? 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('response', (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`));
  page.on('request', (request) => {
    if (!isLocal(request.url())) faults.push(`request off this machine: ${request.url()}`);
  });
  await page.goto(url);
  return { page, faults };
}

function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'data:' || protocol === 'blob:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

/** The exact figure behind what a test id shows. Waits for it. */
export async function figureOf(page: Page, testId: string): Promise<number> {
  const element = page.getByTestId(testId);
  await element.waitFor();
  return Number(await element.getAttribute('data-value'));
}
