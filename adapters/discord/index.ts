export { createDiscordPublisher } from './publisher.js';
export { createDiscordInteractions, type DiscordInteractionsDeps } from './commands.js';
export { createDiscordGateway, type DiscordGateway } from './gateway.js';
