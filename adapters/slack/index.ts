export { createSlackPublisher, type SlackPublisherDeps } from './publisher.js';
export { createSlackConnection, type SlackConnection, type SlackConnectionDeps } from './connection.js';
export { createSlackReplier } from './replier.js';
export { createSlackDirectory } from './directory.js';
export { slackManifest } from './manifest.js';
