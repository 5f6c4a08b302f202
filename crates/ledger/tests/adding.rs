//! What a ledger does with the reports that are added to it.

mod told;

use ledger::{Error, Outcome, Query};
use reading::ActorOut;
use told::{add, all, coding, new, reading, Told, PLAIN};

#[test]
fn the_same_report_twice_changes_nothing() {
    let mut ledger = new();
    assert_eq!(add(&mut ledger, &[PLAIN]), [Outcome::New]);
    let before = all(&ledger);
    assert_eq!(add(&mut ledger, &[PLAIN]), [Outcome::Known]);
    assert_eq!(all(&ledger), before);
}

#[test]
fn an_altered_report_is_a_new_version_and_the_old_one_is_kept() {
    let mut ledger = new();
    let text = "Shells fell on the market of Lormel on Friday and killed six traders, the mayor said in the evening.";
    add(&mut ledger, &[PLAIN]);
    assert_eq!(add(&mut ledger, &[Told { killed: 6, text, ..PLAIN }]), [Outcome::Changed(2)]);
    let incidents = all(&ledger);
    assert_eq!(incidents.len(), 1);
    assert_eq!(incidents[0].killed, Some((6, Some(6))));
    let mut texts = Vec::new();
    let told = ledger.sql(
        "SELECT text FROM versions ORDER BY number",
        |_| Ok(()),
        |row| {
            texts.push(row[0].clone());
            Ok(())
        },
    );
    assert!(told.is_ok());
    assert_eq!(texts, [PLAIN.text, text]);
}

#[test]
fn an_earlier_version_again_changes_nothing() {
    let mut ledger = new();
    let text = "Shells fell on the market of Lormel on Friday and killed six traders, the mayor said in the evening.";
    let versions = [PLAIN, Told { killed: 6, text, ..PLAIN }];
    add(&mut ledger, &versions);
    let before = all(&ledger);
    assert_eq!(add(&mut ledger, &versions), [Outcome::Known, Outcome::Known]);
    assert_eq!((all(&ledger), ledger.state("2024-03-05").expect("state").changed), (before, 1));
}

#[test]
fn an_id_that_is_given_to_another_report_is_refused_and_nothing_is_lost() {
    let mut ledger = new();
    add(&mut ledger, &[PLAIN]);
    let other = Told { text: "Ministers met at dawn; no communiqué came out afterwards.", ..PLAIN };
    assert!(matches!(&add(&mut ledger, &[other])[..], [Outcome::Refused(why)] if why.contains("id of its own")));
    assert_eq!(all(&ledger)[0].killed, Some((4, Some(4))));
}

#[test]
fn which_tellings_are_of_one_incident() {
    let text = "Mortar rounds struck stalls where people were shopping, officials in the district told reporters later that day.";
    let other = |told: Told<'static>| Told { id: "b", published: "2024-03-03", by: "officials", text, ..told };
    let cases = [
        ("one shelling told with two tolls", other(Told { killed: 7, ..PLAIN }), 1),
        ("two towns on one day", other(Told { town: ("Varen", 30.6), ..PLAIN }), 2),
        ("yesterday's and today's", other(Told { day: "2024-03-02", ..PLAIN }), 2),
        ("the same place under another name", other(Told { town: ("Old Lormel", 30.01), ..PLAIN }), 1),
    ];
    for (case, told, wanted) in cases {
        let mut ledger = new();
        add(&mut ledger, &[PLAIN, told]);
        assert_eq!(all(&ledger).len(), wanted, "{case}");
    }
}

#[test]
fn a_running_toll_is_one_incident_whose_count_grows_and_sides_that_differ_are_contested() {
    let mut ledger = new();
    let later = "Two more of the wounded died in hospital, which makes six dead after the shelling in the market, the mayor says.";
    add(&mut ledger, &[PLAIN, Told { id: "b", published: "2024-03-03", killed: 6, text: later, ..PLAIN }]);
    let incidents = all(&ledger);
    assert_eq!(incidents.len(), 1);
    assert_eq!((incidents[0].killed, &incidents[0].contested[..]), (Some((6, Some(6))), &[][..]));
    let mut ledger = new();
    let colonel = "No more than one trader was hurt fatally when rounds landed at the market place, a colonel maintained on Saturday.";
    let mut contrary = reading(&Told { id: "c", killed: 1, by: "colonel", text: colonel, ..PLAIN });
    contrary.actors[0].country = Some("RUS".into());
    ledger.add(&[reading(&PLAIN), contrary], &coding(), "now").expect("adding works");
    let incidents = all(&ledger);
    assert_eq!(incidents.len(), 1);
    assert_eq!((incidents[0].killed, &incidents[0].contested[..]), (Some((1, Some(4))), &["killed".to_owned()][..]));
    assert_eq!(incidents[0].disputes[0].since.as_deref(), Some("2024-03-02"));
}

#[test]
fn an_army_and_the_rebels_of_its_state_who_blame_each_other_do_not_agree() {
    let blamed = |id, by, doer: &str, sector, text| {
        let mut told = reading(&Told { id, by, text, ..PLAIN });
        let mut doer = ActorOut { id: "A9".into(), name: doer.into(), ..told.actors[0].clone() };
        doer.sectors = vec![sector];
        told.actors.push(doer);
        told.events.iter_mut().for_each(|event| event.actors = vec!["A9".into()]);
        told
    };
    let mut ledger = new();
    let army = blamed("a", "rebel chief", "army", "MIL", PLAIN.text);
    let other = "Four traders lost their lives as the rebels fired mortars into the stalls on Friday, according to the prefect.";
    let rebels = blamed("b", "prefect", "rebels", "REB", other);
    ledger.add(&[army, rebels], &coding(), "now").expect("adding works");
    let incidents = all(&ledger);
    assert_eq!(incidents.len(), 1);
    assert_eq!(incidents[0].contested, ["actors"]);
}

#[test]
fn an_echo_is_listed_and_counted_once_whichever_comes_first() {
    let copy = Told {
        id: "b",
        text: "(Wire) Shells fell on the market of Lormel on Friday and killed four traders, the mayor said.",
        ..PLAIN
    };
    for order in [[0, 1], [1, 0]] {
        let mut ledger = new();
        let tellings = [PLAIN, Told { ..copy }];
        for i in order {
            add(&mut ledger, std::slice::from_ref(&tellings[i]));
        }
        let incidents = all(&ledger);
        assert_eq!(incidents.len(), 1);
        assert_eq!((incidents[0].independent, &incidents[0].reports[..]), (1, &["a".to_owned(), "b".to_owned()][..]));
        assert_eq!(ledger.state("2024-03-05").expect("state").echoes, 1);
    }
}

#[test]
fn a_thousand_copies_are_one_telling() {
    let ids: Vec<String> = (0..1000).map(|i| format!("copy-{i:04}")).collect();
    let copies: Vec<Told<'_>> = ids.iter().map(|id| Told { id, ..PLAIN }).collect();
    let mut ledger = new();
    add(&mut ledger, &copies);
    let incidents = all(&ledger);
    assert_eq!((incidents.len(), incidents[0].reports.len(), incidents[0].independent), (1, 1000, 1));
}

#[test]
fn words_are_found_and_operators_are_words() {
    let mut ledger = new();
    add(&mut ledger, &[PLAIN]);
    let hits =
        |words: &str| ledger.search(&Query { words: words.into(), ..Query::default() }, None, 9).map(|h| h.items.len());
    assert_eq!(hits("market trad*").ok(), Some(1));
    assert_eq!(hits("\"market of Lormel\"").ok(), Some(1));
    assert_eq!(hits("\"Lormel market\"").ok(), Some(0));
    assert_eq!(hits("NEAR(").ok(), Some(0));
    assert!(matches!(hits("--"), Err(Error::Wish(_))));
}

#[test]
fn sql_cannot_write() {
    let ledger = new();
    for query in ["DELETE FROM reports", "PRAGMA user_version = 9", "SELECT 1; DROP TABLE reports", "nonsense", ""] {
        assert!(matches!(ledger.sql(query, |_| Ok(()), |_| Ok(())), Err(Error::Wish(_))), "{query}");
    }
}

#[test]
fn a_year_of_a_dyad_is_the_same_as_that_year_of_all_its_days() {
    let mut ledger = new();
    let days = ["2015-06-01", "2019-02-03", "2023-11-20", "2024-02-27"];
    let ids: Vec<String> = days.iter().map(|day| format!("of {day}")).collect();
    let told: Vec<Told<'_>> =
        days.iter().zip(&ids).map(|(day, id)| Told { id, published: day, day, ..PLAIN }).collect();
    let readings: Vec<reading::Reading> = told
        .iter()
        .map(|told| {
            let mut reading = reading(told);
            reading.actors[0].country = Some("ARL".into());
            reading.events[0].actors = vec!["A1".into()];
            reading
        })
        .collect();
    ledger.add(&readings, &coding(), "now").expect("adding works");
    let dyad = ledger::Dyad { from: "ARL".into(), to: "UKR".into() };
    let all = ledger.tension(&dyad, None, None).expect("a curve");
    for since in ["2015-06-01", "2016-01-01", "2019-02-04", "2023-02-27", "2024-02-27"] {
        let year = ledger.tension(&dyad, Some(since), None).expect("a curve");
        let wanted: Vec<_> = all.iter().filter(|day| day.day.as_str() >= since).cloned().collect();
        assert_eq!(year, wanted, "since {since}");
    }
    let last = ledger.last_tension(&ledger::TensionOf::Dyad(dyad), None).expect("a day");
    assert_eq!(last.as_ref(), all.last());
}

#[test]
fn dates_of_the_future_none_at_all_and_a_clock_that_jumps_back_change_no_incident() {
    let mut wanted = new();
    add(&mut wanted, &[PLAIN]);
    let mut ledger = new();
    for now in ["2024-03-05T00:00:00Z", "1999-01-01T00:00:00Z", "not a time"] {
        ledger.add(&[reading(&PLAIN)], &coding(), now).expect("adding works");
    }
    assert_eq!(all(&ledger), all(&wanted));
    let text = "Rockets will have struck a depot outside Besna by then, a clerk wrote with the wrong year in his head.";
    let future =
        Told { id: "future", published: "2190-01-01", day: "2190-01-01", town: ("Besna", 35.0), text, ..PLAIN };
    let text = "Nobody knows when this was told of.";
    let mut undated = reading(&Told { id: "undated", town: ("Varen", 40.0), text, ..PLAIN });
    undated.report.published = None;
    undated.times.clear();
    undated.events[0].time = None;
    ledger.add(&[reading(&future), undated], &coding(), "2024-03-05T00:00:00Z").expect("adding works");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
    let told = all(&ledger);
    assert_eq!(told.len(), 3);
    assert!(told.iter().any(|i| i.time.is_none()), "{told:?}");
}
