//! Made-up reports and their readings, without end: for measuring ledgers of any size, and for tests that need many reports.
//!
//! A [`World`] follows from the knowledge and a seed. Its report number `n` is a function of the two and of `n`: the same
//! wherever and in whatever order it is made. States, groups, organisations, towns, types, codes and intensities are those of the knowledge, sentences,
//! words and persons those of `data/`; nothing that is told ever happened. Forty-eight reports come out a day, each of about 300 words
//! with six events in it, one in twelve an echo of one a little earlier. What happens on a day is told by several reports,
//! by several sources, with tolls that differ.
//!
//! ```
//! let lexicon = reading::bundled_lexicon().with_gazetteer(reading::bundled_gazetteer());
//! let world = synthetic::World::new(&lexicon, 1);
//! let reading = world.reading(7);
//! assert_eq!(reading.report.id, "made-up-7");
//! assert!(reading.events.len() >= 3);
//! ```

mod chance;
mod draft;
mod words;
mod world;

use jiff::civil::Date;
use jiff::ToSpan;
use lexicon::{ActorKind, Lexicon};
use reading::{EventOut, Reading, SourceOut};

use chance::Chance;
use draft::{bare_event, Draft, Head};
use words::Words;
use world::{happenings, Happening, Party, Theatre};

/// Reports of one day.
pub const REPORTS_A_DAY: u64 = 48;
/// The first day of publication.
const FIRST: Date = jiff::civil::date(2015, 1, 2);
/// Reports of a hundred that repeat an earlier one.
const ECHOES: usize = 8;
/// Events of a hundred that somebody denies.
const DENIED: usize = 6;
/// Sentences of which nothing is read, for each that tells an event.
const FILLERS: usize = 3;

/// A made-up world.
pub struct World<'a> {
    lexicon: &'a Lexicon,
    seed: u64,
    words: Words,
    theatres: Vec<Theatre>,
}

impl<'a> World<'a> {
    /// The world of a seed. The lexicon has to have a gazetteer: without towns there are no theatres, and nothing to tell.
    pub fn new(lexicon: &'a Lexicon, seed: u64) -> Self {
        let words = Words::load(lexicon);
        let theatres = world::theatres(lexicon, &words.persons, seed);
        Self { lexicon, seed, words, theatres }
    }

    /// Report number `n`, as it is read.
    pub fn reading(&self, n: u64) -> Reading {
        let mut chance = Chance::of(&[self.seed, 3, n]);
        let published = FIRST + ((n / REPORTS_A_DAY) as i64).days();
        let publisher = chance.pick(&self.words.publishers).clone();
        let first = (n >= REPORTS_A_DAY && chance.percent(ECHOES)).then(|| n - 1 - chance.next() % (REPORTS_A_DAY - 1));
        // An echo has what its first has, and a sentence of its own.
        let mut draft = self.told(first.unwrap_or(n));
        if first.is_some() {
            self.filler(&mut draft, &mut chance, &self.theatres[0]);
        }
        let title = format!("{} and {}", chance.pick(self.words.class("goods")), chance.pick(self.words.class("noun")));
        draft.finish(Head { id: format!("made-up-{n}"), title, publisher, published })
    }

    /// What report number `n` tells, where it is no echo.
    fn told(&self, n: u64) -> Draft {
        let mut chance = Chance::of(&[self.seed, 4, n]);
        let today = (n / REPORTS_A_DAY) as i32;
        let theatre_number = chance.early(self.theatres.len());
        let theatre = &self.theatres[theatre_number];
        let mut draft = Draft::new();
        for _ in 0..4 + chance.below(5) {
            let day = today - chance.early(3) as i32;
            let happened = happenings(self.seed, theatre_number, day, self.words.sentences.len(), theatre.towns.len());
            let told = happened[chance.early(happened.len())];
            self.event(&mut draft, &mut chance, theatre, &told);
            for _ in 0..FILLERS {
                self.filler(&mut draft, &mut chance, theatre);
            }
        }
        draft
    }

    /// A sentence that tells of a happening, and who says so.
    fn event(&self, draft: &mut Draft, chance: &mut Chance, theatre: &Theatre, happening: &Happening) {
        let sentence = &self.words.sentences[happening.sentence];
        let mut event = bare_event(self.lexicon, sentence);
        let denied = chance.percent(DENIED);
        let start = draft.at();
        let teller = match denied {
            true => Some(&theatre.sides[happening.doer]),
            false => chance.percent(70).then(|| &theatre.tellers[chance.early(theatre.tellers.len())]),
        };
        let source = teller.map(|teller| {
            let (actor, mention) = draft.name(teller);
            draft.write(" ");
            let verb = if denied { "denied" } else { "said" };
            let cue = draft.write(verb);
            draft.write(" that ");
            let lemma = if denied { "deny" } else { "say" };
            SourceOut { actor, mention: Some(mention), cue: Some(cue), verb: Some(lemma.into()) }
        });
        let content = draft.at();
        self.clause(draft, chance, theatre, happening, &sentence.words, &mut event);
        event.span = [content, draft.at()];
        draft.write(".");
        event.polarity = if denied { "negated" } else { "affirmed" };
        event.statement = draft.statement(start, source, if denied { "deny" } else { "assert" });
        draft.write(" ");
        draft.event(event);
    }

    fn clause(
        &self,
        draft: &mut Draft,
        chance: &mut Chance,
        theatre: &Theatre,
        happening: &Happening,
        words: &str,
        event: &mut EventOut,
    ) {
        let sides = [&theatre.sides[happening.doer], &theatre.sides[1 - happening.doer]];
        let mut rest = words;
        while let Some(at) = rest.find(['{', '*']) {
            draft.write(&rest[..at]);
            let close = if rest[at..].starts_with('*') { '*' } else { '}' };
            let (slot, after) = rest[at + 1..].split_once(close).unwrap_or((&rest[at + 1..], ""));
            match (close, slot) {
                ('*', trigger) => event.trigger = draft.write(trigger),
                (_, "a") => event.actors = vec![draft.name(sides[0]).0],
                (_, "r") => event.recipients = vec![draft.name(sides[1]).0],
                (_, "p") => event.place = Some(draft.town(&theatre.towns[happening.town])),
                (_, "d") => event.time = Some(draft.day(FIRST + i64::from(happening.day).days())),
                _ => toll(draft, chance, happening, event),
            }
            rest = after;
        }
        draft.write(rest);
    }

    /// A sentence of which nothing is read but who and where.
    fn filler(&self, draft: &mut Draft, chance: &mut Chance, theatre: &Theatre) {
        let start = draft.at();
        let pattern = chance.pick(&self.words.fillers).as_str();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            draft.write(before);
            let (slot, after) = after.split_once('}').unwrap_or((after, ""));
            match slot {
                "p" => drop(draft.town(chance.pick(&theatre.towns))),
                "a" => drop(draft.name(chance.pick(&theatre.tellers))),
                "people" | "people_one" => drop(draft.name(&crowd(chance.pick(self.words.class(slot)).as_str()))),
                "n" => drop(draft.write(&(2 + chance.below(97)).to_string())),
                class => drop(draft.write(chance.pick(self.words.class(class)).as_str())),
            }
            rest = after;
        }
        draft.write(rest);
        draft.statement(start, None, "assert");
        draft.write(" ");
    }
}

/// People without a name of their own.
fn crowd(name: &str) -> Party {
    Party { name: name.to_owned(), kind: ActorKind::Population, country: None, sectors: Vec::new() }
}

/// The dead and wounded, as this report counts them.
fn toll(draft: &mut Draft, chance: &mut Chance, happening: &Happening, event: &mut EventOut) {
    let more = |chance: &mut Chance, n: u64| if chance.percent(15) { n + 1 + chance.next() % 3 } else { n };
    if happening.killed > 0 {
        let killed = more(chance, happening.killed);
        draft.write(&format!(", killing {killed} people"));
        event.killed = Some((killed, Some(killed)));
    }
    if happening.wounded > 0 {
        let wounded = more(chance, happening.wounded);
        let joined = if happening.killed > 0 { " and" } else { "," };
        draft.write(&format!("{joined} wounding {wounded}"));
        event.wounded = Some((wounded, Some(wounded)));
    }
}
