import { randomBytes } from 'node:crypto';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import type { Credential } from '@vitrine/crypto-envelope';
import { createLocalKeySet, keyProviderOf, openCredential } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { pino } from 'pino';
import type { Proof } from '../proof.js';
import { formsOf } from './printed-forms.js';
import { alphaRow } from './two-rows.js';

/** Ways in which credentials reached logs in other houses; pino without any redaction, which is a net and no guard. */
const ways: Readonly<Record<string, (value: unknown) => string>> = {
  'template string': (value) => `${value as string}`, // the slip itself: the types forbid it
  concatenation: (value) => 'opened ' + String(value),
  JSON: (value) => JSON.stringify({ job: { credential: [value] } }),
  inspect: (value) => inspect({ value, map: new Map([['credential', value]]) }, { depth: null, showHidden: true, getters: true }),
  'inspect without custom printers': (value) => inspect(value, { customInspect: false, showHidden: true, depth: null }),
  'format %s %o %O %j': (value) => format('%s %o %O %j', value, value, value, value),
  'error message': (value) => String(new Error(`sign-in failed for ${String(value)}`).stack),
  'error cause': (value) => inspect(new Error('sign-in failed', { cause: { value } }), { depth: null }),
  'aggregate error': (value) => inspect(new AggregateError([new Error('one', { cause: value })], 'many'), { depth: null }),
  'own members': (value) => inspect([Object.entries(value as object), { ...(value as object) }], { depth: null }), // a spread, as a careless copy does
  'structured clone': (value) => serialize(value).toString('latin1'),
  // Applied by reflection: pino’s types hold `%s` to be a string, and the slip that they forbid is what is tried.
  'pino message': (value) => logged((logger) => void Reflect.apply(logger.info, logger, ['opened %s %o %j', value, value, value])),
  'pino object': (value) => logged((logger) => logger.info({ job: { credential: value, list: [value] } })),
  'pino error': (value) => logged((logger) => logger.error(new Error('failed', { cause: value }))),
  'pino child': (value) => logged((logger) => logger.child({ credential: value }).warn('slow')),
};

function logged(write: (logger: pino.Logger) => void): string {
  const lines: string[] = [];
  write(pino({}, { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

export const proof: Proof = {
  attack: `an opened credential handed to ${String(Object.keys(ways).length)} ways of printing: pino, inspect, JSON, template strings, errors and their causes`,
  expected: '0 print it in any of five encodings; afterwards its bytes are zero and it cannot be used again',
  pace: 'quick',
  mutation: { removes: 'the Secret (the credential as a plain object of strings)' },
  async attempt({ guard }) {
    // The key’s own alphabet and length, so that the schema takes it.
    const canary = `Canary${randomBytes(17).toString('hex')}`;
    const credential: Credential = { kind: 'aws.key', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: canary };
    const context = { ...alphaRow, kind: 'aws.key' } as const;
    const { publicJwks, privateJwks } = await createLocalKeySet();
    const key = publicJwks.keys.find(({ cloud }) => cloud === 'aws');
    if (key === undefined) throw new Error('no sealing key');
    const { bytes } = await sealCredential({ credential, context, key });
    const secret = await openCredential({ ...context, sealed: bytes }, keyProviderOf(privateJwks));
    const printed = guard === 'standing' ? secret : credential;
    const forms = formsOf(canary);
    const leaking = Object.entries(ways).filter(([, print]) => forms.some((form) => print(printed).includes(form)));
    let lent: Buffer | undefined;
    const opened = await secret.use((plaintext) => {
      lent = plaintext;
      return plaintext.includes(canary);
    });
    const wiped = lent?.every((byte) => byte === 0) === true;
    const again = await secret.use(() => 'used again').catch(() => 'refused');
    return {
      held: leaking.length === 0 && opened && wiped && again === 'refused',
      seen: `${String(leaking.length)} of ${String(Object.keys(ways).length)} ways print it; the buffer held it ${opened ? 'while lent' : 'never'}, then ${wiped ? 'zeros only' : 'still more'}; a second use ${again}`,
    };
  },
};
