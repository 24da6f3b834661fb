/** The engine over a server that draws token by token: llama.cpp's llama-server, vLLM. */
export { keyFor, parseServerAddress, type ServerAddress } from './address.js';
export { connectServer, describeServer, type ServerDescription, type ServerOptions } from './connect.js';
export { ServerError, type ServerErrorKind } from './errors.js';
export { ServerEngine } from './server-engine.js';
