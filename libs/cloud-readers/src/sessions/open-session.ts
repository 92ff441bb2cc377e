import { createHttpSender } from '../transports/http-sender.js';
import { openAwsSession } from './aws.session.js';
import { openAzureSession } from './azure.session.js';
import { openGcpSession } from './gcp.session.js';
import type { Credential } from './credential.js';
import type { OpenSession, OpenSessionOptions } from './session-options.js';

/**
 * Opens a short session with one cloud from an opened credential. Nothing of the process' surroundings is asked: no AWS
 * profile or environment, no metadata server, no application-default file, no managed identity.
 * @throws VitrineError `sign-in-refused`, `sign-in-unavailable`, `credential-expired`, `base-identity-missing`, `account-mismatch`,
 *   `operation-not-declared`
 */
export async function openSession(credential: Credential, options: OpenSessionOptions): Promise<OpenSession> {
  const sender = createHttpSender({ extraCa: options.endpoints.extraCa, egressProxy: options.endpoints.egressProxy });
  try {
    switch (credential.kind) {
      case 'aws.web-identity':
      case 'aws.role':
      case 'aws.key':
      case 'aws.session':
        return await openAwsSession(credential, options, sender);
      case 'azure.secret':
      case 'azure.federated':
      case 'azure.token':
        return await openAzureSession(credential, options, sender);
      case 'gcp.key':
      case 'gcp.wif':
      case 'gcp.token':
        return await openGcpSession(credential, options, sender);
    }
  } catch (error) {
    sender.close();
    throw error;
  }
}
