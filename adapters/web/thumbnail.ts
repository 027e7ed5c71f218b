/** The only other host a page loads anything from. */
export const THUMBNAIL_HOST = 'cdn-thumbnails.huggingface.co';

const LONGEST = 500;

/** The thumbnail's address where a page may load it; else null. */
export function thumbnailOf(url: string | null): string | null {
  if (url === null || url.length > LONGEST || !URL.canParse(url)) return null;
  const { protocol, host, href } = new URL(url);
  return protocol === 'https:' && host === THUMBNAIL_HOST ? href : null;
}
