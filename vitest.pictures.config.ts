import { defineConfig } from 'vitest/config';

/** `npm run pictures`: makes the pictures of the README. No part of the tests. */
export default defineConfig({ test: { include: ['test/pictures/*.picture.ts'], reporters: ['default'] } });
