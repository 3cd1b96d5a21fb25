// The other global functions of VoxEngine.

// All of VoxEngine is there from the start, so there is nothing to load; the log says what was asked for.
publish('require', function require(module) {
  if (module !== undefined && module !== null) log('Module loaded: ' + logText(module));
});

publish('uuidgen', function uuidgen() {
  let text = '';
  for (let i = 0; i < 36; i++) {
    if (i === 8 || i === 13 || i === 18 || i === 23) text += '-';
    else if (i === 14) text += '4';
    else text += HEX[i === 19 ? 8 + floor(random() * 4) : floor(random() * 16)];
  }
  return text;
});

publish('levenshtein_distance', function levenshtein_distance(first, second) {
  const a = requireText(first, 'levenshtein_distance', 'the first text');
  const b = requireText(second, 'levenshtein_distance', 'the second text');
  let before = list();
  for (let j = 0; j <= b.length; j++) append(before, j);
  for (let i = 1; i <= a.length; i++) {
    const row = list();
    append(row, i);
    for (let j = 1; j <= b.length; j++) {
      append(row, min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    before = row;
  }
  return before[b.length];
});

// A Date whose UTC fields (the only ones that Date has here) show the wall clock of a time zone such as 'Europe/Paris'.
publish('getLocalTime', function getLocalTime(timezone, date) {
  requireText(timezone, 'getLocalTime', 'the time zone');
  const time = date === undefined ? now() : timeOf(date);
  const zone = knownZones[timezone] ?? (knownZones[timezone] = findZone(timezone));
  if (zone === undefined) throw new RangeError("getLocalTime: there is no time zone '" + timezone + "'; use a name such as 'Europe/Paris'");
  const offset = zone.rules.length === 0 ? zone.offset : seasonalOffset(zone, time);
  return new Date(time + offset * 1000);
});

// TIME_ZONES is made by TimeZoneTable, which says what is in it.
const knownZones = dictionary();

function findZone(name) {
  for (let i = 0; i < TIME_ZONES.length; i++) if (indexOf(TIME_ZONES[i].names, ',' + name + ',') >= 0) return TIME_ZONES[i];
  return undefined;
}

function seasonalOffset(zone, time) {
  const year = utcYear(new Date(time));
  // The last change of the year before is the one still in force at the start of this year.
  let offset = zone.rules[zone.rules.length - 1][4];
  for (let i = 0; i < zone.rules.length; i++) {
    if (time >= changeTime(zone.rules[i], year)) offset = zone.rules[i][4];
  }
  return offset;
}

const DAY = 86400000;

// weekday: 1 Monday to 7 Sunday, 0 for the very day; day: the first candidate from it on, or for -1 the last of the month.
function changeTime(rule, year) {
  const { 0: month, 1: day, 2: weekday, 3: seconds } = rule;
  let start = day < 0 ? utc(year, month, 1) + day * DAY : utc(year, month - 1, day);
  const weekdayOf = (at) => ((((floor(at / DAY) + 3) % 7) + 7) % 7) + 1;
  while (weekday !== 0 && weekdayOf(start) !== weekday) start += day < 0 ? -DAY : DAY;
  return start + seconds * 1000;
}
