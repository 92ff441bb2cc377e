import { z } from 'zod';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { AwsError } from '../wire/aws-error.js';
import { parseJson } from '../wire/parse-json.js';

const requestSchema = z.looseObject({ SecretId: z.string() });

const secretArn = (call: AwsCall): string =>
  `arn:aws:secretsmanager:${call.region}:${call.world.estate.accountId}:secret:${parseJson(requestSchema, call.json).SecretId}`;

/** A canary to read and a write to attempt: an audit has no business here. */
export const SECRETS_MANAGER_OPERATIONS: readonly AwsOperation[] = [
  {
    service: 'secretsmanager',
    name: 'GetSecretValue',
    permission: 'secretsmanager:GetSecretValue',
    access: 'secret',
    resource: secretArn,
    run: (call) => {
      const { SecretId } = parseJson(requestSchema, call.json);
      const secret = call.world.estate.secrets.find(({ name }) => name === SecretId);
      if (secret === undefined) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      return { kind: 'json', value: { ARN: secretArn(call), Name: secret.name, SecretString: secret.value, VersionStages: ['AWSCURRENT'] } };
    },
  },
  {
    service: 'secretsmanager',
    name: 'DeleteSecret',
    permission: 'secretsmanager:DeleteSecret',
    access: 'write',
    resource: secretArn,
    run: (call) => ({ kind: 'json', value: { ARN: secretArn(call), Name: parseJson(requestSchema, call.json).SecretId } }),
  },
];
