import { mutationScore } from '../mutation-score.js';

export const proof = mutationScore('gate', 'the gate and its transports');
