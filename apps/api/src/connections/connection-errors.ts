import { VitrineError } from '@vitrine/contracts';
import { CredentialError, EnvelopeError, envelopeErrorStatus } from '@vitrine/crypto-envelope';
import { refusal } from '../http/problem.js';

export function nameTaken(): VitrineError {
  return refusal(409, 'name-taken', 'Another connection of this organization has this name.');
}

export function plaintextRefused(): VitrineError {
  return refusal(422, 'plaintext-credential', 'This organization takes sealed credentials only. Seal to a key of /v1/sealing-keys and send the envelope.');
}

export function nothingToSeal(): VitrineError {
  return refusal(422, 'nothing-to-seal', 'A connection of this kind stores no secret. Send its ids as `credential`, without sealing them.');
}

export function notKeyless(): VitrineError {
  return refusal(
    409,
    'not-keyless',
    'This connection signs in with a credential; see its policy for what to grant. Only a keyless kind is trusted by issuer and subject.',
  );
}

export function credentialExpired(): VitrineError {
  return refusal(422, 'credential-expired', 'The borrowed session has ended. Sign in again and submit a new one.');
}

const ENVELOPE_DETAILS = {
  'envelope-invalid': 'The envelope is not of the form vitrine-cred/1.',
  'envelope-context': 'The envelope was sealed for another organization, connection or kind.',
  'version-conflict': 'The envelope was sealed for another version. Read the connection for its next one and seal again.',
  'sealing-key-stale': 'The envelope was sealed to a key that is not in force. Read /v1/sealing-keys and seal again.',
  'body-too-large': 'The envelope is larger than 24,576 bytes.',
} as const;

/** What a refused credential or envelope is told: a code and pointers, no value. Other errors pass as they are. */
export function submissionError(error: unknown): unknown {
  if (error instanceof EnvelopeError) {
    return new VitrineError({
      code: error.code,
      status: envelopeErrorStatus[error.code],
      publicMessage: ENVELOPE_DETAILS[error.code],
      internal: `envelope refused: ${error.fault}`,
    });
  }
  if (error instanceof CredentialError) {
    const errors = error.problems.map(({ pointer, code }) => ({ pointer: `/credential${pointer}`, code }));
    return refusal(422, error.code, 'The credential is not one that this kind of connection takes; see errors.', { errors });
  }
  return error;
}
