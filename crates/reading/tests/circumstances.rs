//! Where and when single deeds were, and how many they killed: a table of short reports.

use language::Model;
use reading::{bundled_lexicon, layers, Report};

/// "trigger: place, day, killed" for each event of a report of 10 May 2020.
fn told(text: &str, model: &Model, lexicon: &lexicon::Lexicon) -> Vec<String> {
    let report = Report { text: text.to_owned(), published: "2020-05-10".parse().ok(), ..Report::default() };
    let read = layers(&report, model.parse(text), lexicon);
    let show = |e: &reading::events::Event| {
        let place = e.place.map_or("-", |p| read.places.get(p).name.as_str());
        let day = e.time.map_or("-", |t| read.times[t.0 as usize].value.as_str());
        let killed = e.killed.map_or("-".to_owned(), |k| format!("{}", k.0));
        format!("{}: {place}, {day}, {killed}", e.trigger.of(text))
    };
    read.events.iter().map(show).collect()
}

#[test]
fn deeds_get_the_place_the_day_and_the_toll_that_the_report_tells() {
    let cases = [
        // What the report opens with holds for the sentences after it.
        (
            "On 4 May 2020, in Recife, Pernambuco, police searched a workshop. Two men were arrested.",
            "arrested: Recife, 2020-05-04, -",
        ),
        // A dateline says where the report was written.
        (
            "RECIFE, 4 May -- Gunmen attacked a ferry on Sunday, killing two sailors. In Natal, police arrested three men.",
            "attacked: -, 2020-05-10, 2",
        ),
        // So does one in brackets, or before a colon.
        (
            "(Natal, 4 May 2020) - Gunmen attacked a ferry in Recife on Sunday, killing two sailors. Police arrested three men.",
            "attacked: Recife, 2020-05-10, 2",
        ),
        // The day before the deed, where the deed's own clause tells none.
        ("On 6 May, soldiers stopped a lorry before it exploded near Gao.", "exploded: Gao, 2020-05-06, -"),
        // A town of another state than the areas that are told of is none of theirs.
        (
            "Jets bombed the Tigray region. Two drivers were killed, a medic said. Envoys will meet in Nairobi next week.",
            "killed: -, -, 2",
        ),
        // A day that is acted on is not when.
        ("On 1 May, workers rallied in Manila to mark Labor Day.", "rallied: Manila, 2020-05-01, -"),
        // The toll that the next sentence tells.
        ("Gunmen ambushed a fuel lorry near Menaka. At least five guards were killed.", "ambushed: Ménaka, -, 5"),
        ("Three people killed in clashes in Sabha.", "clashes: Sabha, -, 3"),
        // A person under two descriptions, a group's initials before the noun, bounds that look like a preposition.
        ("A campaigner, Ana Silva, was shot dead in Manaus.", "shot: Manaus, -, 1"),
        ("Ten IS militants were killed in Mosul.", "killed: Mosul, -, 10"),
        ("Bandits raided a mill in Bama and killed at least fourteen members of a crew.", "raided: Bama, -, 14"),
    ];
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, wanted)| (text, told(text, &model, &lexicon), wanted))
        .filter(|(_, found, wanted)| !found.iter().any(|f| f == *wanted))
        .map(|(text, found, wanted)| format!("{text}\n   read {found:?}\n   want {wanted}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_planned_or_denied_gets_no_place_from_elsewhere() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let found = told("Troops shelled Avdiivka on Friday. The rebels may attack the village.", &model, &lexicon);
    assert!(
        found.iter().any(|f| f.starts_with("attack: -") || f.contains("attack") && f.contains("-, -")),
        "{found:?}"
    );
}
