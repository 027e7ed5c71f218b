import { Resvg } from '@resvg/resvg-js';
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../../src/errors.js';
import { drawSvg } from '../../src/pictures/draw.js';
import type { DrawnReport, DrawOrder } from './draw-thread.js';
import { loadLetters } from './letters.js';

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread only.');
const letters = await loadLetters(workerData as string);

port.on('message', ({ number, drawing }: DrawOrder) => {
  try {
    const svg = drawSvg(drawing, letters);
    const font = { loadSystemFonts: false, fontFiles: [...letters.filesFor(svg)] };
    const png = Uint8Array.from(new Resvg(svg, { font, logLevel: 'off' }).render().asPng());
    port.postMessage({ number, png } satisfies DrawnReport, [png.buffer]);
  } catch (error) {
    port.postMessage({ number, error: describeError(error) } satisfies DrawnReport);
  }
});
