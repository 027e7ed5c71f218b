import { known, MethodError, need, type Args } from './method-tools.js';
import type { FakeSlackPerson, State } from './state.js';

export function usersInfo(state: State, args: Args): object {
  need(state, 'users:read');
  const person = state.people.get(args['user'] ?? '');
  if (person === undefined) throw new MethodError('user_not_found');
  const { id, tz, isAdmin, isOwner, isRestricted, isUltraRestricted, teamId, gridTeams } = person;
  return {
    user: {
      id,
      team_id: teamId ?? state.teamId,
      ...(gridTeams === undefined ? {} : { enterprise_user: { teams: gridTeams } }),
      name: id.toLowerCase(),
      ...(tz === null ? {} : { tz, tz_label: 'local time', tz_offset: 0 }),
      is_admin: isAdmin,
      is_owner: isOwner,
      is_primary_owner: false,
      is_restricted: isRestricted,
      is_ultra_restricted: isUltraRestricted,
      is_bot: false,
    },
  };
}

export function join(state: State, args: Args): object {
  const channel = known(state, args);
  need(state, 'channels:join');
  if (channel.isPrivate && !channel.isMember) throw new MethodError('channel_not_found');
  if (channel.isPrivate) throw new MethodError('method_not_supported_for_channel_type');
  if (channel.isArchived) throw new MethodError('is_archived');
  channel.isMember = true;
  return { channel: { id: channel.id, name: channel.name, is_member: true } };
}

/** A person as most are: a full member in Berlin. */
export function newPerson(id: string, overrides: Partial<FakeSlackPerson> = {}): FakeSlackPerson {
  return {
    id,
    tz: 'Europe/Berlin',
    isAdmin: false,
    isOwner: false,
    isRestricted: false,
    isUltraRestricted: false,
    ...overrides,
  };
}
