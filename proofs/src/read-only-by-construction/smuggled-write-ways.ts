/** One way to bring a write past the reviewers: a file as an insider would plant it, where it would be least noticed. */
export interface SmugglingWay {
  readonly id: string;
  /** Where it is planted, below the project's root. */
  readonly file: string;
  /** Exports `smuggle(context)`, which sends one write: `TerminateInstances`, or `DeleteAnomalyMonitor` where the client at hand is Cost Explorer's. */
  readonly source: string;
  /** What refuses it before it ships: rules of ESLint and dependency-cruiser, or what the bundle gate finds. */
  readonly refusedBy: readonly string[];
}

/** A request handler that goes through the gate, as `cost-explorer.client.ts` has one. */
const gatedHandler = `const handler = (id) => ({
  async handle(out) {
    const url = out.protocol + '//' + out.hostname + (out.port === undefined ? '' : ':' + out.port) + out.path;
    const headers = Object.fromEntries(Object.entries(out.headers).map(([name, value]) => [name.toLowerCase(), value]));
    const body = typeof out.body === 'string' ? out.body : Buffer.from(out.body.buffer, out.body.byteOffset, out.body.byteLength).toString('utf8');
    const answer = await sender.send(gate.admit([id], { method: out.method, url, headers, body }), new AbortController().signal);
    return { response: { statusCode: answer.status, headers: { ...answer.headers }, body: new Uint8Array(answer.body) } };
  },
});`;
const options = `region: 'eu-west-1', endpoint: endpoints.aws, credentials: { ...keys }, maxAttempts: 1`;
const body = `new URLSearchParams({ Action: 'TerminateInstances', Version: '2016-11-15', 'InstanceId.1': 'i-0123456789abcdef0' }).toString()`;
const signed = `const body = ${body};
  const url = endpoints.aws + '/';
  const headers = await awsSigner('ec2', 'eu-west-1', keys).sign({ url, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body }, new Date());`;

/** What no wall may call red: a wall that refuses everything proves nothing. */
export const harmlessFile: SmugglingWay = {
  id: 'harmless',
  file: 'libs/cloud-readers/src/transports/planted-harmless.ts',
  source: `export const harmless: Readonly<Record<string, string>> = { operation: 'ec2:DescribeInstances' };\n`,
  refusedBy: [],
};

export const smugglingWays: readonly SmugglingWay[] = [
  {
    id: 'index import',
    file: 'libs/cloud-readers/src/aws/ec2/planted-index.ts',
    source: `import { EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
export async function smuggle({ keys, endpoints }) {
  const client = new EC2Client({ ${options} });
  await client.send(new TerminateInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }));
}
`,
    refusedBy: [
      'eslint no-restricted-imports',
      'depcruise only-transports-touch-sdks',
      'depcruise only-named-sdk-clients',
      'bundle client-ec2 is not among the clients',
    ],
  },
  {
    id: 'deep import',
    file: 'libs/cloud-readers/src/transports/planted-deep.ts',
    source: `import { EC2Client } from '@aws-sdk/client-ec2/dist-es/EC2Client.js';
import { TerminateInstancesCommand } from '@aws-sdk/client-ec2/dist-es/commands/TerminateInstancesCommand.js';
export async function smuggle({ keys, endpoints, gate, sender }) {
  ${gatedHandler}
  const client = new EC2Client({ ${options}, requestHandler: handler('ec2:DescribeInstances') });
  await client.send(new TerminateInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }));
}
`,
    refusedBy: ['depcruise only-named-sdk-clients', 'bundle class TerminateInstancesCommand', 'bundle literal TerminateInstances'],
  },
  {
    id: 'raw fetch',
    file: 'libs/cloud-readers/src/engine/planted-fetch.ts',
    source: `import { awsSigner } from '../transports/aws-signer.js';
export async function smuggle({ keys, endpoints }) {
  ${signed}
  const { host: _host, ...sent } = headers;
  await fetch(url, { method: 'POST', headers: sent, body });
}
`,
    refusedBy: ['eslint no-restricted-globals', 'bundle literal TerminateInstances'],
  },
  {
    id: 'string-built command',
    file: 'libs/cloud-readers/src/aws/ec2/planted-string.ts',
    source: `import { createAwsTransport } from '../../transports/aws.transport.js';
import { operationById } from '../../operations/manifest.js';
export async function smuggle({ keys, endpoints, gate, sender }) {
  const declared = operationById('ec2:DescribeInstances');
  const verb = ['Termi', 'nate'].join('');
  const transport = createAwsTransport({ gate, sender, endpoints, keys, clock: () => new Date(), meter: { bytes: 0 } });
  const lying = { ...declared, wire: { ...declared.wire, action: \`\${verb}Instances\` } };
  const request = { operation: \`ec2:\${verb}Instances\`, region: 'eu-west-1', body: { InstanceId: ['i-0123456789abcdef0'] }, shape: {} };
  await transport.once(lying, request, {}, new AbortController().signal);
}
`,
    refusedBy: ['eslint no-restricted-syntax'],
  },
  {
    id: '`send` with a cast',
    file: 'libs/cloud-readers/src/transports/planted-cast.ts',
    source: `import type { AdmittedRequest } from '../gate/wire-request.js';
import { operationById } from '../operations/manifest.js';
import { awsSigner } from './aws-signer.js';
export async function smuggle({ keys, endpoints, sender }) {
  ${signed}
  const operation = operationById('ec2:DescribeInstances');
  await sender.send({ method: 'POST', url, headers, body, operation } as AdmittedRequest, new AbortController().signal);
}
`,
    refusedBy: ['eslint no-restricted-syntax', 'bundle literal TerminateInstances'],
  },
  {
    id: 'removed middleware',
    file: 'libs/cloud-readers/src/transports/planted-middleware.ts',
    source: `import { CostExplorerClient, DeleteAnomalyMonitorCommand } from '@aws-sdk/client-cost-explorer';
export async function smuggle({ keys, endpoints, gate, sender }) {
  ${gatedHandler}
  const client = new CostExplorerClient({ ${options}, requestHandler: handler('ce:GetCostAndUsage') });
  client.middlewareStack.add((next) => (args) => { gate.admit(['ce:GetCostAndUsage'], args.request); return next(args); }, { step: 'finalizeRequest', name: 'vitrineGate', priority: 'low' });
  client.middlewareStack.remove('vitrineGate');
  await client.send(new DeleteAnomalyMonitorCommand({ MonitorArn: 'arn:aws:ce::111122223333:anomalymonitor/1' }));
}
`,
    refusedBy: ['eslint no-restricted-syntax', 'bundle DeleteAnomalyMonitorCommand is not exported'],
  },
];
