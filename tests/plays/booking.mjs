// Verbs of the centres: appointments, who comes, who waits, interviews.
import { time, uuid7 } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const DAY = 86400000;
const utc = start => start.slice(11, 16);
const zones = { NAIROBI: 180, AMAUROT: 0, AMMAN: 180, MANILA: 480 };   // minutes east of UTC; none of them changes its clock

export const verbs = {
	// Days and times as the desk is shown them.
	async free_times(centre, service, people = 1, day = "") {
		const answer = await this.user.ask("GET", `/centre/${centre}/new?service=${service}&people=${people}${day && `&day=${day}`}`);
		must(answer.status === 200, `no times of ${centre}: ${answer.text.slice(0, 300)}`);
		return answer.json;
	},
	// The day that a play is about: at least two days ahead, all day open, and nobody has booked yet.
	async empty_day(centre, service) {
		this.days_of ??= new Map();
		const key = `${centre} ${service}`;
		if (!this.days_of.has(key)) {
			const least = new Date(time.now() + 2 * DAY).toISOString().slice(0, 10), { days } = await this.free_times(centre, service);
			const most = Math.max(...days.map(day => day.free)), used = [...this.days_of.values()];
			const found = days.find(day => day.day >= least && day.free === most && !used.includes(day.day));
			must(found, `no empty day at ${centre}`);
			this.days_of.set(key, found.day);
		}
		return this.days_of.get(key);
	},
	// "09:20" of the centre's clock on a day
	instant(centre, day, clock) { return new Date(Date.parse(`${day}T${clock}:00Z`) - zones[centre] * 60000).toISOString(); },

	// opens CENTRE HH:MM: the clock moves to that time, UTC, of the next day on which the centre works
	async opens([centre, clock]) {
		const { days } = await this.free_times(centre, "visa_application"), today = new Date(time.now()).toISOString().slice(0, 10);
		const day = days.find(one => one.day > today && one.times > 10).day;
		await this.wait([`${Math.ceil((Date.parse(`${day}T${clock}:00Z`) - time.now()) / 60000)}m`]);
		this.centre_day = day;
	},
	// visit NAME books HH:MM [centre C] [service S] [people N] [today] ... | moves HH:MM | comes | misses | gives back | takes | waits | walks in
	async visit([name, what, ...rest]) {
		this.visits ??= new Map();
		const known = this.visits.get(name), today = rest.includes("today");
		const words = rest.filter(word => word !== "today");
		const clock = ["books", "moves"].includes(what) ? words.shift() : null, about = form_of(words.filter(word => !["back", "in"].includes(word)));
		const centre = about.centre ?? known?.centre ?? "AMAUROT", service = about.service ?? known?.service ?? "visa_application", people = Number(about.people ?? 1);
		if (what === "books" || what === "moves") {
			const day = today ? this.centre_day : await this.empty_day(centre, service), start = this.instant(centre, day, clock);
			if (what === "moves") await this.send(`/appointment/${known.id}/move`, { centre, start });
			else await this.send(`/centre/${centre}/new`, { service, people, start, name, language: about.language ?? "", note: about.note ?? "" });
		} else if (what === "waits") {
			const day = await this.empty_day(centre, service);
			await this.send(`/centre/${centre}/new`, { service, people, name, wait_from: day, wait_until: day });
		} else if (what === "walks") {
			const bearer = this.travellers.get(name); // who was scanned before comes with the same passport
			await this.send(`/centre/${centre}/walk-in`, { service, people, name, ...(bearer && { document_issuer: bearer.issuer, document_number: bearer.number }), ...about });
		} else {
			const path = { comes: "arrive", misses: "miss", gives: "cancel", takes: "take" }[what];
			must(path && known, `visit ${name} ${what}: not known`);
			await this.send(`/appointment/${known.id}/${path}`, {});
		}
		if (this.answer.json?.booking) this.visits.set(name, { id: this.answer.json.booking, centre, service });
	},
	// crowd N want HH:MM to HH:MM [centre C]: all at once; each tries the next time when one is gone
	async crowd([count, , from, , until, ...rest]) {
		const { centre = "NAIROBI" } = form_of(rest), service = "visa_application", day = await this.empty_day(centre, service);
		const times = (await this.free_times(centre, service, 1, day)).times.filter(one => one.free).map(one => one.start)
			.filter(start => start >= this.instant(centre, day, from) && start <= this.instant(centre, day, until));
		const one = async who => {
			for (let tries = 0, gone = 0; tries < 300 && gone < times.length; tries++) {
				const start = times[(who + gone) % times.length], body = { id: uuid7(), service, people: 1, start, name: `Crowd ${who}` };
				const answer = await this.user.ask("POST", `/centre/${centre}/new`, { body });
				if (answer.status < 400) return answer.json.booking;
				if (answer.status === 422) gone++;
				else must([409, 503].includes(answer.status), `booker ${who}: ${answer.status} ${answer.text.slice(0, 200)}`);
			}
			return null;
		};
		const booked = (await Promise.all(Array.from({ length: Number(count) }, (_, who) => one(who)))).filter(Boolean);
		this.crowded = { centre, day, booked };
	},
	// expect booked N: so many of the crowd, each once, and the centre's list says the same
	async expect_booked([count]) {
		const { centre, day, booked } = this.crowded;
		must(booked.length === Number(count) && new Set(booked).size === booked.length, `${booked.length} were told that they have a time`);
		const { bookings } = (await this.user.ask("GET", `/centre/${centre}?day=${day}`)).json, ours = bookings.filter(one => one.name.startsWith("Crowd "));
		must(ours.length === booked.length && new Set(ours.map(one => one.name)).size === ours.length, `the centre has ${ours.length} of them`);
		must(ours.every(one => booked.includes(one.id)), "somebody has a time and was not told");
	},
	// expect free HH:MM N [centre C] [service S] [people N] [today]
	async expect_free([clock, count, ...rest]) {
		const today = rest.includes("today"), { centre = "AMAUROT", service = "visa_application", people } = form_of(rest.filter(word => word !== "today"));
		const day = today ? this.centre_day : await this.empty_day(centre, service), { times } = await this.free_times(centre, service, people, day);
		const found = times.find(one => one.start === this.instant(centre, day, clock));
		must(found, `no time at ${clock}: ${times.map(one => utc(one.start))}`);
		must(found.free === Number(count), `${found.free} are free at ${clock}`);
	},
	// expect visit NAME FIELD VALUE
	async expect_visit([name, field, value]) {
		const answer = await this.user.ask("GET", `/appointment/${this.visits.get(name)?.id}`);
		must(answer.status === 200, `no appointment of ${name}: ${answer.text.slice(0, 200)}`);
		must(String(answer.json[field]) === value, `${field} is ${answer.json[field]}`);
	},
	// expect centre C says [not] T: the page of its day
	async expect_centre([centre, , ...rest]) {
		const not = rest[0] === "not", text = rest.at(-1), page = (await this.user.ask("GET", `/centre/${centre}`, { page: true })).text;
		must(page.includes(text) !== not, `the day of ${centre} says: ${page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 1500)}`);
	},

	// interview NAME planned FIELD VALUE ... | asks "QUESTION" "ANSWER" ... present T | read HOW [corrections T] [signed_by yes] [handed yes]
	async interview([name, what, ...rest]) {
		const path = `/interview/${this.visits.get(name)?.id}`;
		if (what === "planned") return this.send(`${path}/plan`, { ...form_of(rest), ...(rest.includes("met") ? { met: form_of(rest).met === "yes" } : {}) });
		if (what === "read") {
			const [how, ...more] = rest, form = form_of(more);
			for (const name of ["signed_by", "handed"]) if (form[name]) form[name] = form[name] === "yes";
			return this.send(`${path}/read-back`, { how, ...form });
		}
		const at = rest.indexOf("present"), said = rest.slice(0, at < 0 ? rest.length : at), present = at < 0 ? "Officer" : rest[at + 1];
		const answers = [];
		for (let i = 0; i + 1 < said.length; i += 2) answers.push({ question: said[i], answer: said[i + 1] });
		await this.send(`${path}/record`, { present, answers, minutes: 30 });
	},
	// issues NAME appointment|interview [LANGUAGE]
	async issues([name, what, language = ""]) {
		await this.send(`/${what}/${this.visits.get(name)?.id}/paper`, language ? { language } : {});
		this.visits.get(name).letter = this.answer.json?.letter;
	},
	// expect paper_of NAME says T: the text of the paper that was issued last; the PDF is there, too
	async expect_paper_of([name, , text]) {
		const { letter } = this.visits.get(name), page = (await this.user.ask("GET", `/appointment/paper/${letter}/text`, { page: true })).text;
		must(page.includes(text), `the paper says: ${page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 900)}`);
		must((await this.user.ask("GET", `/appointment/paper/${letter}`)).text.startsWith("%PDF"), "the paper is no PDF");
	},
	// expect found NAME: the number, typed or as the code of the paper, leads to the appointment
	async expect_found([name]) {
		const { id } = this.visits.get(name), { reference } = (await this.user.ask("GET", `/appointment/${id}`)).json;
		for (const number of [reference, reference.toLowerCase(), `LIMEN<APPOINTMENT<${reference.replace("-", "")}`]) {
			const answer = await this.user.ask("GET", `/centres?number=${encodeURIComponent(number)}`, { page: true });
			must(answer.location === `/appointment/${id}`, `${number} leads to ${answer.location ?? answer.status}`);
		}
	},
	// expect interview NAME says [not] T
	async expect_interview([name, , ...rest]) {
		const not = rest[0] === "not", text = rest.at(-1), page = (await this.user.ask("GET", `/interview/${this.visits.get(name)?.id}`, { page: true })).text;
		must(page.includes(text) !== not, `the interview says: ${page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 1500)}`);
	},
};
