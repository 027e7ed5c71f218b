import {
  ComponentType,
  TextInputStyle,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Action } from '../../src/commands/request.js';
import type { FormField, FormView } from '../../src/commands/reply.js';
import { LIMITS } from './limits.js';
import { plain } from './text.js';

/** Raised when a form's meaning changes: a form stays open on somebody's screen for as long as they like. */
const VERSION = '1';
/** What else a command needs, Discord asks for by itself. */
const FORMS = ['schedule'] as const;
/** No setting is longer; a form is not the place for essays. */
const LONGEST_VALUE = 200;

/** A form as a modal. Discord takes five fields: the last ones are left out. */
export function modalOf(view: FormView): APIModalInteractionResponseCallbackData {
  return {
    custom_id: `${VERSION}:form:${view.form}`,
    title: plain(view.title, LIMITS.modalTitle) || 'Settings',
    components: view.fields.slice(0, LIMITS.modalFields).map(labelOf),
  };
}

/** What a form says that was sent in; null when it is none of this version's. Every value is checked by the core. */
export function formSent(interaction: ModalSubmitInteraction): Extract<Action, { kind: 'form' }> | null {
  const [version, word, name, ...rest] = interaction.customId.split(':');
  const form = FORMS.find((known) => known === name);
  if (version !== VERSION || word !== 'form' || form === undefined || rest.length > 0) return null;
  const values = interaction.fields.fields.map((field): [string, string] => [field.customId, valueOf(field)]);
  return { kind: 'form', form, values: Object.fromEntries(values) };
}

// --- Internal helpers ---

type SentField = ReturnType<ModalSubmitInteraction['fields']['getField']>;

function valueOf(field: SentField): string {
  if (field.type === ComponentType.TextInput) return field.value;
  return field.type === ComponentType.StringSelect ? (field.values[0] ?? '') : '';
}

function labelOf(field: FormField): APILabelComponent {
  const description = plain(field.hint, LIMITS.modalHint);
  return {
    type: ComponentType.Label,
    label: plain(field.label, LIMITS.modalLabel) || field.name,
    ...(description === '' ? {} : { description }),
    component: inputOf(field),
  };
}

function inputOf(field: FormField): APILabelComponent['component'] {
  const options = (field.choices ?? []).slice(0, LIMITS.selectOptions);
  if (field.kind === 'choice' && options.length > 0)
    return {
      type: ComponentType.StringSelect,
      custom_id: field.name,
      required: true,
      options: options.map(({ value, label }) => ({
        value,
        label: plain(label, LIMITS.optionText) || value,
        default: value === field.value,
      })),
    };
  const value = plain(field.value, LONGEST_VALUE);
  return {
    type: ComponentType.TextInput,
    custom_id: field.name,
    style: TextInputStyle.Short,
    required: field.optional !== true,
    max_length: LONGEST_VALUE,
    ...(value === '' ? {} : { value }),
  };
}
