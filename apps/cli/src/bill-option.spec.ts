import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { runCli } from './testing/cli-under-test.js';

const token = { VITRINE_TOKEN: 'vtr_spec' };

/** What `connections add` posts, or null where it refused before it asked anybody. */
async function posted(args: readonly string[]): Promise<{ readonly code: number; readonly err: string; readonly bill: unknown }> {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      if (request.method === 'POST') bodies.push(JSON.parse(text));
      response.writeHead(422, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ status: 422, code: 'spec-ends-here', detail: 'Enough.' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${String(address.port)}` : '';
  try {
    const { code, err } = await runCli(['connections', 'add', '--name', 'shop', ...args], { environment: { ...token, VITRINE_URL: url } });
    const [body] = bodies;
    return { code, err, bill: typeof body === 'object' && body !== null && 'bill' in body ? body.bill : body === undefined ? null : 'none' };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('connections add --bill', () => {
  const aws = ['--kind', 'aws.role'];
  const azure = ['--kind', 'azure.federated'];
  it.each([
    [[...aws, '--bill', 'cost-explorer'], { source: 'cost-explorer' }],
    [
      [...aws, '--bill', 'data-exports', '--bill-place', 'company-bills/bills/acme/focus', '--bill-region', 'eu-west-1'],
      { source: 'data-exports', bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/acme', exportName: 'focus' },
    ],
    [
      [...aws, '--bill', 'data-exports', '--bill-place', 's3://company-bills/focus', '--bill-region', 'eu-west-1'],
      { source: 'data-exports', bucket: 'company-bills', region: 'eu-west-1', prefix: '', exportName: 'focus' },
    ],
    [
      [...azure, '--bill', 'cost-management-exports', '--bill-place', 'companybills/exports/acme/daily/focus'],
      { source: 'cost-management-exports', storageAccount: 'companybills', container: 'exports', directory: 'acme/daily', exportName: 'focus' },
    ],
    [
      ['--kind', 'gcp.wif', '--bill', 'bigquery', '--bill-place', 'acme-billing.exported.gcp_billing_export_v1'],
      { source: 'bigquery', project: 'acme-billing', dataset: 'exported', table: 'gcp_billing_export_v1' },
    ],
  ])('%j names the bill as the API does', async (args, bill) => {
    expect(await posted(args)).toMatchObject({ bill });
  });

  it.each([
    [[...aws, '--bill', 'data-exports', '--bill-region', 'eu-west-1'], /needs --bill-place bucket\/prefix\/export-name/],
    [[...aws, '--bill', 'data-exports', '--bill-place', 'company-bills/focus'], /needs --bill-region/],
    [[...aws, '--bill', 'cost-explorer', '--bill-key', 'arn:aws:kms:eu-west-1:111122223333:key/0b6d6f6e-0000-4000-8000-00000000000e'], /--bill-key belongs/],
    [[...aws, '--bill', 'data-exports', '--bill-place', 'b-b/c/d', '--bill-region', 'eu-west-1', '--bill-key', 'alias/bills'], /kmsKeyArn/],
    [[...aws, '--bill', 'data-exports', '--bill-place', 'company-bills', '--bill-region', 'eu-west-1'], /exportName/],
    [[...aws, '--bill', 'data-exports', '--bill-place', 'https://evil.example/x/y', '--bill-region', 'eu-west-1'], /bucket/],
    [[...azure, '--bill', 'cost-management-exports', '--bill-place', 'companybills/exports/../focus'], /directory/],
    [[...aws, '--bill', 'cost-explorer', '--bill-place', 'x/y'], /has no --bill-place/],
    [
      [...azure, '--bill', 'cost-management-exports', '--bill-place', 'companybills/exports/focus', '--bill-region', 'eu-west-1'],
      /belongs to --bill data-exports/,
    ],
    [[...aws, '--bill-place', 'x/y'], /name it with --bill/],
    [[...aws, '--bill', 'invoice'], /data-exports.*cost-management-exports/],
  ])('%j is a mistake that is told before anything is made', async (args, message) => {
    const { code, err, bill } = await posted(args);
    expect([code, bill]).toEqual([2, null]);
    expect(err).toMatch(message);
  });

  it('its help says where each source is named', async () => {
    const { out } = await runCli(['connections', 'add', '--help']);
    for (const words of ['data-exports: bucket/prefix/export-name', 'cost-management-exports:', 'account/container/directory/export-name', '--bill-region'])
      expect(out.replace(/\s+/g, ' ')).toContain(words);
  });
});
