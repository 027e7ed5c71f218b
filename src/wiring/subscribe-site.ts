import type { Mount } from '../../adapters/web/index.js';
import type { JobQueue } from '../ports/job-queue.js';
import { mailState } from '../subscriptions/mail-state.js';
import type { Runtime } from './runtime.js';

/** The pages of a subscription, mounted on the one port. They say so when mail is off. */
export async function openSubscribeMounts(runtime: Runtime, queue: JobQueue): Promise<readonly Mount[]> {
  const [{ createSite }, { createSubscribePart, SUBSCRIBE_PATHS }, { plainPage }] = await Promise.all([
    import('../../adapters/web/site.js'),
    import('../../adapters/web/subscribe.js'),
    import('../../adapters/web/plain-page.js'),
  ]);
  const { config } = runtime;
  const mail = await runtime.mail();
  const subscriptions = mail?.subscriptions(queue) ?? null;
  const { publicUrl } = config;
  const part = createSubscribePart({ mail: mailState(config), subscriptions, publicUrl, page: plainPage });
  const site = createSite([part]);
  return SUBSCRIBE_PATHS.map((prefix) => ({ prefix, handle: (...asked) => site.handle(...asked) }));
}
