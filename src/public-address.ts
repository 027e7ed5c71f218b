/** Names that mean this machine or the network it stands in (RFC 6761, RFC 6762, RFC 8375), and names without a dot. */
const LOCAL_NAME = /^[^.]+$|\.(?:localhost|local|internal|lan|home|home\.arpa|test|invalid)$/;
/** This machine, private, shared, link-local, for tests, multicast, reserved (RFC 6890). */
const LOCAL_IPV4 =
  /^(?:0|10|127|22[4-9]|2[345]\d|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|198\.1[89])\./;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
/** Global unicast (RFC 4291, 2000::/3); others reach nobody from outside. */
const GLOBAL_IPV6 = /^\[[23][0-9a-f]{3}:/;

/**
 * The address under which people elsewhere reach this bot's pages, for links that are posted and mailed.
 * @param publicUrl of the configuration
 * @returns it without a slash at its end; null when it is not https, or names this machine or a private network
 */
export function publicAddress(publicUrl: string): string | null {
  if (!URL.canParse(publicUrl)) return null;
  const { protocol, hostname, username, password } = new URL(publicUrl);
  if (protocol !== 'https:' || username !== '' || password !== '') return null;
  const host = hostname.replace(/\.$/, '');
  const isPublic = host.startsWith('[')
    ? GLOBAL_IPV6.test(host)
    : IPV4.test(host)
      ? !LOCAL_IPV4.test(`${host}.`)
      : !LOCAL_NAME.test(host);
  return isPublic ? publicUrl.replace(/\/+$/, '') : null;
}

/** True for a host that is this machine, or stands for every address of it. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){1,3}|0\.0\.0\.0|::1?|::ffff:127(?:\.\d+){3})$/.test(host);
}
