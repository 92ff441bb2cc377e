import type { CloudHandler } from '../http/cloud-handler.js';

/** Placeholder until the gcp helper writes it. */
export const gcpHandler: CloudHandler = () => Promise.resolve({ status: 501, body: '' });
