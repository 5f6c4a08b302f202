//! Expressions of time and what they are resolved to: a table for each kind of expression.

use reading::times::{self, Anchor};
use reading::Report;

/// The expressions of `text`, each as "words = value".
fn read(published: &str, text: &str) -> Vec<String> {
    mentions(published, text).iter().map(|t| format!("{} = {}", t.span.of(text), t.value)).collect()
}

fn mentions(published: &str, text: &str) -> Vec<times::TimeMention> {
    let lexicon = reading::bundled_lexicon();
    let doc = language::Model::bundled().parse(text);
    let report = Report { text: text.into(), published: published.parse().ok(), ..Report::default() };
    times::find(&doc, &report, &lexicon)
}

/// Checks that each sentence, published on the day, holds exactly the expressions.
fn table(published: &str, rows: &[(&str, &[&str])]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, read(published, text), expected))
        .filter(|(_, got, expected)| got != *expected)
        .map(|(text, got, expected)| format!("{text}\n   read {got:?}\n   want {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "published {published}:\n{}", wrong.join("\n"));
}

#[test]
fn written_dates() {
    table(
        "2022-06-10",
        &[
            ("The bridge was hit on 3 May 2022.", &["3 May 2022 = 2022-05-03"]),
            ("The bridge was hit on May 3rd, 2022, officials said.", &["May 3rd, 2022 = 2022-05-03"]),
            ("Shells fell on the third of May.", &["the third of May = 2022-05-03"]),
            ("The log says 2022-05-03 and 20220504.", &["2022-05-03 = 2022-05-03", "20220504 = 2022-05-04"]),
            ("The truce of March 2021 did not hold.", &["March 2021 = 2021-03"]),
            ("The treaty was signed in 1987.", &["1987 = 1987"]),
            ("He cited the 2015 accord.", &["2015 = 2015"]),
            ("They left in nineteen ninety-one.", &["nineteen ninety-one = 1991"]),
            ("The convoy was ambushed on Dec. 30.", &["Dec. 30 = 2021-12-30"]),
            ("A vote will be held on 4 July.", &["4 July = 2022-07-04"]),
            ("The 30 February meeting never was.", &[]),
            ("It happened on 31/02/2022.", &[]),
            ("A raid on Friday, 27 May, killed two.", &["Friday, 27 May = 2022-05-27"]),
            ("It fell in the year 44 BC.", &["the year 44 BC = -0043"]),
        ],
    );
}

#[test]
fn order_of_day_and_month_by_evidence() {
    table(
        "2022-06-10",
        &[
            ("Attacks came on 03/04/2022 and 25/04/2022.", &["03/04/2022 = 2022-04-03", "25/04/2022 = 2022-04-25"]),
            ("Attacks came on 03/04/2022 and 04/25/2022.", &["03/04/2022 = 2022-03-04", "04/25/2022 = 2022-04-25"]),
            ("On 7 April he saw the file of 03/04/2022.", &["7 April = 2022-04-07", "03/04/2022 = 2022-04-03"]),
            ("On April 7 he saw the file of 03/04/2022.", &["April 7 = 2022-04-07", "03/04/2022 = 2022-03-04"]),
        ],
    );
}

#[test]
fn weekdays_by_tense() {
    // A Friday.
    table(
        "2022-06-10",
        &[
            ("Gunmen attacked the post on Wednesday.", &["Wednesday = 2022-06-08"]),
            ("The ministers will meet on Wednesday.", &["Wednesday = 2022-06-15"]),
            ("The army said on Friday that it held the town.", &["Friday = 2022-06-10"]),
            ("Two men were shot last Tuesday.", &["last Tuesday = 2022-05-31"]),
            ("The court meets again next Monday.", &["next Monday = 2022-06-13"]),
            ("They were freed on Monday night.", &["Monday night = 2022-06-06"]),
            ("Fighting went on from Monday to Thursday.", &["from Monday to Thursday = 2022-06-06/2022-06-09"]),
            ("Earlier this week on Tuesday he had denied it.", &["Earlier this week on Tuesday = 2022-06-07"]),
            ("In the early hours of Thursday a shell hit the school.", &["the early hours of Thursday = 2022-06-09"]),
        ],
    );
}

#[test]
fn counted_from_the_day_of_the_report() {
    table(
        "2022-06-10",
        &[
            ("Police fired on the crowd yesterday.", &["yesterday = 2022-06-09"]),
            ("A blast was heard last night.", &["last night = 2022-06-09"]),
            ("He was seized two days ago.", &["two days ago = 2022-06-08"]),
            ("She fled three months ago.", &["three months ago = 2022-03-10~"]),
            ("The talks broke down a week ago.", &["a week ago = 2022-06-03"]),
            ("Drones struck the depot overnight.", &["overnight = 2022-06-09/2022-06-10"]),
            ("The siege began last month.", &["last month = 2022-05"]),
            ("Elections are due next year.", &["next year = 2023"]),
            ("Over the past three days shelling grew.", &["the past three days = 2022-06-07/2022-06-09"]),
            ("In the last 24 hours five posts were hit.", &["the last 24 hours = 2022-06-09/2022-06-10"]),
            ("The day before yesterday a mine went off.", &["The day before yesterday = 2022-06-08"]),
        ],
    );
}

#[test]
fn counted_from_what_was_spoken_of() {
    table(
        "2022-06-10",
        &[
            (
                "The town fell on 2 May. Two days later the army left.",
                &["2 May = 2022-05-02", "Two days later = 2022-05-04"],
            ),
            (
                "The town fell on 2 May, a spokesman said on Thursday. Two days later the army left.",
                &["2 May = 2022-05-02", "Thursday = 2022-06-09", "Two days later = 2022-05-04"],
            ),
            (
                "Rebels attacked on Sunday. A day earlier they had warned.",
                &["Sunday = 2022-06-05", "A day earlier = 2022-06-04"],
            ),
            ("The coup came in 2014. Three years later he was back.", &["2014 = 2014", "Three years later = 2017"]),
            (
                "They met on 2 May and again the following day.",
                &["2 May = 2022-05-02", "the following day = 2022-05-03"],
            ),
            ("In 2014 the war began. On 16 March a vote was held.", &["2014 = 2014", "16 March = 2014-03-16"]),
        ],
    );
    let later = mentions("2022-06-10", "The town fell on 2 May. Two days later the army left.");
    assert_eq!(later[1].anchor, Anchor::Spoken(times::TimeId(0)));
}

#[test]
fn stretches_and_ranges() {
    table(
        "2022-06-10",
        &[
            ("The army fought there between 10 and 12 May.", &["between 10 and 12 May = 2022-05-10/2022-05-12"]),
            ("He ruled from 1992 to 1997.", &["from 1992 to 1997 = 1992/1997"]),
            (
                "The truce ran from 23 December to 3 January.",
                &["from 23 December to 3 January = 2021-12-23/2022-01-03"],
            ),
            ("No one has entered since March.", &["since March = 2022-03/.."]),
            ("The ban was in force until 2019.", &["until 2019 = ../2019"]),
            ("The wars of the 1990s left mines.", &["the 1990s = 199X"]),
            ("A fort of the 18th century stood there.", &["the 18th century = 17XX"]),
            ("Exports fell in the first quarter of 2021.", &["the first quarter of 2021 = 2021-01/2021-03"]),
            ("They met at the end of May.", &["the end of May = 2022-05-16/2022-05-31"]),
            ("The drought of summer 2019 was worse.", &["summer 2019 = 2019-22"]),
            ("It rained in the first week of May.", &["the first week of May = 2022-05-02/2022-05-08"]),
        ],
    );
}

#[test]
fn named_days() {
    table(
        "2022-06-10",
        &[
            ("Bombs went off on Easter Sunday 2019.", &["Easter Sunday 2019 = 2019-04-21"]),
            ("A truce held for Eid al-Fitr.", &["Eid al-Fitr = 2022-05-02"]),
            ("They marched on Christmas Eve.", &["Christmas Eve = 2021-12-24"]),
            ("The 9/11 attacks changed that.", &["The 9/11 = 2001-09-11"]),
        ],
    );
}

#[test]
fn the_time_of_day_is_kept_apart() {
    let read = mentions("2022-06-10", "The drone fell at 03:40 local time on Tuesday.");
    assert_eq!(read[0].value, "2022-06-07");
    let clock = read[0].clock.as_ref().expect("a time of day");
    assert_eq!((clock.hour, clock.minute, clock.zone.as_deref()), (3, 40, Some("local time")));
    let read = mentions("2022-06-10", "It fell on Tuesday at 8.15 pm.");
    assert_eq!(read[0].clock.as_ref().map(|c| (c.hour, c.minute)), Some((20, 15)));
}

#[test]
fn other_words_are_no_times() {
    table(
        "2022-06-10",
        &[
            ("The rebels may attack again.", &[]),
            ("Theresa May spoke of it.", &[]),
            ("Troops march on the capital.", &[]),
            ("A second man was hurt, and the third fled.", &[]),
            ("Resolution 1701 and article 2014 apply.", &[]),
            ("Some 2,014 houses and 1500 cars burned.", &[]),
            ("The 18th Brigade and the 3rd Army held the line.", &[]),
            ("It won 3/4 of the votes and lost 5-2.", &[]),
            ("The fall of the city came after a spring of hope.", &[]),
            ("The sun rose and the cat sat down.", &[]),
            ("Twenty people died in two days of fighting.", &[]),
            ("The man, in his 60s, lives on Easter Island.", &[]),
        ],
    );
}

#[test]
fn without_a_day_of_publication_nothing_is_made_up() {
    table(
        "",
        &[
            ("The post was shelled on 26 March.", &["26 March = XXXX-03-26"]),
            ("The post was shelled on Friday.", &["Friday = XXXX-XX-XX"]),
            ("The post was shelled last month.", &["last month = XXXX-XX"]),
            ("The post was shelled in July 2020.", &["July 2020 = 2020-07"]),
            (
                "KABUL, 5 May 2011 (Wire) - The post was shelled on Tuesday.",
                &["5 May 2011 = 2011-05-05", "Tuesday = 2011-05-03"],
            ),
        ],
    );
    assert_eq!(mentions("", "The post was shelled on Friday.")[0].anchor, Anchor::Missing);
}

#[test]
fn old_and_future_reports_are_read() {
    table("1861-04-15", &[("The fort fell on Saturday.", &["Saturday = 1861-04-13"])]);
    table("2150-01-01", &[("The fort fell last year.", &["last year = 2149"])]);
    table("9999-12-31", &[("It will fall in two years.", &[])]);
}

#[test]
fn what_somebody_is_called_to_lies_ahead() {
    table(
        "2020-06-17",
        &[
            ("The minister has invited the parties to a conference on Friday.", &["Friday = 2020-06-19"]),
            ("The minister met the parties at a conference on Friday.", &["Friday = 2020-06-12"]),
        ],
    );
}
