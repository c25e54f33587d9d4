// Reads calendars with ical.js: takes {name: {body, windows: [[after, before]]}} as JSON on stdin and prints
// {name: [[uid, start, end, status, summary]]}. Zones come from the feed's own VTIMEZONE only.
import fs from "node:fs";
import ICAL from "ical.js";

const text = (time) => {
  if (time.isDate) return time.toString();
  return time.convertToZone(ICAL.Timezone.utcTimezone).toString();
};
const instant = (time) => Date.parse(time.isDate ? `${time.toString()}T00:00:00Z` : text(time));

function eventsByUid(calendar) {
  const found = new Map();
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const uid = component.getFirstPropertyValue("uid");
    const group = found.get(uid) ?? { changed: [] };
    if (component.hasProperty("recurrence-id")) group.changed.push(component);
    else group.master = component;
    found.set(uid, group);
  }
  return found;
}

// A changed date may lie far from its rule, so the walk goes on for a while behind the window.
const SLACK = 40 * 24 * 3600 * 1000;

function* occurrences({ master, changed }, last) {
  const event = new ICAL.Event(master, { exceptions: changed, strictExceptions: true });
  if (!event.isRecurring()) {
    yield { item: event, startDate: event.startDate, endDate: event.endDate };
    return;
  }
  const iterator = event.iterator();
  for (let next = iterator.next(); next && instant(next) < last + SLACK; next = iterator.next())
    yield event.getOccurrenceDetails(next);
}

function read({ body, windows }) {
  const calendar = new ICAL.Component(ICAL.parse(body));
  const edges = windows.map(([after, before]) => [Date.parse(after), Date.parse(before)]);
  const last = Math.max(...edges.map(([, before]) => before));
  const rows = [];
  for (const [uid, group] of eventsByUid(calendar))
    for (const { item, startDate, endDate } of occurrences(group, last)) {
      const at = instant(startDate);
      if (!edges.some(([after, before]) => after <= at && at < before)) continue;
      const status = item.component.getFirstPropertyValue("status");
      rows.push([uid, text(startDate), text(endDate), status, item.summary]);
    }
  return rows;
}

const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const answers = Object.fromEntries(Object.entries(asked).map(([name, one]) => [name, read(one)]));
process.stdout.write(JSON.stringify(answers));
