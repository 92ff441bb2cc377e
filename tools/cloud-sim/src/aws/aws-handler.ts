import type { CloudHandler, SimRequest, SimResponse } from '../http/cloud-handler.js';
import { AWS_OPERATIONS } from './aws-operations.js';
import type { AwsCall, AwsOperation } from './aws-operation.js';
import { takeToken } from './aws-rate-limits.js';
import { AwsWorld } from './aws-world.js';
import { refusalReason, type AwsPrincipal } from './iam/aws-principal.js';
import { restOperationOf } from './wire/rest-operation-name.js';
import { s3OperationOf } from './s3/s3-operation-name.js';
import { AwsError, refusal, type AwsWire } from './wire/aws-error.js';
import { answerOn, errorOn } from './wire/aws-response.js';
import { readCredentialScope } from './wire/credential-scope.js';
import { QueryParams } from './wire/query-params.js';

const operations = new Map<string, AwsOperation>(AWS_OPERATIONS.map((operation) => [`${operation.service}:${operation.name}`, operation]));

/** These answer in every region; the others only where the account has the region enabled. */
const GLOBAL_SERVICES = new Set(['iam', 'sts', 'ce', 'pricing', 's3', 'secretsmanager', 'cost-optimization-hub']);

/** Services that name their operation by method and path. */
const REST_JSON = new Set(['lambda', 'eks', 'es']);

/** Answers AWS: who signed → which operation → is there a token left → is it allowed → the answer. */
export const awsHandler: CloudHandler = async (request, context) => {
  const world = AwsWorld.of(context);
  const signature = readCredentialScope(request.headers);
  const service = signature.kind === 'signed' ? signature.scope.service : 'sts';
  const region = signature.kind === 'signed' ? signature.scope.region : 'us-east-1';
  const wire = wireOf(request, service);
  const query = wire === 'ec2' || wire === 'query' ? QueryParams.parse(request.body.toString('utf8') || request.url.search.slice(1)) : QueryParams.parse('');
  const name = operationName(wire, service, request, query);
  const operation = operations.get(`${service}:${name}`);
  context.log.identify(request, { operation: operation?.permission ?? `${service}:${name}`, access: operation?.access ?? 'unknown', region });
  try {
    const principal = authenticate(request, world, wire, service, operation);
    context.log.identify(request, { principal: principal.arn });
    if (operation === undefined) throw refusal(wire, service, 'unknown-operation', `The action ${name} is not valid for this web service.`);
    if (context.behaviour.throttle && !takeToken(world, operation, region)) {
      context.log.identify(request, { outcome: 'throttled' });
      throw refusal(wire, service, 'throttled', wire === 'ec2' ? 'Request limit exceeded.' : 'Rate exceeded');
    }
    const call: AwsCall = { wire, region, query, json: jsonBody(wire, request), request, principal, world };
    authorize(operation, call, wire);
    if (!GLOBAL_SERVICES.has(service) && operation.name !== 'DescribeRegions' && !world.estate.regions.includes(region)) {
      throw refusal(wire, service, 'unknown-key', `AWS was not able to validate the provided access credentials: ${region} is not enabled`);
    }
    return answerOn(wire, service, operation.name, await operation.run(call));
  } catch (error) {
    return errorAnswer(error, wire, service);
  }
};

function errorAnswer(error: unknown, wire: AwsWire, service: string): SimResponse {
  if (error instanceof AwsError) return errorOn(wire, service, error);
  throw error;
}

function wireOf(request: SimRequest, service: string): AwsWire {
  if (request.headers['x-amz-target'] !== undefined) return request.headers['content-type']?.includes('1.0') === true ? 'json-1.0' : 'json-1.1';
  if (service === 's3') return 's3';
  if (REST_JSON.has(service)) return 'rest-json';
  return service === 'ec2' ? 'ec2' : 'query';
}

function operationName(wire: AwsWire, service: string, request: SimRequest, query: QueryParams): string {
  switch (wire) {
    case 'json-1.0':
    case 'json-1.1':
      return request.headers['x-amz-target']?.split('.').at(-1) ?? '';
    case 's3':
      return s3OperationOf(request);
    case 'rest-json':
      return restOperationOf(service, request);
    case 'ec2':
    case 'query':
      return query.get('Action') ?? '';
    default:
      return wire satisfies never;
  }
}

function jsonBody(wire: AwsWire, request: SimRequest): unknown {
  if (wire !== 'json-1.0' && wire !== 'json-1.1' && wire !== 'rest-json') return {};
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8') || '{}');
    return value;
  } catch {
    throw new AwsError('SerializationException', 'Could not parse the request body into JSON');
  }
}

function authenticate(request: SimRequest, world: AwsWorld, wire: AwsWire, service: string, operation: AwsOperation | undefined): AwsPrincipal {
  const signature = readCredentialScope(request.headers);
  if (signature.kind === 'absent') {
    if (operation?.service === 'sts' && operation.name === 'AssumeRoleWithWebIdentity') return { kind: 'anonymous', arn: 'anonymous' };
    throw refusal(wire, service, 'missing-signature', 'Request is missing Authentication Token');
  }
  if (signature.kind === 'malformed') throw refusal(wire, service, 'malformed-signature', 'Authorization header does not hold a complete Signature Version 4.');
  const { accessKeyId } = signature.scope;
  const session = world.sessions.find(accessKeyId, request.headers['x-amz-security-token'], world.now());
  if (session.kind === 'live') return session.principal;
  if (session.kind === 'expired') throw refusal(wire, service, 'expired-session', 'The security token included in the request is expired');
  const holder = world.keyHolder(accessKeyId);
  if (holder !== null) return holder;
  throw refusal(
    wire,
    service,
    'unknown-key',
    wire === 'ec2' ? 'AWS was not able to validate the provided access credentials' : 'The security token included in the request is invalid.',
  );
}

function authorize(operation: AwsOperation, call: AwsCall, wire: AwsWire): void {
  const { permission } = operation;
  if (permission === null) return;
  const { world, principal } = call;
  const resource = operation.resource?.(call) ?? '*';
  const reason = world.context.behaviour.denied.has(permission)
    ? `because no identity-based policy allows the ${permission} action`
    : refusalReason(principal, { action: permission, resource, context: { 'aws:requestedregion': call.region, ...operation.conditions?.(call) } });
  if (reason === null) return;
  world.context.log.identify(call.request, { outcome: 'denied' });
  const sentence = `User: ${principal.arn} is not authorized to perform: ${permission} on resource: ${resource} ${reason}`;
  throw refusal(wire, operation.service, 'denied', wire === 'ec2' ? `You are not authorized to perform this operation. ${sentence}` : sentence);
}
