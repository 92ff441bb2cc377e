import type { Readable } from 'node:stream';
import { spoolBill, type SpooledBill } from '@vitrine/billing';

/** Lends an upload that has come in whole, and takes it back. */
export async function withSpooledUpload<T>(body: Readable, use: (upload: SpooledBill) => Promise<T>): Promise<T> {
  const upload = await spoolBill(body);
  try {
    return await use(upload);
  } finally {
    await upload.close();
  }
}
