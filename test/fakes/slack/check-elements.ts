import type { Block } from './state.js';

/** A row of buttons: 25 at most, action ids that differ. */
export function checkButtons(value: unknown): string | null {
  if (!Array.isArray(value) || value.length < 1 || value.length > 25) return 'not 1 to 25 elements';
  const buttons = value as readonly Block[];
  const ids = buttons.map(({ action_id: id }) => id);
  if (new Set(ids).size < ids.length) return 'an action_id is used twice';
  for (const button of buttons) {
    const wrong = checkButton(button);
    if (wrong !== null) return wrong;
  }
  return null;
}

export function checkInput(block: Block): string | null {
  const wrong = textObject(block['label'], 2000, ['plain_text']);
  if (wrong !== null) return `label: ${wrong}`;
  if (block['hint'] !== undefined) {
    const bad = textObject(block['hint'], 2000, ['plain_text']);
    if (bad !== null) return `hint: ${bad}`;
  }
  const element = block['element'] as Block;
  const id = actionId(element);
  if (id !== null) return id;
  switch (element.type) {
    case 'plain_text_input':
      return checkTextInput(element);
    case 'static_select':
      return (
        checkOptions(element['options']) ?? checkInitial(element, element['options'] as readonly object[])
      );
    case 'external_select':
      return checkExternalSelect(element);
    default:
      return `the fake does not know ${element.type} as an input`;
  }
}

/** Options of a select, as a block or in the answer to a suggestion. */
export function checkOptions(value: unknown, least = 1): string | null {
  if (!Array.isArray(value) || value.length < least || value.length > 100) return 'not 1 to 100 options';
  const options = value as readonly { readonly text: unknown; readonly value: unknown }[];
  for (const option of options) {
    const wrong = textObject(option.text, 75, ['plain_text']);
    if (wrong !== null) return `option: ${wrong}`;
    if (typeof option.value !== 'string' || option.value === '' || option.value.length > 150)
      return 'option value not 1 to 150';
  }
  const values = options.map((option) => option.value);
  return new Set(values).size < values.length ? 'an option twice' : null;
}

export function textObject(value: unknown, max: number, types: readonly string[]): string | null {
  const { type, text } = (value ?? {}) as { type?: unknown; text?: unknown };
  if (typeof type !== 'string' || !types.includes(type)) return `text of type ${String(type)}`;
  if (typeof text !== 'string' || text.length < 1) return 'empty text';
  if (/\p{Surrogate}|\0/u.test(text)) return 'text that is not Unicode';
  return text.length > max ? `text of ${text.length} characters, over ${max}` : null;
}

export function image(block: Block): string | null {
  const { image_url: url, alt_text: alt } = block;
  if (typeof url !== 'string' || url.length > 3000 || !/^https?:\/\//.test(url)) return 'no image_url';
  if (typeof alt !== 'string' || alt === '' || alt.length > 2000) return 'alt_text not 1 to 2000';
  return null;
}

// --- Internal helpers ---

function checkButton(button: Block): string | null {
  if (button.type !== 'button') return `the fake does not know ${button.type} in a row`;
  const wrong = textObject(button['text'], 75, ['plain_text']) ?? actionId(button);
  if (wrong !== null) return wrong;
  const { value, url, style } = button;
  if (value !== undefined && (typeof value !== 'string' || value.length > 2000)) return 'value over 2000';
  if (url !== undefined && (typeof url !== 'string' || url.length > 3000)) return 'url over 3000';
  return style === undefined || style === 'primary' || style === 'danger' ? null : 'an unknown style';
}

function actionId({ action_id: id }: Block): string | null {
  return typeof id === 'string' && id !== '' && id.length <= 255 ? null : 'action_id not 1 to 255';
}

/** Its options come later, one by one as somebody types: it has none of its own. */
function checkExternalSelect(element: Block): string | null {
  const { options, option_groups: groups, min_query_length: least, initial_option: initial } = element;
  if (options !== undefined || groups !== undefined) return 'an external select with options';
  if (least !== undefined && (!Number.isInteger(least) || (least as number) < 0)) return 'min_query_length';
  const placeholder = element['placeholder'];
  const wrong = placeholder === undefined ? null : textObject(placeholder, 150, ['plain_text']);
  if (wrong !== null) return `placeholder: ${wrong}`;
  return initial === undefined ? null : checkOptions([initial]);
}

function checkTextInput(element: Block): string | null {
  const most = element['max_length'] ?? 3000;
  if (typeof most !== 'number' || most < 1 || most > 3000) return 'max_length not 1 to 3000';
  const initial = element['initial_value'];
  return initial === undefined || (typeof initial === 'string' && initial.length <= most)
    ? null
    : 'initial_value over max_length';
}

/** What is chosen at first must be one of the options, exactly. */
function checkInitial(element: Block, options: readonly object[]): string | null {
  const initial = element['initial_option'];
  if (initial === undefined) return null;
  const wanted = JSON.stringify(initial);
  return options.some((option) => JSON.stringify(option) === wanted) ? null : 'initial_option is no option';
}
