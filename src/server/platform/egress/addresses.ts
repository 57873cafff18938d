import ipaddr from 'ipaddr.js';

/** Who named the target: the operator's configuration, or a person, a model or a web page. */
export type Trust = 'configured' | 'untrusted';

/** What the operator opened for untrusted targets: whole ranges, and host names whose addresses are not looked at. */
export type Allowed = { ranges: [ipaddr.IPv4 | ipaddr.IPv6, number][]; hosts: Set<string> };

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Ranges an operator may point at: a model on this machine, a server in the house, a host in a private overlay network. */
const OPERATOR_RANGES = new Set(['unicast', 'loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/** Cloud metadata services hand out credentials to whoever asks; nothing legitimate lives at these addresses. */
const METADATA = new Set(['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16', '192.0.0.192']);

const GLOBAL_IPV6: [ipaddr.IPv6, number] = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Reads the operator's exceptions: addresses (`192.168.1.5`), ranges (`10.0.0.0/8`) or host names (`nas.local`).
 * Throws on an entry that is none of these.
 */
export function parseAllowed(entries: string[]): Allowed {
  const allowed: Allowed = { ranges: [], hosts: new Set() };
  for (const entry of entries.map((text) => text.trim()).filter(Boolean)) {
    if (ipaddr.isValidCIDR(entry)) allowed.ranges.push(ipaddr.parseCIDR(entry));
    else if (ipaddr.isValid(entry)) allowed.ranges.push([ipaddr.parse(entry), entry.includes(':') ? 128 : 32]);
    else if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(entry)) allowed.hosts.add(entry.toLowerCase());
    else throw new Error(`"${entry}" is neither an address, a range nor a host name`);
  }
  return allowed;
}

/**
 * Says why an address must not be connected to: the name of its range, or null when it is fine. The untrusted rule is
 * a list of what is allowed (globally routed unicast), so a range nobody thought of is refused.
 */
export function refusedRange(address: string, trust: Trust, allowed: Allowed): string | null {
  if (!ipaddr.isValid(address)) return 'not an address';
  const literal = ipaddr.parse(address);
  const real = unmapped(literal);
  if (METADATA.has(real.toString())) return 'metadata';
  const range = rangeOf(literal);
  if (trust === 'configured') return OPERATOR_RANGES.has(rangeOf(real)) ? null : range;
  if (range === 'unicast') return null;
  return allowed.ranges.some(([base, bits]) => matches(real, base, bits)) ? null : range;
}

function unmapped(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function rangeOf(address: Address): string {
  const range = address.range();
  if (range !== 'unicast' || address instanceof ipaddr.IPv4) return range;
  return matches(address, GLOBAL_IPV6[0], GLOBAL_IPV6[1]) ? range : 'unassigned';
}

function matches(address: Address, base: Address, bits: number): boolean {
  if (address.kind() !== base.kind()) return false;
  return address instanceof ipaddr.IPv4
    ? address.match(base as ipaddr.IPv4, bits)
    : address.match(base as ipaddr.IPv6, bits);
}
