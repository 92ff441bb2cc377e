import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Endpoints } from '../sessions/endpoints.js';
import { lockDoor, throughDoor } from './door.js';

/** Which hosts the door watches, asked of a socket that goes nowhere: no address but this machine's is ever dialled. */
describe('the hosts behind the locked door', () => {
  const real = Socket.prototype.connect;
  let unlock: (() => void) | undefined;
  let dialled: unknown[][] = [];
  beforeEach(() => {
    dialled = [];
    Socket.prototype.connect = function (this: Socket, ...given: unknown[]): Socket {
      dialled.push(given);
      return this;
    };
  });
  afterEach(() => {
    unlock?.();
    Socket.prototype.connect = real;
  });
  const lock = (endpoints: Endpoints = {}, loopback?: 'watched' | 'left-open'): void => {
    unlock = lockDoor(endpoints, loopback);
  };
  const passes = (...given: unknown[]): boolean => {
    const before = dialled.length;
    try {
      // Every overload that `net` knows comes through here.
      Reflect.apply(Socket.prototype.connect, new Socket(), given);
    } catch (error) {
      expect(error).toMatchObject({ code: 'operation-not-declared' });
      return false;
    }
    expect(dialled.slice(before)).toEqual([given]);
    return true;
  };

  it.each([
    ...[
      'ec2.eu-central-1.amazonaws.com',
      'amazonaws.com',
      's3.cn-north-1.amazonaws.com.cn',
      'EC2.Eu-Central-1.AmazonAWS.com.',
      'xkms.eu-central-1.amazonaws.com',
    ],
    ...[
      'kms.eu-central-1.amazonaws.com.cn',
      'kms.a.b.amazonaws.com',
      'management.azure.com',
      'azure.net',
      'login.microsoftonline.com',
      'x.blob.core.windows.net',
    ],
    ...['graph.microsoft.com', 'compute.googleapis.com', 'googleapis.com', 'xcloudkms.googleapis.com', 'a.cloudkms.googleapis.com', '169.254.169.254'],
    ...['169.254.170.2', '169.254.170.23', '[fd00:ec2::254]', 'fd00:ec2::254', 'metadata', 'metadata.google.internal'],
  ])('%s opens for the sender alone', (host) => {
    lock();
    expect(passes({ host, port: 443 })).toBe(false);
    expect(passes(443, host)).toBe(false);
    expect(passes([{ host, port: 443 }, null])).toBe(false);
    expect(passes({ host, port: 443, ...throughDoor })).toBe(true);
  });

  it.each([
    ...[
      'kms.eu-central-1.amazonaws.com',
      'cloudkms.googleapis.com',
      'team.vault.azure.net',
      'vault.example',
      '127.0.0.1',
      'localhost',
      'amazonaws.com.example',
      'notamazonaws.com',
    ],
    ...[
      'azure.com.example',
      'notazure.com',
      'notgoogleapis.com',
      'googleapis.com.example',
      'microsoft.com',
      '169.254.169.25',
      '1169.254.169.254',
      'metadata.example',
      'xmetadata',
    ],
  ])('%s stays open: a key service, or nobody’s cloud', (host) => {
    lock();
    expect(passes({ host, port: 443 })).toBe(true);
    expect(passes(443, host)).toBe(true);
  });

  it('include an operator’s own endpoint, by its name and port, or the port its scheme means', () => {
    lock({
      aws: 'https://aws.internal',
      gcp: 'http://gcp.internal',
      azureArm: 'https://[fd00::1]:8443',
      extraCa: 'no URL',
      egressProxy: 'http://proxy.internal:3128',
    });
    expect(passes({ host: 'aws.internal', port: 443 })).toBe(false);
    expect(passes({ host: 'aws.internal', port: 80 })).toBe(true);
    expect(passes({ host: 'gcp.internal', port: 80 })).toBe(false);
    expect(passes({ host: 'gcp.internal', port: 443 })).toBe(true);
    expect(passes({ host: 'fd00::1', port: 8443 })).toBe(false);
    expect(passes({ host: 'proxy.internal', port: 3128 })).toBe(true);
  });

  it('include a name that only begins like a key service’s, which anybody may have made', () => {
    lock();
    for (const host of ['cloudkms.googleapis.com.amazonaws.com', 'team.vault.azure.net.amazonaws.com', 'kms.eu-central-1.amazonaws.com.googleapis.com'])
      expect([host, passes({ host, port: 443 })]).toEqual([host, false]);
  });

  it('include this machine by the name it has where none is given, if an operator’s endpoint is there', () => {
    // A variable that is not set says nothing, and is no address.
    lock({ aws: 'http://localhost:4566', gcp: undefined });
    expect(passes({ port: 4566 })).toBe(false);
    expect(passes(4566)).toBe(false);
    expect(passes(4566, 'localhost')).toBe(false);
    expect(passes(4567)).toBe(true);
  });

  it('are told to the log as what was tried: a connection past the gate, and where to', () => {
    lock();
    const socket = new Socket();
    const refused = { internal: 'not declared: a connection past the gate: metadata' };
    expect(() => socket.connect({ host: 'metadata', port: 80 })).toThrow(expect.objectContaining(refused));
    // What `net` itself refuses is left to it.
    expect(passes(null)).toBe(true);
  });

  it('include an endpoint on this machine only where it is asked for, since a key service may share it', () => {
    lock({ aws: 'http://127.0.0.1:4566' });
    expect(passes({ host: '127.0.0.1', port: 4566 })).toBe(true);
    unlock?.();
    lock({ aws: 'http://127.0.0.1:4566' }, 'watched');
    expect(passes({ host: '127.0.0.1', port: 4566 })).toBe(false);
    expect(passes(4566, '127.0.0.1')).toBe(false);
    expect(passes({ host: '127.0.0.1', port: 4567 })).toBe(true);
  });

  it('are open again once it is unlocked, and a path or a bare port is this machine', () => {
    lock();
    expect(passes('/run/postgres.sock')).toBe(true);
    expect(passes({ path: '/run/postgres.sock' })).toBe(true);
    expect(passes(5432)).toBe(true);
    unlock?.();
    unlock = undefined;
    expect(passes({ host: 'metadata', port: 80 })).toBe(true);
  });
});
