/** What every process settles before it may reach a cloud. Apart from readers and rules, which a process that only relays never loads. */
export * from './sessions/endpoints.js';
export { lockDoor } from './transports/door.js';
