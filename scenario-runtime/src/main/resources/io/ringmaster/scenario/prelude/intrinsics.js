// What the prelude uses of the language, kept before any scenario can replace it: a scenario that overwrites JSON.stringify or
// puts a setter on Array.prototype must harm nobody but itself. So below this file no method of a built-in object is called
// as `value.method()`, lists have no prototype, and nothing iterates (`for of`, spread and array patterns call code that
// a scenario can replace).

const { Array, Date, Error, Math, Number, Object, Promise, Proxy, RangeError, String, TypeError } = globalThis;
const { encodeURIComponent, isNaN } = globalThis;
const { parse: parseJson, stringify: toJson } = JSON;
const { apply } = Reflect;
const { create, defineProperty, freeze, keys, setPrototypeOf } = Object;
const { isArray, prototype: arrayPrototype } = Array;
const { floor, max, min, random } = Math;
const { isInteger } = Number;
const { fromCharCode } = String;
const { now, UTC: utc } = Date;

// `uncurry(String.prototype.slice)(text, 1)` is `text.slice(1)`, whatever becomes of String.prototype.
const uncurry = Function.prototype.bind.bind(Function.prototype.call);
const bind = uncurry(Function.prototype.bind);
const charCode = uncurry(String.prototype.charCodeAt);
const indexOf = uncurry(String.prototype.indexOf);
const join = uncurry(Array.prototype.join);
const lower = uncurry(String.prototype.toLowerCase);
const upper = uncurry(String.prototype.toUpperCase);
const slice = uncurry(String.prototype.slice);
const trim = uncurry(String.prototype.trim);
const numberText = uncurry(Number.prototype.toString);
const timeOf = uncurry(Date.prototype.getTime);
const utcYear = uncurry(Date.prototype.getUTCFullYear);
const then = uncurry(Promise.prototype.then);
const resolved = bind(Promise.resolve, Promise);

// Stack traces as objects would hand out the functions of the prelude.
defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });

// An array without a prototype: writing to an index meets no setter of a scenario.
function list() {
  return setPrototypeOf([], null);
}

function append(items, item) {
  items[items.length] = item;
}

// An ordinary array of a list's items, for scenarios; the list is used up.
function toArray(items) {
  return setPrototypeOf(items, arrayPrototype);
}

// Defines a property that a scenario may change.
function own(object, name, value) {
  defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

// The items for which `keep(item)` is true, in a new list.
function select(items, keep) {
  const kept = list();
  for (let i = 0; i < items.length; i++) if (keep(items[i])) append(kept, items[i]);
  return kept;
}

// A dictionary: an object on which only what was put is found.
function dictionary() {
  return create(null);
}

// Makes `value` a global that a scenario may declare anew, as VoxEngine's own globals are.
function publish(name, value) {
  own(globalThis, name, value);
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

// How an error message calls a value of the wrong type.
function kindOf(value) {
  return value === null ? 'null' : isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : typeof value;
}

function requireText(value, what) {
  if (typeof value !== 'string') throw new TypeError(`${what} must be a string, not ${kindOf(value)}`);
  return value;
}

function requireFunction(value, what) {
  if (typeof value !== 'function') throw new TypeError(`${what} must be a function, not ${kindOf(value)}`);
  return value;
}

// Optional parameters: an object, or nothing.
function options(value, what) {
  if (value === undefined || value === null) return dictionary();
  if (typeof value !== 'object') throw new TypeError(`${what} must be an object, not ${kindOf(value)}`);
  return value;
}

// An optional text: undefined when it is left out.
function optionalText(value, what) {
  return value === undefined || value === null ? undefined : requireText(value, what);
}
