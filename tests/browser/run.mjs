// Limen in a browser, as its officers see it: every page, and scenes of the day by the keyboard alone.
//
//   node tests/browser/run.mjs [--program PATH] [--long] [--only WORD] [--pictures FOLDER]
//
// Pages are looked at in English by day on a booth's screen and in French by night on a phone; --long (or LIMEN_LONG=1): in both languages, themes and sizes.
// --only runs the parts (pages, scenes, plain, arabic, day: a whole day) or scenes whose name holds the word; --pictures keeps what was looked at.
import { mkdirSync } from "node:fs";
import { options, start, Tally } from "../harness.mjs";
import { launch } from "./stage.mjs";
import { discover, look_at_pages } from "./pages.mjs";
import { scenes } from "./scenes.mjs";
import { scenes as second } from "./second.mjs";
import { scenes as ships } from "./convoy.mjs";
import { scenes as stays } from "./stays.mjs";
import { scenes as posts } from "./station.mjs";
import { scenes as together } from "./together.mjs";
import { scenes as centres } from "./centres.mjs";
import { scenes as publics } from "./public.mjs";
import { scenes as exercises } from "./training.mjs";
import { scenes as fees } from "./fees.mjs";
import { scenes as policy } from "./policy.mjs";
import { scenes as duties } from "./duties.mjs";
import { scenes as papers } from "./documents.mjs";
import { keys } from "./keys.mjs";
import { whole_day } from "./day.mjs";

const argv = process.argv.slice(2);
const taken = name => { const at = argv.indexOf(name); return at < 0 ? null : argv.splice(at, 2)[1]; };
const long = argv.includes("--long") || Boolean(process.env.LIMEN_LONG);
const only = taken("--only"), pictures = taken("--pictures");
const chosen = options(argv.filter(word => word !== "--long")), tally = new Tally();
if (pictures) mkdirSync(pictures, { recursive: true });
scenes.push(...second);
scenes.push(...duties);
const browser = await launch();
const wanted = name => !only || name.includes(only);

async function pages_and_scenes() {
	const server = await start(chosen), training = await start({ program: chosen.program, training: true });
	try {
		const found = await discover(server, training);
		if (wanted("pages")) await look_at_pages(browser, server, tally, found, { long, pictures });
		for (const [name, play] of [...scenes, ...ships, ...stays, ...keys, ...posts, ...together, ...centres, ...publics, ...exercises, ...fees, ...papers, ...policy])
			if (wanted(name)) await tally.run(name, () => play({ browser, server, user: found.user, training, learner: found.learner }));
		if (!server.alive()) tally.not("the server is alive", "it ended by itself");
	} finally {
		await Promise.all([server.stop(), training.stop()]);
	}
}

try {
	if (only !== "day") await pages_and_scenes();
	if (wanted("day")) await whole_day(browser, chosen, tally);
} finally {
	await browser.close();
}
tally.end();
