import type { CloudHandler } from '../http/cloud-handler.js';

/** Placeholder until the azure helper writes it. */
export const azureHandler: CloudHandler = () => Promise.resolve({ status: 501, body: '' });
