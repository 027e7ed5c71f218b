import type { HomeView, ModalView } from '@slack/types';
import type { CommandReply } from '../../src/commands/reply.js';
import { replyView } from './reply-render.js';
import { plainText } from './message.js';
import { encodePlace, type ViewPlace } from './view-place.js';

/** `callback_id` of a modal that only shows something. */
export const SHOWN = 'shown';

/** The bot's own page for one person. */
export function homeView(reply: CommandReply, channel: string): HomeView {
  return {
    type: 'home',
    callback_id: 'home',
    private_metadata: encodePlace({ channel, home: true }),
    blocks: [...replyView(reply)],
  };
}

/** An answer where there is no message to answer to: the App Home and modals. */
export function answerView(reply: CommandReply, place: ViewPlace): ModalView {
  return {
    type: 'modal',
    callback_id: SHOWN,
    title: plainText('Broadsheet'),
    close: plainText('Close'),
    notify_on_close: place.home,
    private_metadata: encodePlace(place),
    blocks: [...replyView(reply)],
  };
}
