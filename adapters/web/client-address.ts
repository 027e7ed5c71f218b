import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Addresses of this machine and of private networks (RFC 1918, RFC 4193), where a reverse proxy is. */
const NEAR = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd][\da-f]{2}:)/i;

/**
 * Who asks, as the network names them: the last entry of `X-Forwarded-For` when the connection comes from near by, where
 * the proxy is that wrote it; else the connection's own end. An IPv6 address counts with its network of 64 bits, because
 * one household has all of it. Only good for limits: who sits near by can write what they like.
 */
export function clientAddress({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? '';
  const address = NEAR.test(peer) && isIP(forwarded) !== 0 ? forwarded : peer;
  return isIP(address) === 6 ? networkOf(address) : address;
}

// --- Internal helpers ---

function networkOf(address: string): string {
  const host = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [front = '', back] = host.split('::');
  const groups = front === '' ? [] : front.split(':');
  if (back !== undefined) {
    const tail = back === '' ? [] : back.split(':');
    while (groups.length + tail.length < 8) groups.push('0');
    groups.push(...tail);
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
