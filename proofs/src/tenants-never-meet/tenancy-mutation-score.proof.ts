import { mutationScore } from '../mutation-score.js';

export const proof = mutationScore('tenancy', 'the organization’s transaction and the pool under it');
