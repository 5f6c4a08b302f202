//! Expressions of number and what they count: a table for each kind of expression.

use reading::counts::{self, CountMention, Unit};
use reading::{times, Report};

fn read(text: &str) -> (language::Document, Vec<CountMention>) {
    let lexicon = reading::bundled_lexicon();
    let doc = language::Model::bundled().parse(text);
    let report = Report { text: text.into(), ..Report::default() };
    let times = times::find(&doc, &report, &lexicon);
    let counts = counts::find(&doc, &times, &lexicon);
    (doc, counts)
}

/// The counts of people and things in `text`, each as "low-high head".
fn shown(text: &str) -> Vec<String> {
    let (doc, counts) = read(text);
    let show = |c: &CountMention| {
        let high = c.high.map_or("..".to_owned(), |h| h.to_string());
        format!("{}-{high} {}", c.low, doc.token(c.head).text())
    };
    counts.iter().filter(|c| c.unit != Unit::Measure).map(show).collect()
}

fn table(rows: &[(&str, &[&str])]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, shown(text), expected))
        .filter(|(_, got, expected)| got != *expected)
        .map(|(text, got, expected)| format!("{text}\n   read {got:?}\n   want {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numerals() {
    table(&[
        ("Four soldiers were killed.", &["4-4 soldiers"]),
        ("The blast killed twenty-one people.", &["21-21 people"]),
        ("The army lost 1,200 troops.", &["1200-1200 troops"]),
        ("Some 2.5 million people fled.", &["2500000-2500000 people"]),
        ("Half a million people fled.", &["500000-500000 people"]),
        ("A dozen fighters were captured.", &["12-12 fighters"]),
        ("Three hundred and five rebels surrendered.", &["305-305 rebels"]),
        ("Two were wounded.", &["2-2 Two"]),
    ]);
}

#[test]
fn bounds() {
    table(&[
        ("At least four civilians died.", &["4-.. civilians"]),
        ("More than 40 people were hurt.", &["41-.. people"]),
        ("Up to 30 militants were killed.", &["0-30 militants"]),
        ("Nearly 40 people were hurt.", &["36-40 people"]),
        ("Around 15 soldiers deserted.", &["15-15 soldiers"]),
        ("Between 10 and 15 fighters were killed.", &["10-15 fighters"]),
        ("The shelling wounded 10-15 civilians.", &["10-15 civilians"]),
        ("The raid killed two or three men.", &["2-3 men"]),
    ]);
}

#[test]
fn many() {
    table(&[
        ("Dozens of civilians were killed.", &["24-.. civilians"]),
        ("Scores of protesters were arrested.", &["40-.. protesters"]),
        ("Hundreds of soldiers fled.", &["200-.. soldiers"]),
        ("Tens of thousands of people fled.", &["20000-.. people"]),
        ("Several policemen were injured.", &["3-.. policemen"]),
        ("Several hundred refugees arrived.", &["300-.. refugees"]),
    ]);
}

#[test]
fn single_persons_and_nobody() {
    table(&[
        ("A man and his two sons were shot dead.", &["1-1 man", "2-2 sons"]),
        ("Gunmen killed the driver.", &["1-1 driver"]),
        ("There were no casualties.", &["0-0 casualties"]),
        ("Nobody was hurt.", &["0-0 Nobody"]),
    ]);
}

#[test]
fn measures_and_names_are_no_casualties() {
    table(&[
        ("The town lies 12 km from the border.", &[]),
        ("It cost $40 million.", &[]),
        ("Turnout was 95 percent.", &[]),
        ("Resolution 1701 was adopted on 11 August 2006.", &[]),
        ("A Su-27 jet and a T-72 tank were seen.", &[]),
        ("The 3rd Army used 122mm guns.", &[]),
        ("The talks lasted three hours.", &[]),
    ]);
}

#[test]
fn parts_and_totals() {
    let (_, counts) = read("The strike killed 12 people, among them three children.");
    let people: Vec<_> = counts.iter().map(|c| (c.low, c.part_of, c.total)).collect();
    assert_eq!(people, [(12, None, false), (3, Some(0), false)]);
    let (_, counts) = read("The bombing killed five, bringing the death toll to 40.");
    let people: Vec<_> = counts.iter().map(|c| (c.low, c.part_of, c.total)).collect();
    assert_eq!(people, [(5, None, false), (40, None, true)]);
}

#[test]
fn some_of_those_just_counted_are_a_part_and_a_toll_may_stand_before_its_noun() {
    for (text, wanted) in [
        ("The raid killed 21 farmers, 11 of them women.", &[(21, None, false), (11, Some(0), false)][..]),
        ("The army held ten men. Five of them were shot.", &[(10, None, false), (5, None, false)]),
        ("The raid killed two, bringing to 13 the number of nurses killed.", &[(2, None, false), (13, None, true)]),
    ] {
        let (_, counts) = read(text);
        let people: Vec<_> = counts.iter().map(|c| (c.low, c.part_of, c.total)).collect();
        assert_eq!(people, wanted, "{text}");
    }
}

#[test]
fn numbers_too_large_are_read_as_the_largest() {
    let (_, counts) = read("He claimed 99999999999999999999999 million men and 5 trillion trillion trillion ants.");
    assert!(counts.iter().all(|c| c.high.is_none_or(|h| h >= c.low)));
    assert_eq!(counts.first().map(|c| c.low), Some(u64::MAX));
}
