import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { VitrineError } from '@vitrine/contracts';

const ITERATIONS = 4_096;

/**
 * What Postgres keeps of a password (RFC 5803), for `ALTER ROLE … PASSWORD`: the password itself never reaches the server, whose log
 * shows such statements under `log_statement = ddl`.
 * @throws VitrineError `password-not-ascii`: others would first have to be normalised (RFC 4013), and every client would have to agree
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  if (!/^[\x21-\x7e]+$/.test(password)) {
    throw new VitrineError({
      code: 'password-not-ascii',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: 'a role password is empty or not printable ASCII',
    });
  }
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const keyed = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${String(ITERATIONS)}:${salt.toString('base64')}$${storedKey}:${keyed('Server Key').toString('base64')}`;
}
