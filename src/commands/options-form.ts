import type { OptionDefinition, OptionValues } from './definition.js';
import { definitionOf } from './definitions.js';
import type { FormField, FormView } from './reply.js';
import type { FormName } from './request.js';
import { SLASH } from './wording.js';

type OptionsFormName = Exclude<FormName, 'schedule'>;

const WORDS: Readonly<Record<OptionsFormName, Pick<FormView, 'title' | 'submit'>>> = {
  subscribe: { title: 'Subscribe to a topic', submit: 'Subscribe' },
  unsubscribe: { title: 'Take out a topic', submit: 'Take out' },
  show: { title: 'Show a paper', submit: 'Show to everyone' },
  similar: { title: 'Find similar papers', submit: 'Find' },
  why: { title: 'Why is it there?', submit: 'Explain' },
};

/**
 * A form that asks for a command's options, made of its definition. Flags are left out: where one helps, the answer
 * has a button for it.
 * @param given shown in the fields
 */
export function optionsForm(form: OptionsFormName, given: OptionValues): FormView {
  const options = definitionOf(form)?.options ?? [];
  return {
    form,
    ...WORDS[form],
    fields: options
      .filter(({ kind }) => kind !== 'flag')
      .map((option) => fieldOf(option, given[option.name] ?? '', form)),
  };
}

// --- Internal helpers ---

function fieldOf(option: OptionDefinition, value: string, form: OptionsFormName): FormField {
  const { name, kind, choices, suggest, required, summary } = option;
  return {
    name,
    label: name.charAt(0).toUpperCase() + name.slice(1),
    hint:
      suggest === 'topic' ? `${summary}. One too long to be offered is typed: ${SLASH} ${form} …` : summary,
    kind: kind === 'choice' ? kind : 'text',
    value,
    optional: !required,
    ...(choices === undefined ? {} : { choices }),
    ...(suggest === undefined ? {} : { suggest }),
  };
}
