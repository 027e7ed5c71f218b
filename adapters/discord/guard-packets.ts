import { SimpleShardingStrategy, type Client, type WebSocketOptions } from 'discord.js';
import { describeError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';

/** What the SDK's types call private: where a connection takes a frame, and where the client takes a packet of it. */
interface Connection {
  onMessage: (data: unknown, isBinary: boolean) => Promise<void>;
}
interface Packets {
  handlePacket: (packet?: unknown, shard?: unknown) => boolean;
}

/**
 * Connections on which a frame that the SDK stumbles over is logged and left. By itself the SDK (ws 1.2.3) lets the
 * rejection go unhandled, and a single packet of an unforeseen shape ends the process.
 */
export function guardedConnections(logger: Logger): Required<Pick<WebSocketOptions, 'buildStrategy'>> {
  return {
    buildStrategy: (manager) => {
      const strategy = new SimpleShardingStrategy(manager);
      const spawn = strategy.spawn.bind(strategy);
      strategy.spawn = async (ids) => {
        await spawn(ids);
        const { shards } = strategy as unknown as { readonly shards: ReadonlyMap<number, Connection> };
        for (const connection of shards.values()) guardConnection(connection, logger);
      };
      return strategy;
    },
  };
}

/** The same for packets that came before the client was ready: it takes those later, outside of any connection. */
export function guardPackets(client: Client, logger: Logger): void {
  const packets = client.ws as unknown as Packets;
  const handle = packets.handlePacket.bind(packets);
  packets.handlePacket = (packet, shard) => {
    try {
      return handle(packet, shard);
    } catch (error) {
      report(error, logger);
      return true;
    }
  };
}

// --- Internal helpers ---

function guardConnection(connection: Connection, logger: Logger): void {
  const take = connection.onMessage.bind(connection);
  connection.onMessage = async (data, isBinary) => {
    try {
      await take(data, isBinary);
    } catch (error) {
      report(error, logger);
    }
  };
}

/** Never with the packet: it may carry an interaction's token. */
function report(error: unknown, logger: Logger): void {
  logger.warn({ error: describeError(error) }, 'something that Discord sent could not be handled');
}
