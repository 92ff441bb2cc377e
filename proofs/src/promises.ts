/** The folders of proofs in the order of the table, each with the promise that its proofs attack (design §1). */
export const promises = {
  'the-api-cannot-decrypt': 'The API cannot decrypt',
  'read-only-by-construction': 'Read-only by construction',
  'tenants-never-meet': 'Tenants never meet',
  'references-only': 'The queue carries references only',
  'nothing-lost-nothing-doubled': 'Nothing lost, nothing doubled',
  'every-look-is-written-down': 'Every look is written down',
  'hostile-input': 'Hostile input is refused in words',
  'supply-chain': 'What ships is what was reviewed',
} as const;

export type PromiseFolder = keyof typeof promises;
