// A whole day of three posts in a browser: Sorrel Pass from the evening before to past midnight, with the ship at Port Meridian and two guests of
// Asterfield Airport. The server's clock is moved from one hour to the next; each chapter is a scene of a day with Limen. In the evening the board, the
// figures, their CSV and the journal must say what the day itself counted (cast.mjs).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { card, passport, root, start } from "../harness.mjs";
import { axe, must, DESK, heading, says, says_not, key_to, wedge, paste } from "./stage.mjs";
import { BOOTH, VERDICT, person, verdict } from "./scenes.mjs";
import { add_key_on, authenticator } from "./keys.mjs";
import { before as visas_before, chapters as visas } from "./visas.mjs";
import { Day, date, fill, press } from "./cast.mjs";

const NIGHT = "U-10004", BOOTH_DAY = "U-10001", SECOND = "U-10002", SHIFT = "U-10003", NIGHT_SHIFT = "U-10006", HARBOUR = "U-10007", HARBOUR_SECOND = "U-10008", LISTS = "U-20002",
	LISTS_CHIEF = "U-20011", AUDITOR = "U-20005", ACCESS = "U-20007", ASYLUM = "U-20009", DOCUMENTS = "U-20010", PERMITS = "U-20021";
const years_ago = (years, day = "02-03") => `${date().slice(0, 4) - years}-${day}`;
const crew = without => readFileSync(join(root, "tests/plays/crew.csv"), "utf8").split("\n").filter(line => line && !line.startsWith(`${without};`));

// Forty ordinary people: what they hold, not who they are, makes them ordinary.
const STATES = ["FRA", "GBR", "UTO", "MEX", "BRA", "PRT", "ESP", "USA", "CAN", "IRL"];
const ordinary = Array.from({ length: 40 }, (_, i) => person(`DAYLONG${"ABCDEFGHIJ"[i % 10]}`, `GUEST ${"ABCD"[i / 10 | 0]}`, {
	issuer: STATES[i % 10], born: `${1950 + i}-04-1${i % 10}`, sex: "FM"[i % 2], number: `DY${String(i).padStart(6, "0")}` }));

const who = {
	costa: person("COSTELETTO", "PAULO", { issuer: "BRA", born: "1988-03-09", sex: "M" }),
	digit: person("GARCIA LOPEZ", "ROSA", { issuer: "ESP" }),
	sukarno: person("SUKARNO", "", { issuer: "CHE", born: "1950", sex: "" }),
	dario: person("BELLAMAR", "DARIO", { issuer: "BRA", born: "1979-03-02", sex: "M" }),
	citizen: person("ERIKSSON", "ANNA", { issuer: "UTO", born: "1974-08-12", expires: "2012-04-15" }),
	leyla: person("AKSOYLU", "LEYLA", { issuer: "TUR" }),
	omar: person("REYESDAY", "OMAR", { issuer: "MEX", born: "1995-01-20", sex: "M" }),
	late: person("SOUZADAY", "OSMAR", { issuer: "BRA", born: "1980-04-04", sex: "M" }),
	visa: person("CHENDAY", "BORA", { issuer: "CHN", sex: "M" }),
	wanted: person("QUEIROGA", "IRIA", { issuer: "BRA", born: "1984-09-30" }),
	rita: person("RELIEVEDAY", "RITA", { issuer: "MEX" }),
};
Object.assign(who, { costa_new: { ...who.costa, number: "DN000001" }, visa_new: { ...who.visa, number: "DN000002" } });

const hours = [
	["now", "sixteen days before: two men come, the one for five days", async day => {
		const page = await day.booth(BOOTH_DAY);
		for (const [one, days] of [[who.late, 5], [who.costa, 30]]) {
			await day.scan(page, one, "Clear");
			await fill(page, { "[name=days]": days });
			await day.admit(page, one);
		}
	}],
	["+14 21:00", "the evening before: a ship's agent sends the crew list", async day => {
		const page = await day.page(HARBOUR, "/calls/new", { post: "MERID", lane: "3", direction: "entry" });
		await fill(page, { "#name": "Halcyon Bay", "#imo": "9074729", "#flag": "LBR", "[name=due_day]": date(1), "[name=due_time]": "08:00" });
		await press(page, "button:has-text('Announce')", /\/call\/[0-9a-f-]+$/);
		day.ship = new URL(page.url()).pathname;
		day.list("un_sanctions", "W-77", "YEVGENIY VASKRESIN,1984-06-21");
		for (const [version, without] of [[1, 22], [2, 14]]) {
			const lines = crew(without).map(line => version === 2 && line.startsWith("12;") ? line.replace(/^((?:[^;]*;){3})[^;]*/, "$1Bosun") : line);
			await page.to(`${day.ship}/list?list=crew`);
			await page.locator("#file").setInputFiles(day.file("crew.csv", lines.join("\r\n")));
			await press(page, "button:has-text('Take the list')", /\/call\/[0-9a-f-]+$/);
		}
		await says(page, "Missing from the list");
	}],
	["03:12", "1: an ordinary traveller", async day => {
		await day.desk(NIGHT_SHIFT, "/board");
		await day.begin(NIGHT_SHIFT);
		const page = await day.booth(NIGHT);
		await day.ordinary(page, ordinary[0]);
		must(await heading(page) === "Ready for a document", "the booth does not wait for the next");
	}],
	["04:05", "2: a passport that does not scan", async day => {
		const page = await day.booth(NIGHT), lines = passport(who.digit), spoilt = [lines[0], lines[1].slice(0, 27) + (Number(lines[1][27]) + 1) % 10 + lines[1].slice(28)];
		await Promise.all([page.waitForResponse(answer => answer.url().endsWith("/booth/scan")), wedge(page, spoilt)]);
		await page.locator("h1[data-focus]").waitFor();
		await says(page, "The check digit of the expiry date does not agree");
		await page.locator("#lines").focus();
		await page.keyboard.press("Control+A");
		await paste(page, lines.join("\n"));
		await key_to(page, "Enter", VERDICT);
		day.book.scans++;
		await day.admit(page, who.digit);
	}],
	["05:50", "the morning's hand-over", async day => {
		const night = await day.desk(NIGHT_SHIFT, "/handover");
		await fill(night, { "#words": "Quiet night. The reader of lane 2 is slow." });
		await press(night, "button:has-text('Leave this note')");
		await day.queue(NIGHT_SHIFT, 4, 10);
		const page = await day.desk(SHIFT, "/handover");
		await says(page, "Quiet night.");
		await press(page, "button:has-text('I have read it')");
		await page.to("/paper");
		await fill(page, { "#count": 10, "#whom": "Cupboard of lane 1" });
		await press(page, "form[action='/paper/block'] button");
		day.forms = (await day.json(SHIFT, "/paper")).blocks.at(-1).first;
	}],
	["06:10", "12: shift change at lane 1, with a touch of the key", async day => {
		const own = await day.booth(BOOTH_DAY, "entry", "2"), { key: mine } = await add_key_on(own, own.user);
		await own.waitForURL(/\/me$/).catch(async () => must(false, `the key is not added: ${own.url()}: ${await own.locator("main").innerText()}`));
		const page = await day.booth(NIGHT), key = await authenticator(page);
		await key.add((await mine.credentials())[0]);
		await page.bringToFront(); // a page that is seen again may look anew: it does so before the traveller comes
		await page.to("/booth");
		await day.scan(page, who.rita, "Clear");
		const traveller = page.url();
		await Promise.all([page.waitForResponse(one => one.url().endsWith("/relief/key") && one.status() === 303), page.keyboard.press("Shift+F9")]);
		await page.locator(".note", { hasText: "Taken over from Tomasz Vale" }).waitFor();
		must(page.url() === traveller, "the traveller's page did not stay");
		await day.admit(page, who.rita);
		await key.remove();
	}],
	["07:05", "the morning's queue: scan and one key, again and again", async day => {
		await day.queue(SHIFT, 25, 30);
		const page = await day.booth(BOOTH_DAY);
		for (const one of day.queue_of(ordinary, 1, 20)) await day.ordinary(page, one);
	}],
	["08:05", "3: a family of five in one car; the grandmother's card does not suffice", async day => {
		const page = await day.booth(BOOTH_DAY), of = (given, more) => person("HOLLODAY", given, { issuer: "GBR", ...more });
		const mira = of("MIRA", { born: years_ago(38) }), otto = of("OTTO", { born: years_ago(11), sex: "M" }), ella = of("ELLA", { born: years_ago(8) }), june = of("JUNE", { born: years_ago(1) });
		const ilse = of("ILSE", { born: years_ago(75), surname: "HOLLODAY" });
		for (const lines of [mira, otto, ella, ilse, june].map(one => one === ilse ? card(one) : passport(one))) {
			const before = new URL(page.url()).pathname;
			await Promise.all([page.waitForURL(url => VERDICT.test(url.pathname) && url.pathname !== before, { waitUntil: "load" }), wedge(page, lines)]);
			day.book.scans++;
		}
		await key_to(page, "F2", /\/group\/[0-9a-f-]+$/);
		await fill(page, { "[id='members.1.kinship']": "child", "[id='members.2.kinship']": "child", "[id='members.4.kinship']": "child", "#plate": "ab 12-cde", "#vehicle": "car", "#driver": { label: "HOLLODAY MIRA" } });
		await key_to(page, "F2", BOOTH);
		for (const one of [mira, otto, ella, june]) day.book.cross(page.place, one, { group: true, child: one !== mira });
		day.book.referrals.push({ post: "SORREL", surname: ilse.surname, sex: "F", reason: "papers_missing" });
		const second = await day.take(SECOND, "HOLLODAY ILSE");
		await day.hear(second, "She goes back with her son-in-law; her passport lies at home.");
		await day.refuse_there(second, ilse, "A", "An identity card alone does not suffice for entry by this road.");
	}],
	["08:40", "15: the ship is here: one decision for the crew, shore passes", async day => {
		const page = await day.page(HARBOUR, `${day.ship}/list?list=crew`, { post: "MERID", lane: "3", direction: "entry" });
		await page.locator("#file").setInputFiles(day.file("crew.csv", crew().join("\r\n")));
		await press(page, "button:has-text('Take the list')", /\/call\/[0-9a-f-]+$/);
		await press(page, "button[value=arrived]");
		await says(page, "Here since");
		await page.locator("tbody tr:has-text('DACULLO') input[name=except]").first().check();
		await press(page, "button:has-text('as crew')");
		day.cleared = await page.locator(".status:has-text('Cleared')").count();
		await press(page, "button:has-text('Shore passes for the others')", /\/shore-passes$/);
	}],
	["09:05", "4: a child of nine with an uncle", async day => {
		const page = await day.booth(BOOTH_DAY), nina = person("CARTERDAY", "NINA", { issuer: "GBR", born: years_ago(9) });
		await day.scan(page, nina, "Child");
		await fill(page, { "#companion": "nobody" });
		await press(page, "button[formaction]", VERDICT);
		await verdict(page, "Child alone");
		must(await page.locator(".verdict.care").count() === 1 && await page.locator(".verdict.stop").count() === 0, "a child alone is not violet");
		await fill(page, { "#companion": "relative", "#consent": "letter", "#consent_by": "Ada Carter" });
		await day.admit(page, nina, { child: true, companion: "relative" });
	}],
	["09:20", "5: a man named only Sukarno, born in 1950", async day => {
		const page = await day.booth(BOOTH_DAY), { number, issuer } = who.sukarno;
		await key_to(page, "F3", /\/booth\/manual/);
		await fill(page, { "#surname": "SUKARNO", "[name='born.year']": 1950, "#nationalities": issuer, "#document_kind": "P", "#document_issuer": issuer, "#document_number": number,
			"[name='document_expires.day']": 15, "[name='document_expires.month']": 3, "[name='document_expires.year']": Number(date().slice(0, 4)) + 3 });
		await key_to(page, "F2", VERDICT);
		day.book.scans++;
		await says(page, "75 or 76");
		await day.admit(page, who.sukarno);
	}],
	["09:40", "6: a hit on another state's list, compared at the booth", async day => {
		day.list("foreign_sanctions", "F-1", "DARIO BELLAMAR,1961-05-04");
		const page = await day.booth(BOOTH_DAY);
		await day.scan(page, who.dario, "Look");
		await press(page, "a:has-text('Compare side by side')");
		await day.compare(page, "BELLAMAR", "foreign_sanctions", "other", "Born in 1979, the entry in 1961; another face.");
		await day.admit(page, who.dario);
	}],
	["10:05", "7: a citizen with an expired passport", async day => {
		const page = await day.booth(BOOTH_DAY);
		await day.scan(page, who.citizen, "Look");
		await page.keyboard.press("F8");
		await page.keyboard.type("Identity established by the identity card and two questions.");
		await Promise.all([page.waitForEvent("load"), page.keyboard.press("F8")]);
		await day.admit(page, who.citizen);
		const desk = await day.desk(DOCUMENTS, "/tasks");
		await press(desk, "main a:has-text('ERIKSSON')", /\/task\//);
		await fill(desk, { "[name=note]": "An appointment on Monday." });
		await press(desk, "button:has-text('It is done')");
	}],
	["10:25", "8: I am afraid to go back", async day => {
		const page = await day.booth(BOOTH_DAY);
		await day.scan(page, who.leyla);
		await page.keyboard.press("F7");
		await fill(page, { "#claim-language": "fr" });
		await key_to(page, "F7", /\/claim\//);
		day.book.claims.push({ post: "SORREL", sex: "F" });
		await says(page, "Vous avez demandé une protection");
		await press(page, "a[href^='/inspection/']", VERDICT);
		await day.refer(page, who.leyla, "protection");
		const second = await day.take(SECOND, "AKSOYLU");
		must(await second.locator("form[action$='/refuse']").count() === 0, "a person who asked for protection could be refused");
		await day.hear(second, "She does not want to speak about it now.");
		await day.admit_there(second, who.leyla);
		const liaison = await day.desk(ASYLUM, "/claims");
		await press(liaison, ".table a:has-text('AKSOYLU')", /\/protection\//);
		await fill(liaison, { "[name=answer][value=received]": true });
		await press(liaison, "form[action$='/answer'] button");
	}],
	["10:50", "18: refused for want of purpose: held, heard, refused, gone", async day => {
		const page = await day.booth(BOOTH_DAY);
		await day.scan(page, who.omar);
		await day.refer(page, who.omar, "purpose");
		const second = await day.take(SECOND, "REYESDAY");
		await second.locator("#hold summary").click();
		await fill(second, { "[name=ground][value=examination]": true, "#hold-facts": "The host could not be reached.", "#alternative": "Nobody answers for him.", "[name=screened]": true });
		await press(second, "#hold button", /\/hold\//);
		await press(second, "button[value=meal]");
		await fill(second, { "form[action$='/end'] [name=outcome]": "released", "form[action$='/end'] [name=note]": "The host answered; he waits in the hall." });
		await press(second, "form[action$='/end'] button");
		await second.to("/second-line");
		await press(second, ".queue a:has-text('REYESDAY')", /\/referral\//);
		await day.hear(second, "He visits nobody and has no booking.");
		await day.refuse_there(second, who.omar, "E", "Nothing was shown about the stay.", { "[name=signature_refused]": true });
		await press(second, "a[href^='/refusal/']");
		day.paper = await second.locator("a[href^='/letter/']").first().getAttribute("href");
		day.printed = await day.pdf(SECOND, day.paper);
		await second.to("/departures");
		await press(second, "main a:has-text('REYESDAY')", /\/departure\//);
		await fill(second, { "#carrier, [name=carrier]": "Vale Lines", "form[action$='/notice'] [name=craft]": "UT 4471" });
		await press(second, "form[action$='/notice'] button");
		await fill(second, { "form[action$='/left'] [name=craft]": "UT 4472" });
		await press(second, "form[action$='/left'] button");
	}],
	["11:45", "11: the power fails; people cross on paper", async day => {
		const page = await day.desk(SHIFT, "/equipment");
		await fill(page, { "form[action='/power'] [name=state]": "none" });
		await press(page, "form[action='/power'] button.main");
		await page.to("/paper");
		await fill(page, { "#reason": "No power since the storm." });
		await press(page, "form[action='/paper/begin'] button");
		const board = await day.desk(SHIFT, "/board");
		await says(board, "This post works on paper since");
		day.on_paper = ordinary.slice(36, 39).map((one, i) => ({ one, form: i, clock: ["11:52", "12:10", "12:31"][i], direction: i === 2 ? "exit" : "entry" }));
	}],
	["12:45", "11: the power is back", async day => {
		const page = await day.desk(SHIFT, "/equipment");
		await fill(page, { "form[action='/power'] [name=state]": "solar" });
		await press(page, "form[action='/power'] button.main");
		await page.to("/paper");
		await fill(page, { "#next": day.form(3) });
		await press(page, "form[action='/paper/end'] button");
	}],
	["13:05", "9: overstayed by eleven days, a hospital's paper in hand", async day => {
		const page = await day.booth(BOOTH_DAY, "exit");
		await day.scan(page, who.late, "Look");
		await says(page, "11 days");
		await fill(page, { "#explained": "illness", "#paper": "Letter of the hospital of Amaurot" });
		await key_to(page, "F2", /\/(overstay\/|booth)/);
		day.book.cross(page.place, who.late);
	}],
	["13:30", "13: came on the old passport, leaves on the new one", async day => {
		const page = await day.booth(BOOTH_DAY, "exit");
		await day.scan(page, who.costa_new);
		await press(page, "section[aria-labelledby=alike] a", /\/with\//);
		await fill(page, { "#why": "Both passports in hand; the same face." });
		await key_to(page, "F2", VERDICT);
		day.book.scans++;
		await verdict(page, "Clear");
		await day.admit(page, who.costa_new);
	}],
	["14:05", "14: a visa in the old passport, presented with the new one", async day => {
		const desk = await day.desk(PERMITS, "/permits/new");
		await fill(desk, { "#kind": "visa", "#number": "VD20001", "#valid_from": date(-20), "#valid_until": date(100), "#entries": 1, "#stay_rule": "visit", "#surname": who.visa.surname, "#given_names": who.visa.given,
			"#born": who.visa.born, "#document_issuer": "CHN", "#document_number": who.visa.number });
		await press(desk, "form[action='/permits/new'] button.main", /\/permit\//);
		const page = await day.booth(BOOTH_DAY);
		await day.scan(page, who.visa_new, "Refer");
		await page.keyboard.press("F9");
		await page.keyboard.insertText(passport(who.visa).join("\n"));
		await key_to(page, "F9", /\/with\//);
		await fill(page, { "#why": "Both passports in hand; the same face." });
		await key_to(page, "F2", VERDICT);
		day.book.scans++;
		await verdict(page, "Clear");
		await day.admit(page, who.visa_new);
	}],
	["14:30", "16 and 17: Asterfield: airside in transit; a laissez-passer of the United Nations", async day => {
		const page = await day.booth(NIGHT, "entry", "1", "ASTERF"), mei = person("HEDAY", "MEI", { issuer: "CHN" });
		await day.scan(page, mei, "Refer");
		await says(page, "Transit visa: applied for at a consulate");
		await fill(page, { "section[aria-labelledby=apply] select": "transit" });
		await press(page, "button:has-text('Check for this purpose')", VERDICT);
		day.book.scans++;
		await verdict(page, "Clear");
		await day.admit(page, mei); // a crossing on record, and no entry
		const envoy = person("OKONKWODAY", "ADA", { issuer: "UNO", nationality: "CHN", code: "PU" });
		await day.scan(page, envoy, "Clear");
		await says(page, "Not needed for this category.");
		await day.admit(page, envoy);
	}],
	["15:05", "19: 120 people at once after a landslide: peak mode until 16:00", async day => {
		const page = await day.desk(SHIFT, "/peak");
		await fill(page, { "#reason": "A landslide closed the other road; 120 people.", "#until": "16:00" });
		await press(page, "form[action='/peak'] button.main");
		await says(page, "Peak mode until");
		await day.queue(SHIFT, 120, 55);
		const booth = await day.booth(BOOTH_DAY);
		await says(booth, "Peak mode until");
		for (const one of day.queue_of(ordinary, 20, 32)) await day.ordinary(booth, one, { peak: true });
	}],
	["16:05", "the afternoon's exits; peak mode is over by itself", async day => {
		const page = await day.booth(BOOTH_DAY, "exit");
		await says_not(page, "Peak mode until");
		for (const one of day.queue_of(ordinary, 1, 13)) await day.ordinary(page, one);
		await day.queue(SHIFT, 8, 20);
	}],
	["17:05", "14: the visa is used up, and fails its named check", async day => {
		let page = await day.booth(BOOTH_DAY, "exit");
		await day.scan(page, who.visa_new);
		await day.admit(page, who.visa_new);
		page = await day.booth(BOOTH_DAY);
		await day.scan(page, who.visa_new, "Refer");
		await says(page, "Entries used: 1 of 1.");
		await day.refer(page, who.visa_new, "papers_missing");
		const second = await day.take(SECOND, who.visa_new.surname);
		await day.hear(second, "He thought the visa was for two entries.");
		await day.refuse_there(second, who.visa_new, "C", "The visa was for one entry and is used up.");
	}],
	["18:05", "what was recorded wrongly is put right", async day => {
		const page = await day.booth(BOOTH_DAY);
		for (let i = 0; i < 2; i++) await day.ordinary(page, ordinary[32]);
		await day.correct(SHIFT, ordinary[32], "annul", "", "recorded_twice");
		day.book.crossings.at(-1).annulled = true;
		await day.ordinary(await day.booth(BOOTH_DAY), ordinary[33]);
		await day.correct(SHIFT, ordinary[33], "purpose", "business", "typing_error");
	}],
	["18:40", "6: the hit does not stop this passport any more, but does when the list entry changes", async day => {
		const page = await day.booth(BOOTH_DAY, "exit");
		await day.scan(page, who.dario);
		must(!["Look", "Refer"].includes(await heading(page)), `the same hit stops him again: ${await heading(page)}`);
		await key_to(page, "Escape", BOOTH);
		day.list("foreign_sanctions", "F-1", "DARIO BELLAMAR,1979");
		await day.scan(page, who.dario, "Look");
		await press(page, "a:has-text('Compare side by side')");
		day.book.findings = day.book.findings.filter(one => one.surname !== "BELLAMAR"); // the last finding counts
		await day.compare(page, "BELLAMAR", "foreign_sanctions", "other", "The entry's mother is another one.");
		await day.admit(page, who.dario);
	}],
	["19:10", "11: in the evening the paper forms are entered", async day => {
		const page = await day.desk(BOOTH_DAY, "/paper/entry");
		for (const { one, form, clock, direction } of day.on_paper) {
			await fill(page, { "#number": day.form(form), "#clock": clock, "#direction": direction, "#lines": passport(one).join("\n") });
			await press(page, "main form button.main", /\/paper\/entry\?done=/);
			day.book.cross({ post: "SORREL", direction }, one, { hour: `${clock.slice(0, 2)}:00`, paper: true });
		}
	}],
	["20:05", "a national list: proposed by one, confirmed by another, asked at the booth within a second", async day => {
		const desk = await day.desk(LISTS, "/lists/wanted/propose");
		await fill(desk, { "#name": "IRIA QUEIROGA", "#born": "1984-09-30", "#authority": "Court of Meridian", "#reason": "Sought as a witness.", "#review": date(90), "#why": "Order 12 of the court." });
		await press(desk, "button:has-text('Try and propose')", /\/change\//);
		const chief = await day.desk(LISTS_CHIEF, new URL(desk.url()).pathname);
		await press(chief, "button[value=confirm]");
		await new Promise(done => setTimeout(done, 1000));
		const page = await day.booth(BOOTH_DAY);
		await day.scan(page, who.wanted, "Refer");
		await day.refer(page, who.wanted, "list_hit");
		const second = await day.take(SECOND, "QUEIROGA");
		await day.compare(second, "QUEIROGA", "wanted", "other", "Another mother and another birthplace, as the court says.");
		await day.hear(second, "She helped with the comparison.");
		await day.admit_there(second, who.wanted);
	}],
	["20:50", "25: what do you hold on me, and who looked?", async day => {
		const page = await day.desk(ACCESS, "/search");
		await fill(page, { "[name=document]": who.omar.number, "[name=why]": "data_subject", "[name=reason]": "A request of today" });
		await press(page, "form[action='/search'] button");
		await press(page, ".results a");
		await press(page, "a[href^='/requests/new']");
		await fill(page, { "[name=what]": "access", "[name=capacity]": "self", "#name": "Omar Reyesday", "#identified": "Passport, compared with the face" });
		await press(page, "form[action='/requests/new'] button.main");
		await fill(page, { "[name=outcome]": "given" });
		await press(page, "button:has-text('Answer')");
		await says(page, "Everything was handed over");
		const { text } = await page.user.ask("GET", `${new URL(page.url()).pathname}/given`);
		for (const words of ["REYESDAY", "Border officer", "neither says nor denies"]) must(text.includes(words), `what is handed over does not say "${words}"`);
		must(!text.includes("Ilse Brandt"), "an officer is named");
	}],
	["21:10", "15: the crew comes back aboard; one does not", async day => {
		const page = await day.page(HARBOUR, "/shore-passes", { post: "MERID", lane: "3", direction: "entry" });
		const { people } = await day.json(HARBOUR, day.ship);
		for (const { pass, surname } of people.filter(one => one.pass && one.surname !== "GUMABAY")) {
			await fill(page, { "#number": pass });
			await key_to(page, "Enter", /\/shore-passes\?back=/);
			await says(page, `Pass ${pass} is back.`);
		}
	}],
	["21:40", "the evening's hand-over", async day => {
		const page = await day.desk(SHIFT, "/handover");
		await fill(page, { "#words": "Power failed from 11:45 to 12:45; the forms are entered. Nobody is held." });
		await press(page, "button:has-text('Leave this note')");
		const night = await day.desk(NIGHT_SHIFT, "/handover");
		await press(night, "button:has-text('I have read it')");
	}],
];

// The consulate's hours stand where the clock has them.
const clock_of = ([clock]) => clock.length === 5 ? clock : "";
export const chapters = [hours[0], visas_before, ...[...hours.slice(1), ...visas].map((one, i) => [clock_of(one), i, one]).sort((a, b) => a[0].localeCompare(b[0]) || a[1] - b[1]).map(([, , one]) => one)];

// --- the evening: what the program says beside what the day counted ---
const same = (said, counted, what) => must(JSON.stringify(said) === JSON.stringify(counted), `${what}: the program says ${JSON.stringify(said)}, the day counted ${JSON.stringify(counted)}`);
const by_sex = rows => Object.fromEntries(["F", "M", "X", "U"].map(sex => [sex, rows.filter(row => (row.sex || "U") === sex).length]));
const sexes = row => Object.fromEntries(["F", "M", "X", "U"].map(sex => [sex, Number(row?.[sex] ?? 0)]));
const SORREL = { post: "SORREL" };

const evening = [
	["the board and the day's page", async ({ day, book }) => {
		const page = await day.desk(SHIFT, "/board"), board = await day.json(SHIFT, "/board"), { today, hours } = board;
		const { waiting, hits_waiting, hits_undecided, corrections, on_paper, paper_missing } = board;
		same({ waiting, hits_waiting, hits_undecided, corrections, on_paper, paper_missing },
			{ waiting: day.before + book.referrals.filter(one => !one.outcome).length, hits_waiting: 0, hits_undecided: 0, corrections: book.corrections.length, on_paper: false, paper_missing: 0 }, "the board");
		const entries = book.of(book.crossings, { ...SORREL, direction: "entry" }), exits = book.of(book.crossings, { ...SORREL, direction: "exit" });
		same(today, { day: date(), entries: entries.length, exits: exits.length, referred: book.referrals.length, refused: book.refusals.length }, "the day");
		for (const { hour, entries: came, exits: left } of hours) same([came, left], [book.count(entries, { hour }), book.count(exits, { hour })], hour);
		for (const words of [`${entries.length}`, `${exits.length}`]) await says(page, words);
	}],
	["crossings by direction, hour and nationality, each by sex", async ({ book, figure }) => {
		const flows = await figure("flows", "&by=direction"), nations = await figure("flows", "&by=nationality");
		for (const direction of ["entry", "exit"]) same(sexes(flows[direction]), by_sex(book.of(book.crossings, { ...SORREL, direction })), direction);
		const here = book.of(book.crossings, SORREL);
		for (const nationality of new Set([...Object.keys(nations), ...here.map(one => one.nationality)])) same(sexes(nations[nationality]), by_sex(book.of(here, { nationality })), nationality);
	}],
	["refusals by reason, claims, the second line", async ({ book, figure }) => {
		const refusals = await figure("refusals"), claims = await figure("claims"), second = await figure("second-line", "&by=reason");
		for (const reason of new Set([...Object.keys(refusals), ...book.refusals.map(one => one.reason)])) same(sexes(refusals[reason]), by_sex(book.of(book.refusals, { reason })), `refusals for ${reason}`);
		same(sexes(claims.SORREL), by_sex(book.claims), "claims");
		for (const reason of new Set(book.referrals.map(one => one.reason))) {
			const all = book.of(book.referrals, { reason }), { all: said, admitted, refused, open } = second[reason] ?? {};
			same([said, admitted, refused, open].map(Number), [all.length, book.count(all, { outcome: "admit" }), book.count(all, { outcome: "refuse" }), 0], `sent to the second line for ${reason}`);
		}
	}],
	["hits, waits, corrections", async ({ book, figure }) => {
		const hits = await figure("hits", "&by=list"), waits = await figure("waits", "&by=post"), corrections = await figure("corrections", "&by=reason");
		for (const list of new Set([...Object.keys(hits).filter(code => code !== "all"), ...book.findings.map(one => one.list)]))
			same([hits[list]?.compared, hits[list]?.other].map(Number), [book.count(book.findings, { list }), book.count(book.findings, { list, finding: "other" })], `compared with ${list}`);
		const minutes = book.waits.map(one => one.minutes).sort((a, b) => a - b), rank = percent => minutes[Math.ceil(minutes.length * percent / 100) - 1] * 60;
		same([waits.SORREL.waits, waits.SORREL.wait_median_seconds, waits.SORREL.wait_p95_seconds].map(Number), [minutes.length, rank(50), rank(95)], "waits");
		const by_hour = await figure("waits", "&by=hour");
		for (const { hour, minutes: waited } of book.waits) same([by_hour[`1${hour.slice(0, 2)}`]?.waits, by_hour[`1${hour.slice(0, 2)}`]?.wait_median_seconds].map(Number), [1, waited * 60], `the wait at ${hour}`);
		for (const reason of new Set([...Object.keys(corrections), ...book.corrections.map(one => one.reason)]))
			same(sexes(corrections[reason]), by_sex(book.of(book.corrections, { reason })), `corrections for ${reason}`);
	}],
	["groups, children, late exits, peak, paper, holdings", async ({ book, figure }) => {
		const groups = await figure("groups"), children = await figure("children"), late = await figure("penalties"), peaks = Object.values(await figure("peaks")), paper = await figure("paper"), held = Object.values(await figure("holdings"));
		same([groups[5].all, groups[5].children, groups[5].groups].map(Number), [book.count(book.crossings, { group: true }), book.count(book.crossings, { group: true, child: true }), 1], "the family");
		same(Object.values(children).reduce((sum, row) => sum + Number(row.all), 0), book.count(book.crossings, { ...SORREL, child: true }), "children");
		same(Number(children.relative.all), book.count(book.crossings, { companion: "relative" }), "children with a relative");
		same([late.illness.all, late.illness.excused, late.illness.paid].map(Number), [1, 1, 0], "late exits");
		same(peaks.map(one => Number(one.all)), [book.count(book.crossings, { peak: true })], "people in peak mode");
		same(Number(paper.SORREL.all), book.count(book.crossings, { paper: true }), "people on paper");
		same(held.map(one => [one.all, one.past_limit].map(Number)), [[1, 0]], "people held");
	}],
	["the figures are printed whole, with their days and their post", async ({ day }) => {
		const page = await day.desk(SHIFT, "/figures/conveyances?post=MERID");
		await page.emulateMedia({ media: "print" });
		await page.setViewportSize({ width: 1032, height: 700 }); // A4 across, without its margins
		must(await page.locator(".scroll:has(table)").evaluate(one => one.querySelector("table").getBoundingClientRect().right <= one.getBoundingClientRect().right + 1), "the table is cut at the paper's edge");
		must(!await page.locator(".views, .filters").first().isVisible(), "links and filters are printed");
		await says(page, "Port Meridian");
		await page.emulateMedia({ media: null });
		await page.setViewportSize(DESK);
	}],
	["the journal holds one entry for each of it, and verifies", async ({ day, book }) => {
		await day.desk(AUDITOR, "/journal");
		const mine = new Set([NIGHT, BOOTH_DAY, SECOND, SHIFT, NIGHT_SHIFT]), today = date();
		const crossings = (await day.entries(AUDITOR, "crossing", today)).filter(one => mine.has(one.user)), kinds = type => crossings.filter(one => one.type === type).length;
		same([kinds("crossing"), kinds("refusal"), kinds("correction")], [book.crossings.length, book.refusals.length, book.corrections.length], "entries of crossings");
		const inspections = (await day.entries(AUDITOR, "inspection", today)).filter(one => mine.has(one.user));
		same(inspections.filter(one => one.type === "inspection").length, book.scans + book.count(book.crossings, { paper: true }), "inspections");
		day.command("journal", "verify");
	}],
	["the refusal is printed again, byte for byte; nobody of today waits, and nobody is held", async ({ day }) => {
		const page = await day.desk(SECOND, "/second-line"), { referrals } = await day.json(SECOND, "/second-line");
		same(referrals.length, day.before, "who waits");
		await says_not(page, "DAY");
		must(!(await axe(page)).length, `axe: ${await axe(page)}`);
		must(await day.pdf(SECOND, day.paper) === day.printed, "the form is another one");
	}],
];

// Past midnight a shore pass is not back: a task, then a deserter's file; and the ship's figures are those of its day.
async function after_midnight(day) {
	const that_day = date();
	await day.clock("00:40");
	const page = await day.page(HARBOUR_SECOND, "/tasks", { post: "MERID", lane: "3", direction: "entry" });
	await press(page, "main a:has-text('GUMABAY')", /\/task\//);
	await says(page, "A shore pass was not given back by its hour");
	await page.to(day.ship);
	await press(page, "a:has-text('GUMABAY')");
	await fill(page, { "form[action$='/deserter'] [name=words]": "The agent knows nothing of him." });
	await press(page, "form[action$='/deserter'] button");
	await says(page, "GUMABAY");
	await day.desk(SHIFT, "/board");
	const { vessel } = await day.figure(SHIFT, "conveyances", "MERID", "", that_day);
	same([vessel.calls, vessel.people, vessel.look, vessel.cleared, vessel.passes, vessel.passes_back, vessel.passes_late, vessel.deserters].map(Number), [1, 22, 1, day.cleared, day.cleared, day.cleared - 1, 1, 1], "the ship");
}

export async function whole_day(browser, chosen, tally) {
	const server = await start({ ...chosen, clock: 1 }), day = new Day(browser, server, chosen.postgres ? 3 : 40);
	try {
		for (const [clock, name, act] of chapters) {
			if (clock !== "now") await day.clock(clock);
			await tally.run(`day ${clock} ${name}`, () => act(day));
		}
		await day.clock("22:30");
		await day.desk(SHIFT, "/board");
		for (const [name, compare] of evening) await tally.run(`day 22:30 ${name}`, () => compare({ day, book: day.book, figure: (what, more) => day.figure(SHIFT, what, "SORREL", more) }));
		await tally.run("day 00:40 15: past midnight a shore pass is not back", () => after_midnight(day));
		await tally.run("day: no page complained, and the server is alive", async () => {
			await day.end();
			must(server.alive(), "the server ended by itself");
		});
	} finally {
		await server.stop();
	}
}
