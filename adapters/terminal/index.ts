export { createTerminalPublisher } from './publisher.js';
