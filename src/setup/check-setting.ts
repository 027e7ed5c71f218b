import { environment } from '../config.js';

/** A name of the environment contract. */
export type SettingName = keyof typeof environment.shape;

/** What is wrong with the value of one setting, as a sentence that starts with its name; null when nothing is. */
export function settingFault(name: SettingName, value: string): string | null {
  const parsed = environment.shape[name].safeParse(value);
  if (parsed.success) return null;
  return `${name} ${parsed.error.issues[0]?.message ?? 'is wrong.'}`;
}
