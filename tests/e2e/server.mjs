// Serves tests/pages to the browsers, for every host name alike.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with the test pages. */
export const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.xml': 'text/xml',
  '.pdf': 'application/pdf',
};

/**
 * An offer at the end of every page, in a part of its own: when it is marked, the page was read, so
 * whatever is not marked then was judged and found harmless.
 */
export const CANARY = '<footer id="canary"><p>长期收微信号，一天八十元，扫码就行，加我</p></footer>';

/**
 * @param {string} [folder] where the pages are
 * @returns {Promise<{ port: number, close: () => void }>}
 */
export async function serve(folder = PAGES) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    // Browsers ask for it when they like, and a page without errors has none for that either.
    if (pathname === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const path = join(folder, normalize(decodeURIComponent(pathname)));
    try {
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      let body = await readFile(path);
      const about = await readFile(path.replace(/\.\w+$/, '.json'), 'utf8').catch(() => '{}');
      const { headers = {}, canary = !pathname.includes('/inner/') } = JSON.parse(about);
      if (type.startsWith('text/html') && canary) body = Buffer.concat([body, Buffer.from(CANARY)]);
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
