import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import { EC2Client, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { AUDITOR, REGION } from './estates.js';

/**
 * The comparison of the rows about volumes, as a program: the official client reads every page and throws it away. One line in, one
 * round, one JSON line out, so that rounds are interleaved and later ones are as warm as the worker is.
 */
const client = new EC2Client({ endpoint: process.argv[2] ?? '', region: REGION, credentials: AUDITOR, maxAttempts: 1 });

for await (const _line of createInterface({ input: process.stdin })) {
  const begun = performance.now();
  const before = process.cpuUsage();
  let pages = 0;
  let volumes = 0;
  for await (const page of paginateDescribeVolumes({ client, pageSize: 1000 }, {})) {
    pages += 1;
    volumes += page.Volumes?.length ?? 0;
  }
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ pages, volumes, seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 })}\n`);
}
