// What the prelude uses of the language, kept before any scenario can replace it: a scenario that overwrites JSON.stringify or
// puts a setter on Array.prototype must not come between its own commands and the host. So below this file no method of a built-in
// object is called as `value.method()`, lists have no prototype, nothing iterates (`for of`, spread and array patterns call what a
// scenario can replace), and texts are joined with `+`: QuickJS makes a template literal a call of String.prototype.concat.

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
const timeOf = uncurry(Date.prototype.getTime);
const utcYear = uncurry(Date.prototype.getUTCFullYear);
const exec = uncurry(RegExp.prototype.exec);
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

// Defines a property that a scenario may change, past any setter of Object.prototype.
function own(object, name, value, enumerable = false) {
  defineProperty(object, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
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

// `what` is the function and `part` the argument of it that an error names.
function wrongType(what, part, wanted, value) {
  return new TypeError(what + ': ' + part + ' must be ' + wanted + ', not ' + kindOf(value));
}

function requireText(value, what, part) {
  if (typeof value !== 'string') throw wrongType(what, part, 'a string', value);
  return value;
}

function requireFunction(value, what, part) {
  if (typeof value !== 'function') throw wrongType(what, part, 'a function', value);
  return value;
}

// Optional parameters: an object, or nothing.
function options(value, what, part) {
  if (value === undefined || value === null) return dictionary();
  if (typeof value !== 'object') throw wrongType(what, part, 'an object', value);
  return value;
}

// An optional text: undefined when it is left out.
function optionalText(value, what, part) {
  return value === undefined || value === null ? undefined : requireText(value, what, part);
}
