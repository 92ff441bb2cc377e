import { VitrineError } from '@vitrine/contracts';

const forbidden = (code: string, publicMessage: string): VitrineError => new VitrineError({ code, status: 403, publicMessage });

export const operatorRequired = (): VitrineError => forbidden('operator-required', 'This is for operators of the platform.');
export const operatorUnknown = (): VitrineError => forbidden('operator-unknown', 'You are not on the list of operators.');
export const operatorSessionRequired = (): VitrineError =>
  forbidden('operator-session-required', 'An operator sees an organization in a session only. Ask for one, and send its token as Vitrine-Operator-Session.');
export const operatorSessionInvalid = (): VitrineError => forbidden('operator-session-invalid', 'The operator session is not valid here.');
export const operatorSessionExpired = (): VitrineError => forbidden('operator-session-expired', 'The operator session is over. Ask for a new one.');
export const operatorSessionEnded = (): VitrineError => forbidden('operator-session-ended', 'The operator session was ended.');
export const operatorReadOnly = (cause?: unknown): VitrineError =>
  new VitrineError({ code: 'operator-read-only', status: 403, publicMessage: 'Operators read; they never write.', cause });
/** The same answer where the guards did not refuse: the log tells the two apart. */
export const operatorRefusedByDatabase = (cause: unknown): VitrineError =>
  new VitrineError({
    code: 'operator-refused-by-database',
    status: 403,
    publicMessage: 'Operators may not do this.',
    internal: 'the database refused an operator',
    cause,
  });
