import type { Child, FC } from 'hono/jsx';
import type { Told } from '../../../src/status/operator-status.js';
import { outside } from './outside.js';

export interface SectionProps {
  readonly title: string;
  /** Why there is nothing to show; null when there is. */
  readonly fault: string | null;
  readonly children?: Child;
}

/** A section's content, or the sentence that says why it is not there. */
export const Section: FC<SectionProps> = ({ title, fault, children }) => (
  <section>
    <h2>{title}</h2>
    {fault === null ? children : <p class="bad">This could not be read: {outside(fault)}</p>}
  </section>
);

/** Null when it was read. */
export function faultOf(told: Told<unknown>): string | null {
  return 'error' in told ? told.error : null;
}
