import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer } from '../../http/json-answer.js';

/** An error in Azure Resource Manager's form. */
export function armError(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): SimResponse {
  return jsonAnswer(status, { error: { code, message } }, headers);
}

export function authorizationFailed(caller: { clientId: string; objectId: string }, action: string, scope: string): SimResponse {
  return armError(
    403,
    'AuthorizationFailed',
    `The client '${caller.clientId}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

export function subscriptionNotFound(subscriptionId: string): SimResponse {
  return armError(404, 'SubscriptionNotFound', `The subscription '${subscriptionId}' could not be found.`);
}

export function badRequest(message: string): SimResponse {
  return armError(400, 'BadRequest', message);
}
