import { randomUUID } from 'node:crypto';
import type { SimResponse } from '../../http/cloud-handler.js';
import type { AwsError, AwsWire } from './aws-error.js';
import { xmlDocument, type XmlTree } from './xml-document.js';

/** What an operation answers: members of an XML answer, an XML answer already written in UTF-8, or JSON. */
export type AwsAnswer =
  | { readonly kind: 'xml'; readonly members: XmlTree }
  | { readonly kind: 'xml-text'; readonly members: Buffer }
  /** A whole document under a root of its own, without the operation's envelope: S3. */
  | { readonly kind: 'document'; readonly root: string; readonly members: XmlTree }
  | { readonly kind: 'json'; readonly value: unknown }
  | {
      readonly kind: 'bytes';
      readonly contentType: string;
      readonly body: string | Buffer;
      readonly status?: 206;
      readonly headers?: Readonly<Record<string, string>>;
    };

const NAMESPACES: Readonly<Record<string, string>> = {
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  elasticloadbalancing: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  rds: 'http://rds.amazonaws.com/doc/2014-10-31/',
  elasticache: 'http://elasticache.amazonaws.com/doc/2015-02-02/',
  redshift: 'http://redshift.amazonaws.com/doc/2012-12-01/',
  monitoring: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
};

const XML = 'text/xml;charset=UTF-8';
const JSON_TYPES: Partial<Record<AwsWire, string>> = { 'json-1.0': 'application/x-amz-json-1.0', 'json-1.1': 'application/x-amz-json-1.1' };

/** An operation's answer in the envelope of its wire protocol. */
export function answerOn(wire: AwsWire, service: string, operation: string, answer: AwsAnswer): SimResponse {
  const requestId = randomUUID();
  const headers = { 'x-amzn-requestid': requestId };
  const namespace = NAMESPACES[service] ?? `https://${service}.amazonaws.com/`;
  switch (answer.kind) {
    case 'bytes':
      return { status: answer.status ?? 200, headers: { ...headers, 'content-type': answer.contentType, ...answer.headers }, body: answer.body };
    case 'json':
      return { status: 200, headers: { ...headers, 'content-type': JSON_TYPES[wire] ?? 'application/json' }, body: JSON.stringify(answer.value) };
    case 'document':
      return {
        status: 200,
        headers: { 'x-amz-request-id': requestId, 'content-type': 'application/xml' },
        body: xmlDocument({ [answer.root]: { '@xmlns': 'http://s3.amazonaws.com/doc/2006-03-01/', ...answer.members } }),
      };
    case 'xml-text': {
      const head = `<?xml version="1.0" encoding="UTF-8"?>\n<${operation}Response xmlns="${namespace}"><requestId>${requestId}</requestId>`;
      const body = Buffer.concat([Buffer.from(head), answer.members, Buffer.from(`</${operation}Response>`)]);
      return { status: 200, headers: { ...headers, 'content-type': XML }, body };
    }
    case 'xml': {
      const content: XmlTree =
        wire === 'ec2'
          ? { '@xmlns': namespace, requestId, ...answer.members }
          : { '@xmlns': namespace, [`${operation}Result`]: answer.members, ResponseMetadata: { RequestId: requestId } };
      return { status: 200, headers: { ...headers, 'content-type': XML }, body: xmlDocument({ [`${operation}Response`]: content }) };
    }
    default:
      return answer satisfies never;
  }
}

/** An error in the form of its wire protocol. */
export function errorOn(wire: AwsWire, service: string, error: AwsError): SimResponse {
  const requestId = randomUUID();
  const headers = { 'x-amzn-requestid': requestId };
  const { code, message, status } = error;
  switch (wire) {
    case 'ec2':
      return xmlError(status, headers, { Response: { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId } });
    case 'query':
      return xmlError(status, headers, {
        ErrorResponse: {
          '@xmlns': NAMESPACES[service] ?? `https://${service}.amazonaws.com/`,
          Error: { Type: error.senderFault ? 'Sender' : 'Receiver', Code: code, Message: message },
          RequestId: requestId,
        },
      });
    case 's3':
      return xmlError(status, headers, { Error: { Code: code, Message: message, RequestId: requestId } });
    case 'rest-json':
      return {
        status,
        headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': code },
        body: JSON.stringify({ message, Message: message }),
      };
    case 'json-1.0':
    case 'json-1.1': {
      // Services that once spoke Query keep their old codes in a header of their own, which the SDKs prefer.
      const queryError = wire === 'json-1.0' ? { 'x-amzn-query-error': `${code.replace(/Exception$/, '')};${error.senderFault ? 'Sender' : 'Receiver'}` } : {};
      return {
        status,
        headers: { ...headers, ...queryError, 'content-type': JSON_TYPES[wire] ?? 'application/json', 'x-amzn-errortype': code },
        body: JSON.stringify({ __type: code, message, Message: message }),
      };
    }
    default:
      return wire satisfies never;
  }
}

function xmlError(status: number, headers: Record<string, string>, tree: XmlTree): SimResponse {
  return { status, headers: { ...headers, 'content-type': XML }, body: xmlDocument(tree) };
}
