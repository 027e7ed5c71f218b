export { createSmtpCheck } from './check.js';
export { createLetterSender } from './letters.js';
export { createEmailPublisher } from './publisher.js';
export { createSmtp } from './smtp.js';
