// The consulate and the applicant, as hours of the whole day: from the question on a telephone to the sticker, the booth, the letter and the appeal.
import { person } from "./scenes.mjs";
import { Applicant } from "../public.mjs";
import { date, press } from "./cast.mjs";
import { open_page, must, says, says_not, axe, key_to, PHONE } from "./stage.mjs";

const CLERK = "U-20041", OFFICER = "U-20042", CHIEF = "U-20043", APPEALS = "U-20044", DOCUMENTS = "U-20010", BOOTH = "U-10001", SECOND = "U-10002", CASHIER = "U-20051";
const years_ago = years => `${date().slice(0, 4) - years}-05-03`;
const noor = person("NOORDAY", "NOOR", { issuer: "IND", born: years_ago(41) }), lena = person("LENADAY", "LENA", { issuer: "IND", born: years_ago(35) }), aigul = person("AIGULDAY", "AIGUL", { issuer: "KAZ", born: years_ago(29) }), viktor = person("VIKTORDAY", "VIKTOR", { issuer: "IND", born: years_ago(44), sex: "M" });
const answers_of = who => ({ "applicant.surname": who.surname, "applicant.given_names": who.given, "applicant.birth_date": who.born, "applicant.sex": who.sex, "applicant.nationality": who.issuer,
	"passport.number": who.number, "passport.issuer": who.issuer, "passport.expires": who.expires });

// A question of a form, however it is asked: a date in three fields, a choice of few as buttons, of many as a list.
async function answer(page, name, value) {
	const parts = page.locator(`[name='answer.${name}.year']`);
	if (await parts.count()) {
		const [year, month, dom] = value.split("-");
		for (const [part, text] of [["day", dom], ["month", month], ["year", year]]) await page.fill(`[name='answer.${name}.${part}']`, String(Number(text)));
		return;
	}
	const field = page.locator(`[name='answer.${name}']:not([type=hidden])`).first(), kind = await field.evaluate(element => element.type);
	if (["radio", "checkbox"].includes(kind)) await page.locator(`[name='answer.${name}'][value='${value}']:not([type=hidden])`).check();
	else if (kind.startsWith("select")) await field.selectOption(value);
	else await field.fill(value);
}
async function act(page, id, name, answers = {}) {
	await page.to(`/case/${id}/do/${name}`);
	for (const [field, value] of Object.entries(answers)) await answer(page, field, value);
	await press(page, "form.act button.main", new RegExp(`/case/${id}$`));
}
// Whoever applies, with a telephone; `day.people` remembers who has an account. A session ends when the clock has moved.
async function phone(day, email, language = "en") {
	const who = await new Applicant(day.server, email).sign_in(), page = await open_page(day.browser, day.server, { user: { cookies: [...who.cookies] }, language, size: PHONE });
	return { who, page };
}
async function close(day, page) {
	day.wrong.push(...page.wrong);
	await page.context().close();
}
async function looked_at(page) {
	const wrong = await axe(page), wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	must(!wrong.length && wide <= 0, `${page.url()}: ${wide} px too wide; ${wrong.join("\n")}`);
}
// Sent, paid and booked: what others do page by page in their own hours.
async function applied(day, who, email) {
	const one = await new Applicant(day.server, email).sign_in(), path = await one.begin("short_stay_visa");
	await one.fill(path, { answers: answers_of(who), days: 3 });
	await one.act(path, "submit", { declaration: "yes" });
	await one.pay(path);
	await one.book(path);
	return path.split("/").at(-1);
}

export const before = ["now", "20: on a phone, in Arabic: do I need a visa? Saved at the sixth page", async day => {
	const { who, page } = await phone(day, "noor@day.example", "ar");
	await page.to("/visa");
	await press(page, "a[href='/visa/advice']");
	await page.selectOption("#nationality", "IND");
	await page.selectOption("#purpose", "family_visit");
	await press(page, "main form button.main");
	must(await page.evaluate(() => document.documentElement.dir) === "rtl", "the page does not run from right to left");
	for (const words of ["90 XTS", "11 يوم عمل"]) await says(page, words);
	await looked_at(page);
	await press(page, "main a.btn.main");
	await press(page, "main form button.main", /\/application\//);
	await looked_at(page);
	day.noor = new URL(page.url()).pathname;
	await press(page, "main .btn.main");
	for (const [name, value] of Object.entries(answers_of(noor)).filter(([name]) => name.startsWith("applicant"))) await answer(page, name, value);
	await press(page, "main form button.main");
	await who.fill(day.noor, { answers: answers_of(noor), most: 5 });
	await page.to(day.noor);
	await says(page, "كل شيء محفوظ");
	await page.to(`${day.noor}/people`);
	await page.selectOption("#party", "helper");
	await page.fill("#email", "sami@day.example");
	await press(page, "main form button.main");
	await close(day, page);
}];

export const chapters = [
	["09:20", "20: a helper with a mandate takes the application up, two weeks later, and sends it", async day => {
		const { who, page } = await phone(day, "sami@day.example", "ar");
		await page.to("/applications");
		await press(page, `a[href='${day.noor}']`);
		await who.fill(day.noor, { answers: { ...answers_of(noor), purpose: "family_visit", helped: "yes", "helper.surname": "SAMIDAY", "helper.given_names": "SAMI" } });
		await page.to(`${day.noor}/do/submit`);
		await answer(page, "declaration", "yes");
		await press(page, "main form button.main", new RegExp(`${day.noor}$`));
		await says(page, "رسم");
		await looked_at(page);
		await close(day, page);
	}],
	["10:10", "21: two people want the same morning; one is told that it is gone, and takes the next", async day => {
		const people = await Promise.all(["ada@day.example", "ben@day.example"].map(async email => {
			const one = await new Applicant(day.server, email).sign_in(), path = await one.begin("short_stay_visa");
			await one.fill(path, { answers: { ...answers_of(viktor), "applicant.surname": email.slice(0, 3).toUpperCase(), "passport.number": `D${email.slice(0, 3).toUpperCase()}0001` }, days: 20 });
			await one.act(path, "submit", { declaration: "yes" });
			await one.pay(path);
			return { page: await open_page(day.browser, day.server, { user: { cookies: [...one.cookies] }, size: PHONE }), path };
		}));
		for (const { page, path } of people) {
			await page.to(`${path}/book?use=visit`);
			await press(page, "ul.tasks a[href*='centre=']");
			await press(page, "ul.tasks a[href*='day=']");
		}
		const [first, second] = people.map(one => one.page), time = "label.choice.boxed:last-of-type input[name=start]";
		const value = await first.locator(time).last().getAttribute("value");
		// places of one time until it is full: the last one is wanted by both
		for (const { page } of people) await page.locator(`input[name=start][value='${value}']`).check();
		await press(first, "main form.form button.main");
		await Promise.all([second.waitForEvent("load"), second.locator("main form.form button.main").click()]);
		const booked = await Promise.all(people.map(async ({ page, path }) => { await page.to(path); return page.locator("body").innerText(); }));
		must(booked.some(text => text.includes("Your visit")), `nobody has the visit: ${booked[0].slice(0, 400)}`);
		for (const { page } of people) { await looked_at(page); await close(day, page); }
	}],
	["10:40", "23: granted: received at the desk, decided, the sticker taken from stock, printed and read back, handed over", async day => {
		const id = day.lena = await applied(day, lena, "lena@day.example");
		const clerk = await day.desk(CLERK, `/case/${id}`);
		await says(clerk, "LENADAY");
		await act(clerk, id, "receive");
		const officer = await day.desk(OFFICER, `/case/${id}`);
		await act(officer, id, "grant", { granted_from: date(), granted_until: date(60), granted_days: "30", granted_entries: "single" });
		await says(officer, "Granted");
		await clerk.to(`/case/${id}/do/made`);
		await says(clerk, "Print the sticker and read it back first.");
		await clerk.to(`/seals/case/${id}`);
		await press(clerk, "table a");
		await press(clerk, "button:has-text('Take the next sticker')");
		const permit = new URL(clerk.url()).pathname, { bytes, sticker } = await day.json(CLERK, permit);
		must(/^UT\d{6}$/.test(sticker), `no number of a sticker: ${sticker}`);
		must((await day.pdf(CLERK, `${permit}/sticker`)).startsWith("%PDF"), "no print of the sticker");
		await clerk.fill("#back", bytes);
		await press(clerk, "button:has-text('Compare')");
		await says(clerk, "Read back: it agrees");
		await looked_at(clerk);
		await act(clerk, id, "made");
		await act(clerk, id, "hand_over");
		const { page } = await phone(day, "lena@day.example", "fr");
		await page.to(`/application/${id}`);
		await says(page, "Votre visa est en vigueur");
		await looked_at(page);
		await close(day, page);
	}],
	["11:10", "24: refused by two, with reasons and remedy; the web says no more than it may; the appeal goes to another officer", async day => {
		const id = await applied(day, viktor, "viktor@day.example"), clerk = await day.desk(CLERK, `/case/${id}`);
		await act(clerk, id, "receive");
		const officer = await day.desk(OFFICER, `/case/${id}`);
		await act(officer, id, "refuse", { refusal_reasons: "purpose_unproven", refusal_facts: "The hotel does not know the booking.", heard: "He says that his brother booked it." });
		const chief = await day.desk(CHIEF, `/case/${id}`);
		await press(chief, "form[action$='/confirm'] button", new RegExp(`/case/${id}$`));
		const { page } = await phone(day, "viktor@day.example");
		await page.to(`/application/${id}`);
		await says(page, "Your application was refused. The letter gives the reasons");
		await says_not(page, "hotel does not know");
		await looked_at(page);
		await press(page, "a[href*='letter/text']");
		for (const words of ["The hotel does not know the booking", "The purpose and the conditions of the stay were not shown", "appeal"]) await says(page, words);
		await page.to(`/application/${id}/do/appeal`);
		await answer(page, "appeal_grounds", "My brother booked it in his name.");
		await press(page, "main form button.main", new RegExp(`/application/${id}$`));
		await says(page, "Another officer examines it");
		await close(day, page);
		await officer.to(`/case/${id}`);
		must(await officer.locator(`a[href*='/do/decide_appeal']`).count() === 0, "the appeal is offered to who refused");
		const appeals = await day.desk(APPEALS, `/case/${id}`);
		await act(appeals, id, "decide_appeal", { appeal_result: "overturned", appeal_reasons: "The booking stands in the brother's name." });
		day.viktor = id;
	}],
	["11:20", "22: a diploma is verified with the university; the case says so, and the account of the days stands still", async day => {
		const officer = await day.desk(OFFICER, `/case/${day.viktor}/do/verify`);
		for (const [name, value] of Object.entries({ verify_kind: "diploma", verify_authority: "University of the Day", verify_question: "Was it awarded in 2012?" })) await answer(officer, name, value);
		await officer.locator("[name='answer.verify_copy']").setInputFiles({ name: "diploma.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") });
		await press(officer, "form.act button.main", /\/case\//);
		await says(officer, "Document being verified");
		const desk = await day.desk(DOCUMENTS, "/cases?procedure=document_verification&queue=to_send");
		await press(desk, "tr:has-text('VIKTORDAY') a");
		const id = new URL(desk.url()).pathname.split("/").at(-1);
		await act(desk, id, "send", { safe: "yes" });
		await says(desk, "Waiting for the authority");
		await officer.to(`/case/${day.viktor}/clock/decision`);
		await looked_at(officer);
		const { page } = await phone(day, "viktor@day.example");
		await page.to(`/application/${day.viktor}`);
		await says(page, "Our time to decide stops until it answers");
		await close(day, page);
	}],
	["13:40", "23: the visa is found at the booth, its days and entries counted", async day => {
		const page = await day.booth(BOOTH);
		await day.scan(page, lena, "Clear");
		await says(page, "Visa");
		await day.admit(page, lena);
	}],
	["14:50", "a visa on arrival: scanned, paid at the cash desk, a sticker of the post's stock, read back, admitted", async day => {
		const began = Date.now(), page = await day.booth(BOOTH);
		await day.scan(page, aigul);
		await press(page, "a[href*='/cases/begin/visa_on_arrival']");
		for (const [name, value] of Object.entries({ purpose: "tourism", lodging: "Hotel Amaurot", onward_seen: "yes" })) await answer(page, name, value);
		await press(page, "form.act button.main", /\/case\/[0-9a-f-]+$/);
		day.book.scans++; // the case has the document examined once more
		const id = new URL(page.url()).pathname.split("/").at(-1), { reference } = await day.json(BOOTH, `/case/${id}`);
		const desk = await day.desk(CASHIER, "/cash");
		await desk.fill("#number", "12");
		await desk.fill("#held", "100");
		await key_to(desk, "Enter", /\/cash$/);
		await desk.to(`/cash?find=${reference}`);
		await press(desk, "section.results tbody a", /\/fee\//);
		await desk.locator("input[name=method][value=cash]").check();
		await desk.fill("#given", "100");
		await press(desk, "form[action$='/pay'] button.main", /\/fee\//);
		await says(desk, "Change to give");
		await act(page, id, "issue", { granted_days: "14" });
		await press(page, "a[href^='/seals/case/']");
		await press(page, "table a");
		await looked_at(page);
		const { bytes, sticker } = await day.json(BOOTH, new URL(page.url()).pathname);
		must(/^UT\d{6}$/.test(sticker), `no number of a sticker: ${sticker}`);
		await page.fill("#back", bytes);
		await press(page, "button:has-text('Compare')");
		await says(page, "Read back: it agrees");
		await page.to("/booth");
		await day.scan(page, aigul, "Clear");
		await day.admit(page, aigul);
		console.log(`        from the first scan to the admission, with the cash desk: ${((Date.now() - began) / 1000).toFixed(1)} s of machine and browser`);
	}],
	["16:40", "23: revoked, it fails its named check in the same minute", async day => {
		const officer = await day.desk(OFFICER, `/case/${day.lena}`);
		await act(officer, day.lena, "revoke", { revocation_reasons: "conditions_gone", revocation_facts: "The hotel was never booked.", heard: "Heard on the telephone." });
		const chief = await day.desk(CHIEF, `/case/${day.lena}`);
		await press(chief, "form[action$='/confirm'] button", new RegExp(`/case/${day.lena}$`));
		const exit = await day.booth(BOOTH, "exit");
		await day.scan(exit, lena);
		await day.admit(exit, lena);
		const page = await day.booth(BOOTH);
		await day.scan(page, lena, "Refer");
		await says(page, "revoked");
		await day.refer(page, lena, "papers_missing");
		const second = await day.take(SECOND, lena.surname);
		await day.hear(second, "She asks why; the letter is on its way.");
		await day.refuse_there(second, lena, "C", "The visa was revoked today.");
	}],
];
