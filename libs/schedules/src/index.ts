export { checkTiming, jitterOf, nextRun, upcomingRuns, type Timing, type TimingFault } from './timing.js';
