import { mutationScore } from '../mutation-score.js';

export const proof = mutationScore('crypto', 'sealing, envelopes and opening');
