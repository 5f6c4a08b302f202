//! Sentences and the places that are read in them.

use language::Model;
use reading::{places::Places, Report};

fn read(text: &str) -> (reading::Layers, Places) {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let lexicon = reading::bundled_lexicon();
    let layers = reading::layers(&report, Model::bundled().parse(text), &lexicon);
    let places = layers.places.clone();
    (layers, places)
}

/// "words of the mention > name, country, precision" for each mention of a place by name.
fn told(text: &str) -> Vec<String> {
    let (layers, places) = read(text);
    let by_name = places.mentions.iter().filter(|m| m.antecedent.is_none());
    by_name
        .map(|m| {
            let place = places.get(m.place);
            let country = place.country.map_or_else(|| "-".to_owned(), |c| c.to_string());
            format!("{} > {country} {}", m.span.of(layers.document.text()), place.precision.as_str())
        })
        .collect()
}

#[test]
fn places_are_found_and_told_apart() {
    for (text, expected) in [
        ("Shells fell in the city of Mariupol on Monday.", vec!["Mariupol > UKR city"]),
        ("A bomb went off in Paris, Texas.", vec!["Paris > USA city", "Texas > USA admin1"]),
        (
            "Fighters attacked a patrol in Kolofata, Far North region.",
            vec!["Kolofata > CMR city", "Far North > CMR admin1"],
        ),
        ("Rockets were fired near Second Thomas Shoal.", vec!["Second Thomas Shoal > - near"]),
        ("Troops moved into eastern Ukraine.", vec!["eastern Ukraine > UKR region"]),
        ("Clashes broke out in the Donetsk region.", vec!["Donetsk > UKR admin1"]),
        ("Two people died in Stepanakert.", vec!["Stepanakert > AZE city"]),
        ("Gunmen raided Monguno town in Borno State.", vec!["Monguno > NGA city", "Borno State > NGA admin1"]),
        // Names that no file has, told by what they stand after, and by their list.
        ("Nigerian soldiers were killed in Kwallameri.", vec!["Kwallameri > NGA exact"]),
        (
            "A man was killed in Barangay Malinawis, Indanan, Sulu.",
            vec!["Malinawis > PHL near", "Indanan > PHL city", "Sulu > PHL region"],
        ),
        // Longer names that begin with another place's.
        ("Libyan forces clashed in Wadi al-Tarfah.", vec!["Wadi al-Tarfah > LBY exact"]),
        // With an article, what the name says that it is.
        ("Yemeni gunmen boarded a tanker in the Red Sea.", vec!["Red Sea > - region"]),
        // Misspelt, in a country that is told.
        ("Pakistani traders rallied in Jaccobabad.", vec!["Jaccobabad > PAK city"]),
        ("Libyan forces clashed in Qaser Bin Ghashir.", vec!["Qaser Bin Ghashir > LBY city"]),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_place_is_none() {
    for text in [
        "Mr. London denied it.",
        "Gen. Jackson spoke to reporters.",
        "Sailors of the USS Cole were wounded.",
        "They met on Friday in May.",
        "Members of the Fulani community fled.",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

#[test]
fn a_distance_tells_which_of_many_villages_is_meant() {
    let (_, places) = read("A man was wounded in Oleksandrivka, 20 km south-west of Donetsk.");
    let (lat, lon) = places.list[0].point.expect("resolved");
    assert!((lat - 47.9).abs() < 0.3 && (lon - 37.6).abs() < 0.3, "{:?}", places.list[0]);
}

#[test]
fn what_is_disputed_is_said() {
    let (_, places) = read("Shots were heard in the Golan Heights.");
    let disputed = places.list[0].disputed.as_deref().expect("disputed");
    assert!(disputed.contains("Security Council"), "{disputed}");
}

#[test]
fn ten_thousand_names_are_read() {
    let text = "Rockets hit Paris, Gao, Springfield, Oleksandrivka and San Jose. ".repeat(2000);
    let (_, places) = read(&text);
    assert!(places.mentions.len() > 5000 && places.list.len() < 100, "{} places", places.list.len());
}
