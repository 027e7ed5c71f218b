import { refuseExcess } from '../shared/json.js';
import { wholeText } from '../shared/whole-text.js';

/**
 * `fetch` whose answers are whole, and refused where they would fill the memory: longer than ten megabytes, or JSON of
 * millions of parts. The SDK reads whatever comes. Slack's own answers are far smaller.
 */
export async function boundedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (response.body === null) return response;
  const text = await wholeText(response.body);
  // A page or half an answer is the SDK's to judge.
  if (/^\s*[[{]/.test(text)) refuseExcess(text);
  return new Response(text, response);
}
