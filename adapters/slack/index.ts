export { createSlackPublisher, type SlackPublisherDeps } from './publisher.js';
export { createSlackConnection, type SlackConnection, type SlackConnectionDeps } from './connection.js';
export { slackManifest } from './manifest.js';
