export { createDiscordPublisher } from './publisher.js';
export { createDiscordInteractions, type DiscordInteractionsDeps } from './commands.js';
export { createDiscordGateway, type DiscordGateway } from './gateway.js';
export { createDiscordReplier } from './replier.js';
export { createDiscordDirectory } from './directory.js';
export { discordApplicationId, registerDiscordCommands, type Registration } from './register.js';
export { inviteLink } from './invite.js';
export { createRefusalWatch, REFUSED_TOO_OFTEN, type RefusalWatch } from './refusals.js';
