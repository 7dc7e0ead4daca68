// Which scene of a day with Limen is proven by which play and which test in a browser: prints the table, and fails where one is missing. Plays and the
// whole day run on both databases (./check). A play or test belongs to a scene by the number that its name begins with.
//
//   node tests/scenes.mjs
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./harness.mjs";
import { chapters } from "./browser/day.mjs";

const SCENES = {
	1: "an ordinary traveller", 2: "a passport that does not scan", 3: "a family of five in one car", 4: "a child of nine with an uncle", 5: "one name, born in 1950", 6: "a hit on a foreign list",
	7: "a citizen with an expired passport", 8: "afraid to go back", 9: "overstayed by 11 days", 11: "power fails for an hour", 12: "shift change", 13: "old and new passport", 14: "a visa in the old passport",
	15: "a ship with 22 crew", 16: "transit without a visa", 17: "a laissez-passer", 18: "refused for want of purpose", 19: "120 people at once", 20: "do I need a visa, in Arabic",
	21: "many want the same morning", 22: "a diploma is verified", 23: "granted, read at the booth, revoked", 24: "refused, and an appeal", 25: "what do you hold on me",
	26: "the minister asks: 60 days",
};
const files = (folder, ending) => readdirSync(join(root, "tests", folder)).filter(name => name.endsWith(ending)).sort();
const count = (text, like, scene) => [...text.matchAll(like)].filter(([, first, second]) => [first, second].includes(scene)).length;
// "scenes.mjs 3": how many in which file
const found = (folder, ending, like, scene) => files(folder, ending).filter(name => !["day.mjs", "visas.mjs"].includes(name)).map(name => [name, count(readFileSync(join(root, "tests", folder, name), "utf8"), like, scene)]).filter(([, n]) => n).map(one => one.join(" "));

// At the ministry: no hour of a post's day; a test of their own in a browser instead.
const ELSEWHERE = ["26"];
let missing = 0;
for (const [scene, words] of Object.entries(SCENES)) {
	const plays = found("plays", ".play", /^play "?(\d+)()\b/gm, scene), alone = found("browser", ".mjs", /^\t\["(?:key )?(\d+)()\b/gm, scene);
	const hours = chapters.filter(([, name]) => count(name, /^(\d+)(?: and (\d+))?:/g, scene)).map(([clock]) => clock);
	const lacks = [plays.length ? null : "a play", hours.length || (ELSEWHERE.includes(scene) && alone.length) ? null : "an hour of the whole day"].filter(Boolean);
	missing += lacks.length;
	console.log(`${lacks.length ? "not ok " : "ok     "} ${scene.padStart(2)} ${words}: ${plays.join(", ")} | ${[...alone, ...(hours.length ? [`day.mjs at ${hours.join(", ")}`] : [])].join(", ")}${lacks.length ? ` - lacks ${lacks.join(" and ")}` : ""}`);
}
console.log(`${Object.keys(SCENES).length - missing} passed, ${missing} failed`);
process.exitCode = missing ? 1 : 0;
