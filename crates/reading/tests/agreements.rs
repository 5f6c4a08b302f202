//! What is read about agreements: which date is theirs, and what is said to be done about them.

use language::Model;
use reading::{bundled_lexicon, layers, Layers, Report};

fn read(text: &str, model: &Model, lexicon: &lexicon::Lexicon) -> Layers {
    let report = Report { text: text.to_owned(), published: "2021-06-20".parse().ok(), ..Report::default() };
    layers(&report, model.parse(text), lexicon)
}

#[test]
fn what_is_done_about_an_agreement_stands_with_how_real_it_is() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    for (text, wanted) in [
        ("Armenian forces violated the ceasefire on Friday.", "violation affirmed actual"),
        ("The ministry reported nine violations of the ceasefire.", "violation affirmed actual"),
        ("Rebels shelled the port in breach of the truce.", "violation affirmed actual"),
        ("Azerbaijan denied that it had broken the ceasefire.", "violation negated actual"),
        ("Israel is complying with the truce.", "compliance affirmed actual"),
        ("The ceasefire was holding on Sunday.", "compliance affirmed actual"),
        ("Ethiopia remains committed to the ceasefire.", "compliance affirmed actual"),
        ("Russia withdrew from the Open Skies Treaty.", "withdrawal affirmed actual"),
        ("The army called off the ceasefire.", "withdrawal affirmed actual"),
        ("Iran suspended its participation in the treaty of 1968.", "withdrawal affirmed actual"),
        ("The two sides will extend the truce by three days.", "extension affirmed planned"),
        ("The rebels did not renew the ceasefire.", "extension negated actual"),
        ("Chad and Sudan signed a ceasefire in May 1994.", "conclusion affirmed actual"),
        ("The rebels declared the ceasefire over.", "end affirmed actual"),
        ("Ministers discussed the ceasefire in Paris.", ""),
    ] {
        let read = read(text, &model, &lexicon);
        let told: Vec<String> = read
            .conduct
            .iter()
            .map(|c| format!("{} {} {}", c.kind, c.polarity.as_str(), c.modality.as_str()))
            .collect();
        assert_eq!(told.join(", "), wanted, "{text}");
    }
}

#[test]
fn a_date_beside_an_agreement_is_its_own_only_where_it_was_made() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    for (text, wanted) in [
        ("Chad and Sudan signed a ceasefire in May 1994.", Some("1994-05")),
        ("The treaty of 1951 was praised.", Some("1951")),
        ("The peace treaty was signed on 5 May 2010 in Riga.", Some("2010-05-05")),
        ("Envoys praised the July 1993 ceasefire.", Some("1993-07")),
        ("The United States left the treaty with Iran in November 2020.", None),
        ("The envoy said on Monday that the truce was holding.", None),
    ] {
        let read = read(text, &model, &lexicon);
        let date = read.agreements.first().and_then(|a| a.date.as_deref());
        assert_eq!(date, wanted, "{text}");
    }
}
