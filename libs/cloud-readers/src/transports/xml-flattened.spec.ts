import { describe, expect, it } from '@jest/globals';
import { operationById } from '../operations/manifest.js';
import { awsErrorOf, awsFailure } from './aws-error.js';
import { scanXml } from './xml-scan.js';

const scan = (text: string, shape: Parameters<typeof scanXml>[2]): unknown => scanXml(Buffer.from(text), 'R', shape);

describe('lists without an element around them, as S3 writes them', () => {
  it('gather every repetition, each in its place', () => {
    const shape = { Token: 'text', Upload: [{ Key: 'text' }, 'Upload', 'flattened'] } as const;
    expect(scan('<R><Upload><Key>a</Key></Upload><Token>t</Token><Upload><Key>b</Key></Upload></R>', shape)).toEqual({
      Token: 't',
      Upload: [{ Key: 'a' }, { Key: 'b' }],
    });
    expect(scan('<R><Token/></R>', shape)).toEqual({ Token: '' });
  });

  it('leave the rule for all other elements: twice is an attack', () => {
    expect(() => scan('<R><Token>a</Token><Token>b</Token></R>', { Token: 'text' })).toThrow('xml-malformed');
  });
});

describe('an error of S3, which has no envelope', () => {
  const answer = (code: string, status: number): Parameters<typeof awsFailure>[1] => ({
    status,
    headers: { 'x-amz-request-id': 'r-1' },
    body: Buffer.from(`<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>no</Message><HostId>x</HostId></Error>`),
  });

  it('is read by its code', () => {
    expect(awsErrorOf(answer('NoSuchLifecycleConfiguration', 404))).toEqual({ code: 'NoSuchLifecycleConfiguration', message: 'no' });
  });

  it('names the permission that is missing, whose name is not the operation’s', () => {
    expect(awsFailure(operationById('s3:ListBuckets'), answer('AccessDenied', 403), new Date())).toMatchObject({
      outcome: 'denied',
      permission: 's3:ListAllMyBuckets',
      requestId: 'r-1',
    });
    expect(awsFailure(operationById('s3:ListBuckets'), answer('SlowDown', 503), new Date())).toMatchObject({ outcome: 'throttled' });
    expect(awsFailure(operationById('s3:ListBuckets'), answer('InvalidAccessKeyId', 403), new Date())).toMatchObject({ outcome: 'expired' });
  });
});
