import { associatedData, publicNumbersOf, writePlaintext, type Envelope, type SealingKey } from '@vitrine/crypto-envelope';
import { createLocalKeySet, generateSealingKeyPair, keyProviderOf } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { FlattenedEncrypt, importJWK } from 'jose';
import type { Proof } from '../proof.js';
import { forgeries, type Loot } from './forgeries.js';
import { openerOf } from './opener-under-attack.js';
import { choicesOf } from './seeded-choice.js';
import { alphaRow, betaRow, roleCredential } from './two-rows.js';

/** Half a minute of sealing would prove no more: every forgery chooses anew, the envelopes it starts from are taken in turn. */
const STOCK = 20;

export const proof: Proof = {
  attack: '20 kinds of forged, moved, truncated, replayed and re-headed envelopes, 1,000 of each (50 in npm test)',
  expected: '0 opened, one outward error for all; each envelope they were made of opens in its own row',
  pace: 'quick',
  mutation: { removes: 'the row’s say (an opener that trusts the stored associated data)' },
  async attempt(attempt) {
    // To see forgeries open where the guard is gone, a few are enough.
    const each = attempt.pace === 'quick' || attempt.guard === 'removed' ? 50 : 1_000;
    const keySet = await createLocalKeySet();
    const open = openerOf(attempt, keyProviderOf(keySet.privateJwks));
    const keyOf = (cloud: string): SealingKey => {
      const key = keySet.publicJwks.keys.find((candidate) => candidate.cloud === cloud);
      if (key === undefined) throw new Error(`no sealing key for ${cloud}`);
      return key;
    };
    const stock: Loot[] = [];
    let own = 0;
    for (let made = 0; made < Math.min(each, STOCK); made += 1) {
      const loot = await lootOf(keyOf('aws'), keyOf('azure').kid, choicesOf(attempt.seed + made));
      if ((await open({ ...loot.row, sealed: Buffer.from(JSON.stringify(loot.envelope)) })) === 'opened') own += 1;
      stock.push(loot);
    }
    const opened = new Map<string, number>();
    let thrown = 0;
    let leaks = 0;
    for (const [kind, forge] of Object.entries(forgeries)) {
      for (let at = 0; at < each; at += 1) {
        const loot = stock[at % stock.length];
        if (loot === undefined) continue;
        const { row, sealed } = forge(loot);
        const outcome = await open({ ...row, sealed: Buffer.from(sealed) });
        thrown += 1;
        if (outcome === 'opened') opened.set(kind, (opened.get(kind) ?? 0) + 1);
        if (outcome === 'refused-with-a-leak') leaks += 1;
      }
    }
    const sum = [...opened.values()].reduce((total, count) => total + count, 0);
    return {
      held: Object.keys(forgeries).length === 20 && sum === 0 && leaks === 0 && own === stock.length,
      seen: `${String(sum)} of ${String(thrown)} opened (${String(opened.size)} of 20 kinds), ${String(leaks)} told more; ${String(own)} of ${String(stock.length)} opened in their own rows`,
    };
  },
};

async function lootOf(key: SealingKey, otherCloudKid: string, choose: Loot['choose']): Promise<Loot> {
  const seal = async (context: typeof alphaRow, to = key): Promise<Envelope> =>
    (await sealCredential({ credential: roleCredential, context, key: to })).envelope;
  const forger = await generateSealingKeyPair({ cloud: 'aws', status: 'current', notBefore: new Date(0), expires: new Date(1) });
  return {
    row: alphaRow,
    envelope: await seal(alphaRow),
    later: (await sealCredential({ credential: roleCredential, context: { ...alphaRow, version: alphaRow.version + 1 }, key })).envelope,
    foreignRow: betaRow,
    foreign: (await sealCredential({ credential: roleCredential, context: betaRow, key })).envelope,
    otherCloudKid,
    planted: await sealLoosely(key, key.kid, true),
    ownKey: await sealLoosely(forger.publicKey, key.kid, false),
    choose,
  };
}

/** Anybody can seal: the key is public. `kid` is what the header says, `foreignInside` whose credential the plaintext claims to be. */
async function sealLoosely(key: SealingKey, kid: string, foreignInside: boolean): Promise<Envelope> {
  const { organizationId: org, connectionId: con, version: ver, kind: knd } = alphaRow;
  const {
    encrypted_key = '',
    iv = '',
    ciphertext,
    tag = '',
    protected: header = '',
  } = await new FlattenedEncrypt(writePlaintext(roleCredential, foreignInside ? betaRow : alphaRow))
    .setProtectedHeader({ alg: key.alg, enc: 'A256GCM', kid, typ: 'vitrine-cred+jwe', cty: 'application/json', vtr: { v: 1, org, con, ver, knd } })
    .setAdditionalAuthenticatedData(associatedData(alphaRow))
    .encrypt(await importJWK(publicNumbersOf(key), key.alg));
  return { protected: header, encrypted_key, iv, ciphertext, tag };
}
