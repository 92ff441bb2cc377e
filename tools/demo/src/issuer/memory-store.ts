import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  readonly endsAt: number;
}

/** The issuer's store: one machine's memory. Sign-ins end with the process, which is what a demo should do. */
export function memoryStore(): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  const live = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry !== undefined && entry.endsAt > Date.now()) return entry.payload;
    entries.delete(key);
    return undefined;
  };
  const find = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
    [...entries.keys()].map(live).find((payload) => payload !== undefined && matches(payload));
  return (model) => ({
    upsert: async (id, payload, expiresIn = 3_600) =>
      void (await Promise.resolve(entries.set(`${model}:${id}`, { payload, endsAt: Date.now() + expiresIn * 1_000 }))),
    find: (id) => Promise.resolve(live(`${model}:${id}`)),
    findByUid: (uid) => Promise.resolve(find((payload) => payload.uid === uid)),
    findByUserCode: (code) => Promise.resolve(find((payload) => payload.userCode === code)),
    consume: async (id) => {
      const payload = live(`${model}:${id}`);
      // A code that was used once is kept, marked, so that its second use is seen as theft.
      if (payload !== undefined) payload['consumed'] = Math.floor(Date.now() / 1_000);
      await Promise.resolve();
    },
    destroy: async (id) => void (await Promise.resolve(entries.delete(`${model}:${id}`))),
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
      await Promise.resolve();
    },
  });
}
