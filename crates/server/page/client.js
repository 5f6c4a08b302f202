// Who asks, and what they may do.

import { ask } from './api.js';

let client = { name: '', role: 'read' };

export async function learnRole() {
  client = await ask('client');
}

export const may = () => client.role !== 'read';
export const mayUndo = (decision) => may() && !decision.undone && (decision.by === client.name || client.role === 'administer');
