import { forgedJobs } from './forged-jobs.js';

export const proof = forgedJobs('postgres');
