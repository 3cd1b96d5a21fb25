// Texts, bytes and their encodings. Bytes are arrays of numbers from 0 to 255, as VoxEngine has them.

const HEX = '0123456789abcdef';
const LOWEST = [0, 0x80, 0x800, 0x10000]; // the code points that need 1, 2, 3, 4 bytes
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

publish('base64_encode', function base64_encode(data) {
  const bytes = typeof data === 'string' ? utf8Bytes(data) : requireBytes(data, 'base64_encode', 'the data');
  const text = list();
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0);
    append(text, BASE64[bits >> 18] + BASE64[(bits >> 12) & 63]);
    append(text, (left > 1 ? BASE64[(bits >> 6) & 63] : '=') + (left > 2 ? BASE64[bits & 63] : '='));
  }
  return join(text, '');
});

publish('base64_decode', function base64_decode(text) {
  requireText(text, 'base64_decode', 'the text');
  const bytes = list();
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length && text[i] !== '='; i++) {
    const value = indexOf(BASE64, text[i]);
    if (value < 0) continue; // line breaks
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      append(bytes, (bits >> count) & 255);
    }
  }
  return toArray(bytes);
});

publish('bytes2hex', function bytes2hex(data, toUpperCase) {
  const bytes = requireBytes(data, 'bytes2hex', 'the data');
  const text = list();
  for (let i = 0; i < bytes.length; i++) append(text, HEX[(bytes[i] >> 4) & 15] + HEX[bytes[i] & 15]);
  return toUpperCase ? upper(join(text, '')) : join(text, '');
});

publish('hex2bytes', function hex2bytes(text) {
  const digits = lower(requireText(text, 'hex2bytes', 'the text'));
  const bytes = list();
  for (let i = 0; i + 1 < digits.length; i += 2) {
    const byte = indexOf(HEX, digits[i]) * 16 + indexOf(HEX, digits[i + 1]);
    if (indexOf(HEX, digits[i]) < 0 || indexOf(HEX, digits[i + 1]) < 0) {
      throw new TypeError("hex2bytes: '" + digits[i] + (digits[i + 1]) + "' is no byte in hexadecimal");
    }
    append(bytes, byte);
  }
  return toArray(bytes);
});

publish('str2bytes', function str2bytes(text, encoding) {
  requireText(text, 'str2bytes', 'the text');
  if (isUtf8(encoding, 'str2bytes')) return utf8Bytes(text);
  const bytes = list();
  for (let i = 0; i < text.length; i++) append(bytes, min(charCode(text, i), 255));
  return toArray(bytes);
});

publish('bytes2str', function bytes2str(data, encoding) {
  const bytes = requireBytes(data, 'bytes2str', 'the data');
  if (isUtf8(encoding, 'bytes2str')) return utf8Text(bytes);
  const text = list();
  for (let i = 0; i < bytes.length; i++) append(text, fromCharCode(bytes[i] & 255));
  return join(text, '');
});

// The only encodings known are UTF-8, which is the default, and those in which a character is its byte.
function isUtf8(encoding, what) {
  const name = lower(optionalText(encoding, what, 'the encoding') ?? 'utf-8');
  if (name === 'utf-8' || name === 'utf8') return true;
  if (name === 'ascii' || name === 'us-ascii' || name === 'latin1' || name === 'iso-8859-1') return false;
  throw new Error(what + ': the encoding ' + encoding + ' is not supported; use utf-8 or iso-8859-1');
}

function requireBytes(value, what, part) {
  if (!isObject(value) || !isInteger(value.length)) throw wrongType(what, part, 'an array of bytes', value);
  return value;
}

// The code point at index i: a surrogate pair counts as one, a surrogate alone is U+FFFD.
function codePoint(text, i) {
  const unit = charCode(text, i);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const next = unit < 0xdc00 && i + 1 < text.length ? charCode(text, i + 1) : 0;
  return next >= 0xdc00 && next <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00) : 0xfffd;
}

const BEYOND_ASCII = /[^\x00-\x7f]/;

function utf8Length(text) {
  if (exec(BEYOND_ASCII, text) === null) return text.length;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const point = codePoint(text, i);
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (point >= 0x10000) i++;
  }
  return length;
}

function utf8Bytes(text) {
  const bytes = list();
  for (let i = 0; i < text.length; i++) {
    const point = codePoint(text, i);
    if (point >= 0x10000) i++;
    if (point < 0x80) {
      append(bytes, point);
      continue;
    }
    const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    append(bytes, ((0xf00 >> (more + 1)) & 0xff) | (point >> (6 * more)));
    for (let j = more - 1; j >= 0; j--) append(bytes, 0x80 | ((point >> (6 * j)) & 63));
  }
  return toArray(bytes);
}

// Bytes that are no UTF-8 become U+FFFD.
function utf8Text(bytes) {
  const text = list();
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i++] & 255;
    const more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : -1;
    let point = more === 0 ? first : first & (0x3f >> max(more, 0));
    let left = more;
    for (; left > 0 && i < bytes.length && (bytes[i] & 0xc0) === 0x80; left--) point = (point << 6) | (bytes[i++] & 63);
    append(text, left === 0 && point >= LOWEST[more] ? fromPoint(point) : '\ufffd');
  }
  return join(text, '');
}

function fromPoint(point) {
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return '\ufffd';
  if (point < 0x10000) return fromCharCode(point);
  return fromCharCode(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
}
