import { invalidForm } from './validate.js';

type Json = Record<string, unknown>;

const LABEL = 18;
const STRING_SELECT = 3;
const TEXT_INPUT = 4;

const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);
const size = (value: unknown) => (typeof value === 'string' ? value.length : -1);

/** Autocomplete choices within the documented limits. */
export function checkChoices(data: Json): readonly Json[] {
  const choices = list(data['choices']);
  const faults = choices.length > 25 ? ['choices: must be 25 or fewer'] : [];
  choices.forEach((choice, index) => {
    between(`choices[${index}].name`, choice['name'], 1, 100, faults);
    between(`choices[${index}].value`, choice['value'], 1, 100, faults);
  });
  if (faults.length > 0) throw invalidForm(faults);
  return choices;
}

/** A modal of labels with text inputs and string selects (components/reference). */
export function checkModal(data: Json): Json {
  const faults: string[] = [];
  between('custom_id', data['custom_id'], 1, 100, faults);
  between('title', data['title'], 1, 45, faults);
  const labels = list(data['components']);
  if (labels.length < 1 || labels.length > 5) faults.push('components: must be between 1 and 5 in length');
  const ids = new Set<unknown>();
  labels.forEach((label, index) => {
    const at = `components[${index}]`;
    if (label['type'] !== LABEL) faults.push(`${at}: must be a label`);
    between(`${at}.label`, label['label'], 1, 45, faults);
    if ('description' in label) between(`${at}.description`, label['description'], 1, 100, faults);
    const input = (label['component'] ?? {}) as Json;
    between(`${at}.custom_id`, input['custom_id'], 1, 100, faults);
    if (ids.has(input['custom_id'])) faults.push(`${at}.custom_id: duplicated`);
    ids.add(input['custom_id']);
    if (input['type'] === TEXT_INPUT) checkInput(at, input, faults);
    else if (input['type'] === STRING_SELECT) checkSelect(at, input, faults);
    else faults.push(`${at}.component: must be a text input or a string select`);
  });
  if (faults.length > 0) throw invalidForm(faults);
  return data;
}

function checkInput(at: string, input: Json, faults: string[]): void {
  if (input['style'] !== 1 && input['style'] !== 2) faults.push(`${at}.style: must be 1 or 2`);
  if ('label' in input) faults.push(`${at}.label: not inside a label`);
  if ('value' in input)
    between(`${at}.value`, input['value'], 0, Number(input['max_length'] ?? 4000), faults);
  if ('placeholder' in input) between(`${at}.placeholder`, input['placeholder'], 0, 100, faults);
  const most = Number(input['max_length'] ?? 4000);
  if (most < 1 || most > 4000) faults.push(`${at}.max_length: must be 1 to 4000`);
}

function checkSelect(at: string, input: Json, faults: string[]): void {
  const options = list(input['options']);
  if (options.length < 1 || options.length > 25) faults.push(`${at}.options: must be between 1 and 25`);
  for (const option of options) {
    between(`${at}.option.label`, option['label'], 1, 100, faults);
    between(`${at}.option.value`, option['value'], 1, 100, faults);
  }
  if (new Set(options.map(({ value }) => value)).size < options.length)
    faults.push(`${at}.options: values must be unique`);
  if (options.filter((option) => option['default'] === true).length > 1)
    faults.push(`${at}.options: more defaults than may be chosen`);
}

export function between(at: string, value: unknown, least: number, most: number, faults: string[]): void {
  if (size(value) < least || size(value) > most)
    faults.push(`${at}: must be between ${least} and ${most} in length`);
}
