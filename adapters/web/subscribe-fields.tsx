import { raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import type { WishFault, WishField, WishInput } from '../../src/subscriptions/wish.js';

/** How a form stands: what is filled in, and what is wrong with it. */
export interface FormState {
  readonly input: WishInput;
  readonly faults: readonly WishFault[];
}

/** Eight o'clock, every day, everything. */
export const EMPTY_FORM: FormState = {
  input: { address: '', topics: '', time: '08:00', zone: 'UTC', days: 'daily' },
  faults: [],
};

const DAYS: readonly (readonly [string, string])[] = [
  ['daily', 'Every day'],
  ['weekdays', 'Monday to Friday'],
  ['weekly:mon', 'Once a week, on Monday'],
  ['weekly:tue', 'Once a week, on Tuesday'],
  ['weekly:wed', 'Once a week, on Wednesday'],
  ['weekly:thu', 'Once a week, on Thursday'],
  ['weekly:fri', 'Once a week, on Friday'],
  ['weekly:sat', 'Once a week, on Saturday'],
  ['weekly:sun', 'Once a week, on Sunday'],
];
const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const COUNTS = ['3', '5', '10', '15', '20'];
/** Every zone there is, made once: it is the same on every page. */
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
  .map((zone) => `<option>${zone}</option>`)
  .join('');

/** Topics, hour, zone and days, each with its label and what is wrong with it. */
export const WishFields: FC<{ readonly form: FormState; readonly withCount?: boolean }> = ({
  form,
  withCount,
}) => (
  <>
    <Field form={form} name="topics" label="Topics, one a line; none for everything">
      <textarea
        id="subscribe-topics"
        name="topics"
        rows={3}
        maxlength={4000}
        placeholder={'speech recognition\ncat:cs.CL "machine translation"'}
        {...described(form, 'topics')}
      >
        {form.input.topics}
      </textarea>
    </Field>
    <div class="row">
      <Choice form={form} name="days" label="How often" options={DAYS} />
      <Choice form={form} name="time" label="At" options={HOURS.map((hour) => [hour, hour])} />
      <Field form={form} name="zone" label="Time zone">
        <select id="subscribe-zone" name="zone" {...described(form, 'zone')}>
          <option selected>{form.input.zone}</option>
          {raw(ZONES)}
        </select>
      </Field>
      {withCount === true ? (
        <Choice form={form} name="count" label="Papers" options={COUNTS.map((count) => [count, count])} />
      ) : null}
    </div>
  </>
);

/** A field with its label before it and its fault behind. */
export const Field: FC<{
  readonly form: FormState;
  readonly name: WishField;
  readonly label: string;
  readonly children?: Child;
}> = ({ form, name, label, children }) => {
  const faults = form.faults.filter(({ field }) => field === name);
  return (
    <div class="field-of">
      <label for={`subscribe-${name}`}>{label}</label>
      {children}
      {faults.length === 0 ? null : (
        <div class="wrong" id={`subscribe-${name}-fault`}>
          {faults.map(({ message }) => (
            <p>{message}</p>
          ))}
        </div>
      )}
    </div>
  );
};

/** What ties a field to its fault for who cannot see them side by side. */
export function described({ faults }: FormState, name: WishField) {
  if (!faults.some(({ field }) => field === name)) return {};
  return { 'aria-invalid': 'true', 'aria-describedby': `subscribe-${name}-fault` } as const;
}

// --- Internal helpers ---

const Choice: FC<{
  readonly form: FormState;
  readonly name: 'days' | 'time' | 'count';
  readonly label: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}> = ({ form, name, label, options }) => {
  const chosen = form.input[name] ?? '';
  const known = options.some(([value]) => value === chosen);
  return (
    <Field form={form} name={name} label={label}>
      <select id={`subscribe-${name}`} name={name} {...described(form, name)}>
        {known || chosen === '' ? null : (
          <option value={chosen} selected>
            {chosen}
          </option>
        )}
        {options.map(([value, shown]) => (
          <option value={value} {...(value === chosen ? { selected: true } : {})}>
            {shown}
          </option>
        ))}
      </select>
    </Field>
  );
};
