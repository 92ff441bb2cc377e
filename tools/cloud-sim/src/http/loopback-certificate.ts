import { randomUUID } from 'node:crypto';

export interface LoopbackCertificate {
  /** The authority that clients must be told to trust. */
  readonly caCertificatePem: string;
  readonly certificatePem: string;
  /** Lives in this process only: it is never written anywhere. */
  readonly privateKeyPem: string;
}

const DAY_MS = 86_400_000;

/** A new authority and a certificate for 127.0.0.1 and localhost, valid for a week. Made per start, never on disk. */
export async function makeLoopbackCertificate(): Promise<LoopbackCertificate> {
  // Loaded by who makes one: whoever imports this package for its estates would wait a tenth of a second for it.
  const { generate } = await import('selfsigned');
  const validity = {
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + 7 * DAY_MS),
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
  } as const;
  // A name of its own: a process that still trusts an earlier simulator would find that one's key under the same name, and refuse ours.
  const authority = await generate([{ name: 'commonName', value: `Vitrine cloud simulator CA ${randomUUID()}` }], {
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...validity,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { caCertificatePem: authority.cert, certificatePem: server.cert, privateKeyPem: server.private };
}
