import { randomUUID } from 'node:crypto';
import { checkView } from './check-view.js';
import { MethodError, parsed, type Args } from './method-tools.js';
import type { Block, FakeSlackView, State } from './state.js';

type Json = Readonly<Record<string, unknown>>;

/** Slack takes a trigger once, within three seconds. */
const TRIGGER_MS = 3_000;
/** Modals on top of each other. */
const MOST_STACKED = 3;

export function openView(state: State, args: Args): object {
  return shown(state, args, null);
}

/** On top of the modal whose button was pressed. */
export function pushView(state: State, args: Args): object {
  const userId = state.triggers.get(args['trigger_id'] ?? '')?.userId;
  const below = state.views.findLast(
    (view) => view.userId === userId && view.type === 'modal' && !view.closed,
  );
  if (below === undefined) throw new MethodError('not_found');
  let depth = 1;
  for (let view: FakeSlackView | null = below; view !== null; view = view.below) depth += 1;
  if (depth > MOST_STACKED) throw new MethodError('push_limit_reached');
  return shown(state, args, below);
}

export function updateView(state: State, args: Args): object {
  const view = state.views.find(
    ({ id, type, closed }) => id === args['view_id'] && type === 'modal' && !closed,
  );
  if (view === undefined) throw new MethodError('not_found');
  view.json = valid(state, args, 'modal');
  view.blocks = blocksOf(view.json);
  view.updates += 1;
  return { view: { id: view.id } };
}

/** The Home tab of a person. */
export function publishView(state: State, args: Args): object {
  const userId = args['user_id'] ?? '';
  if (!state.people.has(userId)) throw new MethodError('user_not_found');
  const json = valid(state, args, 'home');
  const old = state.views.find((view) => view.type === 'home' && view.userId === userId);
  if (old !== undefined) {
    old.json = json;
    old.blocks = blocksOf(json);
    old.updates += 1;
    return { view: { id: old.id } };
  }
  return { view: { id: keep(state, { userId, type: 'home', triggerId: null, below: null, json }).id } };
}

// --- Internal helpers ---

function shown(state: State, args: Args, below: FakeSlackView | null): object {
  const triggerId = args['trigger_id'] ?? '';
  const trigger = state.triggers.get(triggerId);
  if (trigger === undefined) throw new MethodError('invalid_trigger_id');
  if (trigger.used) throw new MethodError('exchanged_trigger_id');
  if (state.now() - trigger.at > TRIGGER_MS) throw new MethodError('expired_trigger_id');
  const json = valid(state, args, 'modal');
  trigger.used = true;
  return { view: { id: keep(state, { userId: trigger.userId, type: 'modal', triggerId, below, json }).id } };
}

function keep(
  state: State,
  made: Pick<FakeSlackView, 'userId' | 'type' | 'triggerId' | 'below' | 'json'>,
): FakeSlackView {
  const id = `V${randomUUID().slice(0, 8).toUpperCase()}`;
  const view = { ...made, id, blocks: blocksOf(made.json), offered: new Map(), updates: 0, closed: false };
  state.views.push(view);
  return view;
}

function valid(state: State, args: Args, type: 'modal' | 'home'): Json {
  const json = parsed<Json>(args['view'], {});
  const wrong = json['type'] === type ? checkView(json) : `a view of type ${String(json['type'])}`;
  if (wrong !== null) {
    state.violations.push(`view: ${wrong}`);
    throw new MethodError('invalid_arguments');
  }
  if (state.picturesFail && args['view']?.includes('"image_url"')) throw new MethodError('invalid_arguments');
  return json;
}

function blocksOf(json: Json): readonly Block[] {
  return json['blocks'] as readonly Block[];
}
