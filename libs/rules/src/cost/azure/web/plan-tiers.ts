/** Tiers that cost nothing without a site. */
export const freeTiers = ['free', 'shared', 'dynamic', 'flexconsumption'];
