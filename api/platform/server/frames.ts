import type { Duplex } from 'node:stream';
import type { Frame, Serialised } from '../feed/serialised.ts';

/**
 * Sends a `next` message as one WebSocket frame (RFC 6455, section 5.2: unmasked, unfragmented
 * text). It bypasses ws, which would copy and frame the same bytes for each receiver. This is sound
 * because ws writes each frame whole and at once without compression, so frames never interleave.
 *
 * The frame is built once, and each receiver's identifier is written into the same place. Node
 * keeps bytes that the system did not accept by reference. Then that receiver keeps the frame and
 * the next one gets a new one.
 */
export function sendNext(
  connection: Duplex,
  id: string,
  plainLength: number,
  message: Serialised,
): void {
  const { frame } = message;
  // An identifier that JSON would escape is rare and gets its own frame.
  if (plainLength < 0) {
    connection.write(frameOf(JSON.stringify(id).slice(1, -1), message.json).bytes);
    return;
  }
  if (frame && frame.idLength === plainLength) frame.bytes.write(id, frame.idAt, 'latin1');
  else message.frame = frameOf(id, message.json);
  connection.write((message.frame as Frame).bytes);
  if (connection.writableLength > 0) message.frame = undefined;
}

/** Length of an identifier that JSON writes unescaped, one byte per character; -1 for any other. */
export function plainLengthOf(id: string): number {
  return /^[\w.:+/=-]*$/.test(id) ? id.length : -1;
}

const beforeId = Buffer.from('{"id":"');
const behindId = Buffer.from('","type":"next","payload":');

function frameOf(idText: string, json: Buffer): Frame {
  const idLength = Buffer.byteLength(idText);
  const length = beforeId.length + idLength + behindId.length + json.length + 1;
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = Buffer.allocUnsafeSlow(headerLength + length);
  bytes[0] = 0x81;
  if (headerLength === 2) bytes[1] = length;
  else if (headerLength === 4) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  const idAt = headerLength + beforeId.length;
  bytes.set(beforeId, headerLength);
  bytes.write(idText, idAt);
  bytes.set(behindId, idAt + idLength);
  bytes.set(json, idAt + idLength + behindId.length);
  bytes[bytes.length - 1] = closingBrace;
  return { bytes, idAt, idLength };
}

const closingBrace = '}'.charCodeAt(0);
