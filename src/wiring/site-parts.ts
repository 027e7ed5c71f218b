import { pictureRoutes } from '../../adapters/web/pictures.js';
import type { SitePart } from '../../adapters/web/site.js';
import type { Runtime } from './runtime.js';

/** What the site shows beside its pages. */
export function siteParts({ stores, pictures, logger }: Runtime): readonly SitePart[] {
  return [pictureRoutes({ find: (id) => stores.digests.drawing(id), maker: pictures, logger })];
}
