//! Expressions of number: how many, at least and at most, of what.
//!
//! Numbers are read from the pieces of the text (`numbers`); the tree says what they count (`heads`), or the order of
//! the words where the tree does not. Words and units are in `knowledge/counts/`.

use language::{ByteSpan, Deprel, Document, Token, TokenId, TokenSpan};
use lexicon::counts::Class;
use lexicon::Lexicon;

use crate::atoms::Atoms;
use crate::times::TimeMention;

mod heads;
mod numbers;

use heads::Heads;
use numbers::{Number, Numbers};

/// One expression of number with what it counts.
#[derive(Clone, Debug)]
pub struct CountMention {
    /// The words of the number itself: "at least four", "a", "dozens".
    pub span: ByteSpan,
    /// The tokens that the number touches.
    pub tokens: TokenSpan,
    /// The token whose phrase is counted: `soldiers` in "four Ukrainian soldiers"; the number's own where it stands
    /// alone ("two were wounded").
    pub head: TokenId,
    /// Smallest number meant.
    pub low: u64,
    /// Largest number meant, `None` where open.
    pub high: Option<u64>,
    /// What kind of thing is counted.
    pub unit: Unit,
    /// Whether it tells of a part of another count ("among them three children"): that count's place in the list.
    pub part_of: Option<usize>,
    /// Whether it is a running total over time ("bringing the toll to 40").
    pub total: bool,
}

/// What a count counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// People, alive or dead.
    Person,
    /// Percent, degrees, money, distances, times: never casualties.
    Measure,
    /// Anything else.
    Thing,
}

/// How many pieces back the words that make a part or a total may stand.
const REACH: usize = 9;

/// Finds every expression of number outside the expressions of time, in the order of the text. A bare singular person
/// ("a man", "the driver") counts as one and is found too.
pub fn find(doc: &Document, times: &[TimeMention], lexicon: &Lexicon) -> Vec<CountMention> {
    let atoms = Atoms::of(doc.text(), lexicon);
    let numbers = Numbers { atoms: &atoms, text: doc.text(), lexicon };
    let heads = Heads { doc, lexicon };
    let mut finder = Finder { doc, atoms: &atoms, numbers, heads, out: Vec::new(), roles: Vec::new() };
    finder.numbers(times);
    finder.persons(times);
    finder.in_order();
    finder.link_parts();
    finder.out
}

struct Finder<'a, 'l> {
    doc: &'a Document,
    atoms: &'a Atoms<'l>,
    numbers: Numbers<'a, 'l>,
    heads: Heads<'a>,
    out: Vec<CountMention>,
    /// For each of `out`, whether it is a part of one before it.
    roles: Vec<bool>,
}

impl Finder<'_, '_> {
    fn numbers(&mut self, times: &[TimeMention]) {
        let mut i = 0;
        let mut time = 0;
        while let Some(atom) = self.atoms.get(i) {
            while times.get(time).is_some_and(|t| t.span.end <= atom.span.start) {
                time += 1;
            }
            if times.get(time).is_some_and(|t| t.span.touches(atom.span)) {
                i += 1;
                continue;
            }
            i = match self.nobody(i).or_else(|| self.numbers.at(i).map(|n| (n, None))) {
                Some((number, head)) => {
                    let end = number.end.max(i + 1);
                    self.add(number, head);
                    end
                }
                None => i + 1,
            };
        }
    }

    /// "no casualties", "nobody", "no one", "without injuries": a count of none, and what it counts.
    fn nobody(&self, i: usize) -> Option<(Number, Option<TokenId>)> {
        let none = |end| Number { start: i, number: i, end, low: 0, high: Some(0), measure: false };
        if self.numbers.is(i, Class::No) && self.numbers.is(i + 1, Class::One) {
            return Some((none(i + 2), None));
        }
        if self.numbers.is(i, Class::Nobody) {
            return Some((none(i + 1), None));
        }
        if !self.numbers.is(i, Class::No) && !self.numbers.is(i, Class::Without) {
            return None;
        }
        let span = self.tokens(i, i + 1)?;
        let head = self.heads.after(span.end)?;
        let people = self.heads.unit(head) == Unit::Person || self.heads.is(head, Class::Victims);
        people.then(|| (none(i + 1), Some(head)))
    }

    fn tokens(&self, start: usize, end: usize) -> Option<TokenSpan> {
        let span = self.span(start, end)?;
        Some(self.doc.tokens_in(span)).filter(|t| !t.is_empty())
    }

    fn span(&self, start: usize, end: usize) -> Option<ByteSpan> {
        Some(self.atoms.get(start)?.span.join(self.atoms.get(end.checked_sub(1)?)?.span))
    }

    fn add(&mut self, n: Number, head: Option<TokenId>) {
        let (Some(span), Some(tokens)) = (self.span(n.start, n.end), self.tokens(n.start, n.end)) else { return };
        let Some(figures) = self.tokens(n.number, n.end) else { return };
        let toll = self.toll(n);
        let found = head.or_else(|| self.heads.of(figures)).or_else(|| self.tolled(toll?));
        if self.names(n, found, figures) || n.low == 1 && self.pronoun(n) || self.joins_two(n, found) {
            return;
        }
        let head = found.unwrap_or_else(|| self.heads.own(figures));
        let unit = match found {
            _ if n.measure => Unit::Measure,
            Some(noun) if self.numbers.is_further(self.doc.token(noun).text()) => self.unit_before(tokens),
            Some(noun) => self.heads.unit(noun),
            None => match self.heads.some_of(figures) {
                Some(noun) => self.heads.unit(noun),
                None => self.unit_before(tokens),
            },
        };
        let part = unit == Unit::Person && (self.is_part(n, found.is_some()) || self.is_some_of_them(n, figures));
        let total = toll.is_some();
        self.roles.push(part);
        self.out.push(CountMention { span, tokens, head, low: n.low, high: n.high, unit, part_of: None, total });
    }

    /// Whether the number names what stands before it: "Resolution 1701", "Article 5".
    fn names(&self, n: Number, found: Option<TokenId>, figures: TokenSpan) -> bool {
        let Some(before) = n.start.checked_sub(1) else { return false };
        let at = if self.atoms.mark(before, '.') { before.saturating_sub(1) } else { before };
        if self.atoms.digits(n.number).is_none() || !self.numbers.is(at, Class::Label) {
            return false;
        }
        self.atoms.capital(at) || found.is_none_or(|head| head < figures.end)
    }

    /// "both Kyiv and Lviv": no number.
    fn joins_two(&self, n: Number, found: Option<TokenId>) -> bool {
        let plural = |t: TokenId| self.doc.token(t).xpos().as_str().ends_with('S');
        self.numbers.is(n.number, Class::Both) && !found.is_some_and(plural)
    }

    /// "one another", "one must".
    fn pronoun(&self, n: Number) -> bool {
        let one = self.numbers.is(n.number, Class::One);
        one && self.tokens(n.number, n.end).is_some_and(|t| {
            let token = self.doc.token(t.start);
            token.xpos().as_str() == "PRP" || token.next().is_some_and(|next| next.text() == "another")
        })
    }

    /// A number alone counts people, unless others of its sentence count things only.
    fn unit_before(&self, tokens: TokenSpan) -> Unit {
        let sentence = self.doc.token(tokens.start).sentence().tokens();
        let mut before = self.out.iter().rev().take(REACH).filter(|c| sentence.contains(c.tokens.start));
        if before.clone().any(|c| c.unit == Unit::Person) {
            return Unit::Person;
        }
        before.find(|c| c.unit != Unit::Measure).map_or(Unit::Person, |c| c.unit)
    }

    /// Whether the number tells of some of those counted before: "among them three children", "including two", "of whom
    /// five", "two of the dead".
    fn is_part(&self, n: Number, counted: bool) -> bool {
        let is = |i: usize, class| self.numbers.is(i, class);
        for back in 1..=REACH {
            let Some(at) = n.start.checked_sub(back) else { break };
            if is(at, Class::Among)
                || is(at, Class::AmongOf) && at > 0 && self.atoms.is(at - 1, lexicon::times::Class::Of)
            {
                return true;
            }
            let goes_on = self.atoms.word(at) && !self.heads.verbal_at(self.atoms.list[at].span)
                || self.atoms.mark(at, ',')
                || self.atoms.digits(at).is_some();
            if !goes_on {
                break;
            }
        }
        let of = n.end;
        let victims = is(of + 1, Class::Victims) || is(of + 2, Class::Victims);
        !counted && self.atoms.is(of, lexicon::times::Class::Of) && victims
    }

    /// "21 civilians, *11 of them* children": a part of those just counted, where it stands behind a mark and is no subject ("five
    /// of them died").
    fn is_some_of_them(&self, n: Number, figures: TokenSpan) -> bool {
        let of = self.atoms.is(n.end, lexicon::times::Class::Of);
        let them = self.numbers.is(n.end + 1, Class::Them) || self.numbers.is(n.end + 1, Class::Among);
        let marked = n.start > 0 && [',', '(', '\u{2014}', '\u{2013}'].iter().any(|&m| self.atoms.mark(n.start - 1, m));
        // "11 of them women" has a subject too, but no verb.
        let own = self.doc.token(self.heads.own(figures));
        let of_verb = |h: Token<'_>| h.upos().is_verbal() || h.children_by(Deprel::Cop).next().is_some();
        let is_subject = own.deprel().is_subject() && own.head().is_some_and(of_verb);
        of && them && marked && !is_subject
    }

    /// The word of the toll that has come to the number: "bringing the *toll* to 40", "the death *toll* rose to at least 12",
    /// "bringing to 13 the *number* of those killed".
    fn toll(&self, n: Number) -> Option<usize> {
        let mut toll = None;
        let mut rise = false;
        for back in 1..=REACH + 3 {
            let Some(at) = n.start.checked_sub(back) else { break };
            if self.atoms.mark(at, '.') || self.atoms.mark(at, ';') || self.atoms.ends(at + 1) {
                break;
            }
            toll = toll.or(Some(at).filter(|&at| self.numbers.is(at, Class::Toll)));
            rise |= self.numbers.is(at, Class::Rise);
        }
        let behind = || {
            let rises = n.start >= 2 && self.numbers.is(n.start - 2, Class::Rise) && self.atoms.word(n.start - 1);
            (n.end..n.end + 3).find(|&at| self.numbers.is(at, Class::Toll)).filter(|_| rises)
        };
        toll.filter(|_| rise).or_else(behind)
    }

    /// Those whom a toll counts: `soldiers` of "the number of soldiers killed".
    fn tolled(&self, toll: usize) -> Option<TokenId> {
        let noun = self.doc.token(self.tokens(toll, toll + 1)?.start);
        let of = |t: &language::Token<'_>| t.children_by(language::Deprel::Case).any(|c| c.lemma() == "of");
        let below = noun.children_by(language::Deprel::Nmod).find(of)?;
        (self.heads.unit(below.id) == Unit::Person).then_some(below.id)
    }

    /// Singular persons with an article or possessive and no number: one each.
    fn persons(&mut self, times: &[TimeMention]) {
        let mut counted: Vec<TokenId> = self.out.iter().map(|c| c.head).collect();
        counted.sort();
        for token in self.doc.tokens() {
            let Some(opens) = self.heads.single_person(token) else { continue };
            let span = self.doc.span(opens);
            let timed = times.binary_search_by(|t| {
                if t.span.end <= span.start {
                    std::cmp::Ordering::Less
                } else if t.span.start >= span.end {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            });
            if timed.is_ok() || counted.binary_search(&token.id).is_ok() {
                continue;
            }
            let (unit, one) = (Unit::Person, Some(1));
            self.roles.push(self.part_before(opens));
            self.out.push(CountMention {
                span,
                tokens: opens,
                head: token.id,
                low: 1,
                high: one,
                unit,
                part_of: None,
                total: false,
            });
        }
    }

    /// "including a child", "among them the mayor".
    fn part_before(&self, opens: TokenSpan) -> bool {
        let before = |n: i64| self.doc.get(i64::from(opens.start.0) - n).map(|t| t.text().to_ascii_lowercase());
        let is = |word: Option<String>, class| word.is_some_and(|w| self.heads.lexicon.counts.is(&w, class));
        is(before(1), Class::Among) || is(before(1), Class::Them) && is(before(2), Class::Among)
    }

    fn in_order(&mut self) {
        let mut both: Vec<(CountMention, bool)> = self.out.drain(..).zip(self.roles.drain(..)).collect();
        both.sort_by_key(|(c, _)| (c.span.start, c.span.end));
        (self.out, self.roles) = both.into_iter().unzip();
    }

    /// A part belongs to the last count of people before it that is no part itself.
    fn link_parts(&mut self) {
        let mut whole = None;
        for i in 0..self.out.len() {
            let count = &self.out[i];
            if self.roles[i] {
                self.out[i].part_of = whole;
            } else if count.unit == Unit::Person && !count.total && count.high != Some(0) {
                whole = Some(i);
            }
        }
    }
}
