export { runCommandLine } from './program.js';
export type { CliContext } from './cli-context.js';
export { exitCodes, type ExitCode } from './exit-codes.js';
