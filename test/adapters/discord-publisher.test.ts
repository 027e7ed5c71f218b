import { publisherContract } from '../contracts/publisher-contract.js';
import { discordHarness } from '../support/discord-publisher.js';

publisherContract('Discord', discordHarness);
