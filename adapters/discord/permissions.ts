import { OverwriteType, PermissionFlagsBits } from 'discord.js';

/** The part of a guild, a member and a channel that decides what the bot may do. Bit sets are decimal strings. */
export interface PermissionFacts {
  readonly guildId: string;
  readonly ownerId: string;
  readonly roles: readonly { readonly id: string; readonly permissions: string }[];
  readonly memberId: string;
  readonly memberRoles: readonly string[];
  readonly overwrites: readonly Overwrite[];
}

interface Overwrite {
  readonly id: string;
  readonly type: number;
  readonly allow: string;
  readonly deny: string;
}

const ALL = ~0n;
const ROLE: number = OverwriteType.Role;
const MEMBER: number = OverwriteType.Member;

/**
 * What a member may do in a channel: roles added up, then the overwrites of everyone, of the roles and of the
 * member, in this order (Discord: topics/permissions, "Permission Overwrites").
 */
export function effectivePermissions(facts: PermissionFacts): bigint {
  if (facts.ownerId === facts.memberId) return ALL;
  const mine = new Set([facts.guildId, ...facts.memberRoles]);
  const base = facts.roles
    .filter((role) => mine.has(role.id))
    .reduce((sum, role) => sum | BigInt(role.permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ALL;
  const of = (test: (overwrite: Overwrite) => boolean) => facts.overwrites.filter(test);
  const everyone = of(({ id }) => id === facts.guildId);
  const roles = of(({ id, type }) => type === ROLE && id !== facts.guildId && mine.has(id));
  const member = of(({ id, type }) => type === MEMBER && id === facts.memberId);
  return [everyone, roles, member].reduce(apply, base);
}

// --- Internal helpers ---

/** All denials of one step first, then all grants. */
function apply(permissions: bigint, overwrites: readonly Overwrite[]): bigint {
  const join = (pick: 'allow' | 'deny') => overwrites.reduce((sum, item) => sum | BigInt(item[pick]), 0n);
  return (permissions & ~join('deny')) | join('allow');
}
