export { createSlackPublisher, type SlackPublisherDeps } from './publisher.js';
export { createSlackConnection, type SlackConnection, type SlackConnectionDeps } from './connection.js';
export { createSlackReplier, type SlackReplierDeps } from './replier.js';
export { createSlackDirectory, type SlackDirectoryDeps } from './directory.js';
export { slackManifest, type ManifestOptions } from './manifest.js';
