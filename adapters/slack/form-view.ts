import type { ExternalSelect, InputBlock, ModalView, PlainTextInput, StaticSelect } from '@slack/types';
import type { OptionValues } from '../../src/commands/definition.js';
import type { FormField, FormView } from '../../src/commands/reply.js';
import { FORM_NAMES, type FormName } from '../../src/commands/request.js';
import { LIMITS } from './limits.js';
import { plainText } from './message.js';
import { plain } from './text.js';
import { encodePlace, type ViewPlace } from './view-place.js';

const FORM = 'form:';
const FIELD = 'f:';
/** Action ids of selects that ask for suggestions begin so; the kind of suggestion follows. */
export const SUGGEST_PREFIX = 's:';
const LONGEST_INPUT = 500;
/** Nobody sees that a select can be typed into. */
const PLACEHOLDER = 'Type or choose';

export interface SelectOption {
  readonly text: ReturnType<typeof plainText>;
  readonly value: string;
}

/** Values as they stand in a view that is sent in: by block, then by action. */
export type ViewValues = Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        {
          readonly value?: string | null | undefined;
          readonly selected_option?: { readonly value: string } | null | undefined;
        }
      >
    >
  >
>;

/** A form as a modal. Fields beyond what a modal holds are left out. */
export function formView(form: FormView, place: ViewPlace): ModalView {
  return {
    type: 'modal',
    callback_id: FORM + form.form,
    title: plainText(plain(form.title, LIMITS.viewTitle) || 'Broadsheet'),
    submit: plainText(plain(form.submit, LIMITS.viewTitle) || 'Save'),
    close: plainText('Cancel'),
    private_metadata: encodePlace(place),
    blocks: form.fields.slice(0, LIMITS.viewBlocks).map(input),
  };
}

/** Which form a modal is; null when it is none of ours. */
export function formNamed(callbackId: string): FormName | null {
  return FORM_NAMES.find((name) => FORM + name === callbackId) ?? null;
}

/** What was filled in, by field name; a field left empty is absent. */
export function formValues(values: ViewValues): OptionValues {
  const read: Record<string, string> = {};
  for (const [block, actions] of Object.entries(values)) {
    const [field] = Object.values(actions);
    const value = field?.selected_option?.value ?? field?.value ?? '';
    if (block.startsWith(FIELD) && value !== '') read[block.slice(FIELD.length)] = value;
  }
  return read;
}

/** A choice of a select; null when there is nothing to show or to send. */
export function option(label: string, value: string): SelectOption | null {
  const text = plain(label, LIMITS.optionText);
  if (text === '' || value === '' || value.length > LIMITS.optionValue) return null;
  return { text: plainText(text), value };
}

// --- Internal helpers ---

function input(field: FormField): InputBlock {
  const hint = plain(field.hint, LIMITS.inputHint);
  return {
    type: 'input',
    block_id: FIELD + field.name,
    label: plainText(plain(field.label, LIMITS.inputLabel) || field.name),
    ...(hint === '' ? {} : { hint: plainText(hint) }),
    optional: field.optional === true,
    element: element(field),
  };
}

function element(field: FormField): PlainTextInput | StaticSelect | ExternalSelect {
  if (field.suggest !== undefined) {
    const chosen = option(field.value, field.value);
    return {
      type: 'external_select',
      action_id: SUGGEST_PREFIX + field.suggest,
      min_query_length: 0,
      placeholder: plainText(PLACEHOLDER),
      ...(chosen === null ? {} : { initial_option: chosen }),
    };
  }
  const options = (field.choices ?? []).flatMap(({ value, label }) => option(label, value) ?? []);
  if (field.kind === 'text' || options.length === 0)
    return {
      type: 'plain_text_input',
      action_id: 'v',
      max_length: LONGEST_INPUT,
      ...(field.value === '' ? {} : { initial_value: field.value.slice(0, LONGEST_INPUT) }),
    };
  const chosen = options.find(({ value }) => value === field.value);
  return {
    type: 'static_select',
    action_id: 'v',
    options: options.slice(0, LIMITS.options),
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
}
