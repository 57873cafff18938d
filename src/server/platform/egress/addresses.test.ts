import { expect, test } from 'vitest';
import { parseAllowed, refusedRange } from './addresses.ts';

const none = parseAllowed([]);

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.255.0.9', 'loopback'],
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['10.1.2.3', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.0.1', 'private'],
  ['100.64.0.1', 'carrierGradeNat'],
  ['169.254.1.1', 'linkLocal'],
  ['169.254.169.254', 'metadata'],
  ['168.63.129.16', 'metadata'],
  ['100.100.100.200', 'metadata'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['198.18.0.1', 'reserved'],
  ['240.0.0.1', 'reserved'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::127.0.0.1', 'ipv4Mapped'],
  ['::7f00:1', 'unassigned'],
  ['::ffff:127.0.0.1', 'ipv4Mapped'],
  ['::ffff:8.8.8.8', 'ipv4Mapped'],
  ['::ffff:169.254.169.254', 'metadata'],
  ['64:ff9b::7f00:1', 'rfc6052'],
  ['64:ff9b:1::a00:1', 'rfc6052'],
  ['2002:7f00:1::', '6to4'],
  ['2001:0:1::1', 'teredo'],
  ['fc00::1', 'uniqueLocal'],
  ['fd00:ec2::254', 'metadata'],
  ['fe80::1', 'linkLocal'],
  ['fe80::1%eth0', 'linkLocal'],
  ['fec0::1', 'deprecatedSiteLocal'],
  ['ff02::1', 'multicast'],
  ['not-an-address', 'not an address'],
])('an untrusted target may not be %s (%s)', (address, range) => {
  expect(refusedRange(address, 'untrusted', none)).toBe(range);
});

test.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '172.32.0.1', '100.128.0.1'])('an untrusted target may be %s', (address) => {
  expect(refusedRange(address, 'untrusted', none)).toBeNull();
});

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '192.168.1.10', 'fd12::1', '100.64.3.4', '8.8.8.8'])(
  'the operator may configure %s',
  (address) => {
    expect(refusedRange(address, 'configured', none)).toBeNull();
  },
);

test.each(['169.254.169.254', 'fe80::1', '224.0.0.1', '0.0.0.0', '::', '::ffff:169.254.169.254', '168.63.129.16', '64:ff9b::a9fe:a9fe'])(
  'not even the operator may configure %s',
  (address) => {
    expect(refusedRange(address, 'configured', none)).not.toBeNull();
  },
);

test('the operator can open single addresses and ranges for untrusted targets, but never metadata', () => {
  const allowed = parseAllowed(['10.0.0.0/8', '192.168.1.5', ' fd12::/16 ', 'nas.local', '169.254.0.0/16']);
  expect(refusedRange('10.200.0.1', 'untrusted', allowed)).toBeNull();
  expect(refusedRange('::ffff:10.200.0.1', 'untrusted', allowed)).toBeNull();
  expect(refusedRange('192.168.1.5', 'untrusted', allowed)).toBeNull();
  expect(refusedRange('fd12::9', 'untrusted', allowed)).toBeNull();
  expect(refusedRange('192.168.1.6', 'untrusted', allowed)).toBe('private');
  expect(refusedRange('169.254.169.254', 'untrusted', allowed)).toBe('metadata');
  expect(allowed.hosts).toEqual(new Set(['nas.local']));
  expect(() => parseAllowed(['10.0.0.0/99'])).toThrow('neither an address, a range nor a host name');
});
