import type { IncomingMessage, ServerResponse } from 'node:http';

export type Page = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A page of ours: no script, nothing loaded, not framed, not kept. `body` is markup of our own source. */
export function sendPage(response: ServerResponse, status: number, title: string, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>\n`,
  );
}

export function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** A short form post. @throws Error when it is not one */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST' || !/^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '')) throw new Error('no form');
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 4_096) throw new Error('form too long');
  }
  return new URLSearchParams(text);
}
