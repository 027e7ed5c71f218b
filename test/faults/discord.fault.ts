import { describeFaults } from './platform-suite.js';

describeFaults('discord');
