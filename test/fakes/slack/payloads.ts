import type { Block, FakeSlackView, State } from './state.js';

/** A button by what stands on it, or one that nobody made. */
export type ButtonChoice = string | { readonly action_id: string; readonly value: string };

/** What every interaction comes with. @param team the workspace it happens in */
export function base(state: State, userId: string, team = state.teamId): Readonly<Record<string, unknown>> {
  return {
    token: 'unused',
    api_app_id: 'A0BROADSHT',
    team: { id: team, domain: 'reading-group' },
    user: { id: userId, username: userId.toLowerCase(), name: userId.toLowerCase(), team_id: team },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The pressed button as Slack reports it. @throws when there is none with this label */
export function buttonIn(blocks: readonly Block[], choice: ButtonChoice): Readonly<Record<string, unknown>> {
  if (typeof choice !== 'string') return { type: 'button', block_id: 'forged', ...choice };
  for (const [index, block] of blocks.entries()) {
    if (block.type !== 'actions') continue;
    for (const button of block['elements'] as readonly Block[]) {
      const { text } = button['text'] as { readonly text: string };
      if (text === choice)
        return {
          type: 'button',
          block_id: block.block_id ?? `auto${index}`,
          action_id: button['action_id'],
          text: button['text'],
          value: button['value'],
        };
    }
  }
  throw new Error(`there is no button "${choice}"; there are: ${labelsIn(blocks).join(', ')}`);
}

/** Labels of all buttons, in order. */
export function labelsIn(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === 'actions'
      ? (block['elements'] as readonly Block[]).map(({ text }) => (text as { readonly text: string }).text)
      : [],
  );
}

/**
 * What stands in the inputs when a form is sent in.
 * @throws for a choice that the select does not have or did not offer, and for a required input that is empty
 */
export function inputsOf(
  { blocks, offered }: Pick<FakeSlackView, 'blocks' | 'offered'>,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, object>> {
  const inputs = blocks.filter(({ type }) => type === 'input');
  for (const id of Object.keys(values))
    if (!inputs.some((block) => block.block_id === id)) throw new Error(`there is no input ${id}`);
  return Object.fromEntries(
    inputs.map((block) => {
      const element = block['element'] as Block;
      const id = block.block_id ?? '';
      const value = inputValue(element, values[id], offered.get(id));
      if (block['optional'] !== true && (value.value ?? value.selected_option ?? null) === null)
        throw new Error(`${id} is required`);
      return [id, { [String(element['action_id'])]: value }];
    }),
  );
}

// --- Internal helpers ---

interface InputValue {
  readonly type: string;
  readonly value?: string | null;
  readonly selected_option?: object | null;
}

function inputValue(
  element: Block,
  given: string | undefined,
  offered: ReadonlySet<string> = new Set(),
): InputValue {
  const { type } = element;
  if (type === 'plain_text_input') {
    const value = given ?? (element['initial_value'] as string | undefined) ?? null;
    return { type, value: value === '' ? null : value };
  }
  const initial = element['initial_option'] as { readonly value: string } | undefined;
  if (given === undefined) return { type, selected_option: initial ?? null };
  if (type === 'external_select' && given !== initial?.value && !offered.has(given))
    throw new Error(`the select did not offer ${given}`);
  if (type === 'external_select')
    return { type, selected_option: { text: { type: 'plain_text', text: given }, value: given } };
  const options = element['options'] as readonly { readonly value: string }[];
  const chosen = options.find(({ value }) => value === given);
  if (chosen === undefined) throw new Error(`the select has no option ${given}`);
  return { type, selected_option: chosen };
}
