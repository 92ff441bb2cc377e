import type { CloudHandler } from '../http/cloud-handler.js';

export const awsHandler: CloudHandler = () => Promise.resolve({ status: 501, body: '' });
