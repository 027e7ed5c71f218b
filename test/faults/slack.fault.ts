import { describeFaults } from './platform-suite.js';

describeFaults('slack');
