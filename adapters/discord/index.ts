export { createDiscordPublisher } from './publisher.js';
export { createDiscordInteractions, type DiscordInteractionsDeps } from './commands.js';
export { createDiscordGateway, type DiscordGateway } from './gateway.js';
export { createDiscordReplier } from './replier.js';
export { createDiscordDirectory } from './directory.js';
export { discordApplicationId, registerDiscordCommands } from './register.js';
export { inviteLink } from './invite.js';
export { createRefusalWatch } from './refusals.js';
