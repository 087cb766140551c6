/** The few numbers of the floor as cameras see it: `[{name, label, value}]`. */
import { totals } from "../floor/attention.js";

export function floorFigures({ words, floor, places, now }) {
  const sum = totals(floor, places, now);
  return [
    { name: "clean", label: words.header.clean, value: words.header.of(sum.clean, sum.all) },
    { name: "occupied", label: words.header.occupied, value: sum.occupied },
    { name: "dirty", label: words.header.dirty, value: sum.dirty },
    { name: "guests", label: words.header.guests, value: sum.seats ? `${sum.guests} / ${sum.seats}` : sum.guests },
  ];
}
