// What the pages of those who work here have beside limen.js; the public, who may pay for each byte, does without. Each module looks for its own mark in the
// page and does nothing elsewhere.
import { start_keys } from "./keys.js";
import { start_scan } from "./scan.js";
import { start_reader } from "./reader.js";
import { start_live } from "./live.js";
import { start_lists } from "./lists.js";
import { start_passkeys } from "./passkey.js";

start_keys(document);
start_scan(document);
start_reader(document);
start_live(document);
start_lists(document);
start_passkeys(document);
